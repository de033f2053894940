"""The pages of `/status` below the first: lists of agencies, tasks and plans, one agency, one task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.figures import AgencyFigures, Outcome, Tally, TaskFigures, TaskState, outcome
from bot.domain.markup import Bullets, Paragraph, Span, Text, b, i, p, spans, text
from bot.domain.standings import LateAgency, Standing
from bot.texts import days
from bot.texts import summary as words
from bot.texts.dues import shorten
from bot.texts.status import NAME, missing, percent, received
from bot.texts.workbook import STATES

LATE, AGENCIES, TASKS, PLANS, REQUESTS = "Cơ quan trễ hạn", "Cơ quan", "Nhiệm vụ", "Kế hoạch", "Yêu cầu"
MINE = "Việc của cơ quan"
OVERVIEW, BACK, PREVIOUS, NEXT, ALL_PLANS = "Tổng quan", "‹ Quay lại", "‹ Trước", "Sau ›", "Mọi kế hoạch"
_TASK, _TITLE, _RESULTS, _LEADS = 52, 150, 60, 120

_MARKS = {
    Outcome.ON_TIME: "✅",
    Outcome.LATE: "☑️",
    Outcome.MISSING: "🔴",
    Outcome.PENDING: "⏳",
    Outcome.EXCUSED: "➖",
    Outcome.DROPPED: "➖",
    Outcome.RETURNED_MISSING: "↩️",
    Outcome.RETURNED_PENDING: "↩️",
}
_STATE_MARKS = {
    TaskState.DONE: "✅",
    TaskState.IN_PROGRESS: "🔵",
    TaskState.BLOCKED: "🔴",
    TaskState.NOT_STARTED: "⚪",
    TaskState.UNREPORTED: "⏳",
}


def late(period: str, lines: Sequence[LateAgency], page: int, pages: int) -> Text:
    """List a page of the agencies that are late, the longest waiting first."""
    if not lines:
        return text(_head("Không có cơ quan nào quá hạn", period, 0, 1))
    named = [spans(b(shorten(one.name, NAME)), f": {missing(one)}") for one in lines]
    return text(_head(LATE, period, page, pages), _numbered(named))


def agencies(period: str, lines: Sequence[AgencyFigures], page: int, pages: int) -> Text:
    """List a page of the agencies with how much they have reported."""
    return text(_head(AGENCIES, period, page, pages), _numbered([_counted(one.name, one) for one in lines]))


def tasks(period: str, lines: Sequence[TaskFigures], page: int, pages: int) -> Text:
    """List a page of the tasks with how far they are."""
    named = [_counted(f"{one.no} {one.title}".strip(), one, _STATE_MARKS[one.state]) for one in lines]
    return text(_head(TASKS, period, page, pages), _numbered(named))


def plans(period: str, lines: Sequence[tuple[str, Tally]], page: int, pages: int) -> Text:
    """List a page of the plans that ask for something in the period, by title."""
    return text(_head(PLANS, period, page, pages), _numbered([_counted(title, tally) for title, tally in lines]))


def requests(period: str, lines: Sequence[tuple[str, Tally]], page: int, pages: int) -> Text:
    """List a page of the one-off requests whose answers are due in the period."""
    if not lines:
        return text(_head("Không có yêu cầu đột xuất", period, 0, 1))
    return text(
        _head("Yêu cầu đột xuất", period, page, pages), _numbered([_counted(name, tally) for name, tally in lines])
    )


def agency(period: str, figures: AgencyFigures, dues: Sequence[Standing], today: date, page: int, pages: int) -> Text:
    """Show one agency: its figures, and a page of what it owes or has reported."""
    lines = [_due(standing, today) for standing in dues]
    return text(_head(shorten(figures.name, NAME), period, page, pages), received(figures), _numbered(lines))


def task(figures: TaskFigures, dues: Sequence[Standing], today: date, page: int, pages: int) -> Text:
    """Show one task: who leads it, how far it is, and a page of its agencies."""
    first = dues[0]
    leads = shorten("; ".join(first.leads), _LEADS)
    lines = [
        spans(f"{_mark(one, today)} ", b(shorten(one.agency_name, NAME)), f": {_state(one, today)}") for one in dues
    ]
    return text(
        _head(shorten(f"{figures.no} {figures.title}".strip(), _TITLE), first.period, page, pages),
        f"Chủ trì: {leads}" if leads else None,
        p(f"{_STATE_MARKS[figures.state]} {STATES[figures.state]} · đã báo cáo {figures.received}/{figures.expected}"),
        _numbered(lines),
    )


def nothing(period: str) -> Text:
    """Say that there is nothing on a page any more."""
    return text(_head("Không có việc nào phải báo cáo", period, 0, 1))


def _head(title: str, period: str, page: int, pages: int) -> Paragraph:
    where = f" · trang {page + 1}/{pages}" if pages > 1 else ""
    return p(b(title), "\n", i(f"{days.period_name(period)}{where}"))


def _numbered(lines: Sequence[tuple[Span, ...]]) -> Bullets:
    return Bullets(tuple(lines), numbered=True)


def _counted(name: str, tally: Tally, mark: str = "") -> tuple[Span, ...]:
    behind = f", quá hạn {tally.missing}" if tally.missing else ""
    light = mark or ("🔴" if tally.missing else "✅" if tally.received == tally.expected else "⏳")
    share = f"{tally.received}/{tally.expected} ({percent(tally.received, tally.expected)})"
    return spans(f"{light} ", b(shorten(name, _TASK)), f": {share if tally.expected else 'được miễn'}{behind}")


def _due(standing: Standing, today: date) -> tuple[Span, ...]:
    name = shorten(f"{standing.no} {standing.title}".strip(), _TASK)
    said = standing.said
    results = f"\n“{shorten(' '.join(said.results.split()), _RESULTS)}”" if said and said.results else ""
    role = " (phối hợp)" if standing.role == "cooperating" else ""
    return spans(f"{_mark(standing, today)} ", b(name), role, f"\n{_state(standing, today)}{results}")


def _mark(standing: Standing, today: date) -> str:
    return _MARKS[outcome(standing, today)]


def _state(standing: Standing, today: date) -> str:
    """Say how one due stands: "Đang thực hiện, 60%, 12/11 (trễ hạn)", "quá hạn 3 ngày", "hạn 14/11/2024"."""
    result, said = outcome(standing, today), standing.said
    if result in (Outcome.EXCUSED, Outcome.DROPPED):
        return "được miễn báo cáo"
    if said is not None and result in (Outcome.ON_TIME, Outcome.LATE):
        return f"{words.status(said)}, {words.local_day(said.at)}{'' if said.in_time else ' (trễ hạn)'}"
    when = (
        f"quá hạn {(today - standing.last_day).days} ngày"
        if today > standing.last_day
        else f"hạn {days.short_day(standing.last_day)}"
    )
    return f"trả lại để bổ sung, {when}" if said is not None and result >= Outcome.RETURNED_MISSING else when
