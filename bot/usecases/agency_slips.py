"""A coordinator mends a slip in an agency's name, or makes one of a body that is in the register twice; both can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar

from bot.domain.agencies import Agency, AgencyId
from bot.domain.events import Event
from bot.domain.people import PersonId, Role
from bot.domain.reminders import next_look
from bot.errors import Conflict, NotFound
from bot.usecases import agencies
from bot.usecases.desk import Desk
from bot.usecases.memberships import NamedAgency
from bot.usecases.naming import register_of
from bot.usecases.obligations import make_all_dues
from bot.usecases.permissions import planner
from bot.vietnamese import fold, one_line
from storage.obligations import Obligations
from storage.successions import Successions

UNDONE_WITHIN = timedelta(days=1)
CORRECTED, MERGED = "agency.corrected", "agency.succeeded"


class Slip(StrEnum):
    """What a name that was typed for an agency means."""

    NONE = "none"
    NAME = "name"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be done: a new name, or `into` another body for one that is there twice.

    `people` are the focal points and `dues` the open reports that a merger moves.
    """

    slip: Slip
    agency: NamedAgency
    name: str
    into: NamedAgency | None = None
    people: int = 0
    dues: int = 0


@dataclass(frozen=True)
class AgencyById:
    """Look up an agency by its number; raises `NotFound("agency.unknown")`."""

    agency: AgencyId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = NamedAgency

    def perform(self, desk: Desk) -> NamedAgency:
        found = desk.agencies.get(self.agency)
        return NamedAgency(found.id, found.name)


@dataclass(frozen=True)
class ProposeName:
    """See what a name that was typed for an agency means; raises `InvalidInput("agency.nameless")`."""

    person: PersonId
    agency: AgencyId
    words: str

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Proposal

    def perform(self, desk: Desk) -> Proposal:
        planner(desk, self.person)
        agency, name = desk.agencies.get(self.agency), agencies.read_name(self.words)
        body = NamedAgency(agency.id, agency.name)
        if one_line(name) == agency.name:
            return Proposal(Slip.NONE, body, name)
        other = _other(desk, agency, name)
        if other is None:
            return Proposal(Slip.NAME, body, name)
        people = len(desk.people.members_of(agency.id))
        dues = len(Successions(desk.connection).holdings(agency.id)["dues"])
        return Proposal(Slip.DOUBLE, body, name, NamedAgency(other.id, other.name), people, dues)


def _other(desk: Desk, agency: Agency, name: str) -> Agency | None:
    """Find another existing body that a name means for certain."""
    certain = register_of(desk).find(name).certain
    if len(certain) != 1 or certain[0] == agency.id:
        return None
    return desk.agencies.get(certain[0])


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done: the names before and after, what moved, and the number by which it can be undone."""

    event: int
    before: str
    after: str
    people: int = 0
    dues: int = 0


@dataclass(frozen=True)
class CorrectName:
    """Mend a slip in a name; raises `Conflict("agency.changed")` where it is no longer the one that was `seen`."""

    person: PersonId
    agency: AgencyId
    name: str
    seen: str

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Changed

    def perform(self, desk: Desk) -> Changed:
        agency = _as_seen(desk, self.person, self.agency, self.seen)
        done = agencies.correct(desk, agency, self.name, by=self.person)
        return Changed(done.event, agency.name, done.agency.name)


@dataclass(frozen=True)
class MergeDouble:
    """Let a body that is in the register twice be one; raises what `agencies.merge` does, and `Conflict("agency.changed")`."""

    person: PersonId
    agency: AgencyId
    into: AgencyId
    seen: str

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Changed

    def perform(self, desk: Desk) -> Changed:
        agency = _as_seen(desk, self.person, self.agency, self.seen)
        done = agencies.merge(desk, agency, desk.agencies.get(self.into), by=self.person)
        return Changed(done.event, done.old.name, done.new.name, done.people, done.dues)


def _as_seen(desk: Desk, person: PersonId, agency: AgencyId, seen: str) -> Agency:
    planner(desk, person)
    found = desk.agencies.get(agency)
    if found.name != seen or found.active_until is not None:
        raise Conflict("agency.changed", name=seen)
    return found


def undo(desk: Desk, by: PersonId, number: int) -> Changed:
    """Take a correction or merger back; returns the names before and after that.

    Raises `NotFound("undo.unknown")`, `Conflict("undo.too_late")` after a day, `Conflict("undo.changed")` where it was
    undone or something else has happened to the body since, `Conflict("undo.answered")` where what moved was reported on.
    """
    planner(desk, by)
    event = desk.events.get(number)
    if event is None or event.what not in (CORRECTED, MERGED):
        raise NotFound("undo.unknown")
    if desk.now - event.at > UNDONE_WITHIN:
        raise Conflict("undo.too_late")
    agency = desk.agencies.get(AgencyId(int(event.subject.removeprefix("agency:"))))
    done = _uncorrect(desk, agency, event) if event.what == CORRECTED else _part(desk, agency, event)
    before, after = {"name": done.before}, {"name": done.after, "undoes": number}
    desk.events.log(desk.now, by, f"{event.what}.undone"[:48], event.subject, before, after)
    return done


def _uncorrect(desk: Desk, agency: Agency, event: Event) -> Changed:
    if agency.name != event.after or agency.active_until is not None:
        raise Conflict("undo.changed")
    other = desk.agencies.find_by_folded(event.before)
    if other is not None and other.id != agency.id:
        raise Conflict("undo.changed")
    desk.agencies.correct(agency.id, event.before)
    return Changed(0, event.after, event.before)


def _part(desk: Desk, old: Agency, event: Event) -> Changed:
    """Let a merged body be two again.

    1. The old one exists again and has its groups, assignments and what it still owes back, what was dropped as double too.
    2. Its focal points are its own again, unless they have left meanwhile.
    3. Its names no longer mean the other; dues are made anew, so that the other no longer owes what came with the groups.
    """
    new, held, had = desk.agencies.get(AgencyId(event.after["new"])), event.before.get("held"), event.before.get("had")
    successions = Successions(desk.connection)
    if held is None or had is None or event.after["kind"] != "merge" or new.active_until is not None:
        raise Conflict("undo.changed")
    if successions.answered(held["dues"], new.id):
        raise Conflict("undo.answered")
    if not successions.take_up_again(old.id, new.id):
        raise Conflict("undo.changed")
    successions.give_back(old.id, new.id, held, had)
    _owe_again(desk, old.id, held["dues"])
    people = _return_people(desk, old.id, new.id, set(held["people"]), set(had["people"]))
    successions.forget_names(new.id, {fold(old.name), *held["aliases"]} - set(had["aliases"]))
    make_all_dues(desk)
    return Changed(0, new.name, old.name, people, len(held["dues"]))


def _owe_again(desk: Desk, agency: AgencyId, ids: list[int]) -> None:
    policy, calendar = desk.office.reminders, desk.office.calendar
    for due in desk.dues.several(Successions(desk.connection).dropped(ids, agency)):
        look = next_look(due.last_day, due.opens_on, desk.now, policy, calendar)
        Obligations(desk.connection).restore(due.id, look)


def _return_people(desk: Desk, old: AgencyId, new: AgencyId, held: set[int], had: set[int]) -> int:
    """Let those who came with `old` and are still there be its focal points again; returns how many."""
    back = [person.id for person in desk.people.members_of(new) if person.id in held]
    for person in back:
        if person not in had:
            desk.people.end_membership(person, Role.FOCAL, new, desk.now)
        desk.people.add_membership(person, Role.FOCAL, old, desk.now)
    return len(back)
