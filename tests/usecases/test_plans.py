"""Importing plans: what is kept, what changes, who owes what."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.agencies import RegisterEntry
from bot.domain.deadlines import DueState
from bot.domain.plans import PlanDraft, PlanHead, TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.errors import InvalidInput, NotFound
from bot.usecases import agencies, obligations, plans
from bot.usecases.desk import Desk
from bot.usecases.plans import ImportResult, difference, import_plan
from bot.usecases.reports import SubmitReport, submit
from storage.engine import Storage
from storage.schema import deadlines, dues
from tests.worlds import ONGOING, Q4, World, november_rule, plan_draft

NGOAI_VU, TU_PHAP, TTTT = "Sở Ngoại vụ", "Sở Tư pháp", "Sở Thông tin và Truyền thông"
HOP_BAO = TaskDraft("II.1", "Tổ chức họp báo quý", lead=(NGOAI_VU,), timeframe=Q4, place="dòng 1")
BAN_TIN = TaskDraft("II.2", "Xuất bản bản tin đối ngoại", lead=(NGOAI_VU, TU_PHAP), timeframe=ONGOING)


@pytest.fixture
async def world(storage: Storage) -> World:
    """An office in January 2024 without anything."""
    return World.of(storage, "2024-01-03 08:00")


def owed(desk: Desk) -> list[tuple[str, str, str]]:
    """List all dues as (key without id, agency, state)."""
    names = {agency.id: agency.name for agency in desk.agencies.everything()}
    query = select(deadlines.c.key, dues.c.agency_id, dues.c.state).join(dues, dues.c.deadline_id == deadlines.c.id)
    rows = desk.connection.execute(query).all()
    return sorted((row.key.rpartition(":")[2], names[row.agency_id], row.state) for row in rows)


def states(desk: Desk) -> Counter[str]:
    return Counter(state for _, _, state in owed(desk))


async def test_keeps_tasks_agencies_and_dues(world: World) -> None:
    result = await world.doors.write(import_plan, plan_draft([HOP_BAO, BAN_TIN], [november_rule([NGOAI_VU])]))
    assert (result.added, result.changed, result.dropped, result.unchanged) == (2, 0, 0, 0)
    assert result.new_agencies == (NGOAI_VU, TU_PHAP)
    assert (result.deadlines, result.dues) == (6, 1 + 8 + 1)
    assert await world.doors.read(owed) == sorted(
        [
            ("2024-Q4", NGOAI_VU, "open"),
            *((f"2024-Q{n}", who, "open") for n in range(1, 5) for who in (NGOAI_VU, TU_PHAP)),
            ("2024-1", NGOAI_VU, "open"),
        ]
    )
    kept = await world.doors.read(lambda desk: desk.plans.tasks(result.plan_id))
    assert [(task.no, task.place, task.timeframe) for task in kept] == [
        ("II.1", "dòng 1", Q4),
        ("II.2", "", ONGOING),
    ]


async def test_importing_again_changes_nothing(world: World) -> None:
    draft = plan_draft([HOP_BAO, BAN_TIN], [november_rule([NGOAI_VU])])
    first = await world.doors.write(import_plan, draft)
    before = await world.doors.read(owed)
    assert (await world.doors.read(difference, draft)).empty
    again = await world.doors.write(import_plan, draft)
    assert (again.plan_id, again.unchanged, again.made) == (first.plan_id, 2, obligations.Made())
    assert await world.doors.read(owed) == before


async def test_a_newer_version_changes_what_changed(world: World) -> None:
    await world.plan(plan_draft([HOP_BAO, BAN_TIN]))
    newer = replace(BAN_TIN, no="II.1", title="Xuất bản bản tin đối ngoại song ngữ", lead=(TU_PHAP,))
    added = TaskDraft("II.2", "Tập huấn nghiệp vụ", lead=(TTTT,), timeframe=Q4)
    draft = plan_draft([newer, added])
    shown = await world.doors.read(difference, draft)
    assert [(pair.old.no, pair.new.no) for pair in shown.changed] == [("II.2", "II.1")]
    assert [task.title for task in shown.dropped] == [HOP_BAO.title]
    result = await world.doors.write(import_plan, draft)
    assert (result.added, result.changed, result.dropped, result.unchanged) == (1, 1, 1, 0)
    expected = Counter({"open": 4 + 1, "dropped": 1 + 4})
    assert await world.doors.read(states) == expected
    back = await world.doors.write(import_plan, plan_draft([HOP_BAO, BAN_TIN]))
    assert back.made.dropped == 1
    assert (await world.doors.read(states))["open"] == 1 + 8


async def test_tasks_with_reports_are_dropped_only_when_told(world: World) -> None:
    await world.plan(plan_draft([HOP_BAO, BAN_TIN]))
    person = await world.person("Lan", agency=NGOAI_VU)
    world.jump("2024-10-05 08:00")

    def report(desk: Desk) -> None:
        due = next(due for due in desk.dues.open_of(desk.people.get(person).agencies, desk.today) if due.no == "II.1")
        submit(desk, SubmitReport(person, due.id, ReportDraft(Status.DONE, results="12 tin")))

    await world.doors.write(report)
    draft = plan_draft([BAN_TIN])
    kept = await world.doors.write(import_plan, draft)
    assert ([task.no for task in kept.kept_with_reports], kept.dropped) == (["II.1"], 0)
    gone = await world.doors.write(import_plan, draft, drop_reported=True)
    assert (gone.kept_with_reports, gone.dropped) == ((), 1)
    assert (await world.doors.read(states))["fulfilled"] == 1


async def test_a_late_import_does_not_ask_about_the_past(world: World) -> None:
    world.jump("2024-10-03 09:00")
    await world.plan(plan_draft([BAN_TIN, replace(HOP_BAO, timeframe=TimeFrame(FrameKind.QUARTERS, 2024, (3,)))]))

    def fires(desk: Desk) -> dict[str, bool]:
        rows = desk.connection.execute(select(dues.c.period, dues.c.next_fire_at)).all()
        return {row.period: row.next_fire_at is not None for row in rows}

    assert await world.doors.read(fires) == {"2024-Q3": True, "2024-Q4": True}


async def test_a_plan_whose_year_is_over_is_kept_whole_and_in_silence(world: World) -> None:
    world.jump("2026-05-04 09:00")
    plan = await world.plan(plan_draft([BAN_TIN], [november_rule([NGOAI_VU])]))
    assert await world.doors.read(states) == {"open": 9}

    assert await world.doors.read(lambda desk: desk.dues.next_instant()) is None
    assert await world.doors.write(obligations.make_dues, plan, 2024) == obligations.Made()


async def test_groups_owe_through_their_members(world: World) -> None:
    entries = [RegisterEntry(f"UBND huyện {name}", groups=("UBND các huyện, thị xã, thành phố",)) for name in "ABC"]
    await world.doors.write(agencies.import_register, entries)
    task = TaskDraft("1", "Truyền thanh", lead=("Ủy ban nhân dân các huyện, thị xã, thành phố", NGOAI_VU), timeframe=Q4)
    result = await world.doors.write(import_plan, plan_draft([task]))
    assert (result.new_groups, result.dues) == ((), 4)


async def test_an_unknown_group_gets_members_by_kind_and_asks(world: World) -> None:
    for name in (NGOAI_VU, TU_PHAP, "Báo Quảng Ngãi"):
        await world.agency(name)
    task = TaskDraft("1", "Tin", lead=("Các sở, ban, ngành",), cooperating=("các cơ quan liên quan",), timeframe=Q4)
    result = await world.doors.write(import_plan, plan_draft([task]))
    assert result.dues == 2
    assert [(question.code, question.options) for question in result.questions] == [
        ("group.guessed", (NGOAI_VU, TU_PHAP))
    ]


async def test_asks_whom_an_ambiguous_name_means(world: World) -> None:
    entries = [RegisterEntry("Sở Xây dựng", aliases=("Sở X",)), RegisterEntry("Sở Xã hội", aliases=("Sở X",))]
    await world.doors.write(agencies.import_register, entries)
    drafts = [TaskDraft("1", "Một", timeframe=Q4), TaskDraft("2", "Hai", lead=("Sở X",), timeframe=Q4)]
    result = await world.doors.write(import_plan, plan_draft(drafts))
    assert result.dues == 0
    assert Counter(question.code for question in result.questions) == {"agency.ambiguous": 1, "task.nobody": 1}


async def test_a_typing_slip_in_a_name_is_asked_about(world: World) -> None:
    await world.agency(TTTT)
    task = TaskDraft("1", "Một", lead=("Sở Thông tin và Truyền thôn",), timeframe=Q4)
    result = await world.doors.write(import_plan, plan_draft([task]))
    assert [(question.code, question.options) for question in result.questions] == [("agency.similar", (TTTT,))]


async def test_cooperating_agencies_owe_when_the_plan_says_so(world: World) -> None:
    task = TaskDraft("1", "Một", lead=(NGOAI_VU,), cooperating=(TU_PHAP, NGOAI_VU), timeframe=Q4)
    plan = await world.plan(plan_draft([task]))
    assert await world.doors.read(states) == {"open": 1}
    assert (await world.doors.write(plans.set_cooperating, plan, True)).dues == 1
    assert await world.doors.read(states) == {"open": 2}
    assert (await world.doors.write(plans.set_cooperating, plan, False)).dropped == 1


async def test_who_receives_a_report_does_not_owe_it(world: World) -> None:
    entries = [RegisterEntry(name, groups=("Các sở, ban, ngành",)) for name in (NGOAI_VU, TTTT)]
    await world.doors.write(agencies.import_register, entries)
    rule = replace(november_rule(["Các sở, ban, ngành tỉnh"]), receivers=("UBND tỉnh", TTTT))
    await world.plan(plan_draft([], [rule]))
    assert await world.doors.read(owed) == [("2024-1", NGOAI_VU, "open")]


async def test_a_long_plan_gets_its_years_in_time(world: World) -> None:
    head = PlanHead("Kế hoạch truyền thông giai đoạn 2023-2025", year=2023)
    draft = PlanDraft(head, (TaskDraft("1", "Một", lead=(NGOAI_VU,), timeframe=TimeFrame(FrameKind.ONGOING)),))
    await world.plan(draft)
    assert sorted({key[:4] for key, _, _ in await world.doors.read(owed)}) == ["2024", "2025"]
    assert await world.doors.write(obligations.make_all_dues) == obligations.Made()
    world.jump("2026-01-05 08:00")
    assert await world.doors.write(obligations.make_all_dues) == obligations.Made()


async def test_a_plan_of_one_year_ends_with_it(world: World) -> None:
    await world.plan(plan_draft([BAN_TIN]))
    world.jump("2025-02-01 08:00")
    assert await world.doors.write(obligations.make_all_dues) == obligations.Made()


async def test_a_changed_day_moves_the_deadline_and_what_is_still_owed(world: World) -> None:
    frame = TimeFrame(FrameKind.BY_DATE, 2024, start=date(2024, 1, 1), end=date(2024, 6, 29), strictly_before=True)
    rule = november_rule([NGOAI_VU, TU_PHAP])
    await world.plan(plan_draft([replace(HOP_BAO, timeframe=frame)], [rule]))
    later = replace(HOP_BAO, timeframe=replace(frame, end=date(2024, 9, 14)))
    newer = replace(rule, due_text="trước ngày 20/12/2024", rule=replace(rule.rule, month=12, day=20))
    result = await world.doors.write(import_plan, plan_draft([later], [newer]))
    assert (result.changed, result.made) == (1, obligations.Made())

    def days(desk: Desk) -> list[tuple[date, date | None, str]]:
        query = select(dues.c.last_day, deadlines.c.named_day, dues.c.period).join(deadlines)
        return [(row[0], row[1], row[2]) for row in desk.connection.execute(query.order_by(dues.c.id))]

    assert await world.doors.read(days) == [
        (date(2024, 9, 14), date(2024, 9, 15), "2024-Q3"),
        *[(date(2024, 12, 19), date(2024, 12, 20), "2024-Q4")] * 2,
    ]


async def test_refuses_an_empty_plan_and_finds_none(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"plan\.empty"):
        await world.doors.write(import_plan, plan_draft([]))
    with pytest.raises(NotFound, match=r"plan\.none"):
        await world.doors.read(plans.choose_plan)


async def test_writes_a_kept_plan_as_it_was_read(world: World) -> None:
    draft = plan_draft([HOP_BAO, BAN_TIN], [november_rule([NGOAI_VU])])
    plan = await world.plan(draft)
    kept = await world.doors.read(plans.kept_draft, plan)
    assert (kept.tasks, kept.reporting) == (draft.tasks, draft.reporting)


TITLES = ["Tổ chức họp báo", "Xuất bản bản tin", "Tập huấn nghiệp vụ", "Quảng bá du lịch", "Kiểm tra bảo mật"]
A_TASK = st.builds(
    TaskDraft,
    no=st.sampled_from(["1", "2", "3"]),
    title=st.sampled_from(TITLES),
    lead=st.lists(st.sampled_from([NGOAI_VU, TU_PHAP, TTTT]), max_size=2, unique=True).map(tuple),
    timeframe=st.sampled_from([Q4, ONGOING, TimeFrame(FrameKind.AD_HOC, 2024)]),
)
A_PLAN = st.lists(A_TASK, min_size=1, max_size=4, unique_by=lambda task: task.title)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(A_PLAN, min_size=2, max_size=3))
def test_whatever_came_before_the_last_version_is_what_is_owed(
    sqlite_desk: Desk, versions: list[list[TaskDraft]]
) -> None:
    with sqlite_desk.connection.begin_nested() as savepoint:
        result = [import_plan(sqlite_desk, plan_draft(tasks)) for tasks in versions][-1]
        assert owed_by_title(sqlite_desk) == wanted_by_title(versions[-1])
        assert _again(sqlite_desk, versions[-1], result).made == obligations.Made()
        savepoint.rollback()


def _again(desk: Desk, tasks: list[TaskDraft], before: ImportResult) -> ImportResult:
    result = import_plan(desk, plan_draft(tasks))
    assert (result.deadlines, result.dues) == (before.deadlines, before.dues)
    assert (result.added, result.changed, result.dropped) == (0, 0, 0)
    return result


def owed_by_title(desk: Desk) -> Counter[tuple[str, str]]:
    names = {agency.id: agency.name for agency in desk.agencies.everything()}
    opened = [due for due in desk.dues.open_of(list(names), date(2024, 12, 31)) if due.state is DueState.OPEN]
    return Counter((due.title, names[due.agency]) for due in opened)


def wanted_by_title(tasks: list[TaskDraft]) -> Counter[tuple[str, str]]:
    quarters = {FrameKind.QUARTERS: 1, FrameKind.ONGOING: 4, FrameKind.AD_HOC: 0}
    wanted = {(task.title, who): quarters[task.timeframe.kind] for task in tasks for who in task.lead}
    return +Counter(wanted)
