"""How dues stand: what was owed, and the report that counts for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import Status
from bot.domain.requests import RequestId, code
from bot.domain.standings import Raised, Said, Standing
from storage.schema import (
    agencies,
    assignments,
    deadlines,
    dues,
    evidence,
    plans,
    reporting_rules,
    reports,
    requests,
    tasks,
)


class Standings:
    """Queries about how dues stand."""

    _connection: Connection

    def standings(
        self,
        *,
        periods: Sequence[str] | None = None,
        plan: PlanId | None = None,
        request: RequestId | None = None,
        agencies_only: Sequence[AgencyId] | None = None,
        tasks_only: Sequence[TaskId] | None = None,
        due_from: date | None = None,
        due_to: date | None = None,
    ) -> list[Standing]:
        """Tell how dues stand, chosen by period, plan, request, agency or last day; by plan, task, agency name."""
        query = _standings().where(dues.c.state != DueState.DROPPED)
        if periods is not None:
            query = query.where(dues.c.period.in_(periods))
        if plan is not None:
            query = query.where(dues.c.plan_id == plan)
        if request is not None:
            query = query.where(deadlines.c.request_id == request)
        if agencies_only is not None:
            query = query.where(dues.c.agency_id.in_(agencies_only))
        if tasks_only is not None:
            query = query.where(dues.c.task_id.in_(tasks_only))
        if due_from is not None:
            query = query.where(dues.c.last_day >= due_from)
        if due_to is not None:
            query = query.where(dues.c.last_day <= due_to)
        rows = self._connection.execute(query).all()
        printed = self._printed({row.task_id for row in rows if row.task_id is not None})
        files = self._evidence_counts(rows)
        return [_standing(row, printed, files.get(row.report_id, 0)) for row in rows]

    def raised(self, period: str, limit: int) -> tuple[list[Raised], int]:
        """Find the difficulties and proposals that count in a period, and tell how many there are in all.

        The blocked come first, then it goes by the plan.
        """
        mine = and_(reports.c.period == period, reports.c.raised, reports.c.current, reports.c.returned_at.is_(None))
        number = self._connection.execute(select(func.count()).select_from(reports).where(mine)).scalar_one()
        by_plan = (tasks.c.plan_id.is_(None), tasks.c.plan_id, tasks.c.position.nulls_first(), reports.c.due_id)
        first = (
            select(reports.c.due_id)
            .outerjoin(tasks, tasks.c.id == reports.c.task_id)
            .where(mine)
            .order_by(reports.c.status != Status.BLOCKED, *by_plan)
            .limit(limit)
        )
        order = list(self._connection.scalars(first))
        named = _named(dues.c.id, reports.c.difficulties, agencies.c.name.label("agency"), deadlines.c.request_id)
        rows = self._connection.execute(named.join(reports, _SAID).where(dues.c.id.in_(order)))
        found = {row.id: Raised(row.agency, _no(row), row.difficulties) for row in rows}
        return [found[due] for due in order], number

    def newest(self, period: str) -> dict[AgencyId, datetime]:
        """Tell when the newest report of each agency that counts in a period came."""
        rows = self._connection.execute(
            select(dues.c.agency_id, func.max(reports.c.at).label("at"))
            .join(reports, _SAID)
            .where(dues.c.period == period, dues.c.state != DueState.DROPPED)
            .group_by(dues.c.agency_id)
        )
        return {row.agency_id: row.at for row in rows}

    def _printed(self, ids: set[TaskId]) -> dict[tuple[TaskId, str], tuple[str, ...]]:
        """List the agencies of tasks as the plan names them, by task and role."""
        found: dict[tuple[TaskId, str], list[str]] = defaultdict(list)
        rows = self._connection.execute(
            select(assignments.c.task_id, assignments.c.role, assignments.c.printed)
            .where(assignments.c.task_id.in_(ids))
            .order_by(assignments.c.id)
        )
        for row in rows:
            found[row.task_id, row.role].append(row.printed)
        return {key: tuple(names) for key, names in found.items()}

    def _evidence_counts(self, rows: Sequence[Row[Any]]) -> dict[int, int]:
        """Count the evidence of the reports in these rows, maybe of others too."""
        ids = [row.report_id for row in rows if row.report_id is not None]
        if not ids:
            return {}
        # By a range: asking by the query that chose the rows would run it a second time, and lists of ids have a limit.
        counted = self._connection.execute(
            select(evidence.c.report_id, func.count())
            .where(evidence.c.report_id.between(min(ids), max(ids)))
            .group_by(evidence.c.report_id)
        )
        return {row[0]: row[1] for row in counted}


_IN_ORDER = (
    # What is no task comes first on both databases.
    dues.c.plan_id.is_(None), dues.c.plan_id, tasks.c.position.nulls_first(), dues.c.last_day, agencies.c.folded, dues.c.id
)  # fmt: skip
_SAID = and_(reports.c.due_id == dues.c.id, reports.c.current.is_(True))


def _standings() -> Select[Any]:
    return (
        _named(
            dues.c.id,
            dues.c.plan_id,
            dues.c.agency_id,
            dues.c.task_id,
            dues.c.role,
            dues.c.period,
            dues.c.opens_on,
            dues.c.last_day,
            dues.c.extended,
            dues.c.state,
            deadlines.c.named_day,
            deadlines.c.request_id,
            func.coalesce(plans.c.title, "").label("plan_title"),
            agencies.c.name.label("agency_name"),
            tasks.c.timeframe_text,
            reports.c.id.label("report_id"),
            reports.c.code,
            reports.c.status,
            reports.c.percent,
            reports.c.results,
            reports.c.difficulties,
            reports.c.at,
            reports.c.in_time,
            reports.c.revision,
            reports.c.on_behalf,
            reports.c.returned_at,
        )
        .outerjoin(plans, plans.c.id == dues.c.plan_id)
        .outerjoin(reports, _SAID)
        .order_by(*_IN_ORDER)
    )


def _named(*columns: ColumnElement[Any]) -> Select[Any]:
    """Select from dues with their agencies, and with the number and title of what is owed."""
    return (
        select(
            *columns,
            func.coalesce(tasks.c.no, reporting_rules.c.no, "").label("no"),
            func.coalesce(tasks.c.title, reporting_rules.c.name, requests.c.text).label("title"),
        )
        .select_from(dues)
        .join(deadlines, deadlines.c.id == dues.c.deadline_id)
        .join(agencies, agencies.c.id == dues.c.agency_id)
        .outerjoin(tasks, tasks.c.id == dues.c.task_id)
        .outerjoin(reporting_rules, reporting_rules.c.id == deadlines.c.rule_id)
        .outerjoin(requests, requests.c.id == deadlines.c.request_id)
    )


def _no(row: Row[Any]) -> str:
    return str(row.no) if row.request_id is None else code(row.request_id)


def _said(row: Row[Any], files: int) -> Said | None:
    if row.report_id is None:
        return None
    return Said(
        code=row.code,
        status=Status(row.status),
        percent=row.percent,
        results=row.results,
        difficulties=row.difficulties,
        at=row.at,
        in_time=row.in_time,
        revision=row.revision,
        on_behalf=row.on_behalf,
        returned=row.returned_at is not None,
        evidence=files,
    )


def _standing(row: Row[Any], printed: dict[tuple[TaskId, str], tuple[str, ...]], files: int) -> Standing:
    return Standing(
        due=row.id,
        plan=row.plan_id,
        plan_title=row.plan_title,
        agency=row.agency_id,
        agency_name=row.agency_name,
        role=row.role,
        task=row.task_id,
        no=_no(row),
        title=row.title,
        timeframe_text=row.timeframe_text,
        leads=printed.get((row.task_id, "lead"), ()),
        cooperating=printed.get((row.task_id, "cooperating"), ()),
        period=row.period,
        opens_on=row.opens_on,
        last_day=row.last_day,
        named_day=None if row.extended else row.named_day,
        state=DueState(row.state),
        said=_said(row, files),
        request=row.request_id,
    )
