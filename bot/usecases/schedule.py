"""The dry run: which reminder would go to whom and when, if nobody reported anything from now on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadlines import Due
from bot.domain.messages import Channel
from bot.domain.people import Account, Person, PersonId
from bot.domain.reminders import stages
from bot.usecases.desk import Desk
from bot.usecases.dues import receivers_on


@dataclass(frozen=True, slots=True)
class Planned:
    """One message to come: `at` is aware; `dues` are what it will list, each with its stage in days from the last day."""

    at: datetime
    person: Person
    account: Account
    dues: tuple[tuple[Due, int], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is to come until `until`. `unheard` are agencies by name that are due a reminder and have nobody to get it."""

    planned: tuple[Planned, ...]
    until: datetime
    unheard: tuple[str, ...]

    @property
    def by_channel(self) -> dict[Channel, int]:
        """How many messages each channel will carry."""
        return dict(Counter(planned.account.home.channel for planned in self.planned))


def schedule(desk: Desk, days: int = 30) -> Schedule:
    """List the reminders of the next `days` calendar days, in the order in which they will be sent."""
    until = desk.now + timedelta(days)
    firing = _firing(desk, until)
    found: dict[tuple[datetime, PersonId], tuple[Person, Account, list[tuple[Due, int]]]] = {}
    unheard: set[str] = set()
    for instant in sorted(firing):
        people = receivers_on(desk, {due.agency for due, _ in firing[instant]}, desk.office.today(instant))
        for due, offset in firing[instant]:
            if not people[due.agency]:
                unheard.add(desk.agencies.get(due.agency).name)
            for person, account in people[due.agency]:
                found.setdefault((instant, person.id), (person, account, []))[2].append((due, offset))
    planned = [
        Planned(instant, person, account, tuple(_in_order(dues)))
        for (instant, _), (person, account, dues) in sorted(found.items(), key=lambda item: item[0])
    ]
    return Schedule(tuple(planned), until, tuple(sorted(unheard)))


def _in_order(dues: Sequence[tuple[Due, int]]) -> list[tuple[Due, int]]:
    return sorted(dues, key=lambda pair: (pair[0].last_day, pair[0].id))


def _firing(desk: Desk, until: datetime) -> dict[datetime, list[tuple[Due, int]]]:
    """List the stages that fire after now, by instant."""
    office = desk.office
    found: dict[datetime, list[tuple[Due, int]]] = defaultdict(list)
    for due in desk.dues.still_to_fire(until):
        for stage in stages(due.last_day, due.opens_on, office.reminders, office.calendar):
            if desk.now < stage.fire_at <= until:
                found[stage.fire_at].append((due, stage.offset))
    return found
