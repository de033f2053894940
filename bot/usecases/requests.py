"""One-off requests: whom they reach, by when, what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.agencies import AgencyGroup, AgencyId
from bot.domain.calendar import Quarter
from bot.domain.deadlines import DeadlineKind, Due, Slot
from bot.domain.messages import Outgoing, Priority
from bot.domain.people import PersonId
from bot.domain.register import group_key
from bot.domain.reminders import next_opening, urge_key
from bot.domain.requests import AskedDay, RequestId, asked_day
from bot.errors import InvalidInput
from bot.reading.days import read_day
from bot.reading.name_lists import split_agencies
from bot.reading.whom import Found, Meaning, whom
from bot.texts import days
from bot.texts import extensions as extension_texts
from bot.texts import requests as texts
from bot.usecases.desk import Desk
from bot.usecases.extensions import coordinator
from bot.usecases.naming import register_of
from bot.usecases.obligations import first_fire
from bot.usecases.receivers import Who, receivers
from bot.usecases.reminding import REMINDER_BUTTONS
from bot.usecases.telling import tell_person
from storage.obligations import Obligations
from storage.reminders import OPEN, Noted
from storage.requests import Requests

GROUPS = 6
EVERYBODY = "all"
_ALIKE = 80.0
"""From this likeness on, in percent, a group is offered for a name with a slip in it; never taken by itself."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of agencies to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class GroupsToAsk:
    """Look up the groups that can be chosen with one tap, the largest first, and all agencies together."""

    person: PersonId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[Group, ...]

    def perform(self, desk: Desk) -> tuple[Group, ...]:
        coordinator(desk, self.person)
        sizes = {group: len(desk.agencies.expand(group.id)) for group in desk.agencies.groups()}
        largest = sorted((group for group in sizes if sizes[group]), key=lambda group: -sizes[group])[:GROUPS]
        everybody = Group(EVERYBODY, f"{texts.EVERYBODY} ({len(desk.agencies.all_active())})")
        return (*(Group(f"g{group.id}", f"{group.name} ({sizes[group]})") for group in largest), everybody)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Whom names mean; `unmanned` are those of `names` with nobody who can be reached.

    `unknown` are names that are none for certain, `like` the agencies they may mean.
    """

    agencies: tuple[AgencyId, ...]
    names: tuple[str, ...]
    unmanned: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    like: tuple[Group, ...] = ()


@dataclass(frozen=True)
class FindReceivers:
    """Find the agencies a person names, beside `known` ones: the value of a choice, or names as typed."""

    words: str
    known: tuple[AgencyId, ...] = ()

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Receivers

    def perform(self, desk: Desk) -> Receivers:
        found, unknown = _meant(desk, self.words)
        ids = tuple(dict.fromkeys((*self.known, *found)))
        bodies = desk.agencies.get_many(ids)
        people = receivers(desk, ids)
        unmanned = tuple(bodies[agency].name for agency in ids if not people[agency])
        names = tuple(bodies[agency].name for agency in ids)
        return Receivers(ids, names, unmanned, tuple(unknown), _likely(desk, unknown))


def _likely(desk: Desk, unknown: Sequence[str]) -> tuple[Group, ...]:
    """Offer the groups and agencies that names with a slip in them may mean."""
    groups = {group.id: group for name in unknown for group in _like_groups(desk, name)}
    named = tuple(
        Group(f"g{group.id}", f"{group.name} ({len(desk.agencies.expand(group.id))})") for group in groups.values()
    )
    return (*named, *_like_agencies(desk, unknown))[:GROUPS]


def _like_groups(desk: Desk, name: str) -> list[AgencyGroup]:
    from rapidfuzz import fuzz

    return [group for group in desk.agencies.groups() if fuzz.ratio(group_key(group.name), group_key(name)) >= _ALIKE]


def _fitting(found: Found) -> tuple[AgencyId, ...]:
    return (*found.certain, *found.similar)


def _like_agencies(desk: Desk, unknown: Iterable[str]) -> tuple[Group, ...]:
    register = register_of(desk)
    found = [agency for name in unknown for agency in _fitting(register.find_typed(name))]
    bodies = desk.agencies.get_many(found[:GROUPS])
    return tuple(Group(f"a{agency.id}", agency.name) for agency in bodies.values())


def _meant(desk: Desk, words: str) -> tuple[list[AgencyId], list[str]]:
    """Split what was typed into agencies and names that are none for certain."""
    if words == EVERYBODY:
        return [agency.id for agency in desk.agencies.all_active()], []
    by_value = {f"g{group.id}": list(desk.agencies.expand(group.id)) for group in desk.agencies.groups()}
    by_value |= {f"a{agency.id}": [agency.id] for agency in desk.agencies.all_active()}
    if words in by_value:
        return by_value[words], []
    register = register_of(desk)
    found: list[AgencyId] = []
    unknown: list[str] = []
    for name in split_agencies(words):
        meant = whom(name, register)
        if meant.meaning is Meaning.GROUP and meant.group is not None:
            found += desk.agencies.expand(meant.group)
        elif meant.meaning is Meaning.AGENCY and meant.agency is not None:
            found.append(meant.agency)
        else:
            certain = register.find(name).certain
            found += certain if len(certain) == 1 else ()
            unknown += [] if len(certain) == 1 else [name]
    return found, unknown


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


def _by_person(dues: Iterable[Due], found: dict[AgencyId, list[Who]]) -> list[tuple[Who, list[Due]]]:
    wanted: dict[PersonId, tuple[Who, list[Due]]] = {}
    for due in dues:
        for who in found[due.agency]:
            wanted.setdefault(who[0].id, (who, []))[1].append(due)
    return list(wanted.values())


def _ask(desk: Desk, by: str, words: str, dues: Sequence[Due], people: Sequence[tuple[Who, list[Due]]]) -> int:
    """Put the request to each person, so that a reply to it is known to be about it; returns to how many."""
    names = desk.agencies.get_many(due.agency for due in dues)
    told = 0
    for (person, account), mine in people:
        deadline = days.deadline(mine[0], desk.today, desk.office.calendar)
        body = texts.asked(by, [names[due.agency].name for due in mine], words, deadline)
        row = desk.outbox.add(
            f"request:{mine[0].deadline}:{person.id}",
            account.home,
            Outgoing(body, REMINDER_BUTTONS),
            priority=Priority.REMINDER,
            now=desk.now,
            person=person.id,
            not_before=next_opening(desk.now, desk.office.reminders, desk.office.calendar),
            check={"dues": [due.id for due in mine], "fixed": True},
        )
        if row is not None:
            notes = [Noted(due.id, person.id, urge_key(desk.today), n, row) for n, due in enumerate(mine, start=1)]
            desk.dues.note_reminders(notes, desk.now)
            told += 1
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
    for (person, _), _ in _by_person(owed, receivers(desk, [due.agency for due in owed])):
        if person.id in heard:
            tell_person(desk, f"recalled:{request}", person.id, message)
    return True
