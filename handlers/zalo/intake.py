"""Zalo's way in. Zalo hands an update out once: it is held here until it is on the disk."""

from __future__ import annotations

import asyncio

import structlog

from bot.clock import Clock
from bot.domain.messages import Channel, Incoming, IncomingKind
from handlers.arriving import Arriving
from handlers.counters import Counters
from handlers.failures import Patience
from handlers.zalo.photos import ZaloFetcher
from handlers.zalo.updates import Json, Me, chat_of, event_of, is_unknown, key_of, to_incoming

log = structlog.get_logger()

_WAITS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between attempts to keep an update that nobody will bring again; more than a minute in all."""


_MOST_STRANGE = 50


class Intake:
    """Takes updates, those of a chat in order. `me` is set once Zalo has told who the bot is."""

    def __init__(self, patience: Patience, clock: Clock, counters: Counters, fetcher: ZaloFetcher) -> None:
        self.me = Me()
        self._patience = patience
        self._clock = clock
        self._arriving = Arriving(counters)
        self._fetcher = fetcher
        self._strange: set[str] = set()

    async def take(self, update: Json) -> bool:
        """Take an update after those of its chat that came before; tell whether it is kept."""
        async with self._arriving.turn(chat_of(update)):
            return await self._arriving.take(key_of(update), lambda: self._take(update))

    async def insist(self, update: Json) -> None:
        """Take an update that does not come again, for as long as it takes within reason."""
        for wait in _WAITS:
            if await self.take(update):
                return
            await asyncio.sleep(wait)
        log.error("update.lost", channel=Channel.ZALO.value, update=key_of(update))

    def insist_aside(self, update: Json) -> None:
        """The same, without waiting for it."""
        self._arriving.go_on_beside(self.insist(update))

    async def _take(self, update: Json) -> str:
        incoming = await self._patience.read(Channel.ZALO, key_of(update), lambda: self._read(update))
        if incoming is None:
            self._note_ignored(update)
            return "ignored"
        taken = await self._patience.take(incoming)
        if incoming.kind is IncomingKind.FILES:
            for file in incoming.files:
                self._arriving.go_on_beside(self._fetcher.bring(file))
        return "taken" if taken else "failed"

    def _note_ignored(self, update: Json) -> None:
        """Log an event that means nothing to us; of those nobody has told of, each kind once."""
        about = event_of(update)
        if not is_unknown(update):
            log.info("update.ignored", channel=Channel.ZALO.value, about=about)
        elif about not in self._strange and len(self._strange) < _MOST_STRANGE:
            self._strange.add(about)
            log.warning("update.unknown", channel=Channel.ZALO.value, about=about)

    def _read(self, update: Json) -> Incoming | None:
        return to_incoming(update, self.me, self._clock.now())

    async def settle(self) -> None:
        """Wait a little for what is under way beside the updates, and end what takes longer."""
        await self._arriving.settle()
