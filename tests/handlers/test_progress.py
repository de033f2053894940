"""Files that take long are told of: in one message on Telegram, by a passing action alone on Zalo."""

from __future__ import annotations

import asyncio

from bot.domain import markup
from bot.domain.markup import Text
from bot.domain.messages import Address, Announced, Channel, Outgoing, Priority, Rendered
from bot.errors import DeliveryError
from bot.usecases.desk import Desk
from handlers.progress import Progress
from storage.engine import Storage
from storage.outbox import Row
from tests.worlds import World

HOME = Address(Channel.TELEGRAM, "7")
KEY = "turn:telegram:u1:h1"


class Phone:
    """What one chat is told; `broken` refuses it."""

    def __init__(self, *, broken: bool = False) -> None:
        self.told: list[tuple[str | None, str]] = []
        self.heard = asyncio.Event()
        self._broken = broken

    async def working(self, address: Address, message: str | None, content: Text) -> None:
        self.told.append((message, markup.plain(content)))
        self.heard.set()
        if self._broken:
            raise DeliveryError("network")

    async def worked(self, address: Address, message: str, content: Text) -> None:
        self.told.append((message, markup.plain(content)))


async def _announced(world: World) -> None:
    """Say that files are being made, and let that have arrived as message 41."""

    def say(desk: Desk) -> None:
        row = desk.outbox.add(KEY, HOME, Outgoing(markup.text("…")), priority=Priority.ANSWER, now=desk.now)
        assert row is not None
        desk.outbox.sent([(row, "41")], desk.now)

    await world.doors.write(say)


def _row(world: World, number: int) -> Row:
    return Row(number, f"k{number}", HOME, None, Priority.ANSWER, {}, None, 0, world.clock.now())


def _file(number: int) -> Rendered:
    return Rendered("summary-docx", {}, Announced(KEY, number, 2))


async def test_slow_files_are_told_of_in_one_message(storage: Storage) -> None:
    world, phone = World.of(storage, "2024-11-07 08:00"), Phone()
    await _announced(world)
    progress = Progress(world.doors, {Channel.TELEGRAM: phone})
    for number in (1, 2):
        phone.heard.clear()
        async with progress.of(_row(world, number), _file(number)):
            world.jump(f"2024-11-07 08:0{number}")
            await asyncio.wait_for(phone.heard.wait(), 5)
    assert phone.told == [("41", "Đang tổng hợp… 1/2"), ("41", "Đang tổng hợp… 2/2"), ("41", "Đã tổng hợp xong.")]


async def test_quick_files_and_other_messages_are_not_told_of(storage: Storage) -> None:
    world, phone = World.of(storage, "2024-11-07 08:00"), Phone()
    await _announced(world)
    progress = Progress(world.doors, {Channel.TELEGRAM: phone})
    for file in (_file(1), _file(2), Rendered("status"), None):
        async with progress.of(_row(world, 1), file):
            await asyncio.sleep(0)
    assert phone.told == []


async def test_a_channel_that_cannot_tell_does_no_harm(storage: Storage) -> None:
    world, phone = World.of(storage, "2024-11-07 08:00"), Phone(broken=True)
    progress = Progress(world.doors, {Channel.TELEGRAM: phone})
    async with progress.of(_row(world, 2), _file(2)):
        world.jump("2024-11-07 08:01")
        await asyncio.wait_for(phone.heard.wait(), 5)
    assert phone.told == [(None, "Đang tổng hợp… 2/2")]
