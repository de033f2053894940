"""One whole side of ours, way in and way out, against a local platform over HTTP; the answers are scripted."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ClassVar, Protocol, Self

from bot.clock import ManualClock
from bot.domain import markup
from bot.domain.messages import Address, Channel, Incoming, Outgoing, Priority
from bot.usecases.desk import Desk, Doors
from handlers.counters import Counters
from handlers.sender import Sender


class Way(Protocol):
    """A channel, as far as it is begun and ended."""

    ready: asyncio.Event

    async def open(self) -> None: ...

    async def run(self) -> None: ...

    def stop(self) -> None: ...

    async def close(self) -> None: ...


class Wire(ABC):
    """The sender, the channel and the database behind them. `arrived` records what came in; `answer` decides what is said."""

    to: ClassVar[Channel]
    doors: Doors
    clock: ManualClock
    counters: Counters
    answer: Callable[[Desk, Incoming], None]
    arrived: list[Incoming]
    sender: Sender
    channel: Way

    def wake(self) -> None:
        self.sender.wake()

    async def receive(self, incoming: Incoming) -> None:
        if await self.doors.write(self._keep, incoming):
            self.arrived.append(incoming)
        self.wake()

    def _keep(self, desk: Desk, incoming: Incoming) -> bool:
        if not desk.updates.first_time(incoming.address.channel, incoming.update, desk.now):
            return False
        self.answer(desk, incoming)
        return True

    async def say(
        self, chat: int | str, message: Outgoing | str, priority: Priority = Priority.REMINDER, key: str = ""
    ) -> None:
        """Put a message in the outbox and wake the sender."""
        content = Outgoing(markup.text(message)) if isinstance(message, str) else message

        def add(desk: Desk) -> None:
            where = Address(self.to, str(chat))
            desk.outbox.add(key or f"test:{desk.ids.key()}", where, content, priority=priority, now=desk.now)

        await self.doors.write(add)
        self.wake()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        await self.channel.open()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.channel.run())
                sending = group.create_task(self.sender.run())
                try:
                    await asyncio.wait_for(self.channel.ready.wait(), 10)
                    yield self
                finally:
                    self.channel.stop()
                    self.sender.stop()
                    await asyncio.wait([sending], timeout=5)
                    await self.part()
        finally:
            await self.channel.close()

    @abstractmethod
    async def part(self) -> None:
        """Do what else is needed for the channel to end."""


def echo(desk: Desk, incoming: Incoming) -> None:
    """Say back what came in."""
    words = incoming.pressed or incoming.text or incoming.kind
    desk.outbox.add(
        f"echo:{incoming.update}",
        incoming.address,
        Outgoing(markup.text(f"Anh/chị gửi: {words}"), reply_to=incoming.message),
        priority=Priority.ANSWER,
        now=desk.now,
    )
