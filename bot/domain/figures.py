"""Figures, counted once for chat, picture, document and workbook alike.

Every due that is neither excused nor dropped is *expected* and has exactly one outcome, so that
``expected == on_time + late + missing + pending`` and ``received == on_time + late`` always hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple

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


_ANSWERED = (Outcome.ON_TIME, Outcome.LATE)


class TaskState(IntEnum):
    """How far a task is by what its agencies said."""

    NOT_STARTED = 0
    IN_PROGRESS = 1
    DONE = 2
    BLOCKED = 3
    UNREPORTED = 4


# Not frozen, for thousands of them are made for one picture: a frozen one takes five times as long to make.
@dataclass(slots=True, kw_only=True)
class Tally:
    """Dues counted by what became of them; nobody changes them.

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


@dataclass(slots=True, kw_only=True)
class AgencyFigures(Tally):
    """One agency's dues."""

    id: AgencyId
    name: str


class TaskName(NamedTuple):
    """A task as it is called."""

    id: TaskId
    no: str
    title: str


@dataclass(slots=True, kw_only=True)
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
    said = standing.said
    in_time, returned = (None, False) if said is None else (said.in_time, said.returned)
    return judge(standing.state, in_time, returned=returned, over=standing.last_day < today)


def judge(state: str, in_time: bool | None, *, returned: bool, over: bool) -> Outcome:
    """Decide what has become of a due in this `DueState`: the one rule that all figures rest on.

    `in_time` is `None` where nothing was said, `returned` that it was sent back, `over` that the last day has passed.
    """
    if state == DueState.EXCUSED:
        return Outcome.EXCUSED
    if state == DueState.DROPPED:
        return Outcome.DROPPED
    if state == DueState.RETURNED or returned:
        return Outcome.RETURNED_MISSING if over else Outcome.RETURNED_PENDING
    if in_time is not None:
        return Outcome.ON_TIME if in_time else Outcome.LATE
    return Outcome.MISSING if over else Outcome.PENDING


def count(standings: Iterable[Standing], today: date) -> Figures:
    """Count all figures of `standings` as they stand on `today` (a day in the plan's zone)."""
    sheet = Sheet()
    agencies: dict[AgencyId, str] = {}
    tasks: dict[TaskId, TaskName] = {}
    newest: dict[tuple[TaskId, str], dict[AgencyId, Said | None]] = {}
    for standing in standings:
        result = outcome(standing, today)
        if result is Outcome.DROPPED:
            continue
        place = 2 * result + (standing.last_day < today)
        agencies[standing.agency] = standing.agency_name
        sheet.agencies[standing.agency][place] += 1
        sheet.roles[standing.role][place] += 1
        if standing.task is not None:
            tasks.setdefault(standing.task, TaskName(standing.task, standing.no, standing.title))
            sheet.tasks[standing.task][place] += 1
            if result is not Outcome.EXCUSED:
                said = standing.said if result in _ANSWERED else None
                _hear(newest.setdefault((standing.task, standing.role), {}), standing.agency, said)
    said_of = {key: {said.status if said else None for said in own.values()} for key, own in newest.items()}
    return sheet.figures(agencies, tasks.values(), {task: task_state(said_of, task) for task in tasks})


def _hear(own: dict[AgencyId, Said | None], agency: AgencyId, said: Said | None) -> None:
    """Keep the newest that each agency said, `None` where it owes and nothing counts."""
    known = own.setdefault(agency, said)
    if said is not None and (known is None or said.at > known.at):
        own[agency] = said


Slots = list[int]
"""How many dues have come to each place: an outcome, with the last day ahead (even) or past (odd)."""


_NOTHING = [0] * (2 * len(Outcome))
_OWING = 2 * Outcome.EXCUSED


def nothing() -> Slots:
    """Begin a count."""
    return _NOTHING.copy()


class Sheet:
    """Dues by place, for each agency, task and role."""

    def __init__(self) -> None:
        self.agencies: defaultdict[AgencyId, Slots] = defaultdict(nothing)
        self.tasks: defaultdict[TaskId, Slots] = defaultdict(nothing)
        self.roles: defaultdict[str, Slots] = defaultdict(nothing)

    def figures(
        self, agencies: Mapping[AgencyId, str], tasks: Iterable[TaskName], states: Mapping[TaskId, TaskState]
    ) -> Figures:
        by_task = tuple(
            TaskFigures(id=task.id, no=task.no, title=task.title, state=states[task.id], **numbers(slots))
            for task in tasks
            if any(slots := self.tasks[task.id])
        )
        return Figures(
            totals=Tally(**numbers([sum(place) for place in zip(nothing(), *self.roles.values(), strict=True)])),
            lead=Tally(**numbers(self.roles["lead"])),
            cooperating=Tally(**numbers(self.roles["cooperating"])),
            tasks=_task_tally(by_task),
            agencies=tuple(
                AgencyFigures(id=agency, name=name, **numbers(slots))
                for agency, name in sorted(agencies.items(), key=lambda item: (sort_key(item[1]), item[0]))
                if any(slots := self.agencies[agency])
            ),
            by_task=by_task,
        )


def numbers(slots: Slots) -> dict[str, int]:
    """Turn places into the fields of a `Tally`."""
    # Each outcome with the last day ahead, then past.
    on_time, on_time_over, late, late_over, missing, missing_over, pending, pending_over = slots[:_OWING]
    excused, excused_over, _, _, again, again_over, back, back_over = slots[_OWING:]
    over = on_time_over + late_over + missing_over + pending_over + again_over + back_over
    on_time, late, again, back = on_time + on_time_over, late + late_over, again + again_over, back + back_over
    received, missing, pending = on_time + late, missing + missing_over + again, pending + pending_over + back
    return {
        "expected": received + missing + pending,
        "received": received,
        "on_time": on_time,
        "late": late,
        "missing": missing,
        "pending": pending,
        "excused": excused + excused_over,
        "returned": again + back,
        "due": over,
        "due_on_time": on_time_over,
    }


def task_state(said: Mapping[tuple[TaskId, str], Set[Status | None]], task: TaskId) -> TaskState:
    """Judge how far one task is by what its lead agencies said; the cooperating ones count where no lead owes anything.

    `said` has, by task and role, the status of the newest report of each agency that owes one, `None` where nothing counts.
    Blocked as soon as one says so; done when all that owe a report say so; not started when all who answered say so;
    unreported when nobody answered; else in progress. Returned reports and excused agencies do not count.
    """
    statuses = said.get((task, "lead")) or said.get((task, "cooperating")) or set()
    return _state_of(statuses)


def _state_of(statuses: Set[Status | None]) -> TaskState:
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
