"""Zalo as one of the bot's channels: put together, opened, run and closed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.errors import ConfigError
from bot.usecases.desk import Doors
from handlers.batons import while_held
from handlers.counters import Counters
from handlers.failures import Patience, Receive
from handlers.files import FileStore
from handlers.links import Links
from handlers.resting import persist
from handlers.zalo.client import Away, Refused, ZaloClient
from handlers.zalo.errors import UNKNOWN_TOKEN
from handlers.zalo.intake import Intake
from handlers.zalo.photos import Arrivals, ZaloFetcher
from handlers.zalo.polling import Polling
from handlers.zalo.sender import ZaloDeliverer
from handlers.zalo.updates import read_me
from handlers.zalo.webhook import Webhook, secret_of
from storage.presence import Baton

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ZaloSettings:
    """How to reach Zalo; `base_url` ends with "/bot". With a `webhook_url` Zalo calls us; else we poll.

    `poll_seconds` is short: a poll is never broken off, so that stopping waits for it.
    """

    token: str
    base_url: str = "https://bot-api.zaloplatforms.com/bot"
    webhook_url: str | None = None
    webhook_secret: str = ""
    poll_seconds: int = 5

    def __repr__(self) -> str:
        return "ZaloSettings(…)"


class ZaloChannel:
    """The Zalo channel. `deliverer` and `fetcher` work from `open` to `close`; `run` takes updates until `stop`.

    Pictures that people send are kept under `arrivals`; files go out as `links`, where there are any.
    """

    def __init__(
        self,
        settings: ZaloSettings,
        doors: Doors,
        receive: Receive,
        *,
        wake: Callable[[], None],
        counters: Counters,
        store: FileStore,
        arrivals: Path,
        links: Links | None = None,
        baton: Baton | None = None,
    ) -> None:
        self._settings = settings
        self._client = ZaloClient(settings.token, settings.base_url)
        self._secret = secret_of(settings.token, settings.webhook_secret)
        self._stopped = asyncio.Event()
        self.ready = asyncio.Event()
        self.deliverer = ZaloDeliverer(self._client, doors, store, links)
        self.arrivals = Arrivals(arrivals, doors.clock)
        self.fetcher = ZaloFetcher(self._client, self.arrivals)
        self._intake = Intake(Patience(doors, receive, wake=wake), doors.clock, counters, self.fetcher)
        self._baton = baton or Baton(held=True)
        self.webhook = Webhook(self._intake, self._secret, self.ready)

    async def open(self) -> None:
        """Open the connections; nothing is said yet."""
        await self._client.open()

    async def run(self) -> None:
        """Take updates until stopped.

        1. Zalo is asked who we are, until it answers; `ConfigError("zalo.token")` when it does not know us.
        2. Updates are polled for, or Zalo is told where to bring them.
        """
        await self._persist("introduction", self._introduce)
        if self._stopped.is_set():
            return
        self.ready.set()
        if not self._settings.webhook_url:
            await self._poll().drop_webhook()
            await while_held(self._baton, self._stopped, self._poll, "zalo")
            return
        await self._persist("webhook", self._set_webhook)
        await self._stopped.wait()
        await self._intake.settle()

    def stop(self) -> None:
        """Take nothing more in, and let `run` end with the updates in hand."""
        self._stopped.set()

    async def close(self) -> None:
        """Close the connections; after `run` has ended and the sender has."""
        await self._client.close()

    def _poll(self) -> Polling:
        return Polling(self._client, self._intake, self._settings.poll_seconds, self.deliverer.say_cut_off)

    async def _introduce(self) -> None:
        try:
            self._intake.me = read_me(await self._client.get_me())
        except Refused as refusal:
            if refusal.code == UNKNOWN_TOKEN:
                raise ConfigError("zalo.token") from None
            raise

    async def _set_webhook(self) -> None:
        await self._client.set_webhook(self._settings.webhook_url or "", self._secret)

    async def _persist(self, what: str, attempt: Callable[[], Awaitable[None]]) -> None:
        """Try until it succeeds or we are stopped, with growing pauses."""

        async def succeeds() -> bool:
            try:
                await attempt()
            except (Refused, Away) as error:
                code = error.code if isinstance(error, Refused) else str(error)
                log.warning("zalo.not_reached", what=what, error=code)
                return False
            return True

        await persist(succeeds, self._stopped)
