"""What came back of one-off requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.deadlines import DeadlineKind, Due, DueState
from bot.domain.markup import Text
from bot.domain.messages import Button, Outgoing
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.domain.requests import Request, RequestId, code
from bot.rendering.request_replies import RequestFacts
from bot.texts import days
from bot.texts import requests as texts
from bot.usecases.desk import Desk
from bot.usecases.permissions import reader
from bot.usecases.telling import tell_person
from storage.reminders import OPEN
from storage.requests import Requests


def note_answer(desk: Desk, due: Due) -> None:
    """Tell whoever made a request when the last answer has come; nothing happens for any other due."""
    kept = Requests(desk.connection)
    known = kept.by_deadline(due.deadline) if due.kind is DeadlineKind.REQUEST else None
    if known is None or known.by is None or kept.still_owed(due.deadline):
        return
    count = len(kept.dues(known.id))
    rows = ((Button(texts.DOCUMENTS, f"do:reply:{known.id}"),),)
    message = Outgoing(texts.complete(code(known.id), count, known.text), rows)
    tell_person(desk, f"request_complete:{known.id}:{due.id}", known.by, message)


def facts(desk: Desk, request: int) -> RequestFacts:
    """Gather what the compiled reply to a request says; raises `NotFound("request.unknown")`."""
    kept, number = Requests(desk.connection), RequestId(request)
    known = kept.get(number)
    return RequestFacts(known, kept.day(number), tuple(desk.reports.standings(request=number)), desk.now)


def compiled(desk: Desk, by: PersonId, request: RequestId) -> Text:
    """Show the answers to a request; raises `NotFound` and `NotAllowed`."""
    reader(desk, by)
    kept = Requests(desk.connection)
    known, ids = kept.get(request), kept.dues(request)
    dues = [due for due in desk.dues.several(ids) if due.state is not DueState.DROPPED]
    names = desk.agencies.get_many(due.agency for due in dues)
    answers = [_answer(desk, due.id, names[due.agency].name) for due in dues]
    missing = [names[due.agency].name for due, answer in zip(dues, answers, strict=True) if answer is None]
    return texts.compiled(code(request), known.text, _deadline(desk, known, dues), _there(answers), missing)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request in a list: how many of how many have answered, and by when they should."""

    request: RequestId
    words: str
    answered: int
    agencies: int
    deadline: str


def listed(desk: Desk, limit: int) -> tuple[Asked, ...]:
    """List the requests that were not taken back, the newest first."""
    return tuple(_asked(desk, known) for known in Requests(desk.connection).latest(limit))


def _asked(desk: Desk, known: Request) -> Asked:
    found = facts(desk, known.id)
    tally, wanted = found.figures.totals, found.wanted
    shown = days.deadline_of(wanted.last_day, wanted.named_day, desk.today, desk.office.calendar)
    return Asked(known.id, known.text, tally.received, tally.expected, shown)


def owing(desk: Desk, request: RequestId) -> int | None:
    """Count the agencies that have not answered; `None` for a request that was taken back. Raises `NotFound`."""
    kept = Requests(desk.connection)
    if kept.get(request).closed_at is not None:
        return None
    return sum(due.state in OPEN for due in desk.dues.several(kept.dues(request)))


def _deadline(desk: Desk, known: Request, dues: Sequence[Due]) -> str:
    if not dues:
        return f"gửi lúc {days.moment(known.created_at, desk.office.zone)}"
    return days.deadline(dues[0], desk.today, desk.office.calendar)


def _answer(desk: Desk, due: DueId, agency: str) -> texts.Answered | None:
    report = desk.reports.current(due)
    if report is None:
        return None
    at = days.moment(report.at, desk.office.zone)
    files = desk.reports.evidence_count(report.id)
    return texts.Answered(agency, report.results, at, report.in_time, files, report.on_behalf)


def _there(answers: Iterable[texts.Answered | None]) -> list[texts.Answered]:
    return [answer for answer in answers if answer is not None]
