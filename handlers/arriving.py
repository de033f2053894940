"""What every channel's way in does alike."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.errors import StorageError
from handlers.counters import Counters
from handlers.health import Health

log = structlog.get_logger()

_PATIENCE = 2.0
"""Seconds that what goes on beside the updates gets to end by itself."""


class Arriving:
    """The updates that are being taken: those of a chat in turn, each timed and counted; and what goes on beside them."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._health = Health()
        self._turns: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[Hashable, int] = defaultdict(int)
        self._beside: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def turn(self, chat: Hashable) -> AsyncIterator[None]:
        """Wait until what came before in a chat is dealt with, and let what comes after wait."""
        self._waiting[chat] += 1
        try:
            async with self._turns[chat]:
                yield
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._turns[chat]

    async def take(self, update: object, taking: Callable[[], Awaitable[str]]) -> bool:
        """Take the update of an id; tell whether it is kept. `taking` tells the outcome, for instance "taken"."""
        started = asyncio.get_running_loop().time()
        outcome = await self._outcome(update, taking)
        self._counters.count("updates", outcome)
        self._counters.took("update", asyncio.get_running_loop().time() - started)
        return outcome != "unkept"

    async def _outcome(self, update: object, taking: Callable[[], Awaitable[str]]) -> str:
        try:
            outcome = await taking()
        except (StorageError, MemoryError) as error:
            how = getattr(error, "code", type(error).__name__)
            if self._health.fails_anew("updates", how):
                log.error("update.not_kept", update=update, error=how)
            return "unkept"
        if self._health.recovers("updates"):
            log.info("update.kept_again")
        return outcome

    def go_on_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something for which no update waits."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def settle(self) -> None:
        """Wait a little for what goes on beside the updates, and end what takes longer."""
        if self._beside:
            await asyncio.wait(self._beside, timeout=_PATIENCE)
        for task in self._beside:
            task.cancel()
