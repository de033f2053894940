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
BREATH = 0.25
"""Seconds in which nobody notices that a file is not fetched yet, or a document not read."""
AGAIN = 1.0
"""Seconds after which is tried again what the database refused."""
_SHORTEST = 0.05

T = TypeVar("T")


class Rounds:
    """Made until stopped; between two of them the loop rests. `noun` begins its events in the log, for instance "errand".

    `breath` is for how many seconds after a round the next is not begun: who is woken by every message looks once for many.
    """

    def __init__(self, noun: str, clock: Clock, *, breath: float = 0.0) -> None:
        self._noun = noun
        self._clock = clock
        self._breath = breath
        self._not_before = 0.0
        self._work, self._stopped = asyncio.Event(), asyncio.Event()
        self._health = Health()

    @property
    def closing(self) -> bool:
        """Whether no further round is to be made."""
        return self._stopped.is_set()

    def wake(self) -> None:
        """Let the next round be made at once."""
        self._work.set()

    def stop(self) -> None:
        """Let no further round be made."""
        self._stopped.set()
        self._work.set()

    async def make(self, make_one: Callable[[], Awaitable[T]]) -> T | None:
        """Make a round and tell what it told; where the database fails, `None`, after a pause."""
        self._work.clear()
        self._not_before = asyncio.get_running_loop().time() + self._breath
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
        early = self._not_before - asyncio.get_running_loop().time()
        if early > 0:
            await rest(self._stopped, early)
