"""A local Bot API server and the whole of our Telegram side against it, over HTTP; the answers are scripted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import ManualClock
from bot.demo.telegram.server import TelegramServer
from bot.domain.messages import Channel, Incoming, Rendered
from bot.usecases.desk import Desk, Doors
from handlers.counters import Counters
from handlers.files import FileStore, RenderedFile, Workshop
from handlers.pacing import UNLIMITED, Limits
from handlers.sender import Sender
from handlers.telegram.channel import TelegramChannel, TelegramSettings
from tests.handlers.wires import Wire


async def render(wanted: Rendered) -> RenderedFile:
    return RenderedFile(f"{wanted.what}.txt", "text/plain", str(wanted.args).encode())


@dataclass
class Rig(Wire):
    to = Channel.TELEGRAM
    server: TelegramServer
    doors: Doors
    clock: ManualClock
    store: FileStore
    counters: Counters
    answer: Callable[[Desk, Incoming], None]
    arrived: list[Incoming] = field(default_factory=list)
    limits: Limits = UNLIMITED
    settings: TelegramSettings | None = None
    sender: Sender = field(init=False)
    channel: TelegramChannel = field(init=False)

    def __post_init__(self) -> None:
        settings = self.settings or TelegramSettings(self.server.token, self.server.base_url, self.server.base_file_url)
        self.channel = TelegramChannel(settings, self.doors, self.receive, wake=self.wake, counters=self.counters)
        self.sender = Sender(
            self.doors,
            {Channel.TELEGRAM: self.channel.deliverer},
            Workshop(self.store, render),
            limits={Channel.TELEGRAM: self.limits},
            worker="test",
            counters=self.counters,
        )

    def again(self) -> Rig:
        """Put everything together anew, as after a restart."""
        return Rig(self.server, self.doors, self.clock, self.store, self.counters, self.answer, limits=self.limits)

    async def part(self) -> None:
        """Leave the server as it is: a poll is broken off."""
