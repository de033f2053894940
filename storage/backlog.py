"""What somebody sent faster than anybody is listened to, in the order in which it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, insert, select

from bot.conversations.steps import adapter
from bot.domain.messages import Channel, Incoming
from storage.schema import backlog, updates

Lane = tuple[Channel, str]
"""A person's account: the channel and the user's id there."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message that waits for its turn."""

    id: int
    incoming: Incoming


class Backlog:
    """Queries about the backlog. A message is kept as JSON, ``{"update": "100001", "kind": "text", "text": "xong rồi", …}``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, incoming: Incoming) -> int:
        """Let a message wait; tells how many of its lane now do, 0 for a message that is known already."""
        channel, user = incoming.sender.channel, incoming.sender.user
        if self._is_known(channel, incoming.update):
            return 0
        packed = adapter(Incoming).dump_python(incoming, mode="json")
        row = {"channel": channel, "update": incoming.update, "user": user, "incoming": packed}
        self._connection.execute(insert(backlog).values(**row))
        mine = select(func.count()).where(backlog.c.channel == channel, backlog.c.user == user)
        return int(self._connection.execute(mine.select_from(backlog)).scalar_one())

    def _is_known(self, channel: Channel, update: str) -> bool:
        waiting = exists().where(backlog.c.channel == channel, backlog.c.update == update)
        done = exists().where(updates.c.channel == channel, updates.c.id == update)
        return bool(self._connection.execute(select(waiting | done)).scalar_one())

    def lanes(self) -> list[Lane]:
        """List whose messages wait."""
        found = self._connection.execute(select(backlog.c.channel, backlog.c.user).distinct())
        return [(Channel(row.channel), row.user) for row in found]

    def first(self, lane: Lane) -> Waiting | None:
        """Find the oldest message of a lane; `None` when none waits."""
        mine = select(backlog).where(backlog.c.channel == lane[0], backlog.c.user == lane[1])
        row = self._connection.execute(mine.order_by(backlog.c.id).limit(1)).one_or_none()
        return Waiting(row.id, adapter(Incoming).validate_python(row.incoming)) if row else None

    def remove(self, waiting: int) -> None:
        """Drop a message that has been dealt with."""
        self._connection.execute(delete(backlog).where(backlog.c.id == waiting))

    def oldest(self) -> datetime | None:
        """Tell when the first of all that wait was written; `None` when none waits."""
        row = self._connection.execute(select(backlog.c.incoming).order_by(backlog.c.id).limit(1)).one_or_none()
        return adapter(Incoming).validate_python(row.incoming).at if row else None

    def count(self) -> int:
        """Count all that waits."""
        return int(self._connection.execute(select(func.count()).select_from(backlog)).scalar_one())
