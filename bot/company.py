"""The workers that share a database: each shows the others that it is there, and sees to what the dead have left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.errors import StorageError
from bot.usecases import outbox
from bot.usecases.desk import Doors
from storage.presence import Presence

LOOK = 1.0
"""Seconds between two looks at the others."""
GRACE = 5.0
"""Seconds for which a worker must have been away before its messages are taken on: its connection may be all it has lost."""

log = structlog.get_logger(__name__)


class Company:
    """Keeps a worker's place among the others until it is cancelled; `wake` is called when there are messages to take on."""

    def __init__(self, presence: Presence, doors: Doors, wake: Callable[[], None]) -> None:
        self._presence = presence
        self._doors = doors
        self._wake = wake
        self._missed: dict[str, float] = {}
        self._cut_off = False

    async def run(self) -> None:
        """Look again and again; when it ends, the others may take everything on."""
        try:
            while True:
                await self.look()
                await asyncio.sleep(LOOK)
        finally:
            await self._presence.close()

    async def look(self) -> None:
        """Look once."""
        try:
            absent = await self._presence.look()
            for worker in self._long_absent(absent):
                await self._take_over(worker)
        except StorageError as error:
            self._note(cut_off=True, error=error.code)
        else:
            self._note(cut_off=False)

    def _long_absent(self, absent: frozenset[str]) -> list[str]:
        now = asyncio.get_running_loop().time()
        self._missed = {worker: self._missed.get(worker, now) for worker in absent}
        return [worker for worker, since in self._missed.items() if now - since >= GRACE]

    async def _take_over(self, worker: str) -> None:
        rows = await self._doors.claim(outbox.start, worker)
        if rows:
            log.warning("worker.gone", worker=worker, messages=rows)
            self._wake()

    def _note(self, *, cut_off: bool, error: str = "") -> None:
        if cut_off != self._cut_off:
            self._cut_off = cut_off
            log.warning("worker.cut_off", error=error) if cut_off else log.info("worker.back")
