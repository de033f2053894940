"""How one due stands: what was owed, what was said. All figures, pictures and documents are counted from these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import DueId, Status
from bot.domain.requests import RequestId


@dataclass(frozen=True, slots=True)
class Said:
    """The report that counts for a due: its newest revision."""

    code: str
    status: Status
    percent: int | None
    results: str
    difficulties: str
    at: datetime
    in_time: bool
    revision: int = 1
    on_behalf: bool = False
    returned: bool = False
    evidence: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One due with its task and agency by name. `role` is "lead" or "cooperating"; `task` is `None` for a report asked by a
    rule or request; `no` and `title` name what is owed; `last_day` includes an extension. What a one-off `request` asks for
    belongs to no plan: its `no` is the request's code ("YC-3"), its `plan_title` empty.
    """

    due: DueId
    plan: PlanId | None
    plan_title: str
    agency: AgencyId
    agency_name: str
    role: str
    task: TaskId | None
    no: str
    title: str
    timeframe_text: str | None
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]
    period: str
    opens_on: date
    last_day: date
    named_day: date | None
    state: DueState
    said: Said | None = None
    request: RequestId | None = None

    def is_late(self, today: date) -> bool:
        """Tell whether it is still owed and its last day has passed."""
        return self.state in (DueState.OPEN, DueState.RETURNED) and today > self.last_day


@dataclass(frozen=True, slots=True)
class Raised:
    """A difficulty or proposal in a report that counts; `no` is the task's number, or the request's code."""

    agency_name: str
    no: str
    words: str


class LateAgency(NamedTuple):
    """An agency that is behind: how many of its dues are missing, and for how many days the oldest."""

    agency: AgencyId
    name: str
    missing: int
    days: int


def late_agencies(standings: Iterable[Standing], today: date) -> list[LateAgency]:
    """List the agencies that are late on `today`, the longest waiting first."""
    found: dict[AgencyId, list[Standing]] = {}
    for standing in standings:
        if standing.is_late(today):
            found.setdefault(standing.agency, []).append(standing)
    late = [
        LateAgency(agency, own[0].agency_name, len(own), max((today - standing.last_day).days for standing in own))
        for agency, own in found.items()
    ]
    return sorted(late, key=longest_waiting)


def longest_waiting(late: LateAgency) -> tuple[int, int, str]:
    """Order the late: the longest waiting first, then those who owe most."""
    return -late.days, -late.missing, late.name
