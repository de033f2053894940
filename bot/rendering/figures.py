"""Figures, counted once for chat, picture, document and workbook alike.

Every due that is neither excused nor dropped is *expected* and has exactly one outcome, so that
``expected == on_time + late + missing + pending`` and ``received == on_time + late`` always hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from bot.clock import VIETNAM
from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.plans import TaskId
from bot.domain.reports import Status
from bot.domain.standings import Said, Standing
from bot.vietnamese import sort_key

SMALL = 5
"""A rate over fewer dues than this says little and is marked."""


class Outcome(IntEnum):
    """What has become of one due."""

    ON_TIME = 0
    LATE = 1
    MISSING = 2
    PENDING = 3
    EXCUSED = 4
    DROPPED = 5
    RETURNED_MISSING = 6
    RETURNED_PENDING = 7


class TaskState(IntEnum):
    """How far a task is by what its agencies said."""

    NOT_STARTED = 0
    IN_PROGRESS = 1
    DONE = 2
    BLOCKED = 3
    UNREPORTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Dues counted by what became of them.

    - `expected`: dues of the period that are neither excused nor dropped.
    - `received`: a report is there and has not been returned; `on_time` by its last day, `late` after it.
    - `missing`: still owed although the last day has passed.
    - `pending`: still owed, the last day has not passed.
    - `excused`: need not be answered; not in `expected`.
    - `returned`: sent back for supplement and not yet supplemented; also in `missing` or `pending`.
    - `due`: expected dues whose last day has passed; `due_on_time` is how many of these were answered in time.
    """

    expected: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    pending: int = 0
    excused: int = 0
    returned: int = 0
    due: int = 0
    due_on_time: int = 0

    @property
    def rate(self) -> Rate:
        """The on-time rate, only over what was due."""
        return Rate(self.due_on_time, self.due)


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole. `percent` is `None` over nothing; `small` marks a whole that says little."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole percents, halves rounded up."""
        return (200 * self.part + self.whole) // (2 * self.whole) if self.whole else None

    @property
    def small(self) -> bool:
        return self.whole < SMALL


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFigures(Tally):
    """One agency's dues. `last_report_at` is the newest report's instant (aware), `None` when there is none."""

    id: AgencyId
    name: str
    last_report_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFigures(Tally):
    """One task's dues, those of lead and cooperating agencies together, and how far it is."""

    id: TaskId
    no: str
    title: str
    state: TaskState


@dataclass(frozen=True, slots=True)
class TaskTally:
    """Tasks counted by how far they are; every task with a due counts once."""

    not_started: int = 0
    in_progress: int = 0
    done: int = 0
    blocked: int = 0
    unreported: int = 0

    @property
    def total(self) -> int:
        return self.not_started + self.in_progress + self.done + self.blocked + self.unreported


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a set of dues. Agencies are in dictionary order, tasks in the plan's."""

    totals: Tally
    lead: Tally
    cooperating: Tally
    tasks: TaskTally
    agencies: tuple[AgencyFigures, ...]
    by_task: tuple[TaskFigures, ...]


def outcome(standing: Standing, today: date) -> Outcome:
    """Decide what has become of one due by `today` (a day in the plan's zone)."""
    state, said = standing.state, standing.said
    if state is DueState.EXCUSED:
        return Outcome.EXCUSED
    if state is DueState.DROPPED:
        return Outcome.DROPPED
    if state is DueState.RETURNED or (said is not None and said.returned):
        return Outcome.RETURNED_MISSING if today > standing.last_day else Outcome.RETURNED_PENDING
    if said is not None:
        return Outcome.ON_TIME if said.in_time else Outcome.LATE
    return Outcome.MISSING if today > standing.last_day else Outcome.PENDING


def count(standings: Sequence[Standing], today: date) -> Figures:
    """Count all figures of `standings` as they stand on `today` (a day in the plan's zone)."""
    kept = [standing for standing in standings if standing.state is not DueState.DROPPED]
    results = [outcome(standing, today) for standing in kept]
    passed = [standing.last_day < today for standing in kept]
    roles = _count_by([standing.role for standing in kept], results, passed)
    by_task = _by_task(kept, results, passed)
    return Figures(
        totals=_tally(Counter(zip(results, passed, strict=True))),
        lead=_tally(roles.get("lead", {})),
        cooperating=_tally(roles.get("cooperating", {})),
        tasks=_task_tally(by_task),
        agencies=_by_agency(kept, results, passed),
        by_task=by_task,
    )


_Cells = Mapping[tuple[Outcome, bool], int]


def _count_by(keys: Iterable[Hashable], results: list[Outcome], passed: list[bool]) -> Mapping[Any, _Cells]:
    """Count (outcome, last day has passed) for each key; plain columns, since a province has tens of thousands of dues."""
    nested: dict[Any, dict[tuple[Outcome, bool], int]] = {}
    for (key, result, over), number in Counter(zip(keys, results, passed, strict=True)).items():
        nested.setdefault(key, {})[result, over] = number
    return nested


def _tally(cells: _Cells) -> Tally:
    return Tally(**_numbers(cells))


def _numbers(cells: _Cells) -> dict[str, int]:
    """Turn counts of outcomes into the fields of a `Tally`."""

    def of(*wanted: Outcome) -> int:
        return sum(cells.get((result, over), 0) for result in wanted for over in (False, True))

    answered = (Outcome.ON_TIME, Outcome.LATE)
    owed = (Outcome.MISSING, Outcome.PENDING, Outcome.RETURNED_MISSING, Outcome.RETURNED_PENDING)
    return {
        "expected": of(*answered, *owed),
        "received": of(*answered),
        "on_time": of(Outcome.ON_TIME),
        "late": of(Outcome.LATE),
        "missing": of(Outcome.MISSING, Outcome.RETURNED_MISSING),
        "pending": of(Outcome.PENDING, Outcome.RETURNED_PENDING),
        "excused": of(Outcome.EXCUSED),
        "returned": of(Outcome.RETURNED_MISSING, Outcome.RETURNED_PENDING),
        "due": sum(cells.get((result, True), 0) for result in (*answered, *owed)),
        "due_on_time": cells.get((Outcome.ON_TIME, True), 0),
    }


def _by_agency(kept: list[Standing], results: list[Outcome], passed: list[bool]) -> tuple[AgencyFigures, ...]:
    agencies = [standing.agency for standing in kept]
    names = {standing.agency: standing.agency_name for standing in kept}
    newest: dict[AgencyId, datetime] = {}
    for standing in kept:
        said = standing.said
        if said is not None and (standing.agency not in newest or said.at > newest[standing.agency]):
            newest[standing.agency] = said.at
    counted = _count_by(agencies, results, passed)
    return tuple(
        AgencyFigures(id=agency, name=name, last_report_at=newest.get(agency), **_numbers(counted[agency]))
        for agency, name in sorted(names.items(), key=lambda item: (sort_key(item[1]), item[0]))
    )


def _by_task(kept: list[Standing], results: list[Outcome], passed: list[bool]) -> tuple[TaskFigures, ...]:
    """List the tasks in the order in which they first occur, with what their agencies said."""
    seen: dict[TaskId, list[tuple[Standing, Outcome]]] = {}
    for standing, result in zip(kept, results, strict=True):
        if standing.task is not None:
            seen.setdefault(standing.task, []).append((standing, result))
    counted = _count_by([standing.task for standing in kept], results, passed)
    return tuple(
        TaskFigures(id=task, no=own[0][0].no, title=own[0][0].title, state=task_state(own), **_numbers(counted[task]))
        for task, own in seen.items()
    )


def task_state(rows: Iterable[tuple[Standing, Outcome]]) -> TaskState:
    """Judge how far one task is by what its lead agencies said; the cooperating ones count where no lead owes anything.

    The newest report of each agency counts. Blocked as soon as one says so; done when all that owe a report say so; not
    started when all who answered say so; unreported when nobody answered; else in progress. Returned reports and excused
    agencies do not count.
    """
    newest: dict[str, dict[AgencyId, Said | None]] = {}
    for standing, result in rows:
        if result is Outcome.EXCUSED:
            continue
        own = newest.setdefault(standing.role, {})
        said = standing.said if result <= Outcome.LATE else None
        known = own.setdefault(standing.agency, said)
        if said is not None and (known is None or said.at > known.at):
            own[standing.agency] = said
    deciding = newest.get("lead") or newest.get("cooperating") or {}
    return _state_of({said.status if said else None for said in deciding.values()})


def _state_of(statuses: set[Status | None]) -> TaskState:
    said = statuses - {None}
    if not said:
        return TaskState.UNREPORTED
    if Status.BLOCKED in said:
        return TaskState.BLOCKED
    if statuses == {Status.DONE}:
        return TaskState.DONE
    return TaskState.NOT_STARTED if said == {Status.NOT_STARTED} else TaskState.IN_PROGRESS


def _task_tally(tasks: Iterable[TaskFigures]) -> TaskTally:
    states = Counter(task.state for task in tasks)
    return TaskTally(**{state.name.lower(): states[state] for state in TaskState})


def status_as_json(figures: Figures, period: str, as_of: datetime) -> dict[str, Any]:
    """Give the figures in the form of `status --json`; `as_of` (aware) is shown in the plan's zone."""
    totals = ("expected", "received", "on_time", "late", "missing", "excused", "returned")
    tasks = ("not_started", "in_progress", "done", "blocked", "unreported")
    return {
        "period": period,
        "as_of": _local(as_of),
        "totals": {name: getattr(figures.totals, name) for name in totals},
        "tasks": {name: getattr(figures.tasks, name) for name in tasks},
        "agencies": [_agency_as_json(agency) for agency in figures.agencies],
    }


def _agency_as_json(agency: AgencyFigures) -> dict[str, Any]:
    numbers = ("expected", "received", "on_time", "late", "missing")
    last = agency.last_report_at
    return {
        "name": agency.name,
        **{name: getattr(agency, name) for name in numbers},
        "last_report_at": None if last is None else _local(last),
    }


def _local(instant: datetime) -> str:
    return instant.astimezone(VIETNAM).isoformat(timespec="seconds")
