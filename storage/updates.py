"""Which updates have been seen to; a repeat changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Insert, delete, select, update

from bot.domain.messages import Channel
from storage.prepared import Prepared
from storage.schema import updates
from storage.upserts import insert_into


def _new(dialect: str) -> Insert:
    return insert_into(updates, dialect).on_conflict_do_nothing()


_NOTE = Prepared(_new, ("channel", "id", "at", "failed"))


class Updates:
    """Queries about updates."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first_time(self, channel: Channel, key: str, now: datetime) -> bool:
        """Note an update; tells whether it was not known."""
        return _NOTE.run(self._connection, channel=channel, id=key, at=now, failed=False) == 1

    def fail(self, channel: Channel, key: str, now: datetime) -> None:
        """Note an update that could not be dealt with, so that it does not come again."""
        self.first_time(channel, key, now)
        self._connection.execute(
            update(updates).where(updates.c.channel == channel, updates.c.id == key).values(failed=True)
        )

    def failed(self) -> int:
        """Count the updates that could not be dealt with."""
        return len(self._connection.execute(select(updates.c.id).where(updates.c.failed.is_(True))).all())

    def forget(self, before: datetime) -> int:
        """Drop what is older than any channel would repeat; returns how many."""
        return self._connection.execute(
            delete(updates).where(updates.c.at < before, updates.c.failed.is_(False))
        ).rowcount
