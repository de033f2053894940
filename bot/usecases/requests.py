"""One-off requests: whom they reach, by when, what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.calendar import Quarter
from bot.domain.deadlines import DeadlineKind, Due, Slot
from bot.domain.messages import Outgoing
from bot.domain.people import PersonId, Receiver
from bot.domain.reminders import next_opening
from bot.domain.requests import AskedDay, RequestId, asked_day
from bot.errors import InvalidInput
from bot.reading.days import read_day
from bot.texts import days
from bot.texts import extensions as extension_texts
from bot.texts import requests as texts
from bot.usecases.desk import Desk
from bot.usecases.obligations import first_fire
from bot.usecases.permissions import coordinator
from bot.usecases.receivers import receivers
from bot.usecases.reminding import tell_of_dues
from bot.usecases.telling import tell_person
from storage.obligations import Obligations
from storage.reminders import OPEN
from storage.requests import Requests


@dataclass(frozen=True, slots=True)
class When:
    """A deadline as it was understood, and as it is shown; `remark` points out a day off."""

    day: AskedDay
    shown: str
    remark: str


@dataclass(frozen=True)
class ReadDeadline:
    """Read a deadline in words; `None` for none, or one that has passed."""

    words: str

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = When | None

    def perform(self, desk: Desk) -> When | None:
        named = read_day(self.words, desk.today)
        if named is None:
            return None
        day = asked_day(self.words, named)
        if day.last_day < desk.today:
            return None
        calendar = desk.office.calendar
        off = "" if calendar.is_working(day.last_day) else extension_texts.on_a_day_off(day.last_day)
        return When(day, days.deadline_of(day.last_day, day.named_day, desk.today, calendar), off)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: `people` were written to; `opening` tells when, where it is not now."""

    request: RequestId
    agencies: int
    people: int
    unmanned: tuple[str, ...]
    opening: str


@dataclass(frozen=True)
class SendRequest:
    """Ask agencies for a report by a day; raises `InvalidInput` for a day that has passed meanwhile or without agencies."""

    person: PersonId
    text: str
    agencies: tuple[AgencyId, ...]
    day: AskedDay

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Sent

    def perform(self, desk: Desk) -> Sent:
        person = coordinator(desk, self.person)
        if self.day.last_day < desk.today or not self.agencies:
            raise InvalidInput("request.past" if self.agencies else "request.nobody")
        request, dues = _make(desk, self)
        after = {"text": self.text, "agencies": list(self.agencies), "last_day": self.day.last_day.isoformat()}
        desk.events.log(desk.now, person.id, "request.made", f"request:{request}", after=after)
        found = receivers(desk, self.agencies)
        told = _ask(desk, person.name, self.text, dues, _by_person(dues, found))
        bodies = desk.agencies.get_many(self.agencies)
        unmanned = tuple(bodies[agency].name for agency in self.agencies if not found[agency])
        opening = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
        shown = days.moment(opening, desk.office.zone) if opening > desk.now else ""
        return Sent(request, len(self.agencies), told, unmanned, shown)


def _make(desk: Desk, wanted: SendRequest) -> tuple[RequestId, list[Due]]:
    """Keep the request with its deadline and what each agency owes by it."""
    kept, day = Requests(desk.connection), wanted.day
    request = kept.add(wanted.text, wanted.person, desk.now)
    slot = Slot(DeadlineKind.REQUEST, Quarter.of(day.last_day), desk.today, day.last_day, day.named_day)
    deadline, _ = desk.dues.deadline(None, f"request:{request}", slot, request=request)
    parts = [(agency, "lead") for agency in wanted.agencies]
    desk.dues.add(deadline, None, None, slot, parts, first_fire(desk, slot))
    return request, desk.dues.several(kept.dues(request))


def _by_person(dues: Iterable[Due], found: Mapping[AgencyId, Sequence[Receiver]]) -> list[tuple[Receiver, list[Due]]]:
    wanted: dict[PersonId, tuple[Receiver, list[Due]]] = {}
    for due in dues:
        for who in found[due.agency]:
            wanted.setdefault(who.id, (who, []))[1].append(due)
    return list(wanted.values())


def _ask(desk: Desk, by: str, words: str, dues: Sequence[Due], people: Sequence[tuple[Receiver, list[Due]]]) -> int:
    """Put the request to each person, so that a reply to it is known to be about it; returns to how many."""
    names = desk.agencies.get_many(due.agency for due in dues)
    told = 0
    for who, mine in people:
        deadline = days.deadline(mine[0], desk.today, desk.office.calendar)
        body = texts.asked(by, [names[due.agency].name for due in mine], words, deadline)
        told += tell_of_dues(desk, f"request:{mine[0].deadline}:{who.id}", who, body, mine)
    return told


def recall(desk: Desk, by: PersonId, request: RequestId) -> bool:
    """Take a request back: what is still owed is dropped with its reminders; tells whether that could be done.

    Whoever owes it and has heard of it is told, once. What was answered stays.

    Raises `NotFound` for a request nobody made.
    """
    coordinator(desk, by)
    kept = Requests(desk.connection)
    known = kept.get(request)
    if not kept.close(request, desk.now):
        return False
    owed = [due for due in desk.dues.several(kept.dues(request)) if due.state in OPEN]
    Obligations(desk.connection).drop([due.id for due in owed], desk.now)
    before = {"owed": [due.agency for due in owed], "text": known.text}
    desk.events.log(desk.now, by, "request.recalled", f"request:{request}", before, {"closed_at": desk.now.isoformat()})
    message, heard = Outgoing(texts.no_longer_wanted(known.text)), kept.told(request)
    for who, _ in _by_person(owed, receivers(desk, [due.agency for due in owed])):
        if who.id in heard:
            tell_person(desk, f"recalled:{request}", who.id, message)
    return True
