"""What people ask or object to in free text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.deadlines import Due
from bot.domain.messages import Button, Outgoing
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.texts import days
from bot.texts import dues as due_texts
from bot.texts import reassigning as moving
from bot.texts import replies as texts
from bot.usecases import reassigning
from bot.usecases.desk import Desk
from bot.usecases.telling import tell_coordinators

MOST_MOVES = 5
"""So many things at most are offered to be decided in one message; the others follow when these are."""

DISOWNED = "due.disowned"


@dataclass(frozen=True)
class Deadlines:
    """Look up a person's next deadlines as (name, deadline in full)."""

    person: PersonId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = list[tuple[str, str]]

    def perform(self, desk: Desk) -> list[tuple[str, str]]:
        agencies = desk.people.get(self.person).agencies
        dues = desk.dues.upcoming_of(agencies, desk.today, limit=8)
        return [(due_texts.name(due), days.deadline(due, desk.today, desk.office.calendar)) for due in dues]


@dataclass(frozen=True)
class NotMine:
    """Tell the coordinators that an agency says some dues are not its own."""

    person: PersonId
    dues: tuple[DueId, ...]
    words: str

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = None

    def perform(self, desk: Desk) -> None:
        person = desk.people.get(self.person)
        dues = [due for due in desk.dues.several(self.dues) if due.agency in person.agencies]
        agencies = desk.agencies.get_many(person.agencies)
        names = ", ".join(agency.name for agency in agencies.values())
        message = texts.not_mine(names, person.name, [due_texts.name(due) for due in dues], self.words)
        listed = {"dues": [due.id for due in dues]}
        objection = desk.events.log(desk.now, person.id, DISOWNED, f"person:{person.id}", after=listed)
        tell_coordinators(desk, f"disowned:{objection}", Outgoing(message, decisions(desk, objection)))


def decisions(desk: Desk, objection: int) -> tuple[tuple[Button, ...], ...]:
    """Offer to give what an objection is about to another agency, or to let it stay: ``do:reassign:12``, ``do:stay:12:40``.

    `objection` is the number of its event. What has been decided since is left out; what is no objection has none.
    """
    event = desk.events.get(objection)
    if event is None or event.what != DISOWNED or event.person is None:
        return ()
    ids = [DueId(due) for due in event.after["dues"]]
    dues = {due.id: due for due in desk.dues.several(ids)}
    whose = desk.people.get(event.person).agencies
    left = [due for due in dues.values() if due.agency in whose and not reassigning.has_stayed(desk, due.id, objection)]
    if len(dues) == 1:
        return tuple(_decision(due, objection, moving.MOVE, moving.KEEP) for due in left)
    places = {due: place for place, due in enumerate(dues, start=1)}
    return tuple(
        _decision(due, objection, moving.move_one(places[due.id]), moving.keep_one(places[due.id]))
        for due in left[:MOST_MOVES]
    )


def _decision(due: Due, objection: int, move: str, keep: str) -> tuple[Button, ...]:
    return Button(move, f"do:reassign:{due.id}"), Button(keep, f"do:stay:{due.id}:{objection}")
