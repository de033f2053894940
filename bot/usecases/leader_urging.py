"""A leader has a late agency urged, from the digest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from bot.domain.agencies import AgencyId
from bot.domain.people import READERS, Person
from bot.errors import NotAllowed
from bot.texts import digest as texts
from bot.usecases.desk import Desk
from bot.usecases.urging import urge, urged_today


class Met(Enum):
    """How the wish to urge an agency was met."""

    URGED = auto()
    ALREADY = auto()
    NOT_LATE = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: how many `people` are told; `waits` says that they are at the next opening."""

    met: Met
    agency: str
    people: int = 0
    waits: bool = False


def urge_late(desk: Desk, person: Person, agency: AgencyId) -> Answer:
    """Urge a late agency in a leader's or coordinator's name, once a day whoever asks; the log keeps it.

    Raises `NotAllowed("urging.leaders_only")`, `NotFound("agency.unknown")`.
    """
    if not person.has(*READERS):
        raise NotAllowed("urging.leaders_only")
    name = desk.agencies.get(agency).name
    if urged_today(desk, agency):
        return Answer(Met.ALREADY, name)
    late = [due for due in desk.dues.open_of([agency], desk.today) if due.last_day < desk.today]
    if not late:
        return Answer(Met.NOT_LATE, name)
    done = urge(desk, person.id, texts.in_the_name_of(person.name), [agency])
    return Answer(Met.URGED if done.agencies else Met.NOBODY, name, done.messages, done.waits)
