"""A coordinator gives an agency more time, or excuses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due, DueState
from bot.domain.people import PersonId
from bot.domain.reminders import next_look
from bot.domain.reports import DueId
from bot.errors import Conflict, InvalidInput, NotFound
from bot.reading.days import read_day, read_length
from bot.texts import days
from bot.texts import dues as due_texts
from bot.texts import extensions as texts
from bot.usecases import decisions
from bot.usecases.decisions import Decided
from bot.usecases.desk import Desk
from bot.usecases.permissions import coordinator

OWED = (DueState.OPEN, DueState.RETURNED)


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing an agency owes or has reported, as the conversations of a coordinator show it."""

    due: DueId
    agency: str
    name: str
    deadline: str
    offers: tuple[date, ...] = ()
    """Days that may well be its new last day."""


LONGER = (3, 7, 14)
"""Calendar days beyond the last day, or beyond today where it has passed; offered is the next working day."""


def owed_due(desk: Desk, due: DueId, seen: str = "") -> Due:
    """Find a due that is still owed; raises `NotFound`, or `Conflict` when it was settled or moved since it was `seen`."""
    found = desk.dues.get(due)
    if found is None:
        raise NotFound("due.unknown")
    if found.state not in OWED:
        raise Conflict("due.closed", name=due_texts.name(found))
    if seen and seen != days.deadline(found, desk.today, desk.office.calendar):
        raise Conflict("due.moved", name=due_texts.name(found))
    return found


@dataclass(frozen=True)
class OpenDues:
    """Look up what an agency owes and may report on, nearest deadline first."""

    person: PersonId
    agency: AgencyId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[Owed, ...]

    def perform(self, desk: Desk) -> tuple[Owed, ...]:
        coordinator(desk, self.person)
        agency = desk.agencies.get(self.agency)
        found = desk.dues.open_of([agency.id], desk.today)
        return tuple(_owed(desk, due, agency.name) for due in found)


def _owed(desk: Desk, due: Due, agency: str) -> Owed:
    deadline = days.deadline(due, desk.today, desk.office.calendar)
    start = max(due.last_day, desk.today)
    offers = (desk.office.calendar.on_or_after(start + timedelta(longer)) for longer in LONGER)
    return Owed(due.id, agency, due_texts.name(due), deadline, tuple(dict.fromkeys(offers)))


@dataclass(frozen=True)
class CheckDay:
    """See whether a day can be a due's new last day; returns a remark for the officer, empty when there is none.

    Raises `InvalidInput("extension.past")` for a day that is not to come, `InvalidInput("extension.earlier")` for one that is
    not later than the last day, `InvalidInput("extension.far")` for one more than a year away.
    """

    due: DueId
    day: date

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = str

    def perform(self, desk: Desk) -> str:
        check_day(desk, owed_due(desk, self.due), self.day)
        return "" if desk.office.calendar.is_working(self.day) else texts.on_a_day_off(self.day)


@dataclass(frozen=True)
class ReadNewDay:
    """Read a due's new last day as somebody typed it; `None` when it is none, or past.

    A mere length of time ("thêm 5 ngày") is counted from the last day there is, or from today where that has passed.
    """

    due: DueId
    words: str

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = date | None

    def perform(self, desk: Desk) -> date | None:
        start = max(owed_due(desk, self.due).last_day, desk.today)
        day = read_length(self.words, start) or read_day(self.words, desk.today, periods=True)
        return day if day is not None and day >= desk.today else None


def check_day(desk: Desk, due: Due, day: date) -> None:
    """Refuse a day that cannot be a due's new last day; see `CheckDay`."""
    if day < desk.today:
        raise InvalidInput("extension.past", day=days.short_day(day))
    if day <= due.last_day:
        raise InvalidInput("extension.earlier", day=days.short_day(due.last_day))
    if (day - desk.today).days > 366:
        raise InvalidInput("extension.far", day=days.short_day(day))


@dataclass(frozen=True)
class Extend:
    """Give an agency until the end of `day`, with a reason; `seen` is the deadline the coordinator was shown."""

    person: PersonId
    due: DueId
    day: date
    reason: str
    seen: str = ""

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Decided

    def perform(self, desk: Desk) -> Decided:
        """Move the last day and tell the agency.

        The due keeps its period and counts as in time until the new day. Reminders begin anew towards it; those of the old
        day that wait in the outbox are dropped when they are looked at again.
        """
        person = coordinator(desk, self.person)
        due = owed_due(desk, self.due, self.seen)
        check_day(desk, due, self.day)
        made = decisions.about(desk, person.id, decisions.EXTENDED, due)
        move(desk, due, self.day, self.reason)
        before = {"last_day": due.last_day.isoformat()}
        after = {"last_day": self.day.isoformat(), "reason": self.reason}
        told = texts.extended(due_texts.name(due), due.last_day, self.day, self.reason)
        return decisions.conclude(desk, made, before, after, told)


def move(desk: Desk, due: Due, day: date, reason: str) -> None:
    """Give a due another last day, and set its reminders by it."""
    look = next_look(day, due.opens_on, desk.now, desk.office.reminders, desk.office.calendar)
    desk.dues.extend(due.id, day, look, reason)


@dataclass(frozen=True)
class Excuse:
    """Let an agency off a due, with a reason; it is reminded of no more and does not count as missing."""

    person: PersonId
    due: DueId
    reason: str
    seen: str = ""

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Decided

    def perform(self, desk: Desk) -> Decided:
        """Close the due and tell the agency."""
        person = coordinator(desk, self.person)
        due = owed_due(desk, self.due, self.seen)
        made = decisions.about(desk, person.id, decisions.EXCUSED, due)
        desk.dues.settle(due.id, DueState.EXCUSED, desk.now, reason=self.reason)
        after = {"state": DueState.EXCUSED, "reason": self.reason}
        told = texts.excused(due_texts.name(due), self.reason)
        return decisions.conclude(desk, made, {"state": due.state}, after, told)
