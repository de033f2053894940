"""The same figures from kept counts: cells of dues that stand alike, judged by the rule of `figures`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import compress

from bot.domain.agencies import AgencyId
from bot.domain.figures import (
    Figures,
    Outcome,
    Sheet,
    Tally,
    TaskName,
    TaskState,
    judge,
    nothing,
    numbers,
    task_state,
)
from bot.domain.plans import TaskId
from bot.domain.reports import Status
from bot.domain.tallies import SAID, Cells, DeadlineCell

_NOT_OWED = range(2 * Outcome.EXCUSED, 2 * Outcome.EXCUSED + 2)
_SILENCE = {None}
_COUNTS = range(2 * Outcome.ON_TIME, 2 * Outcome.LATE + 2)


def count_cells(
    cells: Cells,
    today: date,
    agencies: Mapping[AgencyId, str],
    tasks: Sequence[TaskName],
    states: Mapping[TaskId, TaskState],
) -> Figures:
    """Count the same figures from kept counts, with the `agencies` by name and the `tasks` in the plan's order.

    `states` has the tasks that are asked about at several deadlines: which of an agency's reports is the newest cannot be told
    from counts, so that `count` has to judge these.
    """
    sheet, places = Sheet(), _Places(today)
    for _, agency, last_day, state, in_time, returned, number in cells.agencies:
        sheet.agencies[agency][places[state, in_time, returned, last_day]] += number
    said_of: dict[tuple[TaskId, str], set[Status | None]] = {}
    for _, _, task, role, last_day, state, in_time, returned, number, *said in cells.deadlines:
        place = places[state, in_time, returned, last_day]
        sheet.roles[role][place] += number
        if task is not None:
            sheet.tasks[task][place] += number
            if place not in _NOT_OWED:
                known = said_of.setdefault((task, role), set())
                known |= set(compress(SAID, said)) if place in _COUNTS else _SILENCE
    told = {task.id: task_state(said_of, task.id) for task in tasks}
    return sheet.figures(agencies, tasks, {**told, **states})


def tally_cells(cells: Iterable[DeadlineCell], today: date) -> Tally:
    """Count the dues of some deadlines."""
    slots, places = nothing(), _Places(today)
    for _, _, _, _, last_day, state, in_time, returned, number, *_ in cells:
        slots[places[state, in_time, returned, last_day]] += number
    return Tally(**numbers(slots))


class _Places(dict[tuple[str, bool | None, bool, date], int]):
    """Knows the place in `Slots` of dues that stand alike; there are few kinds, and each is judged once."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def __missing__(self, kind: tuple[str, bool | None, bool, date]) -> int:
        state, in_time, returned, last_day = kind
        over = last_day < self._today
        self[kind] = place = 2 * judge(state, in_time, returned=returned, over=over) + over
        return place
