"""What is looked at again at the moment of sending, and what follows from how sending ended."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.domain import markup
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import DueId, ReportDraft, Status
from bot.usecases import outbox
from bot.usecases.desk import Desk
from bot.usecases.outbox import Claim, GivenUp, Moved, Sent, Unreachable, Untried
from bot.usecases.reports import SubmitReport, submit
from storage.engine import Storage
from storage.outbox import Row
from storage.schema import outbox as rows
from tests.worlds import Q4, World, plan_draft

LAN = Address(Channel.TELEGRAM, "101")
CLAIM = Claim("w", 10, (Channel.TELEGRAM,))
TASKS = tuple(TaskDraft(f"II.{no}", f"Việc {no}", lead=("Sở Ngoại vụ",), timeframe=Q4) for no in (1, 2))


@pytest.fixture
async def world(storage: Storage) -> World:
    """An office with an officer and Lan, who owes two reports."""
    made = World.of(storage, "2024-12-02 08:00")
    await made.plan(plan_draft(TASKS))
    await made.person("Lan", agency="Sở Ngoại vụ")
    await made.person("Hùng", Role.COORDINATOR)
    return made


async def dues(world: World) -> list[DueId]:
    agency = await world.agency("Sở Ngoại vụ")
    return await world.doors.read(lambda desk: [due.id for due in desk.dues.open_of([agency], desk.today)])


async def remind(world: World, key: str, *about: DueId, address: Address = LAN) -> None:
    def add(desk: Desk) -> None:
        message = Outgoing(markup.text(key))
        check = {"dues": list(about)}
        desk.outbox.add(key, address, message, priority=Priority.REMINDER, now=desk.now, check=check)

    await world.doors.write(add)


async def report(world: World, due: DueId) -> None:
    def keep(desk: Desk) -> None:
        (person,) = desk.people.with_role(Role.FOCAL)
        submit(desk, SubmitReport(person.id, due, ReportDraft(Status.DONE, results="xong")))

    await world.doors.write(keep)


async def claimed(world: World) -> list[Row]:
    return list((await world.doors.write(outbox.exchange, [], CLAIM)).rows)


async def test_a_reminder_whose_dues_are_all_settled_is_not_sent(world: World) -> None:
    first, second = await dues(world)
    await remind(world, "first", first)
    await remind(world, "both", first, second)
    await report(world, first)
    (row,) = await claimed(world)
    assert row.key == "both"
    assert [each.key for each in await claimed(world)] == []


async def test_rounds_note_outcomes(world: World) -> None:
    await remind(world, "a")
    await remind(world, "b", address=Address(Channel.TELEGRAM, "102"))
    first, second = await claimed(world)
    batch = await world.doors.write(outbox.exchange, [Sent(first, "11"), Untried(second)], CLAIM)
    assert [row.key for row in batch.rows] == ["b"]
    assert await world.doors.read(lambda desk: desk.outbox.message_of("a")) == "11"


async def test_a_full_claim_says_that_there_may_be_more(world: World) -> None:
    await remind(world, "a")
    one = Claim("w", 1, (Channel.TELEGRAM,))
    assert (await world.doors.write(outbox.exchange, [], one)).more
    empty = await world.doors.write(outbox.exchange, [], one)
    assert not empty.more
    assert empty.wake_at == world.clock.now() + one.lease
    assert await world.doors.write(outbox.exchange, [], None) == outbox.Batch()


async def test_who_cannot_be_reached_is_reported_once_a_day(world: World) -> None:
    for _ in range(2):
        await remind(world, f"a{world.clock.now()}")
        (row,) = [row for row in await claimed(world) if row.address == LAN]
        await world.doors.write(outbox.exchange, [Unreachable(row, "blocked")], None)
        world.clock.advance(minutes=1)
    told = [words for who, words in await world.said() if who == "Hùng"]
    assert len(told) == 1
    assert "Sở Ngoại vụ" in told[0]
    assert await world.doors.read(lambda desk: desk.people.coordinators()) != ()


async def test_a_report_that_fails_is_not_reported(world: World) -> None:
    await remind(world, "bad")
    (row,) = await claimed(world)
    await world.doors.write(outbox.exchange, [GivenUp(row, "refused")], None)
    (report,) = await claimed(world)
    assert report.key.startswith("delivery:")
    await world.doors.write(outbox.exchange, [GivenUp(report, "refused")], None)
    assert await claimed(world) == []
    assert (await world.doors.read(outbox.depth)).parked == 2


async def test_a_group_that_is_gone_is_switched_off(world: World) -> None:
    group = Address(Channel.TELEGRAM, "-500")
    await world.doors.write(lambda desk: desk.people.upsert_chat(group, "Lãnh đạo Sở"))
    await world.doors.write(outbox.lost, group)
    chat = await world.doors.read(lambda desk: desk.people.chat(Channel.TELEGRAM, "-500"))
    assert chat is not None
    assert not chat.active
    assert any("Lãnh đạo Sở" in words for who, words in await world.said() if who == "Hùng")


async def test_a_moved_group_takes_everything_along(world: World) -> None:
    old, new = Address(Channel.TELEGRAM, "-500"), Address(Channel.TELEGRAM, "-1009")

    def scene(desk: Desk) -> int:
        desk.people.upsert_chat(new, "mới, lập nhầm")
        running = desk.conversations.start(None, old, "7", "report", 1, {}, desk.now)
        desk.conversations.start(None, old, "8", "report", 1, {}, desk.now)
        desk.conversations.start(None, new, "8", "report", 1, {}, desk.now)
        kept = desk.people.upsert_chat(old, "Lãnh đạo Sở")
        desk.people.set_digest(kept, True)
        return running

    running = await world.doors.write(scene)
    await remind(world, "a", address=old)
    (row,) = await claimed(world)
    for _ in range(2):
        await world.doors.write(outbox.exchange, [Moved(row, "-1009")], None)
    (again,) = await claimed(world)
    assert again.address == new

    def look(desk: Desk) -> None:
        chat = desk.people.chat(Channel.TELEGRAM, "-1009")
        assert chat is not None
        assert (chat.title, chat.digest) == ("Lãnh đạo Sở", True)
        assert desk.people.chat(Channel.TELEGRAM, "-500") is None
        found = desk.conversations.running(new, "7")
        assert found is not None
        assert found.id == running
        assert desk.conversations.running(old, "8") is None
        assert desk.conversations.running(new, "8") is not None

    await world.doors.read(look)


async def test_a_worker_that_died_leaves_nothing_behind(world: World) -> None:
    await remind(world, "a")
    await claimed(world)
    assert await world.doors.write(outbox.start, "w") == 1
    assert [row.key for row in await claimed(world)] == ["a"]


@pytest.mark.parametrize(
    "values",
    [
        {"payload": {"bogus": 1}},
        {"payload": [1]},
        {"check": {"dues": [1, 2], "days": ["2024-12-31"]}},
        {"check": {"dues": ["1"]}},
        {"check": {"dues": 3}},
        {"check": [3]},
    ],
)
async def test_a_reminder_that_cannot_be_read_is_parked_and_stops_no_other(
    world: World, values: dict[str, object]
) -> None:
    first, second = await dues(world)
    await remind(world, "bad", first)
    await remind(world, "good", second, address=Address(Channel.TELEGRAM, "102"))
    # Written on an earlier day, so that the words are made anew.
    world.jump("2024-12-03 08:00")

    def spoil(desk: Desk) -> None:
        desk.connection.execute(update(rows).where(rows.c.key == "bad").values(**values))

    await world.doors.write(spoil)
    assert "good" in [row.key for row in await claimed(world)]
    state = select(rows.c.state).where(rows.c.key == "bad")
    assert await world.doors.read(lambda desk: desk.connection.scalar(state)) == "parked"
