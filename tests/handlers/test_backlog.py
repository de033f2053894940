"""Who writes too fast is dealt with in turn: nothing is lost, order is kept, others go on, and a restart changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from bot.errors import StorageError
from bot.usecases import backlog
from bot.usecases.desk import Desk
from handlers.backlog import SlowLane
from handlers.failures import Patience
from handlers.pacing import UNLIMITED, Limits
from storage.backlog import Backlog
from storage.engine import Storage
from storage.presence import Baton
from tests.databases import Postgresql
from tests.waiting import until
from tests.worlds import World, at

QUICK = Limits(said=200.0, said_burst=3)
NOW = "2024-11-08 08:00"


def said(number: int, user: str = "lan", kind: IncomingKind = IncomingKind.TEXT, **what: object) -> Incoming:
    home = Address(Channel.TELEGRAM, user)
    fields = {"text": f"tin {number}", "message": str(number)} | what
    return Incoming(f"{user}{number}", kind, home, Sender(Channel.TELEGRAM, user), at(NOW), **fields)  # type: ignore[arg-type]


@dataclass
class Line:
    """A slow lane whose clock stands still, so that nobody gets ahead by waiting, and what came through it, in order."""

    world: World
    limits: Limits = QUICK
    dealt: list[str] = field(default_factory=list)
    fails: Callable[[Incoming], bool] = lambda _incoming: False
    baton: Baton | None = None
    lane: SlowLane = field(init=False)

    def __post_init__(self) -> None:
        patience = Patience(self.world.doors, self.receive, wake=lambda: None, waits=())
        self.lane = SlowLane(self.world.doors, self.receive, patience, self.limits, baton=self.baton, now=lambda: 0.0)

    async def receive(self, incoming: Incoming) -> None:
        if self.fails(incoming):
            raise ValueError
        if await self.world.doors.write(_first_time, incoming):
            self.dealt.append(incoming.update)

    async def say(self, number: int) -> None:
        await self.lane.receive(said(number))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.lane.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def waiting(self) -> int:
        return await self.world.doors.read(lambda desk: Backlog(desk.connection).count())

    async def until_empty(self) -> None:
        async def empty() -> bool:
            return await self.waiting() == 0

        await until(empty)


def _first_time(desk: Desk, incoming: Incoming) -> bool:
    return desk.updates.first_time(incoming.address.channel, incoming.update, desk.now)


@pytest.fixture
def line(storage: Storage) -> Line:
    return Line(World.of(storage, NOW))


async def test_a_burst_is_dealt_with_at_once_and_the_rest_in_order(line: Line) -> None:
    wanted = [f"lan{number}" for number in range(12)]
    for number in range(12):
        await line.lane.receive(said(number))
    assert line.dealt == wanted[:3]
    assert await line.waiting() == 9
    await line.lane.receive(said(0, "minh"))
    assert line.dealt[-1] == "minh0"
    async with line.running():
        await line.until_empty()
    assert [update for update in line.dealt if update.startswith("lan")] == wanted


async def test_what_comes_while_something_waits_waits_behind_it(line: Line) -> None:
    async with line.running():
        for number in range(30):
            await line.lane.receive(said(number))
            await asyncio.sleep(0.003)
        await line.until_empty()
    assert line.dealt == [f"lan{number}" for number in range(30)]


async def test_the_rest_is_dealt_with_after_a_restart(line: Line) -> None:
    for number in range(8):
        await line.lane.receive(said(number))
    again = Line(line.world, dealt=line.dealt)
    async with again.running():
        await again.until_empty()
    assert again.dealt == [f"lan{number}" for number in range(8)]


async def test_a_repeat_changes_nothing(line: Line) -> None:
    for number in range(5):
        await line.lane.receive(said(number))
    for number in range(5):
        await line.lane.receive(said(number))
    assert await line.waiting() == 2
    async with line.running():
        await line.until_empty()
    assert line.dealt == [f"lan{number}" for number in range(5)]


async def test_a_poisonous_one_holds_up_nothing(line: Line) -> None:
    line.fails = lambda incoming: incoming.update == "lan4"
    for number in range(7):
        await line.lane.receive(said(number))
    async with line.running():
        await line.until_empty()
    assert line.dealt == ["lan0", "lan1", "lan2", "lan3", "lan5", "lan6"]
    assert await line.world.doors.read(lambda desk: desk.updates.failed()) == 1


async def test_trouble_of_the_database_passes(line: Line) -> None:
    troubles = [StorageError("full")]

    def fails(_incoming: Incoming) -> bool:
        if troubles and line.dealt:
            raise troubles.pop()
        return False

    await line.lane.receive(said(0))
    for number in range(1, 6):
        await line.world.doors.write(backlog.keep, said(number))
    line.fails = fails
    async with line.running():
        await line.until_empty()
    assert line.dealt == [f"lan{number}" for number in range(6)]


async def test_it_is_said_once_when_many_wait(line: Line) -> None:
    for number in range(3 + 25):
        await line.lane.receive(said(number))
    said_so = [told for _, told in await line.world.said()]
    assert len(said_so) == 1
    assert "lần lượt" in said_so[0]


async def test_secrets_news_of_chats_and_talk_of_others_are_not_kept(line: Line) -> None:
    for number in range(6):
        await line.lane.receive(said(number, text="Công văn TUYỆT MẬT"))
    for number in range(6, 12):
        await line.lane.receive(said(number, private=False, to_bot=False))
    await line.lane.receive(said(12, kind=IncomingKind.BLOCKED))
    assert await line.waiting() == 0
    assert len(line.dealt) == 13


async def test_without_a_limit_nothing_waits(storage: Storage) -> None:
    line = Line(World.of(storage, NOW), UNLIMITED)
    for number in range(50):
        await line.lane.receive(said(number))
    assert len(line.dealt) == 50
    await line.lane.run()


ENDLESS = Limits(said=0.001, said_burst=30)
"""A pace at which nobody gets ahead by waiting, on the server's clock either."""


@pytest.fixture
async def two(postgresql_server: Postgresql, tmp_path: Path) -> AsyncIterator[tuple[World, World]]:
    """Give the worlds of two workers that share a database."""
    with postgresql_server.migrated() as url:
        async with AsyncExitStack() as stack:
            opened = [
                await stack.enter_async_context(await Storage.open(url, data_dir=tmp_path, migrate=False)) for _ in "ab"
            ]
            yield World.of(opened[0], NOW), World.of(opened[1], NOW)


async def test_two_workers_let_one_burst_through_and_keep_the_rest(two: tuple[World, World]) -> None:
    dealt: list[str] = []
    lines = [Line(world, ENDLESS, dealt) for world in two]
    for number in range(50):
        await lines[number % 2].say(number)
    assert dealt == [f"lan{number}" for number in range(30)]
    assert await lines[0].waiting() == 20
    third = Line(two[0], ENDLESS, dealt)
    for number in range(50, 60):
        await third.say(number)
    # Who knows nothing of a person yet asks from the eighth message on.
    assert len(dealt) == 30 + 7


async def test_two_workers_deal_with_a_flood_in_order_one_taking_over_from_the_other(two: tuple[World, World]) -> None:
    dealt: list[str] = []
    batons = Baton(held=True), Baton()
    first, second = (Line(world, QUICK, dealt, baton=baton) for world, baton in zip(two, batons, strict=True))
    for number in range(3, 43):
        await two[number % 2].doors.write(backlog.keep, said(number))
    async with first.running(), second.running():
        await until(lambda: _soon(len(dealt) >= 10))
        await second.say(43)
        batons[0].take_away()
        batons[1].give()
        await first.say(44)
        await second.until_empty()
    assert dealt == [f"lan{number}" for number in range(3, 45)]


async def test_who_has_not_the_baton_deals_with_nothing_and_keeps_behind(two: tuple[World, World]) -> None:
    stander = Line(two[1], QUICK, baton=Baton())
    await two[0].doors.write(backlog.keep, said(1))
    async with stander.running():
        await until(lambda: _soon(bool(stander.lane._behind)))
        await stander.say(2)
    assert (stander.dealt, await stander.waiting()) == ([], 2)


async def _soon(is_so: bool) -> bool:
    return is_so
