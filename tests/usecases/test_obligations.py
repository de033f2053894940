"""Who owes what by when: the tasked, the setting of "trước", days off, the coming year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from bot.usecases.obligations import INCLUSIVE, make_dues, turn_of_year
from storage.engine import Storage
from storage.plans import Plans
from tests.worlds import ONGOING, Q4, World, november_rule, plan_draft

TASKS = (
    TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4),
    TaskDraft("II.2", "Xuất bản bản tin", lead=("Sở Tư pháp",), cooperating=("Sở Y tế",), timeframe=Q4),
)


@pytest.fixture
async def world(storage: Storage) -> World:
    return World.of(storage, "2024-01-03 08:00")


async def _owed(world: World) -> dict[str, list[date]]:
    def look(desk: Desk) -> dict[str, list[date]]:
        bodies = desk.agencies.all_active()
        return {
            body.name: [due.last_day for due in desk.dues.upcoming_of([body.id], desk.today, 20)] for body in bodies
        }

    return await world.doors.read(look)


async def test_those_who_were_given_tasks_owe_the_report_asked_of_them(world: World) -> None:
    await world.plan(plan_draft(TASKS, [november_rule(["Các đơn vị, địa phương được giao nhiệm vụ"])]))
    owed = await _owed(world)
    assert owed["Sở Ngoại vụ"] == owed["Sở Tư pháp"] == [date(2024, 11, 14), date(2024, 12, 31)]
    assert owed["Sở Y tế"] == []


async def test_a_plan_may_take_before_to_include_the_day(world: World) -> None:
    plan = await world.plan(plan_draft(TASKS, [november_rule(["Sở Ngoại vụ"])]))

    def loosen(desk: Desk) -> None:
        Plans(desk.connection).set_settings(plan, {"before": INCLUSIVE})
        make_dues(desk, plan, 2024)

    await world.doors.write(loosen)
    assert (await _owed(world))["Sở Ngoại vụ"][0] == date(2024, 11, 15)


async def test_cooperating_agencies_owe_where_the_plan_says_so(world: World) -> None:
    plan = await world.plan(plan_draft(TASKS))

    def ask_all(desk: Desk) -> None:
        Plans(desk.connection).set_settings(plan, {"cooperating": True})
        make_dues(desk, plan, 2024)

    await world.doors.write(ask_all)
    assert (await _owed(world))["Sở Y tế"] == [date(2024, 12, 31)]


async def test_deadlines_on_days_off_are_pointed_out_once_and_stay(world: World) -> None:
    await world.person("Hoa", Role.COORDINATOR)
    plan = await world.plan(plan_draft([replace(TASKS[0], timeframe=ONGOING)]))
    await world.doors.write(make_dues, plan, 2024)
    ((who, words),) = await world.said()
    assert who == "Hoa"
    assert words.splitlines()[1:3] == [
        "- Chủ nhật 31/03/2024: 1 kỳ hạn của Quý I/2024",
        "- Chủ nhật 30/06/2024: 1 kỳ hạn của Quý II/2024",
    ]
    assert (await _owed(world))["Sở Ngoại vụ"][0] == date(2024, 3, 31)


async def test_a_longer_plan_makes_next_years_dues_in_time_and_a_plan_of_one_year_ends(world: World) -> None:
    draft = plan_draft([replace(TASKS[0], timeframe=replace(ONGOING, year=None))])
    await world.plan(replace(draft, head=replace(draft.head, title="KẾ HOẠCH giai đoạn 2024-2026")))
    await world.plan(plan_draft([replace(TASKS[1], timeframe=ONGOING)]))
    assert (await _owed(world))["Sở Ngoại vụ"][-1] == date(2025, 12, 31)
    world.jump("2025-01-02 08:00")
    await world.doors.write(turn_of_year)
    assert await world.doors.write(turn_of_year) == 0
    owed = await _owed(world)
    assert owed["Sở Ngoại vụ"][-1] == date(2026, 12, 31)
    assert owed["Sở Tư pháp"] == []
