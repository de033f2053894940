from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.figures import Outcome, Rate, Tally, TaskState, count, outcome
from bot.domain.plans import TaskId
from bot.domain.reports import Status
from bot.domain.standings import Standing
from bot.rendering.status_json import status_as_json
from tests.rendering import samples, strategies


@given(strategies.standings(), strategies.days())
def test_every_figure_agrees_with_a_recount_by_hand(rows: tuple[Standing, ...], today: date) -> None:
    figures = count(rows, today)
    owed = [row for row in rows if row.state.value not in ("excused", "dropped")]
    good = [row for row in owed if row.said and not row.said.returned]
    totals = figures.totals
    assert totals.expected == len(owed)
    assert totals.received == len(good)
    assert totals.on_time == sum(1 for row in good if row.said and row.said.in_time)
    assert totals.late == totals.received - totals.on_time
    assert totals.missing == sum(1 for row in owed if row not in good and row.last_day < today)
    assert totals.excused == sum(1 for row in rows if row.state is DueState.EXCUSED)
    assert totals.returned == sum(1 for row in owed if row.said and row.said.returned)
    assert totals.due == sum(1 for row in owed if row.last_day < today)


@given(strategies.standings(), strategies.days())
def test_parts_add_up(rows: tuple[Standing, ...], today: date) -> None:
    figures = count(rows, today)
    totals = figures.totals
    assert totals.expected == totals.on_time + totals.late + totals.missing + totals.pending
    for name in ("expected", "received", "on_time", "late", "missing", "pending", "excused", "returned", "due"):
        assert getattr(totals, name) == sum(getattr(agency, name) for agency in figures.agencies)
        assert getattr(totals, name) == getattr(figures.lead, name) + getattr(figures.cooperating, name)
    tasks = {row.task for row in rows if row.task and row.state is not DueState.DROPPED}
    assert figures.tasks.total == len(tasks) == len(figures.by_task)


@given(strategies.standings(), strategies.days())
def test_the_order_of_the_dues_changes_no_figure(rows: tuple[Standing, ...], today: date) -> None:
    there, back = count(rows, today), count(rows[::-1], today)
    assert (there.totals, there.tasks, there.agencies) == (back.totals, back.tasks, back.agencies)


def test_the_last_day_itself_is_still_in_time() -> None:
    row = samples.standings()[5]
    assert row.said is None
    assert outcome(row, row.last_day) is Outcome.PENDING
    assert outcome(row, row.last_day + timedelta(1)) is Outcome.MISSING


def test_a_returned_report_is_owed_again() -> None:
    row = samples.standings()[0]
    assert row.said is not None
    back = replace(row, state=DueState.RETURNED, said=replace(row.said, returned=True))
    figures = count((back,), samples.TODAY)
    assert (figures.totals.returned, figures.totals.missing, figures.totals.received) == (1, 1, 0)
    assert figures.tasks.unreported == 1


def test_the_rate_counts_only_what_was_due_and_marks_small_numbers() -> None:
    assert Tally().rate == Rate(0, 0)
    assert Rate(0, 0).percent is None
    assert (Rate(1, 2).percent, Rate(1, 2).small) == (50, True)
    assert (Rate(2, 3).percent, Rate(1, 8).percent) == (67, 13)
    assert not Rate(5, 5).small
    before = count(samples.standings(), date(2024, 9, 30))
    assert before.totals.rate.percent is None
    assert count(samples.standings(), date(2024, 10, 1)).totals.rate == Rate(13, 25)


def state(*answers: Status | None) -> TaskState:
    row = samples.standings()[0]
    assert row.said is not None
    rows = [
        replace(row, agency=AgencyId(index), said=replace(row.said, status=answer) if answer else None)
        for index, answer in enumerate(answers)
    ]
    return count(rows, samples.TODAY).by_task[0].state


def test_a_task_is_as_far_as_its_lead_agencies_say() -> None:
    assert state(None, None) is TaskState.UNREPORTED
    assert state(Status.DONE, Status.DONE) is TaskState.DONE
    assert state(Status.DONE, None) is TaskState.IN_PROGRESS
    assert state(Status.DONE, Status.BLOCKED, None) is TaskState.BLOCKED
    assert state(Status.NOT_STARTED, None) is TaskState.NOT_STARTED
    assert state(Status.NOT_STARTED, Status.DONE) is TaskState.IN_PROGRESS


def test_cooperating_agencies_do_not_decide_beside_a_lead() -> None:
    lead = samples.standings()[0]
    assert lead.said is not None
    other = replace(lead, agency=AgencyId(99), role="cooperating", said=replace(lead.said, status=Status.BLOCKED))
    assert count((lead, other), samples.TODAY).tasks.done == 1
    assert count((other,), samples.TODAY).tasks.blocked == 1


def test_json_is_that_of_the_contract() -> None:
    packed = status_as_json(count(samples.standings(), samples.TODAY), "2024-Q3", samples.AS_OF, {})
    assert json.loads(json.dumps(packed)) == packed
    assert list(packed) == ["period", "as_of", "totals", "tasks", "agencies"]
    assert packed["as_of"] == "2024-10-03T08:30:00+07:00"
    assert list(packed["totals"]) == ["expected", "received", "on_time", "late", "missing", "excused", "returned"]
    assert packed["totals"]["expected"] == 25
    assert packed["tasks"] == {"not_started": 0, "in_progress": 7, "done": 2, "blocked": 1, "unreported": 1}
    first = packed["agencies"][0]
    assert list(first) == ["name", "expected", "received", "on_time", "late", "missing", "last_report_at"]
    assert first["name"] == "Báo Quảng Ngãi"


def test_agencies_stand_in_the_order_of_a_vietnamese_dictionary() -> None:
    names = [agency.name for agency in count(samples.standings(), samples.TODAY).agencies]
    assert (
        names.index("Công an tỉnh") < names.index("Đài Phát thanh và Truyền hình tỉnh") < names.index("Sở Công Thương")
    )


def test_a_whole_province_is_counted_at_once() -> None:
    row = samples.standings()[0]
    rows = [replace(row, agency=AgencyId(agency), task=TaskId(task)) for agency in range(300) for task in range(40)]
    started = time.process_time()
    assert count(rows, samples.TODAY).totals.expected == 12_000
    assert time.process_time() - started < 1
