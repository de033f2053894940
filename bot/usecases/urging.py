"""A coordinator urges agencies that are late, or one agency: once a day each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due
from bot.domain.markup import Text
from bot.domain.people import PersonId, Receiver
from bot.domain.reminders import next_opening
from bot.texts import dues as due_texts
from bot.texts import urging as texts
from bot.usecases.desk import Desk
from bot.usecases.permissions import coordinator
from bot.usecases.receivers import receivers
from bot.usecases.reminding import tell_of_dues, words
from bot.vietnamese import sort_key

URGED = "agency.urged"


@dataclass(frozen=True, slots=True)
class Urged:
    """An agency to urge: what it owes in a line, how many days the oldest is late (0 when none is), and who gets the message.

    `today` says that it was urged today already.
    """

    agency: AgencyId
    name: str
    what: str
    late: int
    people: tuple[str, ...]
    today: bool


@dataclass(frozen=True)
class WhomToUrge:
    """Look up whom an urging would reach: all agencies that are late, or the one that was named, late or not."""

    person: PersonId
    agency: AgencyId | None = None

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[Urged, ...]

    def perform(self, desk: Desk) -> tuple[Urged, ...]:
        coordinator(desk, self.person)
        owed = _owed(desk, None if self.agency is None else [self.agency])
        people = receivers(desk, owed)
        names = desk.agencies.get_many(owed)
        found = [
            Urged(
                agency,
                names[agency].name,
                _what(dues),
                max(0, *((desk.today - due.last_day).days for due in dues)),
                tuple(who.name for who in people[agency]),
                urged_today(desk, agency),
            )
            for agency, dues in owed.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.late, sort_key(one.name))))


def _owed(desk: Desk, agencies: Sequence[AgencyId] | None) -> dict[AgencyId, list[Due]]:
    """List what is late, by agency; of agencies that were named all that they may report on."""
    dues = desk.dues.late(desk.today) if agencies is None else desk.dues.open_of(agencies, desk.today)
    found: dict[AgencyId, list[Due]] = defaultdict(list)
    for due in dues:
        found[due.agency].append(due)
    return found


def _what(dues: Sequence[Due]) -> str:
    first = due_texts.name(dues[0], 60)
    return first if len(dues) == 1 else f"{first} và {len(dues) - 1} việc khác"


def urged_today(desk: Desk, agency: AgencyId) -> bool:
    """Tell whether somebody has urged an agency today; once a day is enough."""
    midnight = datetime.combine(desk.today, time(), desk.office.zone)
    return desk.events.count(URGED, f"agency:{agency}", midnight) > 0


@dataclass(frozen=True, slots=True)
class Urging:
    """What an urging did: agencies urged, messages queued; `waits` says that they go out at the next opening."""

    agencies: int
    messages: int
    waits: bool


@dataclass(frozen=True)
class Urge:
    """Urge agencies in the coordinator's name; `late_only` leaves out what is not late yet."""

    person: PersonId
    agencies: tuple[AgencyId, ...]
    late_only: bool = True

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Urging

    def perform(self, desk: Desk) -> Urging:
        """Write one message a person; agencies urged today already are left out."""
        person = coordinator(desk, self.person)
        return urge(desk, person.id, texts.in_the_name_of(person.name), self.agencies, late_only=self.late_only)


def urge(desk: Desk, by: PersonId, lead: Text, agencies: Sequence[AgencyId], *, late_only: bool = True) -> Urging:
    """Urge agencies in somebody's name, one message a person, each under the words `lead`.

    Agencies urged today already are left out; of the others the log keeps by whom.
    """
    owed = _owed(desk, [agency for agency in agencies if not urged_today(desk, agency)])
    if late_only:
        owed = {agency: [due for due in dues if due.last_day < desk.today] for agency, dues in owed.items()}
    mails: dict[PersonId, tuple[Receiver, list[Due]]] = {}
    reached = set()
    for agency, found in receivers(desk, owed).items():
        for who in found:
            mails.setdefault(who.id, (who, []))[1].extend(owed[agency])
            reached.add(agency)
    opening = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
    sent = sum(_write(desk, lead, who, dues) for who, dues in mails.values() if dues)
    _log(desk, by, {agency: owed[agency] for agency in reached})
    return Urging(len(reached), sent, opening > desk.now)


def _write(desk: Desk, lead: Text, who: Receiver, dues: Sequence[Due]) -> bool:
    names = desk.agencies.get_many({due.agency for due in dues})
    return tell_of_dues(desk, f"urge:{who.id}:{dues[0].id}:{desk.today}", who, lead + words(desk, dues, names), dues)


def _log(desk: Desk, by: PersonId, urged: Mapping[AgencyId, Sequence[Due]]) -> None:
    for agency in sorted(urged):
        desk.events.log(desk.now, by, URGED, f"agency:{agency}", after={"dues": [due.id for due in urged[agency]]})
