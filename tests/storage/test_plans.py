"""Plans and what is in them, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plans import (
    Assignment,
    AssignmentRole,
    PlanHead,
    PlanId,
    ReportingRule,
    Rule,
    RuleKind,
    TaskDraft,
    TaskId,
)
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.errors import NotFound
from storage.agencies import Agencies
from storage.engine import Storage
from storage.plans import Plans, dump_frame, load_frame
from tests.worlds import at

T = TypeVar("T")
NOW = at("2024-01-03 08:00")
HEAD = PlanHead(
    "KẾ HOẠCH năm 2024", "12/KH-UBND", "UBND tỉnh", "Quảng Ngãi", 2024, date(2024, 1, 2), "Sở A", ("Luật 1",)
)
FRAME = TimeFrame(FrameKind.QUARTERS, 2024, (3, 4), date(2024, 7, 1), date(2024, 12, 31), "quarterly:20@last", True)
TASK = TaskDraft("II.1", "Họp báo", (), (), "Quý III, IV/2024", FRAME, 100_000_000, ("Bản tin",), "dòng 3")


async def ask(storage: Storage, fn: Callable[[Plans], T]) -> T:
    return await storage.write(lambda connection: fn(Plans(connection)))


@pytest.fixture
async def plan(storage: Storage) -> PlanId:
    return await ask(storage, lambda plans: plans.add(HEAD, 2024, NOW, {"cooperating": True}))


async def test_keeps_the_head_and_the_settings(storage: Storage, plan: PlanId) -> None:
    found = await ask(storage, lambda plans: plans.find("kế hoạch NĂM 2024", 2024))
    assert found is not None
    assert (found.id, found.head, found.settings) == (plan, HEAD, {"cooperating": True})
    assert await ask(storage, lambda plans: plans.find(HEAD.title, 2025)) is None
    await ask(storage, lambda plans: plans.update(plan, replace(HEAD, number="13/KH-UBND"), NOW))
    assert [kept.head.number for kept in await ask(storage, lambda plans: plans.all())] == ["13/KH-UBND"]
    with pytest.raises(NotFound):
        await ask(storage, lambda plans: plans.get(PlanId(99)))


async def test_tasks_come_in_the_order_of_the_document(storage: Storage, plan: PlanId) -> None:
    second = await ask(storage, lambda plans: plans.add_task(plan, 1, replace(TASK, no="II.2")))
    first = await ask(storage, lambda plans: plans.add_task(plan, 0, TASK))
    found = await ask(storage, lambda plans: plans.tasks(plan))
    assert [task.id for task in found] == [first, second]
    assert (found[0].timeframe, found[0].budget_vnd, found[0].outputs) == (FRAME, 100_000_000, ("Bản tin",))
    await ask(storage, lambda plans: plans.drop_task(second, NOW))
    assert [task.id for task in await ask(storage, lambda plans: plans.tasks(plan))] == [first]
    assert [task.dropped for task in await ask(storage, lambda plans: plans.tasks(plan, dropped=True))] == [False, True]
    await ask(storage, lambda plans: plans.update_task(second, 5, TASK))
    assert not (await ask(storage, lambda plans: plans.task(second))).dropped
    with pytest.raises(NotFound):
        await ask(storage, lambda plans: plans.task(TaskId(99)))


async def test_assignments_are_replaced_and_handed_over(storage: Storage, plan: PlanId) -> None:
    old = await storage.write(lambda connection: Agencies(connection).add("Sở A"))
    new = await storage.write(lambda connection: Agencies(connection).add("Sở B"))
    task = await ask(storage, lambda plans: plans.add_task(plan, 0, TASK))
    entries = [
        Assignment(task, AssignmentRole.LEAD, "Sở A", old),
        Assignment(task, AssignmentRole.COOPERATING, "các đơn vị liên quan"),
    ]
    for _ in range(2):
        await ask(storage, lambda plans: plans.set_assignments(task, entries))
    assert await ask(storage, lambda plans: plans.assignments(plan)) == tuple(entries)
    await ask(storage, lambda plans: plans.reassign_all(old, new))
    found = await ask(storage, lambda plans: plans.assignments_of(task))
    assert [(entry.printed, entry.agency) for entry in found] == [("Sở A", new), ("các đơn vị liên quan", None)]


async def test_rules(storage: Storage, plan: PlanId) -> None:
    reporting = ReportingRule("IV", "Báo cáo", ("Các sở",), ("UBND tỉnh",), "trước 15/11", Rule(RuleKind.ONCE, 11, 15))
    vague = replace(reporting, no=None, rule=Rule(None))
    kept = await ask(storage, lambda plans: plans.add_rule(plan, reporting))
    await ask(storage, lambda plans: plans.add_rule(plan, vague))
    assert [rule.reporting for rule in await ask(storage, lambda plans: plans.rules(plan))] == [reporting, vague]
    await ask(storage, lambda plans: plans.drop_rule(kept, NOW))
    assert [rule.reporting for rule in await ask(storage, lambda plans: plans.rules(plan))] == [vague]
    await ask(storage, lambda plans: plans.update_rule(kept, replace(reporting, name="Báo cáo năm")))
    assert len(await ask(storage, lambda plans: plans.rules(plan))) == 2


FRAMES = st.builds(
    TimeFrame,
    kind=st.sampled_from(FrameKind),
    year=st.none() | st.integers(2000, 2100),
    quarters=st.none() | st.lists(st.integers(1, 4), min_size=1, max_size=4, unique=True).map(tuple),
    start=st.none() | st.dates(),
    end=st.none() | st.dates(),
    recurrence=st.none() | st.sampled_from(["weekly:fri", "yearly:01-15@next"]),
    strictly_before=st.booleans(),
)


@given(FRAMES)
def test_time_frames_survive_being_kept(frame: TimeFrame) -> None:
    assert load_frame(json.loads(json.dumps(dump_frame(frame)))) == frame


def test_the_example_of_a_kept_time_frame() -> None:
    packed = {"kind": "quarters", "year": 2024, "quarters": [3, 4], "start": "2024-07-01"}
    assert load_frame(packed) == TimeFrame(FrameKind.QUARTERS, 2024, (3, 4), date(2024, 7, 1))
