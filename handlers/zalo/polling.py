"""Long polling of Zalo. What a poll hands out does not come again, so that no poll is broken off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from handlers.resting import rest
from handlers.zalo.client import Away, Json, Refused, ZaloClient
from handlers.zalo.errors import UNKNOWN_TOKEN
from handlers.zalo.intake import Intake

log = structlog.get_logger()

_LONGEST_PAUSE = 30.0
_HASTY = 0.5
"""An empty poll that ends sooner than after so many seconds is followed by a pause."""
_CONFLICT = 409


class Polling:
    """Asks Zalo for updates until stopped; `seconds` is how long a poll may wait, and so how long stopping may take.

    `cut_off` is called when Zalo no longer knows our token.
    """

    def __init__(
        self, client: ZaloClient, intake: Intake, seconds: int, cut_off: Callable[[], Awaitable[None]]
    ) -> None:
        self._client = client
        self._intake = intake
        self._seconds = seconds
        self._cut_off = cut_off
        self._failures = 0
        self._closing = asyncio.Event()

    def stop(self) -> None:
        """Ask for nothing more, and let `run` end with the poll in hand."""
        self._closing.set()

    async def run(self) -> None:
        """Poll until stopped; each update is kept before the next is asked for."""
        while not self._closing.is_set():
            for update in await self._next():
                await self._intake.insist(update)
        await self._intake.settle()

    async def _next(self) -> Sequence[Json]:
        started = asyncio.get_running_loop().time()
        try:
            updates = await self._client.get_updates(self._seconds)
        except (Refused, Away) as error:
            await self._trouble(error)
            return ()
        self._failures = 0
        if not updates and asyncio.get_running_loop().time() - started < _HASTY:
            await self._pause(1.0)
        return updates

    async def _trouble(self, error: Refused | Away) -> None:
        self._failures += 1
        code = error.code if isinstance(error, Refused) else str(error)
        log.warning("poll.failed", channel="zalo", error=code, failures=self._failures)
        if isinstance(error, Refused) and error.code == _CONFLICT:
            await self.drop_webhook()
        elif isinstance(error, Refused) and error.code == UNKNOWN_TOKEN:
            await self._cut_off()
        await self._pause(min(0.25 * 2.0 ** min(self._failures - 1, 10), _LONGEST_PAUSE))

    async def drop_webhook(self) -> None:
        """Make way for polling: a webhook that was set before excludes it."""
        try:
            await self._client.delete_webhook()
        except (Refused, Away) as error:
            log.warning("webhook.not_dropped", channel="zalo", error=type(error).__name__)

    async def _pause(self, seconds: float) -> None:
        await rest(self._closing, seconds)
