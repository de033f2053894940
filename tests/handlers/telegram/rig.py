"""A local Bot API server and the whole of our Telegram side against it, over HTTP; the answers are scripted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.clock import ManualClock
from bot.demo.telegram_server import TelegramServer
from bot.domain import markup
from bot.domain.messages import Address, Channel, Incoming, Outgoing, Priority, Rendered
from bot.usecases.desk import Desk, Doors
from handlers.files import FileStore, RenderedFile, Workshop
from handlers.pacing import UNLIMITED, Limits
from handlers.sender import Sender
from handlers.tally import Tally
from handlers.telegram.channel import TelegramChannel, TelegramSettings


async def render(wanted: Rendered) -> RenderedFile:
    return RenderedFile(f"{wanted.what}.txt", "text/plain", str(wanted.args).encode())


@dataclass
class Rig:
    """The sender, the channel and the database behind them. `arrived` records what came in; `answer` decides what is said."""

    server: TelegramServer
    doors: Doors
    clock: ManualClock
    store: FileStore
    tally: Tally
    answer: Callable[[Desk, Incoming], None]
    arrived: list[Incoming] = field(default_factory=list)
    limits: Limits = UNLIMITED
    settings: TelegramSettings | None = None
    sender: Sender = field(init=False)
    channel: TelegramChannel = field(init=False)

    def __post_init__(self) -> None:
        settings = self.settings or TelegramSettings(self.server.token, self.server.base_url, self.server.base_file_url)
        self.channel = TelegramChannel(settings, self.doors, self.receive, wake=self.wake, tally=self.tally)
        self.sender = Sender(
            self.doors,
            {Channel.TELEGRAM: self.channel.deliverer},
            Workshop(self.store, render),
            limits={Channel.TELEGRAM: self.limits},
            worker="test",
            tally=self.tally,
        )

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
        self, chat: int, message: Outgoing | str, priority: Priority = Priority.REMINDER, key: str = ""
    ) -> None:
        """Put a message in the outbox and wake the sender."""
        content = Outgoing(markup.text(message)) if isinstance(message, str) else message

        def add(desk: Desk) -> None:
            address = Address(Channel.TELEGRAM, str(chat))
            desk.outbox.add(key or f"test:{desk.ids.key()}", address, content, priority=priority, now=desk.now)

        await self.doors.write(add)
        self.wake()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Rig]:
        await self.channel.open()
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
        await self.channel.close()

    def again(self) -> Rig:
        """Put everything together anew, as after a restart."""
        return Rig(self.server, self.doors, self.clock, self.store, self.tally, self.answer, limits=self.limits)


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
