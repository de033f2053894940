"""The picture: how a period stands, for the whole office or for some agencies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.agencies import AgencyId
from bot.domain.calendar import Quarter
from bot.domain.cells import count_cells, tally_cells
from bot.domain.deadlines import DeadlineId
from bot.domain.figures import Figures, Tally, TaskName, count
from bot.domain.people import Person, Role
from bot.domain.plans import PlanId, TaskId
from bot.domain.standings import LateAgency, Standing, late_agencies
from bot.domain.tallies import Cells, DeadlineCell, late_in
from bot.domain.trends import Trend, trend
from bot.errors import InvalidInput, NotAllowed
from bot.reading import periods
from bot.rendering.status_json import status_as_json
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
class Group:
    """The dues of one plan, or of one request, counted."""

    id: int
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Picture:
    """Figures of a period, who is late in it, and its plans and one-off requests in their order.

    `standings` are the dues one by one, only where few can be meant: of some agencies, or of one task. `scope` names the agency
    when it is one agency's.
    """

    period: str
    as_of: datetime
    today: date
    figures: Figures
    late: tuple[LateAgency, ...] = ()
    plans: tuple[Group, ...] = ()
    requests: tuple[Group, ...] = ()
    standings: tuple[Standing, ...] = ()
    scope: str | None = None


def default_period(desk: Desk) -> Quarter:
    """Find the quarter that is being reported on: this one, or the last before it in which anything was due."""
    now = Quarter.of(desk.today)
    known = [Quarter.parse(period) for period in desk.dues.periods()]
    passed = [quarter for quarter in known if quarter <= now]
    return passed[-1] if passed else known[0] if known else now


def read_period(desk: Desk, text: str | None) -> Quarter:
    """Read a period as typed, of several quarters the last, or take the default; raises `InvalidInput("period.unclear")`."""
    given = text or ""
    with suppress(ValueError):
        return Quarter.parse(given)
    span = periods.read_period(given, default_period(desk))
    if span is None:
        raise InvalidInput("period.unclear", given=given)
    return span.quarters[-1]


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
    quarter = str(read_period(desk, period))
    if agencies is None and task is None:
        return _from_counts(desk, quarter, plan)
    only = None if task is None else [task]
    standings = desk.reports.standings(periods=[quarter], plan=plan, agencies_only=agencies, tasks_only=only)
    scope = _scope(desk, plan)
    if agencies is not None:
        scope = ", ".join(agency.name for agency in desk.agencies.get_many(agencies).values())
    return _one_by_one(desk, quarter, standings, scope)


def _scope(desk: Desk, plan: PlanId | None) -> str | None:
    return None if plan is None else desk.plans.get(plan).title


def _one_by_one(desk: Desk, period: str, standings: Sequence[Standing], scope: str | None) -> Picture:
    plans: dict[tuple[int, str], list[Standing]] = {}
    requests: dict[tuple[int, str], list[Standing]] = {}
    for standing in standings:
        if standing.plan is not None:
            plans.setdefault((standing.plan, standing.plan_title), []).append(standing)
        elif standing.request is not None:
            requests.setdefault((standing.request, f"{standing.no} {standing.title}"), []).append(standing)
    plan_groups, request_groups = (
        tuple(Group(*key, count(own, desk.today).totals) for key, own in groups.items()) for groups in (plans, requests)
    )
    figures, late = count(standings, desk.today), tuple(late_agencies(standings, desk.today))
    return Picture(period, desk.now, desk.today, figures, late, plan_groups, request_groups, tuple(standings), scope)


def _from_counts(desk: Desk, period: str, plan: PlanId | None) -> Picture:
    """Tell the same from the kept counts, without a look at any single due."""
    cells, names = desk.tallies.of(period, plan), desk.tallies.agency_names()
    by_plan: dict[PlanId, list[DeadlineCell]] = {}
    by_deadline: dict[DeadlineId, list[DeadlineCell]] = {}
    for cell in cells.deadlines:
        if cell.plan is None:
            by_deadline.setdefault(cell.deadline, []).append(cell)
        else:
            by_plan.setdefault(cell.plan, []).append(cell)
    return Picture(
        period,
        desk.now,
        desk.today,
        _figures(desk, period, cells, names),
        tuple(late_in(cells.agencies, names, desk.today)),
        _plans(desk, by_plan),
        _requests(desk, by_deadline),
        scope=_scope(desk, plan),
    )


def _figures(desk: Desk, period: str, cells: Cells, names: Mapping[AgencyId, str]) -> Figures:
    asked = {(cell.task, cell.deadline) for cell in cells.deadlines if cell.task is not None}
    deadlines = Counter(task for task, _ in asked)
    several = [task for task, number in deadlines.items() if number > 1]
    looked_at = desk.reports.standings(periods=[period], tasks_only=several) if several else []
    states = {one.id: one.state for one in count(looked_at, desk.today).by_task}
    tasks = [TaskName(*name) for name in desk.tallies.task_names(deadlines)]
    return count_cells(cells, desk.today, names, tasks, states)


def _plans(desk: Desk, cells: Mapping[PlanId, Sequence[DeadlineCell]]) -> tuple[Group, ...]:
    titles = desk.dues.plan_titles(cells)
    groups = (Group(plan, titles[plan], tally_cells(cells[plan], desk.today)) for plan in sorted(cells))
    return tuple(group for group in groups if group.tally != Tally())


def _requests(desk: Desk, cells: Mapping[DeadlineId, Sequence[DeadlineCell]]) -> tuple[Group, ...]:
    subjects = desk.tallies.subjects(cells)
    groups = (
        Group(subject.request, f"{subject.no} {subject.title}", tally_cells(cells[deadline], desk.today))
        for deadline, subject in subjects.items()
        if subject.request is not None
    )
    return tuple(group for group in groups if group.tally != Tally())


def trend_of(
    desk: Desk, shown: Picture, agencies: Sequence[AgencyId] | None = None, plan: PlanId | None = None
) -> tuple[str, Trend] | None:
    """Compare a quarter with the one before, as both stand now; `None` where nothing was owed then."""
    before = str(Quarter.parse(shown.period).previous)
    if before not in desk.dues.periods():
        return None
    found = trend(picture(desk, before, agencies, plan).figures, shown.figures)
    return None if found is None else (before, found)


def with_trend(desk: Desk, period: str | None = None) -> tuple[Picture, tuple[str, Trend] | None]:
    """Count how a period stands, and compare it with the one before."""
    shown = picture(desk, period)
    return shown, trend_of(desk, shown)


def status_document(desk: Desk, period: str | None = None) -> dict[str, Any]:
    """Write down how a period stands as `status --json` shows it."""
    shown = picture(desk, period)
    return status_as_json(shown.figures, shown.period, shown.as_of, desk.reports.newest(shown.period))


def visible_agencies(person: Person) -> tuple[AgencyId, ...] | None:
    """Tell which agencies' figures somebody may see; `None` is all of them. Raises `NotAllowed` for nobody's."""
    if person.has(*SEES_ALL):
        return None
    if not person.agencies:
        raise NotAllowed("status.not_yours")
    return person.agencies
