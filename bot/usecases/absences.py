"""Somebody is away: a colleague gets the reminders meanwhile, the agency stays accountable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bot.domain.messages import Outgoing
from bot.domain.people import Absence, PersonId, Role
from bot.domain.reminders import next_opening
from bot.errors import InvalidInput
from bot.reading.days import read_day
from bot.texts import absences as texts
from bot.usecases.desk import Desk
from bot.usecases.people import invite
from bot.usecases.telling import tell_coordinators
from storage.absences import Absences

LONGEST = 180
"""Who is away for more calendar days than this hands over instead."""


@dataclass(frozen=True, slots=True)
class Away:
    """How somebody stands: the absence that runs or comes next, if any, and the colleagues who could stand in."""

    first: date | None
    last: date | None
    deputy: str
    colleagues: tuple[tuple[PersonId, str], ...]
    today: date


@dataclass(frozen=True)
class WhoIsAway:
    """Look up a person's absence and the other reachable focal points of their agencies."""

    person: PersonId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Away

    def perform(self, desk: Desk) -> Away:
        coming = Absences(desk.connection).coming(self.person, desk.today)
        absence = coming[0] if coming else None
        deputy = desk.people.get_many([absence.deputy] if absence and absence.deputy else [])
        found = desk.people.focal_points_of(desk.people.get(self.person).agencies)
        others = {who.id: who.name for people in found.values() for who in people if who.id != self.person}
        return Away(
            absence.first if absence else None,
            absence.last if absence else None,
            next((person.name for person in deputy.values()), ""),
            tuple(others.items()),
            desk.today,
        )


@dataclass(frozen=True)
class ReadAnyDay:
    """Read a day that somebody typed, today included; `None` when it is none, or past."""

    words: str

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = date | None

    def perform(self, desk: Desk) -> date | None:
        day = read_day(self.words, desk.today, periods=True)
        return day if day is not None and day >= desk.today else None


@dataclass(frozen=True)
class GoAway:
    """Note that a person is away from `first` to `last`, both included; `deputy` gets the reminders.

    Raises `InvalidInput("absence.order")` when the days are past or the wrong way round, `InvalidInput("absence.long")`.
    """

    person: PersonId
    first: date
    last: date
    deputy: PersonId | None = None

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = None

    def perform(self, desk: Desk) -> None:
        """Keep the absence in the place of any other; tell the coordinators where nobody is left."""
        if not desk.today <= self.last or self.last < self.first:
            raise InvalidInput("absence.order")
        if (self.last - self.first).days >= LONGEST:
            raise InvalidInput("absence.long", days=LONGEST)
        desk.people.end_absences(self.person, desk.today)
        desk.people.add_absence(Absence(self.person, self.first, self.last, self.deputy))
        after = {"first": self.first.isoformat(), "last": self.last.isoformat(), "deputy": self.deputy}
        desk.events.log(desk.now, self.person, "person.away", f"person:{self.person}", after=after)
        if self.deputy is None:
            _tell_the_office(desk, self)


def _tell_the_office(desk: Desk, gone: GoAway) -> None:
    person = desk.people.get(gone.person)
    names = desk.agencies.get_many(person.agencies)
    told = texts.uncovered(person.name, [agency.name for agency in names.values()], gone.first, gone.last)
    opening = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
    tell_coordinators(desk, f"away:{gone.person}:{gone.first}:{gone.last}", Outgoing(told), opening)


@dataclass(frozen=True)
class ComeBack:
    """End a person's absence, and those to come."""

    person: PersonId

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = int

    def perform(self, desk: Desk) -> int:
        """Return how many absences were ended."""
        ended = desk.people.end_absences(self.person, desk.today)
        if ended:
            desk.events.log(desk.now, self.person, "person.back", f"person:{self.person}")
        return ended


@dataclass(frozen=True)
class InviteDeputy:
    """Make an invite for somebody new at the person's agency; returns the code."""

    person: PersonId

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = str

    def perform(self, desk: Desk) -> str:
        agencies = desk.people.get(self.person).agencies
        return invite(desk, agencies[0] if agencies else None, Role.FOCAL, by=self.person)
