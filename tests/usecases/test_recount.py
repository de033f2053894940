"""A recount from the raw reports by a few lines of SQL, against every figure in chat, document and workbook."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import docx
import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from bot.domain import markup
from bot.domain.figures import count
from bot.domain.people import PersonId, Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.domain.requests import AskedDay
from bot.domain.standings import Standing, late_agencies
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.errors import UserError
from bot.rendering.documents import summary_docx
from bot.rendering.workbooks import summary_xlsx
from bot.texts import days as texts
from bot.texts.status import status as status_text
from bot.usecases import digests, summaries
from bot.usecases.agencies import merge
from bot.usecases.desk import Desk
from bot.usecases.extensions import Excuse, Extend
from bot.usecases.plans import import_plan, set_cooperating
from bot.usecases.reassigning import Reassign
from bot.usecases.reports import SubmitReport
from bot.usecases.requests import SendRequest
from bot.usecases.returns import Return
from bot.usecases.status import Picture, picture, status_document
from bot.usecases.undoing import DECISIONS, take_back
from storage.schema import events
from tests.worlds import ONGOING, Q4, plan_draft

TASKS = (
    TaskDraft(
        "I.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ", "Báo Quảng Ngãi"), cooperating=("Sở Y tế",), timeframe=ONGOING
    ),
    TaskDraft("I.2", "Tập huấn", lead=("Sở Ngoại vụ", "Sở Công Thương", "Báo Quảng Ngãi"), timeframe=Q4),
    TaskDraft(
        "I.3", "Xuất bản bản tin", lead=("Sở Công Thương",), cooperating=("Sở Y tế", "Sở Ngoại vụ"), timeframe=ONGOING
    ),
)
OTHERWISE = (
    replace(TASKS[0], lead=("Sở Ngoại vụ", "Sở Y tế"), cooperating=("Báo Quảng Ngãi",)),
    replace(TASKS[1], timeframe=TimeFrame(FrameKind.BY_DATE, year=2024, end=date(2024, 10, 20))),
    replace(TASKS[2], timeframe=TimeFrame(FrameKind.BY_DATE, year=2024, end=date(2024, 9, 12))),
)
"""The same plan when it is issued again: other agencies, and a day instead of the quarters."""

# What counts is, of each due, its newest revision unless that was sent back, and in time is whoever first answered after the
# last sending back by the last day. Neither `current` nor `in_time` is looked at.
DUES = """
SELECT d.id, d.agency_id, d.task_id, d.role, d.period, d.last_day, d.state = 'excused' AS excused, d.last_day < :today AS over,
  r.id IS NOT NULL AND r.returned_at IS NULL AND d.state <> 'excused' AS received,
  r.returned_at IS NOT NULL AND d.state <> 'excused' AS returned, r.status, r.at, r.results, r.difficulties,
  date((SELECT min(x.at) FROM reports x WHERE x.due_id = d.id AND x.revision > coalesce((SELECT max(y.revision) FROM reports y
    WHERE y.due_id = d.id AND y.returned_at IS NOT NULL), 0)), '+7 hours') <= d.last_day AS in_time
FROM dues d LEFT JOIN reports r ON r.due_id = d.id AND r.revision = (SELECT max(revision) FROM reports WHERE due_id = d.id)
WHERE d.state <> 'dropped' AND d.period BETWEEN :first AND :last
"""
COUNT = """
SELECT sum(NOT excused) AS expected, sum(received) AS received, sum(received AND in_time) AS on_time,
  sum(received AND NOT in_time) AS late, sum(NOT excused AND NOT received AND over) AS missing,
  sum(NOT excused AND NOT received AND NOT over) AS pending, sum(excused) AS excused, sum(returned) AS returned
FROM ({dues})
"""
STATES = """
WITH d AS ({dues}),
roles AS (SELECT task_id, max(role = 'lead' AND NOT excused) AS lead FROM d WHERE task_id IS NOT NULL GROUP BY 1),
deciding AS (SELECT d.* FROM d JOIN roles ON roles.task_id = d.task_id
  WHERE NOT excused AND role = CASE WHEN lead THEN 'lead' ELSE 'cooperating' END),
newest AS (SELECT *, row_number() OVER (PARTITION BY task_id, agency_id ORDER BY at DESC) AS place FROM deciding WHERE received),
t AS (SELECT o.task_id, count(n.status) AS answers, count(o.agency_id) AS owing, sum(coalesce(n.status, '') = 'blocked') AS blocked,
  sum(coalesce(n.status, '') = 'done') AS done, sum(coalesce(n.status, '') = 'not_started') AS idle
  FROM (SELECT DISTINCT roles.task_id, agency_id FROM roles LEFT JOIN deciding ON deciding.task_id = roles.task_id) o
  LEFT JOIN newest n ON n.task_id = o.task_id AND n.agency_id = o.agency_id AND n.place = 1 GROUP BY o.task_id)
SELECT sum(answers = 0) AS unreported, sum(blocked > 0) AS blocked, sum(answers > 0 AND done = owing) AS done,
  sum(answers > 0 AND blocked = 0 AND done < owing AND idle = answers) AS not_started,
  sum(answers > 0 AND blocked = 0 AND done < owing AND idle < answers) AS in_progress FROM t
"""
ROLES = """
SELECT sum(role = 'lead' AND NOT excused), sum(role = 'lead' AND received), sum(role <> 'lead' AND NOT excused),
  sum(role <> 'lead' AND received) FROM ({dues})
"""
LIGHTS = """
SELECT sum(owed > 0 AND came = owed), sum(owed > 0 AND came < owed AND gone = 0), sum(gone > 0) FROM (
  SELECT sum(NOT excused) AS owed, sum(received) AS came, sum(NOT excused AND NOT received AND over) AS gone
  FROM ({dues}) GROUP BY agency_id)
"""
AHEAD = """
SELECT last_day, count(DISTINCT agency_id) FROM ({dues}) WHERE NOT excused AND NOT received AND NOT over
  AND last_day <= date(:today, '+7 days') GROUP BY 1 ORDER BY 1
"""
RAISED = "SELECT count(*) FROM ({dues}) WHERE received AND difficulties NOT IN ('', 'không')"
LATE_AGENCIES = """
SELECT count(DISTINCT agency_id) FROM ({dues}) WHERE NOT excused AND NOT received AND over
"""
SUM = "SELECT coalesce(sum(CAST(results AS INTEGER)), 0) FROM ({dues}) WHERE received AND results <> ''"
AGENCIES = (
    "SELECT a.name, sum(NOT excused), sum(received) FROM ({dues}) d JOIN agencies a ON a.id = d.agency_id GROUP BY 1"
)


@dataclass(frozen=True)
class Recount:
    """Asks the raw tables about some periods."""

    desk: Desk
    first: str
    last: str

    def rows(self, query: str) -> list[Any]:
        values = {"today": self.desk.today.isoformat(), "first": self.first, "last": self.last}
        return list(self.desk.connection.execute(text(query.replace("{dues}", DUES)), values))

    def one(self, query: str) -> dict[str, int]:
        (row,) = self.rows(query)
        return {name: value or 0 for name, value in row._mapping.items()}

    def number(self, query: str) -> int:
        return int(self.rows(query)[0][0])


Step = tuple[str, int, Status, int, int]
DEEDS = ("report", "return", "excuse", "extend", "undo", "reassign", "cooperate", "issue", "merge", "erase", "fold")


def _steps(*more: str) -> st.SearchStrategy[list[Step]]:
    """Draw what happens in a year, a third of it reports."""
    what = st.sampled_from(["report"] * 5 + [*DEEDS, *more])
    step = st.tuples(what, st.integers(0, 99), st.sampled_from(Status), st.integers(2, 40), st.integers(0, 40))
    return st.lists(step, max_size=30)


def _live(desk: Desk, steps: list[Step]) -> Desk:
    """Let a year pass in which these things happen; returns the desk at its end."""
    import_plan(desk, plan_draft(TASKS))
    officer = desk.people.add("Hà")
    desk.people.add_membership(officer, Role.COORDINATOR, None, desk.now)
    now = desk.now
    for number, (what, which, status, amount, days) in enumerate(steps):
        now += timedelta(days=days, minutes=number)
        with suppress(UserError):
            _do(replace(desk, now=now), officer, which, what, status, amount)
    return replace(desk, now=now)


def _do(desk: Desk, officer: PersonId, which: int, what: str, status: Status, amount: int) -> None:
    if what in ("cooperate", "issue", "merge", "erase", "fold", "request"):
        _do_at_large(desk, officer, which, what, amount)
        return
    ids = [standing.due for standing in desk.reports.standings()]
    due = ids[which % len(ids)]
    current = desk.reports.current(due)
    seen = current.revision if current else 0
    later = desk.today + timedelta(amount)
    if what == "report":
        words = "" if status is Status.NOT_STARTED else f"{amount} lớp tập huấn"
        draft = ReportDraft(status, None, words, ("", "không", "Thiếu kinh phí")[amount % 3])
        SubmitReport(officer, due, draft, seen, on_behalf=True).perform(desk)
    elif what == "return":
        Return(officer, due, "thiếu số liệu", later, seen).perform(desk)
    elif what == "excuse":
        Excuse(officer, due, "không có việc").perform(desk)
    elif what == "extend":
        Extend(officer, due, later, "bão lụt").perform(desk)
    elif what == "undo":
        take_back(desk, officer, _latest_decision(desk))
    else:
        (found,), bodies = desk.dues.several([due]), desk.agencies.all_active()
        Reassign(officer, due, found.agency, bodies[amount % len(bodies)].id).perform(desk)


def _latest_decision(desk: Desk) -> int:
    made = select(func.max(events.c.id)).where(events.c.what.in_(DECISIONS))
    return desk.connection.scalar(made) or 0


def _do_at_large(desk: Desk, officer: PersonId, which: int, what: str, amount: int) -> None:
    """Do what is not about one due: the plan, the register of agencies, a person."""
    plan, bodies = desk.plans.all()[0], desk.agencies.all_active()
    if what == "cooperate":
        set_cooperating(desk, plan.id, which % 2 == 0, by=officer)
    elif what == "issue":
        import_plan(desk, plan_draft((TASKS, OTHERWISE, TASKS[1:])[which % 3]))
    elif what == "merge" and len(bodies) > 2:
        merge(desk, bodies[which % len(bodies)], bodies[amount % len(bodies)])
    elif what == "erase":
        desk.people.erase(desk.people.add("Lan"), desk.now, "(đã xóa)")
    elif what == "request":
        asked = tuple({body.id for body in (bodies[which % len(bodies)], bodies[amount % len(bodies)])})
        SendRequest(officer, "Báo cáo nhanh", asked, AskedDay(desk.today + timedelta(amount))).perform(desk)
    else:
        desk.tallies.fold(most=0)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_steps("request"))
def test_what_is_kept_equals_a_recount(sqlite_desk: Desk, steps: list[Step]) -> None:
    with sqlite_desk.connection.begin_nested() as savepoint:
        desk = _live(sqlite_desk, steps)
        assert desk.tallies.differing() == 0
        for period in desk.dues.periods():
            _check_picture(picture(desk, period), desk.reports.standings(periods=[period]))
        (plan,) = desk.plans.all()
        mine = desk.reports.standings(periods=["2024-Q4"], plan=plan.id)
        _check_picture(picture(desk, "2024-Q4", plan=plan.id), mine)
        savepoint.rollback()


def _check_picture(shown: Picture, standings: list[Standing]) -> None:
    """Compare what is told from counts with the same counted due by due."""
    counted = count(standings, shown.today)
    assert replace(shown.figures, by_task=()) == replace(counted, by_task=())
    assert {task.id: task for task in shown.figures.by_task} == {task.id: task for task in counted.by_task}
    assert list(shown.late) == late_agencies(standings, shown.today)
    groups: dict[str, list[Standing]] = {}
    for standing in standings:
        name = f"{standing.no} {standing.title}" if standing.plan is None else standing.plan_title
        groups.setdefault(name, []).append(standing)
    told = {group.name: group.tally for group in (*shown.plans, *shown.requests)}
    assert told == {name: count(own, shown.today).totals for name, own in groups.items()}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_steps("request"), st.sampled_from([1, 2, 3, 4]))
def test_chat_agrees_with_a_recount(sqlite_desk: Desk, steps: list[Step], number: int) -> None:
    with sqlite_desk.connection.begin_nested() as savepoint:
        desk = _live(sqlite_desk, steps)
        period = f"2024-Q{number}"
        counted = Recount(desk, period, period)
        totals, states = counted.one(COUNT), counted.one(STATES)
        shown = picture(desk, period)
        packed = status_document(desk, period)
        assert packed["totals"] == {name: value for name, value in totals.items() if name != "pending"}
        assert packed["tasks"] == states
        agencies = {one["name"]: (one["expected"], one["received"]) for one in packed["agencies"]}
        assert agencies == {row[0]: (row[1], row[2]) for row in counted.rows(AGENCIES)}
        (lead, lead_came, cooperating, cooperating_came) = counted.rows(ROLES)[0]
        parts = shown.figures.lead, shown.figures.cooperating
        assert [(part.expected, part.received) for part in parts] == [
            (lead or 0, lead_came or 0), (cooperating or 0, cooperating_came or 0)
        ]  # fmt: skip
        _check_words(desk, shown, totals, states)
        _check_digest(desk, counted, totals, states)
        savepoint.rollback()


_STATES_IN_CHAT = {
    "done": "hoàn thành",
    "in_progress": "đang thực hiện",
    "blocked": "vướng mắc",
    "not_started": "chưa triển khai",
    "unreported": "chưa báo cáo",
}


def _check_words(desk: Desk, shown: Any, totals: dict[str, int], states: dict[str, int]) -> None:
    words = markup.plain(status_text(shown.period, shown.as_of, desk.office.zone, shown.figures, (), None))
    if not totals["expected"]:
        assert "không có báo cáo nào đến hạn" in words
        return
    assert f"Đã báo cáo {totals['received']}/{totals['expected']} (" in words
    assert f"{totals['on_time']} đúng hạn, {totals['late']} trễ hạn; {totals['missing']} quá hạn chưa báo cáo." in words
    named = [f"{states[state]} {words_of}" for state, words_of in _STATES_IN_CHAT.items() if states[state]]
    assert f"Nhiệm vụ: {', '.join(named) or 'không có'}." in words


def _check_digest(desk: Desk, counted: Recount, totals: dict[str, int], states: dict[str, int]) -> None:
    """Compare every figure of the digest; when nothing is new, it has one line."""
    message = digests.digest_message(desk, picture(desk, counted.first), desk.now - timedelta(7))
    digest = markup.plain(message.body)
    everything = Recount(desk, "", "9")
    late, raised = everything.number(LATE_AGENCIES), counted.number(RAISED)
    assert f"{totals['received']}/{totals['expected']}" in digest
    if "không có thay đổi so với" in digest:
        assert f"Vẫn còn {late} cơ quan quá hạn" in digest or not late
        return
    assert f"Quá hạn ({late} cơ quan)" in digest or not late
    assert f"Nhiệm vụ: {states['done']} hoàn thành, {states['blocked']} vướng mắc." in digest
    green, yellow, red = (number or 0 for number in counted.rows(LIGHTS)[0])
    assert f"🟢 {green} đủ · 🟡 {yellow} còn hạn · 🔴 {red} quá hạn" in digest
    assert ("Cần lãnh đạo cho ý kiến" in digest) == bool(raised)
    ahead = everything.rows(AHEAD)
    assert ("Sắp đến hạn" in digest) == bool(ahead)
    for day, agencies in ahead[:1]:
        owed = re.search(
            rf"{texts.long_day(date.fromisoformat(day))}: .*?(?: \((\d+) cơ quan\))?$", digest, re.MULTILINE
        )
        assert owed is not None
        assert int(owed[1] or 1) == agencies


PERIODS = {
    "2024-Q1": ("2024-Q1", "2024-Q1"),
    "2024-H2": ("2024-Q3", "2024-Q4"),
    "2024-Q4": ("2024-Q4", "2024-Q4"),
    "2024-H1": ("2024-Q1", "2024-Q2"),
    "2024": ("2024-Q1", "2024-Q4"),
}
TALLY = {
    "Phải báo cáo": "expected", "Đã nhận": "received", "Đúng hạn": "on_time", "Trễ hạn": "late",
    "Quá hạn chưa gửi": "missing", "Chưa đến hạn": "pending", "Được miễn": "excused", "Trả lại": "returned",
}  # fmt: skip
STATE_NAMES = {
    "Chưa triển khai": "not_started", "Đang thực hiện": "in_progress", "Hoàn thành": "done", "Vướng mắc": "blocked",
    "Chưa có báo cáo": "unreported",
}  # fmt: skip
SENTENCES = {
    "on_time": r"(\d+) đúng hạn", "late": r"(\d+) trễ hạn", "missing": r"(\d+) báo cáo quá hạn chưa gửi",
    "pending": r"(\d+) báo cáo chưa đến hạn",
}  # fmt: skip
TASK_SENTENCES = {
    "done": r"(\d+) nhiệm vụ đã hoàn thành", "in_progress": r"(\d+) nhiệm vụ đang thực hiện",
    "blocked": r"(\d+) nhiệm vụ có vướng mắc", "not_started": r"(\d+) nhiệm vụ chưa triển khai",
    "unreported": r"(\d+) nhiệm vụ chưa có báo cáo",
}  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_steps(), st.sampled_from(sorted(PERIODS)))
def test_document_and_workbook_agree_with_a_recount(sqlite_desk: Desk, steps: list[Step], period: str) -> None:
    with sqlite_desk.connection.begin_nested() as savepoint:
        desk = _live(sqlite_desk, steps)
        counted = Recount(desk, *PERIODS[period])
        facts = summaries.facts(desk, period)
        totals, states, amount = counted.one(COUNT), counted.one(STATES), counted.number(SUM)
        _check_document(_body(summary_docx(facts, desk.office)), totals, states, amount)
        _check_workbook(summary_xlsx(facts, desk.office), counted, totals, states, amount)
        savepoint.rollback()


def _body(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    return "".join(each.text or "" for each in paper.element.body.iter() if str(each.tag).endswith("}t"))


def _check_document(body: str, totals: dict[str, int], states: dict[str, int], amount: int) -> None:
    """Compare the sentences on the period; what there is none of is not mentioned."""
    general = re.search(r"đã nhận (\d+)/(\d+) báo cáo phải gửi[^.]*\.", body)
    assert general is not None
    assert (int(general[1]), int(general[2])) == (totals["received"], totals["expected"])
    assert {name: _said(pattern, general[0]) for name, pattern in SENTENCES.items()} == {
        name: totals[name] for name in SENTENCES
    }
    tasks = re.search(r"Trong \d+ nhiệm vụ được theo dõi:[^.]*\.", body)
    found = tasks[0] if tasks else ""
    assert {name: _said(pattern, found) for name, pattern in TASK_SENTENCES.items()} == states
    if amount:
        assert f"{amount:02d} lớp tập huấn" in body.replace(".", "")


def _said(pattern: str, sentence: str) -> int:
    found = re.search(pattern, sentence)
    return int(found[1]) if found else 0


def _check_workbook(
    content: bytes, counted: Recount, totals: dict[str, int], states: dict[str, int], amount: int
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    figures = {(row[0], row[1]): row[2] for row in book["Số liệu"].iter_rows(min_row=2, values_only=True)}
    assert {key: figures["Tất cả báo cáo", name] for name, key in TALLY.items()} == totals
    assert {key: figures["Nhiệm vụ", name] for name, key in STATE_NAMES.items()} == states
    assert figures.get(("Số liệu trong báo cáo", "lớp tập huấn"), 0) == amount
    agencies = {row[0]: (row[1], row[2]) for row in book["Cơ quan"].iter_rows(min_row=2, values_only=True)}
    assert agencies == {row[0]: (row[1], row[2]) for row in counted.rows(AGENCIES)}
    reports = list(book["Báo cáo"].iter_rows(min_row=2, values_only=True))
    assert len(reports) == totals["expected"] + totals["excused"]
    assert all(isinstance(row[5], date) for row in reports)
    tasks = list(book["Nhiệm vụ"].iter_rows(min_row=2, values_only=True))
    assert [sum(int(str(row[column])) for row in tasks) for column in range(7, 12)] == [
        totals[name] for name in ("expected", "received", "on_time", "late", "missing")
    ]
