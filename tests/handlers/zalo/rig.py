"""A local Zalo and the whole of our Zalo side against it, over HTTP; the answers are scripted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select

from bot.clock import ManualClock
from bot.demo.zalo.server import ZaloServer
from bot.domain.messages import Channel, Incoming, Rendered
from bot.errors import StorageError
from bot.usecases.desk import Desk, Doors
from handlers.counters import Counters
from handlers.files import FileStore, RenderedFile, Workshop
from handlers.links import Links
from handlers.pacing import UNLIMITED
from handlers.sender import Sender
from handlers.zalo.channel import ZaloChannel, ZaloSettings
from storage.schema import outbox
from tests.demo.pictures import PNG
from tests.handlers.wires import Wire
from tests.waiting import until


async def render(wanted: Rendered) -> RenderedFile:
    """Make a picture or a document, as the name says."""
    if wanted.what == "picture":
        return RenderedFile("hinh.png", "image/png", PNG)
    return RenderedFile("bao-cao.docx", "application/octet-stream", b"PK" + str(wanted.args).encode())


@dataclass
class Rig(Wire):
    """The first `broken` writes of what comes in fail, as when a disk is full."""

    to = Channel.ZALO
    server: ZaloServer
    doors: Doors
    clock: ManualClock
    directory: Path
    answer: Callable[[Desk, Incoming], None]
    links: Links | None = None
    webhook_url: str = ""
    broken: int = 0
    arrived: list[Incoming] = field(default_factory=list)
    counters: Counters = field(default_factory=Counters)
    sender: Sender = field(init=False)
    channel: ZaloChannel = field(init=False)

    def __post_init__(self) -> None:
        settings = ZaloSettings(
            self.server.token, f"{self.server.base_url}/bot", webhook_url=self.webhook_url or None, poll_seconds=5
        )
        store = FileStore(self.directory / "files")
        self.channel = ZaloChannel(
            settings,
            self.doors,
            self.receive,
            wake=self.wake,
            counters=self.counters,
            store=store,
            arrivals=self.directory / "arrivals",
            links=self.links,
        )
        self.sender = Sender(
            self.doors,
            {Channel.ZALO: self.channel.deliverer},
            Workshop(store, render),
            limits={Channel.ZALO: UNLIMITED},
            worker="test",
            counters=self.counters,
        )

    async def receive(self, incoming: Incoming) -> None:
        if self.broken:
            self.broken -= 1
            raise StorageError("full")
        await super().receive(incoming)

    async def shown(self, chat: str, number: int) -> list[str]:
        """Wait until the bot has said so much in a chat; tell what."""
        await self.server.wait_for(lambda: len(self.said(chat)) >= number)
        return self.said(chat)

    async def stands(self, *states: str) -> None:
        """Wait until the rows of the outbox stand so, in order; for one that failed or is held: "later"."""

        async def so() -> bool:
            return tuple(await self.doors.read(_states)) == states

        await until(so)

    def said(self, chat: str) -> list[str]:
        """Tell what the bot has said in a chat; pictures in front of their caption."""
        mine = (one for one in self.server.world.transcript(chat) if one.sender.is_bot)
        return [("<hình> " if one.file else "") + one.text for one in mine]

    async def part(self) -> None:
        """End the server: the bot never breaks a poll off."""
        await self.server.stop()


def _states(desk: Desk) -> list[str]:
    rows = desk.connection.execute(select(outbox.c.state, outbox.c.not_before).order_by(outbox.c.id))
    return ["later" if row.not_before > desk.now and row.state == "waiting" else row.state for row in rows]


def with_links(rig: Rig) -> Rig:
    """The same, with addresses for files."""
    return replace(rig, links=Links(b"secret", rig.server.base_url))
