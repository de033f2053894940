"""A coordinator sends a report back to be supplemented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.people import PersonId
from bot.domain.reminders import next_look
from bot.domain.reports import DueId
from bot.errors import Conflict, InvalidInput, NotFound
from bot.texts import days
from bot.texts import dues as due_texts
from bot.texts import extensions as texts
from bot.usecases import decisions, notices
from bot.usecases.decisions import Decided
from bot.usecases.desk import Desk
from bot.usecases.permissions import coordinator

LATELY = 90
"""Reports of dues whose last day was so many calendar days ago can still be sent back."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that can be sent back; `revision` is the one the coordinator is shown, `last_day` the due's."""

    due: DueId
    agency: str
    name: str
    code: str
    said: str
    revision: int
    last_day: date


@dataclass(frozen=True)
class ReportsOf:
    """Look up an agency's reports that can be sent back, the newest first."""

    person: PersonId
    agency: AgencyId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[Reported, ...]

    def perform(self, desk: Desk) -> tuple[Reported, ...]:
        coordinator(desk, self.person)
        agency = desk.agencies.get(self.agency)
        ids = desk.dues.fulfilled_of(agency.id, desk.today, LATELY)
        dues = {due.id: due for due in desk.dues.several(ids)}
        reports = [report for report in (desk.reports.current(due) for due in ids) if report is not None]
        return tuple(
            Reported(
                report.due,
                agency.name,
                due_texts.name(dues[report.due]),
                report.code,
                days.moment(report.at, desk.office.zone),
                report.revision,
                dues[report.due].last_day,
            )
            for report in reports
        )


@dataclass(frozen=True)
class Return:
    """Send a report back with what is missing; the agency has until the end of `day`.

    Raises `Conflict("report.changed")` when a newer revision came meanwhile, `Conflict("report.not_there")` when the due is
    not fulfilled any more, `InvalidInput("extension.past")` for a day that has passed.
    """

    person: PersonId
    due: DueId
    reason: str
    day: date
    seen: int

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Decided

    def perform(self, desk: Desk) -> Decided:
        """Owe the due again and tell the agency.

        The day counts as the due's last day where it is later than that: who supplements by it is in time. The report stays,
        marked as returned; the next one is another revision.
        """
        person = coordinator(desk, self.person)
        due, report = desk.dues.get(self.due), desk.reports.current(self.due)
        if due is None or report is None:
            raise NotFound("due.unknown")
        if due.state is not DueState.FULFILLED:
            raise Conflict("report.not_there", name=due_texts.name(due))
        if report.revision != self.seen:
            raise Conflict("report.changed", by="", at=days.moment(report.at, desk.office.zone))
        if self.day < desk.today:
            raise InvalidInput("extension.past", day=days.short_day(self.day))
        last = max(self.day, due.last_day)
        look = next_look(last, due.opens_on, desk.now, desk.office.reminders, desk.office.calendar)
        made = decisions.about(desk, person.id, decisions.RETURNED, due)
        desk.reports.mark_returned(report.id, desk.now, self.reason)
        desk.dues.reopen(due.id, look)
        if last != due.last_day:
            desk.dues.extend(due.id, last, look, self.reason)
        before = {"code": report.code, "state": due.state, "last_day": due.last_day.isoformat()}
        after = {"reason": self.reason, "state": DueState.RETURNED, "last_day": last.isoformat()}
        told = texts.returned(due_texts.name(due), report.code, self.reason, last)
        return decisions.conclude(desk, made, before, after, told, notices.about(due.id))
