"""How fast channels are written to by all workers together: for a channel and for a chat, when it is free again.

All times are the database server's own, in seconds: the clocks of workers may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from bot.domain.messages import Channel

ALL = ""
"""Stands for all chats of a channel."""

# Whoever has this row books alone until the transaction ends.
_AHEAD = text("""
    INSERT INTO paces AS p (channel, chat, free_at) VALUES (:channel, '', 0)
    ON CONFLICT (channel, chat) DO UPDATE SET free_at = p.free_at
    RETURNING greatest(free_at - extract(epoch FROM clock_timestamp())::float8, 0)
""")
_ADVANCE = text("""
    INSERT INTO paces AS p (channel, chat, free_at)
    VALUES (:channel, '', extract(epoch FROM clock_timestamp())::float8 + :seconds)
    ON CONFLICT (channel, chat) DO UPDATE SET free_at = greatest(p.free_at, excluded.free_at - :seconds) + :seconds
    RETURNING greatest(free_at - :seconds - extract(epoch FROM clock_timestamp())::float8, 0)
""")
_BOOK = text("""
    INSERT INTO paces AS p (channel, chat, free_at)
    SELECT :channel, chat, extract(epoch FROM clock_timestamp())::float8 + :step FROM unnest(CAST(:chats AS text[])) AS c (chat)
    ON CONFLICT (channel, chat) DO UPDATE SET free_at =
        least(greatest(p.free_at, excluded.free_at - :step), excluded.free_at - :step + :credit + :memory) + :step
    RETURNING chat, free_at - :step - :credit - extract(epoch FROM clock_timestamp())::float8 AS wait
""")
# Who books at this moment keeps their row.
_FORGET = text("""
    DELETE FROM paces WHERE (channel, chat) IN (
        SELECT channel, chat FROM paces WHERE chat <> '' AND free_at < extract(epoch FROM clock_timestamp())::float8 - :rest
        FOR UPDATE SKIP LOCKED
    )
""")
REST = 3600.0
"""Seconds after which it is no longer kept that a chat was free again; a row that has run out says what none says."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A message every `step` seconds; `credit` is by how many seconds a message may come earlier, after a silence."""

    step: float
    credit: float


class Paces:
    """Queries about paces; for PostgreSQL, where there are several workers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ahead(self, channel: Channel) -> float:
        """Tell for how many seconds a channel is booked already, and keep others from booking meanwhile."""
        ahead: float = self._connection.execute(_AHEAD, {"channel": channel}).scalar_one()
        return ahead

    def advance(self, channel: Channel, seconds: float) -> float:
        """Book a channel for so many seconds more; tells for how many it was booked already."""
        ahead: float = self._connection.execute(_ADVANCE, {"channel": channel, "seconds": seconds}).scalar_one()
        return ahead

    def book(self, channel: Channel, chats: list[str], rate: Rate) -> Mapping[str, float]:
        """Book one message to each of some chats; tell how many seconds each has to wait.

        What went out regardless of the wait is held against later messages only for five of them.
        """
        if not chats or not rate.step:
            return {}
        values = {"step": rate.step, "credit": rate.credit, "memory": 5 * rate.step}
        booked = self._connection.execute(_BOOK, {"channel": channel, "chats": sorted(chats), **values})
        return {row.chat: max(0.0, row.wait) for row in booked}

    def forget(self) -> int:
        """Drop the chats and people who have long been free; returns how many. On SQLite nothing is ever booked."""
        if self._connection.dialect.name == "sqlite":
            return 0
        return self._connection.execute(_FORGET, {"rest": REST}).rowcount
