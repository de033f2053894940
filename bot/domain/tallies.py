"""Dues counted by what is alike about them: from these counts all figures follow without a look at any single due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DeadlineId, DueState
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import Status
from bot.domain.requests import RequestId
from bot.domain.standings import LateAgency, longest_waiting

SAID = (Status.DONE, Status.IN_PROGRESS, Status.BLOCKED, Status.NOT_STARTED)
"""What can be said of a task, in the order in which a `DeadlineCell` counts it."""

OWED = (DueState.OPEN, DueState.RETURNED)


class AgencyCell(NamedTuple):
    """So many dues of one agency in one plan stand alike.

    `state` is a `DueState`; `in_time` is `None` where nothing was said; `returned` says that what was said was sent back.
    `number` may be negative: several cells of the same dues are to be added up.
    """

    plan: PlanId | None
    agency: AgencyId
    last_day: date
    state: str
    in_time: bool | None
    returned: bool
    number: int


class DeadlineCell(NamedTuple):
    """So many agencies stand alike at one deadline; as `AgencyCell`, but added up, and with how many said each of `SAID`."""

    plan: PlanId | None
    deadline: DeadlineId
    task: TaskId | None
    role: str
    last_day: date
    state: str
    in_time: bool | None
    returned: bool
    number: int
    done: int
    in_progress: int
    blocked: int
    not_started: int


class Subject(NamedTuple):
    """What a deadline asks for: a task or rule of a plan by its number, or a one-off request by its code."""

    no: str
    title: str
    request: RequestId | None


class Late(NamedTuple):
    """An agency that is late with anything: with how many dues, and the last day of the oldest."""

    agency: AgencyId
    missing: int
    oldest: date


class Cells(NamedTuple):
    """The same dues counted twice: by agency, and by deadline. Dropped ones are left out."""

    agencies: list[AgencyCell]
    deadlines: list[DeadlineCell]


def late_in(cells: Iterable[AgencyCell], names: Mapping[AgencyId, str], today: date) -> list[LateAgency]:
    """List the agencies that are late on `today`, the longest waiting first; as `standings.late_agencies` does."""
    owed: dict[tuple[AgencyId, date], int] = {}
    for _, agency, last_day, state, _, _, number in cells:
        if last_day < today and state in OWED:
            key = agency, last_day
            owed[key] = owed.get(key, 0) + number
    missing: dict[AgencyId, tuple[int, date]] = {}
    for (agency, last_day), number in owed.items():
        if number:
            others, oldest = missing.get(agency, (0, last_day))
            missing[agency] = others + number, min(oldest, last_day)
    late = [LateAgency(one, names[one], number, (today - oldest).days) for one, (number, oldest) in missing.items()]
    return sorted(late, key=longest_waiting)
