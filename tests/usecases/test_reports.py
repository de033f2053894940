"""Keeping reports: in time, late, improved afterwards."""

from __future__ import annotations

import pytest

from bot.domain.deadlines import DueState
from bot.domain.people import PersonId
from bot.domain.plans import TaskDraft
from bot.domain.reports import DueId, ReportDraft, Status
from bot.errors import Conflict, NotAllowed
from bot.usecases.desk import Desk
from bot.usecases.reports import Receipt, SubmitReport, submit
from storage.engine import Storage
from tests.worlds import Q4, World, november_rule, plan_draft


@pytest.fixture
async def world(storage: Storage) -> World:
    made = World.of(storage, "2024-11-12 08:00")
    tasks = [TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]
    await made.plan(plan_draft(tasks, [november_rule(["Sở Ngoại vụ"])]))
    return made


def _november(desk: Desk) -> DueId:
    return next(due.id for due in desk.dues.open_of([desk.agencies.all_active()[0].id], desk.today) if due.rule)


DRAFT = ReportDraft(Status.DONE, results="12 tin bài")


async def _submit(world: World, person: int, due: DueId, seen: int = 0) -> Receipt:
    return await world.doors.write(submit, SubmitReport(PersonId(person), due, DRAFT, seen))


async def test_a_report_is_in_time_until_midnight_of_the_last_day(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    due = await world.doors.read(_november)
    world.jump("2024-11-14 23:59")
    assert (await _submit(world, lan, due)).in_time


async def test_a_report_is_late_from_the_next_day_on(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    due = await world.doors.read(_november)
    world.jump("2024-11-15 00:00")
    receipt = await _submit(world, lan, due)
    assert (receipt.in_time, receipt.days_late) == (False, 1)


async def test_improving_a_report_later_leaves_it_in_time(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    due = await world.doors.read(_november)
    await _submit(world, lan, due)
    world.jump("2024-11-20 08:00")
    receipt = await _submit(world, lan, due, seen=1)
    assert (receipt.in_time, receipt.revision, receipt.days_late) == (True, 2, 0)


async def test_a_report_that_came_meanwhile_is_a_conflict(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    minh = await world.person("Minh", agency="Sở Ngoại vụ")
    due = await world.doors.read(_november)
    await _submit(world, minh, due)
    with pytest.raises(Conflict, match=r"report\.changed"):
        await _submit(world, lan, due)


async def test_nobody_reports_for_another_agency(world: World) -> None:
    other = await world.person("Khách", agency="Sở Tư pháp")
    due = await world.doors.read(_november)
    with pytest.raises(NotAllowed):
        await _submit(world, other, due)


async def test_what_was_excused_takes_no_report(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    due = await world.doors.read(_november)

    def excuse(desk: Desk) -> None:
        desk.dues.settle(due, DueState.EXCUSED, desk.now, reason="chuyển giao")

    await world.doors.write(excuse)
    with pytest.raises(Conflict, match=r"due\.closed"):
        await _submit(world, lan, due)
