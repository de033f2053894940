"""The heartbeat: runs what the clock brings about, and sees when the wall clock jumps.

Timers run on the monotonic clock: a machine that slept, or whose clock was set, would otherwise be late by as much.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from bot.errors import StorageError
from bot.usecases import clockwork
from bot.usecases.desk import Doors
from handlers.health import Health
from handlers.resting import rest

BEAT = 15.0
"""Seconds between two heartbeats."""
JUMP = 5.0
"""Seconds by which wall and monotonic clock may differ over a beat before it counts as a jump."""

log = structlog.get_logger(__name__)


class Heartbeat:
    """Beats until it is cancelled; `wake` is called when something was queued.

    `sweeps` clear away files that are no longer to be kept; each tells how many.
    """

    def __init__(
        self, doors: Doors, wake: Callable[[], None], sweeps: Sequence[Callable[[], Awaitable[int]]] = ()
    ) -> None:
        self._doors = doors
        self._wake = wake
        self._sweeps = sweeps
        self._jumped: Callable[[], None] | None = None
        self._due = asyncio.Event()
        self._health = Health()
        self._wall: datetime | None = None
        self._monotonic = 0.0

    def on_jump(self, call: Callable[[], None]) -> None:
        """Have something called when the wall clock has jumped."""
        self._jumped = call

    def now(self) -> None:
        """Ask for a beat at once: an appointment of the calendar, or a clock that was moved."""
        self._due.set()

    async def run(self) -> None:
        """Beat for ever."""
        while True:
            self._watch_the_clock()
            await self.beat()
            self._due.clear()
            await rest(self._due, BEAT)

    def _watch_the_clock(self) -> None:
        wall, monotonic = self._doors.clock.now(), time.monotonic()
        if self._wall is not None:
            drift = (wall - self._wall).total_seconds() - (monotonic - self._monotonic)
            if abs(drift) > JUMP:
                log.warning("clock.jumped", seconds=round(drift))
                if self._jumped is not None:
                    self._jumped()
        self._wall, self._monotonic = wall, monotonic

    async def beat(self) -> int:
        """Run every chore once; returns how many messages were queued. A chore that fails does not stop the others."""
        queued = 0
        for chore in clockwork.CHORES:
            try:
                queued += await self._doors.write(chore)
            except StorageError as error:
                if self._health.fails_anew(chore.__name__, error.code):
                    log.error("chore.failed", chore=chore.__name__, error=error.code)
            except Exception as error:  # the last resort of a sweep: it is tried again at the next beat
                if self._health.fails_anew(chore.__name__, type(error).__name__):
                    log.exception("chore.failed", chore=chore.__name__)
            else:
                if self._health.recovers(chore.__name__):
                    log.info("chore.works_again", chore=chore.__name__)
        if queued:
            self._wake()
        await self._clear_away()
        return queued

    async def _clear_away(self) -> None:
        for sweep in self._sweeps:
            try:
                await sweep()
            except OSError as error:
                log.warning("files.not_deleted", error=type(error).__name__)
