"""Telling an agency's other focal points that one of them has reported, so that nobody does it twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due
from bot.domain.markup import Text
from bot.domain.messages import Outgoing
from bot.domain.people import Person, PersonId
from bot.domain.reports import DueId, Report
from bot.texts import dues as due_texts
from bot.texts import on_behalf as behalf_texts
from bot.texts import reports as texts
from bot.usecases.desk import Desk
from bot.usecases.telling import tell


def tell_colleagues(desk: Desk, person: Person, due: Due, report: Report) -> None:
    """Tell of one report, quietly; of one that an officer entered for the agency, aloud."""
    name, key = due_texts.name(due), f"{report.code}:{report.revision}"
    if report.on_behalf:
        _tell(desk, person, due.agency, key, behalf_texts.entered(person.name, name, report.code), quiet=False)
    else:
        _tell(desk, person, due.agency, key, texts.colleague_reported(person.name, name, report.code, report.revision))


def _tell(desk: Desk, person: Person, agency: AgencyId, key: str, message: Text, *, quiet: bool = True) -> None:
    for colleague in desk.people.focal_points(agency):
        if colleague.id != person.id:
            tell(desk, f"colleague:{key}", colleague, Outgoing(message, quiet=quiet))


@dataclass(frozen=True)
class TellColleagues:
    """Tell the other focal points in one message of reports that a person has just sent together."""

    person: PersonId
    dues: tuple[DueId, ...]

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = None

    def perform(self, desk: Desk) -> None:
        person = desk.people.get(self.person)
        sent: dict[AgencyId, list[tuple[Due, Report]]] = {}
        for due in desk.dues.several(self.dues):
            report = desk.reports.current(due.id)
            if report is not None:
                sent.setdefault(due.agency, []).append((due, report))
        for agency, reports in sent.items():
            _tell_of_all(desk, person, agency, reports)


def _tell_of_all(desk: Desk, person: Person, agency: AgencyId, reports: Sequence[tuple[Due, Report]]) -> None:
    if len(reports) == 1:
        tell_colleagues(desk, person, *reports[0])
        return
    items = [(due_texts.name(due), report.code, report.revision) for due, report in reports]
    _, first = reports[0]
    _tell(desk, person, agency, f"{first.code}:{first.revision}", texts.colleague_reported_several(person.name, items))
