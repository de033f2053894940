"""How many messages a channel has carried in a month."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.domain.messages import Channel
from storage.schema import traffic
from storage.upserts import insert_into


class Quotas:
    """Queries about the messages of a month; a month is written "2024-11"."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, channel: Channel, month: str, *, sent: int = 0, received: int = 0) -> tuple[int, int]:
        """Add to a month; tell (sent, received) as they are now."""
        row = insert_into(traffic, self._connection.dialect.name).values(
            channel=channel, month=month, sent=sent, received=received
        )
        more = {"sent": traffic.c.sent + sent, "received": traffic.c.received + received}
        counted = row.on_conflict_do_update(index_elements=["channel", "month"], set_=more)
        now = self._connection.execute(counted.returning(traffic.c.sent, traffic.c.received)).one()
        return now.sent, now.received

    def of(self, channel: Channel, month: str) -> tuple[int, int]:
        """Tell a month's (sent, received)."""
        where = (traffic.c.channel == channel) & (traffic.c.month == month)
        row = self._connection.execute(select(traffic.c.sent, traffic.c.received).where(where)).one_or_none()
        return (row.sent, row.received) if row else (0, 0)
