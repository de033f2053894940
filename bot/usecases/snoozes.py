"""Putting a person's reminders of dues off to another day; their deadlines stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from bot.domain.people import PersonId
from bot.domain.reminders import next_opening
from bot.domain.reports import DueId
from bot.errors import Conflict
from bot.reading.days import read_day
from bot.texts import dues as due_texts
from bot.usecases.desk import Desk
from storage.reminders import OPEN


def snooze(desk: Desk, person: PersonId, ids: Sequence[DueId], until: datetime) -> datetime:
    """Remind a person of dues again at `until`, held to the sending hours; returns the instant."""
    instant = next_opening(until, desk.office.reminders, desk.office.calendar)
    desk.dues.snooze(person, ids, instant)
    return instant


@dataclass(frozen=True)
class Snooze:
    """Remind a person of dues again on a day, at the opening of the sending hours."""

    person: PersonId
    dues: tuple[DueId, ...]
    day: date

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = tuple[date, str, list[str]]

    def perform(self, desk: Desk) -> tuple[date, str, list[str]]:
        """Return day and hour at which the reminder will come, and the names of what it will be about.

        Raises a `Conflict` when nothing of it is owed any more.
        """
        owed = [due for due in desk.dues.several(self.dues) if due.state in OPEN]
        if not owed:
            raise Conflict("snooze.nothing")
        policy = desk.office.reminders
        at = datetime.combine(self.day, policy.send_from, policy.zone)
        instant = snooze(desk, self.person, self.dues, at).astimezone(policy.zone)
        return instant.date(), f"{instant:%H:%M}", [due_texts.name(due) for due in owed]


@dataclass(frozen=True)
class ReadDay:
    """Read a day that somebody typed; `None` when it is none, or past."""

    words: str

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = date | None

    def perform(self, desk: Desk) -> date | None:
        day = read_day(self.words, desk.today, periods=True)
        return day if day is not None and day > desk.today else None
