"""Takes away every night, in small steps beside the bot's other work, what has been kept long enough."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date

import structlog

from bot.domain.retention import RetentionPolicy
from bot.errors import StorageError
from bot.usecases import retention
from bot.usecases.desk import Doors
from handlers.counters import Counters

LOOK = 60.0
"""Seconds between two looks at the clock; looking costs nothing until a night has passed."""
PAUSE = 0.05
"""Seconds that others have the database to themselves between two steps."""

log = structlog.get_logger(__name__)


class NightlyForgetting:
    """Looks every minute, until it is cancelled, whether a night has passed. Several workers may do it side by side."""

    def __init__(self, doors: Doors, policy: RetentionPolicy, counters: Counters) -> None:
        self._doors = doors
        self._policy = policy
        self._counters = counters
        self._seen: date | None = None

    async def run(self) -> None:
        """Look again and again."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def look(self) -> Counter[str]:
        """Do the newest night's work if it is not done; tell how many rows that was, by what they held."""
        night = self._policy.night(self._doors.clock.now())
        if night == self._seen:
            return Counter()
        try:
            forgotten = await self._forget(night)
        except StorageError as error:
            # What was done stays done; the next look goes on from there.
            log.error("retention.not_done", error=error.code)
            return Counter()
        self._seen = night
        return forgotten

    async def _forget(self, night: date) -> Counter[str]:
        rows: Counter[str] = Counter()
        counted_from = await self._doors.write(retention.begin, self._policy)
        if counted_from is None:
            return rows
        more = True
        while more:
            step = await self._doors.write(retention.forget, self._policy, counted_from)
            rows.update(step.rows)
            more = step.more
            for kind, number in step.rows.items():
                self._counters.count("forgotten_rows", kind, number)
            await asyncio.sleep(PAUSE)
        await self._doors.write(retention.done, night, counted_from)
        log.info("retention.done", night=night.isoformat(), **rows)
        return rows
