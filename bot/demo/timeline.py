"""The demo's time machine: goes to an instant through all that happens before it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.clock import ShiftedClock
from bot.demo.telegram.world import TelegramWorld
from bot.usecases import clockwork, outbox
from bot.wiring import House

STEPS = 2000
"""The most events of one jump; a year of the sample plan has some hundred."""
SETTLED = timedelta(seconds=1)
PATIENCE = 20.0
"""Seconds that the messages of one event may take to arrive."""


class HouseTimeline:
    """The time of a running bot, moved by its clock."""

    def __init__(self, house: House, clock: ShiftedClock, world: TelegramWorld) -> None:
        self._house = house
        self._clock = clock
        self._world = world

    def now(self) -> datetime:
        """Tell the present (aware)."""
        return self._clock.now()

    async def next_event(self) -> datetime | None:
        """Tell when the clock next brings anything about."""
        return await self._house.doors.read(clockwork.next_event)

    async def jump(self, to: datetime) -> None:
        """Go to an instant (aware) from event to event, waiting each time until what it brings has been sent."""
        for _ in range(STEPS):
            event = await self.next_event()
            if event is None or event >= to:
                break
            await self._arrive(event)
        await self._arrive(to)

    async def _arrive(self, at: datetime) -> None:
        self._clock.jump_to(max(at, self._clock.now()) + SETTLED)
        await self._house.heartbeat.beat()
        self._house.sender.wake()
        try:
            async with asyncio.timeout(PATIENCE):
                # Only the database knows when nothing waits, and it has no bell.
                while await self._waiting():  # noqa: ASYNC110  # see above
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return

    async def _waiting(self) -> bool:
        depth = await self._house.doors.read(outbox.depth)
        return sum(depth.waiting.values()) > 0
