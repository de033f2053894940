"""What stands before the rest of the bot is loaded: the doors to the database, and the channels by which people come in.

So the first poll goes out early. What people bring waits at the gate until the rest is put together (`bot.wiring`).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import Clock, Ids
from bot.config import Config
from bot.domain.messages import Channel, Incoming
from bot.usecases.desk import Doors
from handlers.counters import Counters
from handlers.failures import Receive
from handlers.links import VALID, Links
from handlers.passing import PassingStore
from storage.engine import Storage
from storage.presence import Presence

if TYPE_CHECKING:
    from handlers.telegram.channel import TelegramChannel
    from handlers.zalo.channel import ZaloChannel

    AnyChannel = TelegramChannel | ZaloChannel


class Gate:
    """Hands on what comes in, once there is somebody who receives it."""

    def __init__(self) -> None:
        self._receive: Receive | None = None
        self._opened = asyncio.Event()

    def open(self, receive: Receive) -> None:
        """Hand to `receive` from now on, what has been waiting too."""
        self._receive = receive
        self._opened.set()

    async def receive(self, incoming: Incoming) -> None:
        """Hand a message on and wait until it is dealt with."""
        while self._receive is None:
            await self._opened.wait()
        await self._receive(incoming)


class Later:
    """Calls what is only made afterwards: the receiver wakes the sender, which needs the receiver's channel."""

    def __init__(self, *calls: Callable[[], None]) -> None:
        self.calls = calls

    def __call__(self) -> None:
        for call in self.calls:
            call()


@dataclass(frozen=True)
class Entrance:
    """The way in, and what the rest of the bot shares with it. `worker` is this process's name among several."""

    config: Config
    doors: Doors
    worker: str
    presence: Presence
    gate: Gate
    wake: Later
    counters: Counters
    linked: PassingStore
    addresses: Links
    telegram: TelegramChannel | None
    zalo: ZaloChannel | None

    @property
    def channels(self) -> tuple[AnyChannel, ...]:
        """The channels that are configured."""
        return tuple(self.by_name.values())

    @property
    def by_name(self) -> dict[Channel, AnyChannel]:
        """The channels that are configured, by their names."""
        found: dict[Channel, AnyChannel] = {Channel.TELEGRAM: self.telegram} if self.telegram else {}
        return found | ({Channel.ZALO: self.zalo} if self.zalo else {})

    def join_links(self, code: str) -> list[str]:
        """Make join links; Telegram's needs the bot's name, which is known once Telegram has told it."""
        if self.telegram is None or not self.telegram.ready.is_set():
            return []
        return [f"https://t.me/{self.telegram.username}?start={code}"]


@dataclass(frozen=True)
class _Shared:
    """What every channel is made of."""

    doors: Doors
    receive: Receive
    wake: Later
    counters: Counters
    presence: Presence


def stand(config: Config, storage: Storage, clock: Clock, ids: Ids) -> Entrance:
    """Put the entrance together; nothing is opened or started yet."""
    worker = ids.key()[-12:]
    gate = Gate()
    shared = _Shared(
        Doors(storage, clock, config.as_office(), ids), gate.receive, Later(), Counters(), storage.presence(worker)
    )
    linked = PassingStore(config.bot.data_dir / "links", clock, VALID)
    addresses = Links(_link_secret(config), config.http.public_url)
    return Entrance(
        config,
        shared.doors,
        worker,
        shared.presence,
        gate,
        shared.wake,
        shared.counters,
        linked,
        addresses,
        telegram=_telegram(config, shared) if config.telegram.token.get_secret_value() else None,
        zalo=_zalo(config, shared, linked, addresses) if config.zalo.token.get_secret_value() else None,
    )


def _telegram(config: Config, shared: _Shared) -> TelegramChannel:
    from handlers.telegram.channel import TelegramChannel, TelegramSettings

    section = config.telegram
    settings = TelegramSettings(
        token=section.token.get_secret_value(),
        base_url=section.base_url,
        base_file_url=section.base_file_url,
        proxy=section.proxy or None,
        webhook_url=section.webhook_url or None,
        webhook_secret=section.webhook_secret.get_secret_value(),
    )
    return TelegramChannel(
        settings,
        shared.doors,
        shared.receive,
        wake=shared.wake,
        counters=shared.counters,
        baton=shared.presence.baton("telegram.polling"),
    )


def _zalo(config: Config, shared: _Shared, store: PassingStore, addresses: Links) -> ZaloChannel:
    from handlers.zalo.channel import ZaloChannel, ZaloSettings

    section = config.zalo
    settings = ZaloSettings(
        token=section.token.get_secret_value(),
        base_url=section.base_url,
        webhook_url=section.webhook_url or None,
        webhook_secret=section.webhook_secret.get_secret_value(),
    )
    return ZaloChannel(
        settings,
        shared.doors,
        shared.receive,
        wake=shared.wake,
        counters=shared.counters,
        store=store,
        arrivals=config.bot.data_dir / "arrivals",
        links=addresses if config.http.public_url else None,
        baton=shared.presence.baton("zalo.polling"),
    )


def _link_secret(config: Config) -> bytes:
    """Derive the key that signs links from a secret the office has anyhow, so that links survive a restart."""
    secret = config.telegram.token.get_secret_value() or config.zalo.token.get_secret_value()
    return hashlib.sha256(b"nhacviec links " + secret.encode()).digest()
