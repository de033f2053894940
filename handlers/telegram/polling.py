"""Long polling: the next batch is asked for, and the last thereby acknowledged, when the last is on the disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from handlers.resting import rest
from handlers.telegram.intake import Intake
from handlers.telegram.parsing import Arrival, parse_all
from handlers.telegram.request import AiohttpRequest, TooFast
from handlers.telegram.updates import WANTED

log = structlog.get_logger()

POLL_SECONDS = 30
_LONGEST_PAUSE = 30.0


class Polling:
    """Asks Telegram for updates until stopped.

    The library's own `get_updates` is not used: it parses a batch whole, so that one update which it does not
    understand holds up all others for ever.
    """

    def __init__(self, bot: Bot, calls: AiohttpRequest, intake: Intake) -> None:
        self._bot = bot
        self._calls = calls
        self._intake = intake
        self._offset: int | None = None
        self._failures = 0
        self._closing = asyncio.Event()

    def stop(self) -> None:
        """Ask for nothing more, and let `run` end with the batch in hand."""
        self._closing.set()

    async def run(self) -> None:
        """Poll until stopped. What has been kept is acknowledged by the next call; what could not be kept comes again."""
        while not self._closing.is_set():
            packed = await self._next()
            if packed and not await self._take(parse_all(packed)):
                await self._pause(0.5)
        await self._acknowledge()
        await self._intake.settle()

    async def _take(self, arrivals: Sequence[Arrival]) -> bool:
        """Take a batch; tell whether all of it is kept."""
        kept = await self._intake.take_all(arrivals)
        if kept is not None:
            self._offset = kept + 1
        return bool(arrivals) and kept == arrivals[-1].update_id

    async def _next(self) -> Sequence[Any]:
        poll = asyncio.create_task(self._get_updates(POLL_SECONDS))
        closing = asyncio.create_task(self._closing.wait())
        try:
            await asyncio.wait({poll, closing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            closing.cancel()
            abandoned = poll.cancel()
        return () if abandoned else await self._answer(poll)

    async def _answer(self, poll: asyncio.Task[Sequence[Any]]) -> Sequence[Any]:
        try:
            updates = await poll
        except TelegramError as error:
            await self._trouble(error)
            return ()
        self._failures = 0
        return updates

    async def _get_updates(self, seconds: int) -> Sequence[Any]:
        wanted = {"timeout": seconds, "allowed_updates": json.dumps(WANTED)}
        offset = {} if self._offset is None else {"offset": self._offset}
        # A list is checked for, because whatever stands between us and Telegram may answer as well.
        found = await self._calls.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(wanted | offset)}",
            read_timeout=self._calls.read_timeout + seconds,
        )
        if not isinstance(found, list):
            raise TelegramError("no list")
        return found

    async def _trouble(self, error: TelegramError) -> None:
        self._failures += 1
        log.warning("poll.failed", error=type(error).__name__, failures=self._failures)
        if isinstance(error, Conflict):
            await self._drop_webhook()
        if isinstance(error, TooFast):
            await self._pause(error.seconds)
        elif isinstance(error, InvalidToken | Conflict):
            await self._pause(_LONGEST_PAUSE if self._failures > 1 else 0.2)
        else:
            await self._pause(min(0.25 * 2.0 ** min(self._failures - 1, 10), _LONGEST_PAUSE))

    async def _drop_webhook(self) -> None:
        """Make way for polling: a webhook that was set before excludes it."""
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            log.warning("webhook.not_dropped", error=type(error).__name__)

    async def _pause(self, seconds: float) -> None:
        await rest(self._closing, seconds)

    async def _acknowledge(self) -> None:
        """Say good-bye to the last batch, so that it need not come again at the next start."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(2):
                await self._get_updates(0)
        except (TelegramError, TimeoutError) as error:
            log.debug("poll.not_acknowledged", error=type(error).__name__)
