"""Files given with reports that are still on the channel's side, and those that have been fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.domain.messages import Channel, IncomingFile
from storage import wanted
from storage.prepared import Prepared
from storage.schema import evidence, files
from storage.upserts import insert_into

_NEXT = Prepared(wanted.next_instant(evidence))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch, and how often that has been tried before."""

    id: int
    channel: Channel
    file: IncomingFile
    attempts: int


class EvidenceFiles:
    """Queries about fetching evidence."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, now: datetime, until: datetime, limit: int) -> list[Wanted]:
        """Take files to fetch; who has not told by `until` how it ended is taken to have died."""
        return [_wanted(row) for row in wanted.take_on(self._connection, evidence, now, until, limit)]

    def fetched(self, row: int, digest: str, size: int, now: datetime) -> None:
        """Note that a file lies on the disk now, under the SHA-256 `digest`."""
        changed = update(evidence).where(evidence.c.id == row)
        self._connection.execute(changed.values(state="fetched", sha256=digest, size=size, not_before=None))
        name, mime = self._connection.execute(
            select(evidence.c.name, evidence.c.mime).where(evidence.c.id == row)
        ).one()
        kept = insert_into(files, self._connection.dialect.name).values(
            sha256=digest, name=name, mime=mime, size=size, kept_at=now
        )
        self._connection.execute(kept.on_conflict_do_nothing())

    def again(self, row: int, not_before: datetime) -> None:
        """Try a file again from `not_before` on."""
        self._connection.execute(update(evidence).where(evidence.c.id == row).values(not_before=not_before))

    def failed(self, row: int) -> None:
        """Give a file up."""
        self._connection.execute(update(evidence).where(evidence.c.id == row).values(state="failed", not_before=None))

    def waiting(self) -> int:
        """Count what is still wanted."""
        return wanted.count(self._connection, evidence)

    def next_wake(self) -> datetime | None:
        """Tell when the next file is to be fetched; `None` when there is none."""
        found: datetime | None = _NEXT.scalar(self._connection)
        return found


def _wanted(row: Any) -> Wanted:
    file = IncomingFile(row.ref or "", row.name, row.mime, row.size, row.url)
    return Wanted(row.id, Channel(row.channel), file, row.attempts - 1)
