"""The rounds of a loop over the database: when the next is due, and what is said of one that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.errors import StorageError
from handlers.health import Health
from handlers.resting import rest

log = structlog.get_logger()

HEARTBEAT = 60.0
"""Seconds after which a round is made in any case."""
AGAIN = 1.0
"""Seconds after which is tried again what the database refused."""
_SHORTEST = 0.05

T = TypeVar("T")


class Rounds:
    """Made until stopped; between two of them the loop rests. `noun` begins its events in the log, for instance "errand"."""

    def __init__(self, noun: str, clock: Clock) -> None:
        self._noun = noun
        self._clock = clock
        self._work = asyncio.Event()
        self._health = Health()
        self.closing = False

    def wake(self) -> None:
        """Let the next round be made at once."""
        self._work.set()

    def stop(self) -> None:
        """Let no further round be made."""
        self.closing = True
        self._work.set()

    async def make(self, make_one: Callable[[], Awaitable[T]]) -> T | None:
        """Make a round and tell what it told; where the database fails, `None`, after a pause."""
        self._work.clear()
        try:
            made = await make_one()
        except StorageError as error:
            if self._health.fails_anew(self._noun, error.code):
                log.error(f"{self._noun}.round_failed", error=error.code)
            await asyncio.sleep(AGAIN)
            return None
        if self._health.recovers(self._noun):
            log.info(f"{self._noun}.works_again")
        return made

    async def rest(self, until: datetime | None, longest: float = HEARTBEAT) -> None:
        """Rest until woken, until an instant (aware) or for `longest` seconds, whichever comes first."""
        wait = longest
        if until is not None:
            wait = min(wait, max(_SHORTEST, (until - self._clock.now()).total_seconds()))
        await rest(self._work, wait)
