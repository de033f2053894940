"""Who speaks for an agency: handing over to somebody else, and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.messages import Outgoing, Priority
from bot.domain.people import PersonId, Role
from bot.errors import NotAllowed
from bot.texts import memberships as texts
from bot.usecases.desk import Desk
from bot.usecases.telling import tell_coordinators, tell_person


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency as a conversation names it."""

    id: AgencyId
    name: str


@dataclass(frozen=True)
class MyAgencies:
    """Look up the agencies somebody speaks for."""

    person: PersonId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[NamedAgency, ...]

    def perform(self, desk: Desk) -> tuple[NamedAgency, ...]:
        agencies = desk.people.get(self.person).agencies
        return tuple(NamedAgency(agency.id, agency.name) for agency in desk.agencies.get_many(agencies).values())


@dataclass(frozen=True, slots=True)
class Left:
    """How many others speak for an agency after somebody has left it."""

    others: int


@dataclass(frozen=True)
class Leave:
    """Stop speaking for an agency; the coordinators hear of it."""

    person: PersonId
    agency: AgencyId

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Left

    def perform(self, desk: Desk) -> Left:
        person = desk.people.get(self.person)
        if not desk.people.end_membership(person.id, Role.FOCAL, self.agency, desk.now):
            raise NotAllowed("due.not_yours")
        return Left(note_leaving(desk, person.id, self.agency, person.name))


def note_leaving(desk: Desk, person: PersonId, agency: AgencyId, name: str = "") -> int:
    """Note that somebody leaves an agency, and tell the coordinators, by `name` unless that is to be forgotten.

    Returns how many others speak for the agency.
    """
    _log_leaving(desk, person, agency, by=person)
    others = [other.name for other in desk.people.members_of(agency) if other.id != person]
    message = Outgoing(texts.somebody_left(name, desk.agencies.get(agency).name, others))
    tell_coordinators(desk, f"left:{person}:{agency}:{desk.now:%Y%m%dT%H%M%S}", message)
    return len(others)


def complete_handover(desk: Desk, old: PersonId, agency: AgencyId, new: PersonId) -> None:
    """Let `old` leave an agency that `new` has taken over; both the old focal point and the coordinators are told."""
    if not desk.people.end_membership(old, Role.FOCAL, agency, desk.now):
        return
    _log_leaving(desk, old, agency, by=new)
    people, name = desk.people.get_many([old, new]), desk.agencies.get(agency).name
    key = f"handover:{agency}:{old}:{new}:{desk.now:%Y%m%dT%H%M%S}"
    tell_coordinators(desk, key, Outgoing(texts.handed_over(people[old].name, people[new].name, name)))
    tell_person(desk, key, old, Outgoing(texts.you_are_free(people[new].name, name)), Priority.ANSWER)


def _log_leaving(desk: Desk, person: PersonId, agency: AgencyId, by: PersonId) -> None:
    """Note that somebody has left; what they wanted to be reminded of later is not theirs any more."""
    owed = [due.id for due in desk.dues.open_of([agency], desk.today)]
    desk.dues.drop_naps([nap for nap in desk.dues.naps(owed) if nap.person == person])
    before = {"role": Role.FOCAL, "agency": agency}
    desk.events.log(desk.now, by, "person.left", f"person:{person}", before=before)
