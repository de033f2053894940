"""The plans that are kept, as a list and as cards."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.plans import AssignmentRole, Plan, PlanId, Question, TaskDraft
from bot.texts import days
from bot.texts.dues import shorten
from bot.texts.plan_cards import Card, Listed, TaskLine, TaskPage
from bot.texts.questions import question_line
from bot.usecases.desk import Desk
from bot.usecases.plans import kept_draft
from storage.obligations import Obligations

A_PAGE = 8


def listed(desk: Desk) -> tuple[tuple[PlanId, Listed], ...]:
    """List the plans, newest year first."""
    return tuple((plan.id, Listed(plan.title, plan.year, len(desk.plans.tasks(plan.id)))) for plan in desk.plans.all())


def card(desk: Desk, plan: PlanId) -> Card:
    """Count what a plan has and what it leaves open; raises `NotFound("plan.unknown")`."""
    kept = desk.plans.get(plan)
    obligations = Obligations(desk.connection)
    deadlines, dues = obligations.count(plan)
    coming = obligations.next_day(plan, desk.today)
    return Card(
        id=plan,
        title=kept.title,
        number=kept.head.number,
        year=kept.year,
        tasks=len(desk.plans.tasks(plan)),
        agencies=len(obligations.owing(plan)),
        deadlines=deadlines,
        dues=dues,
        next_deadline=days.long_day(coming) if coming else None,
        cooperating=_cooperating(desk, kept),
        remarks=tuple(question_line(question) for question in _open(desk, kept)),
    )


def _cooperating(desk: Desk, plan: Plan) -> bool | None:
    """Tell whether cooperating agencies owe reports too; `None` where the plan names none."""
    named = any(entry.role is AssignmentRole.COOPERATING for entry in desk.plans.assignments(plan.id))
    return bool(plan.settings.get("cooperating")) if named else None


def tasks(desk: Desk, plan: PlanId, page: int) -> TaskPage:
    """List a page of a plan's tasks, from 1 on, or the last there is; raises `NotFound("plan.unknown")`."""
    kept = kept_draft(desk, plan)
    pages = max(1, -(-len(kept.tasks) // A_PAGE))
    shown = min(max(page, 1), pages)
    lines = (_line(task) for task in kept.tasks[(shown - 1) * A_PAGE : shown * A_PAGE])
    return TaskPage(kept.head.title, tuple(lines), shown, pages)


def _line(task: TaskDraft) -> TaskLine:
    name = shorten(f"{task.no} {task.title}".strip())
    return TaskLine(name, shorten("; ".join(task.lead)), task.timeframe_text or "", task.place)


def _open(desk: Desk, plan: Plan) -> Iterator[Question]:
    """Find what a kept plan still leaves open: who leads a task, when it is due, who is in a group."""
    lead = [entry for entry in desk.plans.assignments(plan.id) if entry.role is AssignmentRole.LEAD]
    printed = {entry.task for entry in lead}
    somebody = {entry.task for entry in lead if entry.agency is not None or entry.group is not None}
    for task in desk.plans.tasks(plan.id):
        if task.id not in printed:
            yield Question("task.no_lead", task.place, f"{task.no} {task.title}")
        elif task.id not in somebody:
            names = "; ".join(entry.printed for entry in lead if entry.task == task.id)
            yield Question("task.nobody", task.place or task.no, names)
        if task.timeframe_text is None:
            yield Question("task.no_timeframe", task.place, f"{task.no} {task.title}")
    for group in {entry.group for entry in lead if entry.group is not None}:
        if not desk.agencies.expand(group):
            yield Question("group.empty", "", desk.agencies.get_group(group).name)
