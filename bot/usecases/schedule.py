"""The dry run: which message would go to whom and when, if nobody reported anything from now on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due
from bot.domain.messages import Channel
from bot.domain.people import PersonId, Receiver
from bot.domain.reminders import next_look, next_opening, stage_at
from bot.domain.reports import DueId
from bot.usecases import quotas
from bot.usecases.desk import Desk
from bot.usecases.receivers import Receivers, among, receivers_on
from storage.reminders import Nap

Found = dict[PersonId, "_Message"]


@dataclass(frozen=True, slots=True)
class Planned:
    """One message to come: `at` is aware; `dues` are what it will list, each with its stage in days from the last day.

    `calls` are dues past their last stage, which the coordinators then get a list of.
    """

    at: datetime
    to: Receiver
    dues: tuple[tuple[Due, int], ...]
    calls: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """This month on a channel that counts messages: those `sent`, and those `planned` of the same month; `limit` for both."""

    month: str
    sent: int
    planned: int
    limit: int

    @property
    def is_short(self) -> bool:
        """Tell whether reminders alone would use up more than there is."""
        return self.sent + self.planned > self.limit


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is to come until `until`. `unheard` are agencies by name that are due a reminder and have nobody to get it."""

    planned: tuple[Planned, ...]
    until: datetime
    unheard: tuple[str, ...]
    months: Mapping[Channel, Month] = field(default_factory=dict)

    @property
    def by_channel(self) -> dict[Channel, int]:
        """How many messages each channel will carry."""
        return dict(Counter(planned.to.home.channel for planned in self.planned))


@dataclass
class _Message:
    to: Receiver
    dues: list[tuple[Due, int]] = field(default_factory=list)
    calls: list[Due] = field(default_factory=list)


@dataclass
class _Run:
    """The state of a dry run."""

    desk: Desk
    naps: dict[tuple[DueId, PersonId], datetime]
    unheard: set[AgencyId] = field(default_factory=set)


def schedule(desk: Desk, days: int = 30) -> Schedule:
    """List the messages of the next `days` calendar days, in the order in which they will be sent.

    It follows the sweep: stages in their order, snoozes, who is away on that day, the list for the coordinators at the end.
    """
    until = desk.now + timedelta(days)
    looks, waking = _looks(desk, until), _waking(desk, until)
    naps = [nap for found in waking.values() for nap in found] + desk.dues.naps(
        {due.id for at in looks.values() for due in at}
    )
    run = _Run(desk, {(nap.due, nap.person): nap.fire_at for nap in naps})
    planned: list[Planned] = []
    for instant in sorted({*looks, *waking}):
        found = _messages(run, instant, looks.get(instant, []), waking.get(instant, []))
        planned += [_planned(instant, one) for _, one in sorted(found.items()) if one.dues or one.calls]
    names = desk.agencies.get_many(run.unheard)
    unheard = tuple(sorted(agency.name for agency in names.values()))
    return Schedule(tuple(planned), until, unheard, _months(desk, planned))


def rest_of_month(desk: Desk) -> Mapping[Channel, Month]:
    """Tell of each channel that counts messages what has gone out this month, and which reminders will until its end."""
    first = (desk.today.replace(day=1) + timedelta(32)).replace(day=1)
    return schedule(desk, (first - desk.today).days).months


def _months(desk: Desk, planned: Iterable[Planned]) -> dict[Channel, Month]:
    found: dict[Channel, Month] = {}
    for channel in desk.office.quotas.monthly:
        now = quotas.usage(desk, channel)
        coming = sum(1 for one in planned if one.to.home.channel is channel and _month_of(desk, one) == now.month)
        found[channel] = Month(now.month, now.sent, coming, now.limit or 0)
    return found


def _month_of(desk: Desk, one: Planned) -> str:
    return f"{desk.office.today(one.at):%Y-%m}"


def _planned(instant: datetime, one: _Message) -> Planned:
    dues = sorted(one.dues, key=lambda pair: (pair[0].last_day, pair[0].id))
    return Planned(instant, one.to, tuple(dues), tuple(one.calls))


def _looks(desk: Desk, until: datetime) -> dict[datetime, list[Due]]:
    """List the instants at which each due is looked at."""
    pending = desk.dues.still_to_fire(until)
    known = {due.id: due for due in desk.dues.several(due for due, _ in pending)}
    found: dict[datetime, list[Due]] = defaultdict(list)
    for due_id, first in pending:
        for instant in _ladder(desk, known[due_id], first):
            if instant > until:
                break
            found[instant].append(known[due_id])
    return found


def _ladder(desk: Desk, due: Due, first: datetime) -> Iterator[datetime]:
    office = desk.office
    instant: datetime | None = next_opening(max(first, desk.now), office.reminders, office.calendar)
    while instant is not None:
        yield instant
        instant = next_look(due.last_day, due.opens_on, instant, office.reminders, office.calendar)


def _waking(desk: Desk, until: datetime) -> dict[datetime, list[Nap]]:
    found: dict[datetime, list[Nap]] = defaultdict(list)
    for nap in desk.dues.naps_until(until):
        instant = next_opening(max(nap.fire_at, desk.now), desk.office.reminders, desk.office.calendar)
        found[instant].append(replace(nap, fire_at=instant))
    return found


def _messages(run: _Run, instant: datetime, dues: Iterable[Due], naps: Iterable[Nap]) -> Found:
    """Write one message a person of what comes at an instant."""
    listed, day = list(dues), run.desk.office.today(instant)
    people = receivers_on(run.desk, {due.agency for due in listed}, day)
    found: Found = {}
    for due in listed:
        _add_stage(run, instant, due, people, found)
    _add_naps(run, naps, day, found)
    _add_calls(run, instant, listed, found)
    return found


def _add_stage(run: _Run, instant: datetime, due: Due, people: Receivers, found: Found) -> None:
    office = run.desk.office
    stage = stage_at(due.last_day, due.opens_on, instant, office.reminders, office.calendar)
    if stage is None:
        return
    if not people[due.agency]:
        run.unheard.add(due.agency)
    for who in people[due.agency]:
        asleep = run.naps.get((due.id, who.id), instant) > instant
        if stage.offset >= 0 or not asleep:
            found.setdefault(who.id, _Message(who)).dues.append((due, stage.offset))


def _add_naps(run: _Run, naps: Iterable[Nap], day: date, found: Found) -> None:
    desk = run.desk
    woken = list(naps)
    dues = {due.id: due for due in desk.dues.several({nap.due for nap in woken})}
    people = receivers_on(desk, {due.agency for due in dues.values()}, day)
    for nap in woken:
        who = among(people, dues.get(nap.due), nap.person)
        if who is not None:
            message = found.setdefault(nap.person, _Message(who))
            if all(due.id != nap.due for due, _ in message.dues):
                message.dues.append((dues[nap.due], (day - dues[nap.due].last_day).days))


def _add_calls(run: _Run, instant: datetime, dues: Iterable[Due], found: Found) -> None:
    office = run.desk.office
    ended = [
        due
        for due in dues
        if due.last_day < office.today(instant)
        and next_look(due.last_day, due.opens_on, instant, office.reminders, office.calendar) is None
    ]
    if ended:
        for who in run.desk.people.coordinators():
            found.setdefault(who.id, _Message(who)).calls += ended
