"""Telegram as one of the bot's channels: put together, opened, run and closed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder

from bot.errors import ConfigError
from bot.usecases.desk import Doors
from handlers.batons import while_held
from handlers.counters import Counters
from handlers.failures import Patience, Receive
from handlers.resting import persist
from handlers.telegram import menu
from handlers.telegram.fetcher import TelegramFetcher
from handlers.telegram.intake import Intake, TelegramApp
from handlers.telegram.polling import Polling
from handlers.telegram.request import AiohttpRequest
from handlers.telegram.sender import TelegramDeliverer
from handlers.telegram.updates import WANTED
from handlers.telegram.webhook import Webhook, secret_of
from storage.presence import Baton

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How to reach Telegram. With a `webhook_url` Telegram calls us; else we poll."""

    token: str
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    proxy: str | None = None
    webhook_url: str | None = None
    webhook_secret: str = ""

    def __repr__(self) -> str:
        return "TelegramSettings(…)"


class TelegramChannel:
    """The Telegram channel. `deliverer` and `fetcher` work from `open` to `close`; `run` takes updates until `stop`.

    Of several workers the one with the `baton` polls.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        doors: Doors,
        receive: Receive,
        *,
        wake: Callable[[], None],
        counters: Counters,
        baton: Baton | None = None,
        connections: int = 64,
    ) -> None:
        self._settings = settings
        self._calls = AiohttpRequest(connections=connections, proxy=settings.proxy)
        self._polls = AiohttpRequest(connections=2, proxy=settings.proxy)
        self._application = _application(settings, self._calls, self._polls)
        self._bot: Bot = self._application.bot
        self._intake = Intake(self._application, Patience(doors, receive, wake=wake), doors.clock, counters)
        self._baton = baton or Baton(held=True)
        self._stopped = asyncio.Event()
        self.ready = asyncio.Event()
        self.deliverer = TelegramDeliverer(self._bot)
        self.fetcher = TelegramFetcher(self._bot)
        self.webhook = Webhook(self._intake, secret_of(settings.token, settings.webhook_secret), self.ready)

    @property
    def username(self) -> str:
        """The bot's name on Telegram, without "@"; known once `ready` is set."""
        return self._bot.username

    async def open(self) -> None:
        """Open the connections; nothing is said yet."""
        await self._calls.initialize()
        await self._polls.initialize()

    async def run(self) -> None:
        """Take updates until stopped.

        1. Telegram is asked who we are, until it answers; `ConfigError("telegram.token")` when it does not know us.
        2. The menu of commands is published on the side.
        3. Updates are polled for, or Telegram is told where to bring them.
        """
        await self._persist("introduction", self._initialize)
        if self._stopped.is_set():
            return
        self.ready.set()
        async with asyncio.TaskGroup() as group:
            asides = [group.create_task(self._persist("menu", self._publish_menu))]
            if self._settings.webhook_url:
                asides.append(group.create_task(self._persist("webhook", self._set_webhook)))
                await self._stopped.wait()
                await self._intake.settle()
            else:
                await while_held(self._baton, self._stopped, self._poll, "telegram")
            for aside in asides:
                aside.cancel()

    def stop(self) -> None:
        """Take nothing more in, and let `run` end with the updates in hand."""
        self._stopped.set()

    async def close(self) -> None:
        """Close the connections; after `run` has ended and the sender has."""
        if self.ready.is_set():
            await self._application.shutdown()
        await self._calls.shutdown()
        await self._polls.shutdown()

    async def _initialize(self) -> None:
        try:
            await self._application.initialize()
        except InvalidToken:
            # Not chained: its words contain the token.
            raise ConfigError("telegram.token") from None

    def _poll(self) -> Polling:
        return Polling(self._bot, self._polls, self._intake)

    async def _set_webhook(self) -> None:
        await self._bot.set_webhook(
            self._settings.webhook_url or "",
            secret_token=secret_of(self._settings.token, self._settings.webhook_secret),
            allowed_updates=WANTED,
            max_connections=40,
        )

    async def _publish_menu(self) -> None:
        await menu.publish(self._bot)

    async def _persist(self, what: str, attempt: Callable[[], Awaitable[None]]) -> None:
        """Try until it succeeds or we are stopped, with growing pauses."""

        async def succeeds() -> bool:
            try:
                await attempt()
            except TelegramError as error:
                log.warning("telegram.not_reached", what=what, error=type(error).__name__)
                return False
            return True

        await persist(succeeds, self._stopped)


def _application(settings: TelegramSettings, calls: AiohttpRequest, polls: AiohttpRequest) -> TelegramApp:
    """Build the library's application without its own polling and timers."""
    return (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .request(calls)
        .get_updates_request(polls)
        .updater(None)
        .job_queue(None)
        .build()
    )
