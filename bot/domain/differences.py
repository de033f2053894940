"""What a newer version of a plan adds, changes and drops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.plans import Assignment, AssignmentRole, KeptRule, ReportingRule, Task, TaskDraft
from bot.vietnamese import fold

SAME_TITLE = 85
"""From this likeness on (0 to 100) two titles are one task's, whatever the numbers."""

SAME_NUMBER = 50
"""From this likeness on two tasks of the same number are one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A kept task and what the newer version says of it, at its new `position`."""

    task: Task
    old: TaskDraft
    new: TaskDraft
    position: int

    @property
    def changed(self) -> bool:
        """Whether more than its place in the document has changed."""
        return replace(self.old, place="") != replace(self.new, place="")


@dataclass(frozen=True, slots=True)
class Matching:
    """Kept and wanted tasks put side by side; `added` come with their positions."""

    pairs: tuple[Pair, ...]
    added: tuple[tuple[int, TaskDraft], ...]
    dropped: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class RuleMatching:
    """Kept and wanted reporting rules put side by side; `changed` pairs differ in more than their place."""

    same: tuple[KeptRule, ...]
    changed: tuple[tuple[KeptRule, ReportingRule], ...]
    added: tuple[ReportingRule, ...]
    dropped: tuple[KeptRule, ...]


def as_draft(task: Task, assignments: Iterable[Assignment]) -> TaskDraft:
    """Write a kept task as it would be read from the document."""
    mine = [entry for entry in assignments if entry.task == task.id]
    return TaskDraft(
        task.no,
        task.title,
        tuple(entry.printed for entry in mine if entry.role is AssignmentRole.LEAD),
        tuple(entry.printed for entry in mine if entry.role is AssignmentRole.COOPERATING),
        task.timeframe_text,
        task.timeframe,
        task.budget_vnd,
        task.outputs,
        task.place,
    )


Kept = tuple[Task, TaskDraft]
Wanted = tuple[int, TaskDraft]


def match_tasks(kept: Sequence[Kept], wanted: Sequence[TaskDraft]) -> Matching:
    """Find which wanted task is which kept one.

    First the same number and title, then the same title, then a very similar title, then the same number with a similar
    title; a task is matched once.
    """
    left, rest = list(kept), list(enumerate(wanted))
    pairs: list[Pair] = []
    for same in (_same, _same_title, _alike, _same_number):
        _take(left, rest, pairs, same)
    ordered = sorted(pairs, key=lambda pair: pair.position)
    return Matching(tuple(ordered), tuple(rest), tuple(task for task, _ in left if not task.dropped))


def _take(left: list[Kept], rest: list[Wanted], pairs: list[Pair], same: Callable[[Task, TaskDraft], bool]) -> None:
    for position, draft in list(rest):
        found = next((entry for entry in left if same(entry[0], draft)), None)
        if found is not None:
            left.remove(found)
            rest.remove((position, draft))
            pairs.append(Pair(found[0], found[1], draft, position))


def _same(task: Task, draft: TaskDraft) -> bool:
    return task.no == draft.no and _same_title(task, draft)


def _same_title(task: Task, draft: TaskDraft) -> bool:
    return fold(task.title) == fold(draft.title)


def _alike(task: Task, draft: TaskDraft) -> bool:
    return _likeness(task, draft) >= SAME_TITLE


def _same_number(task: Task, draft: TaskDraft) -> bool:
    return task.no == draft.no and _likeness(task, draft) >= SAME_NUMBER


def _likeness(task: Task, draft: TaskDraft) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(fold(task.title), fold(draft.title))


def match_rules(kept: Sequence[KeptRule], wanted: Sequence[ReportingRule]) -> RuleMatching:
    """Find which wanted rule is which kept one: an equal one, else one of the same number and name."""
    left, rest = list(kept), list(wanted)
    same = [old for old, _ in _pairs(left, rest, lambda old, new: replace(old, place="") == replace(new, place=""))]
    changed = _pairs(left, rest, lambda old, new: (old.no, fold(old.name)) == (new.no, fold(new.name)))
    return RuleMatching(tuple(same), tuple(changed), tuple(rest), tuple(left))


def _pairs(
    left: list[KeptRule], rest: list[ReportingRule], same: Callable[[ReportingRule, ReportingRule], bool]
) -> list[tuple[KeptRule, ReportingRule]]:
    found = []
    for new in list(rest):
        old = next((kept for kept in left if same(kept.reporting, new)), None)
        if old is not None:
            left.remove(old)
            rest.remove(new)
            found.append((old, new))
    return found
