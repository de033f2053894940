"""The picture: how a period stands, for the whole office or for some agencies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.agencies import AgencyId
from bot.domain.calendar import Quarter
from bot.domain.people import Person, Role
from bot.domain.plans import PlanId, TaskId
from bot.domain.standings import Standing
from bot.errors import InvalidInput, NotAllowed
from bot.rendering.figures import Figures, count
from bot.usecases.desk import Desk
from bot.vietnamese import fold

_QUARTER = r"(?:quy|q) ?(?:iv|iii|ii|i|[1-4])"
_YEAR = r"20\d\d"
_PERIOD = re.compile(
    rf"|{_YEAR}-q[1-4]|{_QUARTER}(?:(?: nam |/|, ?| ){_YEAR})?|(?:6|sau) thang (?:dau|cuoi) nam(?: {_YEAR})?|(?:ca nam|nam nay)"
    rf"|(?:nam )?{_YEAR}|h[12](?:[/ ]{_YEAR})?"
)

SEES_ALL = (Role.COORDINATOR, Role.LEADER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Picture:
    """Figures of a period with what they were counted from; `scope` names the agency when it is one agency's."""

    period: str
    as_of: datetime
    today: date
    figures: Figures
    standings: tuple[Standing, ...]
    scope: str | None = None


def default_period(desk: Desk) -> Quarter:
    """Find the quarter that is being reported on: this one, or the last before it in which anything was due."""
    now = Quarter.of(desk.today)
    known = [Quarter.parse(period) for period in desk.dues.periods()]
    passed = [quarter for quarter in known if quarter <= now]
    return passed[-1] if passed else known[0] if known else now


def read_period(desk: Desk, text: str | None) -> Quarter:
    """Read "2024-Q3", or take the default; raises `InvalidInput`."""
    if not text:
        return default_period(desk)
    try:
        return Quarter.parse(text)
    except ValueError:
        raise InvalidInput("period.unclear", given=text) from None


def split_period(text: str) -> tuple[str, str]:
    """Part "Sở Ngoại vụ, quý 3/2024" into the agency's name and the period, either of which may be empty."""
    words = text.split()
    for start in range(len(words) + 1):
        rest = " ".join(words[start:])
        if _PERIOD.fullmatch(fold(rest)):
            return " ".join(words[:start]).strip(" ,"), rest
    return " ".join(words), ""


def picture(
    desk: Desk,
    period: str | None = None,
    agencies: Sequence[AgencyId] | None = None,
    plan: PlanId | None = None,
    task: TaskId | None = None,
) -> Picture:
    """Count how a period stands, for some agencies, one plan, one task or all."""
    quarter = read_period(desk, period)
    standings = desk.reports.standings(periods=[str(quarter)], plan=plan, agencies_only=agencies)
    if task is not None:
        standings = [standing for standing in standings if standing.task == task]
    scope = None
    if agencies is not None:
        scope = ", ".join(agency.name for agency in desk.agencies.get_many(agencies).values())
    elif plan is not None:
        scope = desk.plans.get(plan).title
    return Picture(str(quarter), desk.now, desk.today, count(standings, desk.today), tuple(standings), scope)


def visible_agencies(person: Person) -> tuple[AgencyId, ...] | None:
    """Tell which agencies' figures somebody may see; `None` is all of them. Raises `NotAllowed` for nobody's."""
    if person.has(*SEES_ALL):
        return None
    if not person.agencies:
        raise NotAllowed("status.not_yours")
    return person.agencies
