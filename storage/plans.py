"""Plans, their tasks, assignments and reporting rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from bot.domain.agencies import AgencyId, GroupId
from bot.domain.plans import (
    Assignment,
    AssignmentRole,
    KeptRule,
    Plan,
    PlanHead,
    PlanId,
    ReportingRule,
    Rule,
    RuleId,
    RuleKind,
    Task,
    TaskDraft,
    TaskId,
)
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.errors import NotFound
from bot.vietnamese import fold
from storage.schema import assignments, plans, reporting_rules, tasks


def dump_frame(frame: TimeFrame) -> dict[str, Any]:
    """Pack a time frame: ``{"kind": "quarters", "year": 2024, "quarters": [3, 4], "start": "2024-07-01", ...}``."""
    packed = {name: value for name, value in asdict(frame).items() if value is not None and value is not False}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in packed.items()}


def load_frame(packed: dict[str, Any]) -> TimeFrame:
    """Unpack a time frame."""
    quarters = packed.get("quarters")
    return TimeFrame(
        FrameKind(packed["kind"]),
        packed.get("year"),
        None if quarters is None else tuple(quarters),
        _day(packed.get("start")),
        _day(packed.get("end")),
        packed.get("recurrence"),
        packed.get("strictly_before", False),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _rule(packed: dict[str, Any]) -> Rule:
    kind = packed["kind"]
    return Rule(
        None if kind is None else RuleKind(kind),
        packed["month"],
        packed["day"],
        packed["year"],
        packed["strictly_before"],
    )


def _plan(row: Any) -> Plan:
    head = PlanHead(
        row.title,
        row.number,
        row.issuer,
        row.province,
        row.year,
        row.issued_on,
        row.coordinator,
        tuple(row.legal_basis),
    )
    return Plan(PlanId(row.id), head, row.year, row.settings)


def _task(row: Any) -> Task:
    return Task(
        TaskId(row.id),
        PlanId(row.plan_id),
        row.position,
        row.no,
        row.title,
        row.timeframe_text,
        load_frame(row.timeframe),
        row.budget_vnd,
        tuple(row.outputs),
        row.place,
        row.dropped_at is not None,
    )


def _assignment(row: Any) -> Assignment:
    return Assignment(
        TaskId(row.task_id),
        AssignmentRole(row.role),
        row.printed,
        None if row.agency_id is None else AgencyId(row.agency_id),
        None if row.group_id is None else GroupId(row.group_id),
    )


def _kept_rule(row: Any) -> KeptRule:
    reporting = ReportingRule(
        row.no, row.name, tuple(row.reporters), tuple(row.receivers), row.due_text, _rule(row.rule), row.place
    )
    return KeptRule(RuleId(row.id), PlanId(row.plan_id), reporting, row.dropped_at is not None)


def _head_values(head: PlanHead) -> dict[str, Any]:
    values = asdict(head)
    del values["year"]
    return values | {"folded": fold(head.title), "legal_basis": list(head.legal_basis)}


def _task_values(draft: TaskDraft, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "no": draft.no,
        "title": draft.title,
        "timeframe_text": draft.timeframe_text,
        "timeframe": dump_frame(draft.timeframe),
        "budget_vnd": draft.budget_vnd,
        "outputs": list(draft.outputs),
        "place": draft.place,
        "dropped_at": None,
    }


def _rule_values(reporting: ReportingRule) -> dict[str, Any]:
    return {
        "no": reporting.no,
        "name": reporting.name,
        "reporters": list(reporting.reporters),
        "receivers": list(reporting.receivers),
        "due_text": reporting.due_text,
        "rule": asdict(reporting.rule),
        "place": reporting.place,
        "dropped_at": None,
    }


class Plans:
    """Plans and what is in them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ------------------------------------------------------------ plans

    def add(self, head: PlanHead, year: int, at: datetime, settings: dict[str, Any] | None = None) -> PlanId:
        """Keep a plan; title and year together must be new."""
        row = {"year": year, "settings": settings or {}, "imported_at": at}
        added = insert(plans).values(**_head_values(head), **row).returning(plans.c.id)
        return PlanId(self._connection.execute(added).scalar_one())

    def update(self, plan: PlanId, head: PlanHead, at: datetime) -> None:
        """Put what stands at the top of a newer version in place."""
        self._connection.execute(update(plans).where(plans.c.id == plan).values(**_head_values(head), imported_at=at))

    def set_settings(self, plan: PlanId, settings: dict[str, Any]) -> None:
        """Keep this office's choices for a plan."""
        self._connection.execute(update(plans).where(plans.c.id == plan).values(settings=settings))

    def get(self, plan: PlanId) -> Plan:
        """Find a plan; raises `NotFound("plan.unknown")`."""
        row = self._connection.execute(select(plans).where(plans.c.id == plan)).one_or_none()
        if row is None:
            raise NotFound("plan.unknown", plan=plan)
        return _plan(row)

    def find(self, title: str, year: int) -> Plan | None:
        """Find a plan by its title, whatever its capitals and diacritics, and its year."""
        mine = (plans.c.folded == fold(title)) & (plans.c.year == year)
        row = self._connection.execute(select(plans).where(mine)).one_or_none()
        return None if row is None else _plan(row)

    def all(self) -> tuple[Plan, ...]:
        """List the plans, newest year first."""
        order = select(plans).order_by(plans.c.year.desc(), plans.c.id)
        return tuple(_plan(row) for row in self._connection.execute(order))

    # ------------------------------------------------------------ tasks

    def tasks(self, plan: PlanId, *, dropped: bool = False) -> tuple[Task, ...]:
        """List a plan's tasks in the order of the document; with `dropped` also those that were dropped."""
        query = select(tasks).where(tasks.c.plan_id == plan)
        return self._tasks(query if dropped else query.where(tasks.c.dropped_at.is_(None)))

    def _tasks(self, query: Select[Any]) -> tuple[Task, ...]:
        return tuple(_task(row) for row in self._connection.execute(query.order_by(tasks.c.position, tasks.c.id)))

    def task(self, task: TaskId) -> Task:
        """Find a task; raises `NotFound("task.unknown")`."""
        found = self._tasks(select(tasks).where(tasks.c.id == task))
        if not found:
            raise NotFound("task.unknown", task=task)
        return found[0]

    def add_task(self, plan: PlanId, position: int, draft: TaskDraft) -> TaskId:
        """Keep a task; its agencies are set apart."""
        row = insert(tasks).values(plan_id=plan, **_task_values(draft, position)).returning(tasks.c.id)
        return TaskId(self._connection.execute(row).scalar_one())

    def update_task(self, task: TaskId, position: int, draft: TaskDraft) -> None:
        """Put a newer version of a task in place; one that was dropped is back."""
        self._connection.execute(update(tasks).where(tasks.c.id == task).values(**_task_values(draft, position)))

    def drop_task(self, task: TaskId, at: datetime) -> None:
        """Note that the plan has a task no more."""
        self._connection.execute(update(tasks).where(tasks.c.id == task).values(dropped_at=at))

    # ------------------------------------------------------------ assignments

    def assignments(self, plan: PlanId) -> tuple[Assignment, ...]:
        """List who does what in a plan, in the order it was printed in."""
        mine = select(tasks.c.id).where(tasks.c.plan_id == plan)
        query = select(assignments).where(assignments.c.task_id.in_(mine)).order_by(assignments.c.id)
        return tuple(_assignment(row) for row in self._connection.execute(query))

    def assignments_of(self, task: TaskId) -> tuple[Assignment, ...]:
        """List who does a task, in the order it was printed in."""
        query = select(assignments).where(assignments.c.task_id == task).order_by(assignments.c.id)
        return tuple(_assignment(row) for row in self._connection.execute(query))

    def set_assignments(self, task: TaskId, entries: Iterable[Assignment]) -> None:
        """Let a task be done by exactly these."""
        self._connection.execute(delete(assignments).where(assignments.c.task_id == task))
        for entry in entries:
            row = {"role": entry.role, "printed": entry.printed, "agency_id": entry.agency, "group_id": entry.group}
            self._connection.execute(insert(assignments).values(task_id=task, **row))

    def reassign_all(self, old: AgencyId, new: AgencyId) -> None:
        """Let `new` stand wherever `old` was assigned; the printed words stay."""
        mine = assignments.c.agency_id == old
        self._connection.execute(update(assignments).where(mine).values(agency_id=new))

    # ------------------------------------------------------------ reporting rules

    def rules(self, plan: PlanId, *, dropped: bool = False) -> tuple[KeptRule, ...]:
        """List a plan's reporting rules."""
        query = select(reporting_rules).where(reporting_rules.c.plan_id == plan).order_by(reporting_rules.c.id)
        if not dropped:
            query = query.where(reporting_rules.c.dropped_at.is_(None))
        return tuple(_kept_rule(row) for row in self._connection.execute(query))

    def add_rule(self, plan: PlanId, reporting: ReportingRule) -> RuleId:
        """Keep a reporting rule."""
        row = insert(reporting_rules).values(plan_id=plan, **_rule_values(reporting)).returning(reporting_rules.c.id)
        return RuleId(self._connection.execute(row).scalar_one())

    def update_rule(self, rule: RuleId, reporting: ReportingRule) -> None:
        """Put a newer version of a rule in place."""
        mine = reporting_rules.c.id == rule
        self._connection.execute(update(reporting_rules).where(mine).values(**_rule_values(reporting)))

    def drop_rule(self, rule: RuleId, at: datetime) -> None:
        """Note that the plan has a rule no more."""
        mine = reporting_rules.c.id == rule
        self._connection.execute(update(reporting_rules).where(mine).values(dropped_at=at))
