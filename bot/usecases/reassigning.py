"""A coordinator gives what an agency owes to another agency, or lets it stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due
from bot.domain.people import PersonId
from bot.domain.plans import Assignment
from bot.domain.reports import DueId
from bot.errors import Conflict
from bot.texts import days
from bot.texts import dues as due_texts
from bot.texts import reassigning as texts
from bot.usecases import notices
from bot.usecases.desk import Desk
from bot.usecases.extensions import owed_due
from bot.usecases.permissions import coordinator
from bot.usecases.receivers import receivers
from storage.obligations import Obligations


@dataclass(frozen=True, slots=True)
class Movable:
    """What would move: its name, whose it is, and how many of its deadlines are still owed."""

    due: DueId
    name: str
    agency: AgencyId
    agency_name: str
    dues: int


@dataclass(frozen=True)
class WhatMoves:
    """Look up what giving a due away means; raises `NotFound`, or `Conflict` when it was settled."""

    person: PersonId
    due: DueId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Movable

    def perform(self, desk: Desk) -> Movable:
        coordinator(desk, self.person)
        due = owed_due(desk, self.due)
        name = desk.agencies.get(due.agency).name
        return Movable(due.id, due_texts.name(due), due.agency, name, len(_of_same_task(desk, due)))


@dataclass(frozen=True)
class IsManned:
    """Look up whether an agency has anybody who can be reached."""

    agency: AgencyId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = bool

    def perform(self, desk: Desk) -> bool:
        return bool(receivers(desk, [self.agency])[self.agency])


def _of_same_task(desk: Desk, due: Due) -> list[Due]:
    """List what an agency still owes on the same task; a report asked for by a rule or request stands alone."""
    if due.task is None:
        return [due]
    return desk.dues.several(Obligations(desk.connection).owed_on(due.task, due.agency))


@dataclass(frozen=True)
class Reassign:
    """Give what is still owed on a task to another agency; `old` is whose the coordinator was shown it is."""

    person: PersonId
    due: DueId
    old: AgencyId
    new: AgencyId

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = int

    def perform(self, desk: Desk) -> int:
        """Move the dues with their reminders, let the plan say so too, tell both; returns how many dues."""
        person = coordinator(desk, self.person)
        due = owed_due(desk, self.due)
        if due.agency != self.old:
            raise Conflict("due.moved", name=due_texts.name(due))
        moved = _of_same_task(desk, due)
        if due.task is not None:
            kept = desk.plans.assignments_of(due.task)
            desk.plans.set_assignments(due.task, _reassigned(desk, kept, self.old, self.new))
        ids = [one.id for one in moved]
        desk.dues.drop_naps(desk.dues.naps(ids))
        Obligations(desk.connection).pass_on(ids, self.new, desk.now)
        before, after = {"agency": self.old}, {"agency": self.new, "dues": ids}
        desk.events.log(desk.now, person.id, "due.reassigned", f"due:{due.id}", before, after)
        _tell(desk, due, self.new)
        return len(moved)


def _reassigned(desk: Desk, kept: Iterable[Assignment], old: AgencyId, new: AgencyId) -> Iterator[Assignment]:
    """Put `new` in the place of `old`; a group that `old` is in is written out, each member under its printed words."""
    for entry in kept:
        members = desk.agencies.expand(entry.group) if entry.group is not None else ()
        if entry.agency == old:
            yield replace(entry, agency=new)
        elif old in members:
            ours = dict.fromkeys(new if member == old else member for member in members)
            yield from (replace(entry, agency=member, group=None) for member in ours)
        else:
            yield entry


def _tell(desk: Desk, due: Due, new: AgencyId) -> None:
    names = desk.agencies.get_many([due.agency, new])
    key = f"reassigned:{due.id}:{due.agency}:{new}:{desk.now:%Y%m%dT%H%M%S}"
    name = due_texts.name(due)
    notices.tell_agency(desk, f"{key}:old", due, texts.taken_away(name, names[new].name))
    deadline = days.deadline(due, desk.today, desk.office.calendar)
    given = texts.given(name, names[due.agency].name, deadline)
    notices.tell_agency(desk, f"{key}:new", replace(due, agency=new), given, notices.about(due.id))


KEPT = "due.kept"


@dataclass(frozen=True, slots=True)
class Stayed:
    """What came of letting a due stay: how many were told; `before` says that it was decided earlier, and nobody is told."""

    name: str
    people: int = 0
    before: bool = False


def let_stay(desk: Desk, by: PersonId, due_id: DueId, objection: int = 0) -> Stayed:
    """Tell an agency that what it said is not its own stays with it, once for each objection. Raises what `owed_due` raises."""
    person = coordinator(desk, by)
    due = owed_due(desk, due_id)
    name = due_texts.name(due)
    if objection and has_stayed(desk, due_id, objection):
        return Stayed(name, before=True)
    whose = {"agency": due.agency}
    because = {"objection": objection} if objection else {}
    desk.events.log(desk.now, person.id, KEPT, f"due:{due.id}", whose, whose | because)
    key = f"stays:{due.id}:{objection or f'{desk.now:%Y%m%dT%H%M%S}'}"
    return Stayed(name, len(notices.tell_agency(desk, key, due, texts.stays(name), notices.about(due.id))))


def has_stayed(desk: Desk, due: DueId, objection: int) -> bool:
    """Tell whether a coordinator has let a due stay on this objection."""
    kept = (event for event in desk.events.of(f"due:{due}") if event.what == KEPT)
    return any(event.after.get("objection") == objection for event in kept)
