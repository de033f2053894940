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
from sqlalchemy import text

from bot.domain import markup
from bot.domain.people import PersonId, Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import DueId, ReportDraft, Status
from bot.errors import UserError
from bot.rendering.documents import summary_docx
from bot.rendering.workbooks import summary_xlsx
from bot.texts.status import status as status_text
from bot.usecases import digests, summaries
from bot.usecases.desk import Desk
from bot.usecases.extensions import Excuse, Extend
from bot.usecases.plans import import_plan
from bot.usecases.reports import SubmitReport
from bot.usecases.returns import Return
from bot.usecases.status import picture, status_document
from tests.worlds import ONGOING, Q4, plan_draft

TASKS = (
    TaskDraft("I.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ", "Báo Quảng Ngãi"), timeframe=ONGOING),
    TaskDraft("I.2", "Tập huấn", lead=("Sở Ngoại vụ", "Sở Công Thương", "Báo Quảng Ngãi"), timeframe=Q4),
    TaskDraft("I.3", "Xuất bản bản tin", lead=("Sở Công Thương",), timeframe=ONGOING),
)

# What counts is, of each due, its newest revision unless that was sent back, and in time is whoever first answered after the
# last sending back by the last day. Neither `current` nor `in_time` is looked at.
DUES = """
SELECT d.id, d.agency_id, d.task_id, d.period, d.state = 'excused' AS excused, d.last_day < :today AS over,
  r.id IS NOT NULL AND r.returned_at IS NULL AND d.state <> 'excused' AS received,
  r.returned_at IS NOT NULL AND d.state <> 'excused' AS returned, r.status, r.at, r.results,
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
WITH d AS ({dues}), newest AS (SELECT *, row_number() OVER (PARTITION BY task_id, agency_id ORDER BY at DESC) AS place
  FROM d WHERE received),
t AS (SELECT o.task_id, count(n.status) AS answers, sum(o.owed) AS owing, sum(coalesce(n.status, '') = 'blocked') AS blocked,
  sum(coalesce(n.status, '') = 'done') AS done, sum(coalesce(n.status, '') = 'not_started') AS idle
  FROM (SELECT task_id, agency_id, max(NOT excused) AS owed FROM d GROUP BY 1, 2) o
  LEFT JOIN newest n ON n.task_id = o.task_id AND n.agency_id = o.agency_id AND n.place = 1 GROUP BY o.task_id)
SELECT sum(answers = 0) AS unreported, sum(blocked > 0) AS blocked, sum(answers > 0 AND done = owing) AS done,
  sum(answers > 0 AND blocked = 0 AND done < owing AND idle = answers) AS not_started,
  sum(answers > 0 AND blocked = 0 AND done < owing AND idle < answers) AS in_progress FROM t
"""
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
_steps = st.lists(
    st.tuples(
        st.sampled_from(["report", "report", "report", "return", "excuse", "extend"]),
        st.integers(0, 99),
        st.sampled_from(Status),
        st.integers(2, 40),
        st.integers(0, 40),
    ),
    max_size=30,
)


def _live(desk: Desk, steps: list[Step]) -> Desk:
    """Let a year pass in which these things happen; returns the desk at its end."""
    import_plan(desk, plan_draft(TASKS))
    officer = desk.people.add("Hà")
    desk.people.add_membership(officer, Role.COORDINATOR, None, desk.now)
    ids = [standing.due for standing in desk.reports.standings()]
    now = desk.now
    for number, (what, which, status, amount, days) in enumerate(steps):
        now += timedelta(days=days, minutes=number)
        with suppress(UserError):
            _do(replace(desk, now=now), officer, ids[which % len(ids)], what, status, amount)
    return replace(desk, now=now)


def _do(desk: Desk, officer: PersonId, due: DueId, what: str, status: Status, amount: int) -> None:
    current = desk.reports.current(due)
    seen = current.revision if current else 0
    later = desk.today + timedelta(amount)
    if what == "report":
        words = "" if status is Status.NOT_STARTED else f"{amount} lớp tập huấn"
        SubmitReport(officer, due, ReportDraft(status, None, words), seen, on_behalf=True).perform(desk)
    elif what == "return":
        Return(officer, due, "thiếu số liệu", later, seen).perform(desk)
    elif what == "excuse":
        Excuse(officer, due, "không có việc").perform(desk)
    else:
        Extend(officer, due, later, "bão lụt").perform(desk)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_steps, st.sampled_from([1, 2, 3, 4]))
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
        _check_words(desk, shown, totals, states)
        everything = Recount(desk, "", "9")
        digest = markup.plain(digests.digest_message(desk, shown, desk.now - timedelta(7)).body)
        late = everything.number(LATE_AGENCIES)
        assert f"{totals['received']}/{totals['expected']}" in digest
        assert f"Quá hạn ({late} cơ quan)" in digest or not late
        savepoint.rollback()


def _check_words(desk: Desk, shown: Any, totals: dict[str, int], states: dict[str, int]) -> None:
    words = markup.plain(status_text(shown.period, shown.as_of, desk.office.zone, shown.figures, (), None))
    if not totals["expected"]:
        assert "không có báo cáo nào đến hạn" in words
        return
    assert f"Đã báo cáo {totals['received']}/{totals['expected']} (" in words
    assert f"{totals['on_time']} đúng hạn, {totals['late']} chậm; {totals['missing']} quá hạn chưa báo cáo." in words
    assert (
        f"{states['done']} hoàn thành, {states['in_progress']} đang thực hiện, {states['blocked']} vướng mắc, "
        f"{states['not_started']} chưa triển khai, {states['unreported']} chưa báo cáo." in words
    )


PERIODS = {"2024-Q4": ("2024-Q4", "2024-Q4"), "2024-H1": ("2024-Q1", "2024-Q2"), "2024": ("2024-Q1", "2024-Q4")}
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


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_steps, st.sampled_from(sorted(PERIODS)))
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
