"""Reports: what can be reported on, what was said before, and keeping what is said now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DeadlineKind, Due, DueState
from bot.domain.people import Person, PersonId, Role
from bot.domain.reports import DueId, Report, ReportDraft
from bot.errors import Conflict, NotAllowed, NotFound
from bot.reading.chat.quantities import find_document, quantities
from bot.reading.chat.typed import read_typed
from bot.texts import days
from bot.texts import dues as due_texts
from bot.usecases.colleagues import tell_colleagues
from bot.usecases.desk import Desk
from bot.usecases.permissions import coordinator
from bot.usecases.request_answers import note_answer

CODE_LENGTH = 5
SOON = timedelta(days=31)
LISTED = 8
REPORTABLE = (DueState.OPEN, DueState.RETURNED, DueState.FULFILLED)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing an agency can report on, as the conversation shows it.

    `reported` says that a report is there already; `request` that it answers a one-off request, which has no status.
    """

    due: DueId
    agency: str
    name: str
    title: str
    deadline: str
    period: str
    reported: bool
    late: bool
    request: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the agency said before. `revision` is that of this due's newest report, 0 when there is none.

    `returned` is why the office sent that report back; empty when it did not.
    """

    revision: int
    mine: bool
    draft: ReportDraft | None
    by: str
    at: str
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The acknowledgement of a kept report.

    `left` are the nearest of the `open` dues of the agency: those whose last day is within `SOON`, at most `LISTED`.
    `document` is the number of the official document that the report names.
    """

    code: str
    at: str
    in_time: bool
    days_late: int
    revision: int
    title: str
    left: tuple[WorkItem, ...]
    open: int
    document: str | None


def work_item(desk: Desk, due: Due, agency_name: str) -> WorkItem:
    """Describe a due for a list on a phone."""
    return WorkItem(
        due.id,
        agency_name,
        due_texts.name(due),
        due.title,
        days.deadline(due, desk.today, desk.office.calendar),
        days.period_name(due.period),
        due.state is DueState.FULFILLED,
        due.last_day < desk.today and due.state is not DueState.FULFILLED,
        due.kind is DeadlineKind.REQUEST,
    )


def work_of(desk: Desk, agencies: Sequence[AgencyId]) -> list[WorkItem]:
    """List what agencies can report on: what is open first, by nearest deadline; else what was reported and still runs."""
    dues = desk.dues.open_of(agencies, desk.today) or desk.dues.current_of(agencies, desk.today)
    names = desk.agencies.get_many({due.agency for due in dues})
    return [work_item(desk, due, names[due.agency].name) for due in dues]


@dataclass(frozen=True)
class OpenWork:
    """Look up what a person's agencies can report on; `only` keeps the list to some dues."""

    person: PersonId
    only: tuple[DueId, ...] = ()

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = list[WorkItem]

    def perform(self, desk: Desk) -> list[WorkItem]:
        agencies = desk.people.get(self.person).agencies
        if not self.only:
            return work_of(desk, agencies)
        dues = [due for due in desk.dues.several(self.only) if due.agency in agencies and due.state in REPORTABLE]
        names = desk.agencies.get_many({due.agency for due in dues})
        return [work_item(desk, due, names[due.agency].name) for due in dues]


@dataclass(frozen=True)
class WorkOf:
    """Look up what an agency can report on, for a coordinator who enters its reports."""

    person: PersonId
    agency: AgencyId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = list[WorkItem]

    def perform(self, desk: Desk) -> list[WorkItem]:
        coordinator(desk, self.person)
        return work_of(desk, [self.agency])


@dataclass(frozen=True)
class WhatWasSaid:
    """Look up what was said of a due, or of the same task in an earlier period."""

    due: DueId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Earlier

    def perform(self, desk: Desk) -> Earlier:
        due = _due(desk, self.due)
        current = desk.reports.current(due.id)
        report = current or desk.reports.latest_of(desk.dues.same_task_before(due))
        if report is None:
            return Earlier(0, mine=False, draft=None, by="", at="")
        draft = ReportDraft(report.status, report.percent, report.results, report.difficulties)
        return Earlier(
            current.revision if current else 0,
            current is not None,
            draft,
            _author(desk, report),
            _when(desk, report.at),
            report.return_reason or "" if due.state is DueState.RETURNED else "",
        )


def _author(desk: Desk, report: Report) -> str:
    known = desk.people.get_many([report.person] if report.person else [])
    return next((person.name for person in known.values()), "")


def _when(desk: Desk, instant: datetime) -> str:
    return days.moment(instant, desk.office.zone)


def _due(desk: Desk, due: DueId) -> Due:
    found = desk.dues.get(due)
    if found is None:
        raise NotFound("due.unknown")
    return found


@dataclass(frozen=True)
class SubmitReport:
    """Keep a report. `seen` is the revision the person was shown; another one since then is a conflict.

    Without `tell` the agency's other focal points are told later, of several reports at once (`TellColleagues`).
    """

    person: PersonId
    due: DueId
    draft: ReportDraft
    seen: int = 0
    on_behalf: bool = False
    tell: bool = True

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Receipt

    def perform(self, desk: Desk) -> Receipt:
        return submit(desk, self)


def submit(desk: Desk, wanted: SubmitReport) -> Receipt:
    """Keep a report as the next revision of its due, and close the due.

    1. The person must speak for the agency, or be a coordinator who enters it on its behalf.
    2. A due that was excused or dropped takes no report; a report that came meanwhile is a `Conflict`.
    3. The due is fulfilled, which stops its reminders, those waiting in the outbox included.
    4. The agency's other focal points are told quietly, and whoever asked when all have answered a request.
    """
    due = _due(desk, wanted.due)
    person = desk.people.get(wanted.person)
    _check_may_report(person, due, on_behalf=wanted.on_behalf)
    if due.state not in REPORTABLE:
        raise Conflict("due.closed", name=due_texts.name(due))
    current = desk.reports.current(due.id)
    if current is not None and current.revision != wanted.seen:
        raise Conflict("report.changed", by=_author(desk, current), at=_when(desk, current.at))
    in_time = desk.today <= due.last_day or _stood_in_time(current)
    report = desk.reports.add(
        due,
        wanted.draft,
        code=_code(desk),
        person=person.id,
        at=desk.now,
        in_time=in_time,
        on_behalf=wanted.on_behalf,
        extra=_found_in(wanted.draft),
    )
    desk.dues.settle(due.id, DueState.FULFILLED, desk.now)
    before = None if current is None else {"code": current.code, "status": current.status}
    after = {"code": report.code, "status": report.status, "on_behalf": report.on_behalf}
    desk.events.log(desk.now, person.id, "report.submitted", f"due:{due.id}", before, after)
    if wanted.tell:
        tell_colleagues(desk, person, due, report)
    note_answer(desk, due)
    return _receipt(desk, due, report)


def _found_in(draft: ReportDraft) -> dict[str, Any]:
    """Pick out what can be counted and looked up.

    Example: ``{"numbers": ["12 tin bài"], "document": "123/BC-SNgV ngày 10/11/2024"}``; what is not found is left out.
    """
    words = read_typed(draft.results)
    named = (find_document(read_typed(text)) for text in (draft.results, *(item.name for item in draft.evidence)))
    found = {"numbers": list(quantities(words)), "document": next((number for number in named if number), None)}
    return {name: value for name, value in found.items() if value}


def _stood_in_time(current: Report | None) -> bool:
    """Tell whether a report that came in time is only being improved; one that was returned has to come in time again."""
    return current is not None and current.in_time and current.returned_at is None


def _check_may_report(person: Person, due: Due, *, on_behalf: bool) -> None:
    if on_behalf and person.has(Role.COORDINATOR):
        return
    if due.agency not in person.agencies:
        raise NotAllowed("due.not_yours")


def _code(desk: Desk) -> str:
    """Draw a code like BC-7K2MX that no report has."""
    while True:
        code = f"BC-{desk.ids.code(CODE_LENGTH)}"
        if not desk.reports.code_taken(code):
            return code


def _receipt(desk: Desk, due: Due, report: Report) -> Receipt:
    still_open = desk.dues.open_of([due.agency], desk.today)
    soon = [other for other in still_open if other.last_day <= desk.today + SOON]
    agency = desk.agencies.get(due.agency)
    return Receipt(
        report.code,
        _when(desk, report.at),
        report.in_time,
        0 if report.in_time else (desk.today - due.last_day).days,
        report.revision,
        due_texts.name(due),
        tuple(work_item(desk, other, agency.name) for other in soon[:LISTED]),
        len(still_open),
        report.extra.get("document"),
    )
