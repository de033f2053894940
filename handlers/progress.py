"""Says how far files are that take longer than a moment to make: an action that passes by itself, one message edited."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.markup import Text
from bot.domain.messages import Address, Announced, Channel, Rendered
from bot.errors import DeliveryError, StorageError
from bot.texts import views as texts
from bot.usecases.desk import Desk, Doors
from storage.outbox import Row

AFTER = timedelta(seconds=2)
"""What takes less is not worth a word."""
AGAIN = 4.0
"""Seconds; Telegram shows an action for five."""
_GLANCE = 0.25
_REMEMBERED = 100
"""Messages that wait for their last word; older ones belong to files that could not be sent."""


class Busy(Protocol):
    """A channel's way to say that something is under way."""

    async def working(self, address: Address, message: str | None, content: Text) -> None:
        """Show that a file is being made, and put `content` in a message of ours where that can be; raises `DeliveryError`."""
        ...

    async def worked(self, address: Address, message: str, content: Text) -> None:
        """Put the last word in that message, where the channel can; raises `DeliveryError`."""
        ...


class Progress:
    """Tells of the files that are made for messages. What cannot be said is left out: the file itself is on its way."""

    def __init__(self, doors: Doors, channels: Mapping[Channel, Busy]) -> None:
        self._doors = doors
        self._channels = channels
        # The messages that were edited, by their keys in the outbox: they get a last word, unless their files never go out.
        self._told: OrderedDict[str, str] = OrderedDict()

    @asynccontextmanager
    async def of(self, row: Row, file: object) -> AsyncIterator[None]:
        """Tell of a file while it is made and sent, if that takes longer than `AFTER` and a message has announced it.

        Time is told by our clock, so that a slow machine says no more in tests than a quick one.
        """
        announced = file.announced if isinstance(file, Rendered) else None
        if announced is None:
            yield
            return
        teller = asyncio.create_task(self._tell(row.address, announced, self._doors.clock.now()))
        try:
            yield
        finally:
            teller.cancel()
            await asyncio.wait([teller])
        if announced.number == announced.of:
            await self._end(row.address, announced)

    async def _tell(self, address: Address, announced: Announced, begun: datetime) -> None:
        while self._doors.clock.now() - begun < AFTER:  # noqa: ASYNC110 - our clock may jump, and calls nobody
            await asyncio.sleep(_GLANCE)
        with suppress(DeliveryError, StorageError):
            await self._keep_telling(address, announced)

    async def _keep_telling(self, address: Address, announced: Announced) -> None:
        message = await self._doors.read(_message_of, announced.key)
        if message:
            self._told[announced.key] = message
            if len(self._told) > _REMEMBERED:
                self._told.popitem(last=False)
        content = texts.making(announced.number, announced.of)
        while True:
            await self._channels[address.channel].working(address, message, content)
            message = None
            await asyncio.sleep(AGAIN)

    async def _end(self, address: Address, announced: Announced) -> None:
        message = self._told.pop(announced.key, None)
        if message is not None:
            with suppress(DeliveryError):
                await self._channels[address.channel].worked(address, message, texts.made())


def _message_of(desk: Desk, key: str) -> str | None:
    return desk.outbox.message_of(key)
