"""What people ask or object to in free text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.deadlines import Due
from bot.domain.messages import Button, Outgoing
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.texts import days
from bot.texts import dues as due_texts
from bot.texts import reassigning as reassigning_texts
from bot.texts import replies as texts
from bot.usecases.desk import Desk
from bot.usecases.dues import tell_coordinators

MOST_MOVES = 5
"""So many things at most are offered to be given to another agency in one message."""


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
        desk.events.log(desk.now, person.id, "due.disowned", f"person:{person.id}", after={"dues": list(self.dues)})
        outgoing = Outgoing(message, _decisions(dues))
        tell_coordinators(desk, f"disowned:{person.id}:{desk.now:%Y%m%dT%H%M%S}", outgoing)


def _decisions(dues: Sequence[Due]) -> tuple[tuple[Button, ...], ...]:
    """Offer to give what is not an agency's to another one, or to let it stay."""
    if len(dues) == 1:
        moves = [Button(reassigning_texts.MOVE, f"do:reassign:{dues[0].id}")]
    else:
        shown = enumerate(dues[:MOST_MOVES], start=1)
        moves = [Button(reassigning_texts.move_one(number), f"do:reassign:{due.id}") for number, due in shown]
    keep = [Button(reassigning_texts.KEEP, f"do:stay:{due.id}") for due in dues[:1]]
    rows = [*moves, *keep]
    return tuple(tuple(rows[start : start + 2]) for start in range(0, len(rows), 2))
