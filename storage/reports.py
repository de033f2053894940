"""Reports in all their revisions, their evidence, and how dues stand by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, select, update

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due, DueState
from bot.domain.people import PersonId
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import DueId, Evidence, Report, ReportDraft, ReportId, Status
from bot.domain.requests import RequestId, code
from bot.domain.standings import Said, Standing
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


def _report(row: Row[Any]) -> Report:
    return Report(
        id=row.id,
        code=row.code,
        due=row.due_id,
        agency=row.agency_id,
        task=row.task_id,
        period=row.period,
        revision=row.revision,
        status=Status(row.status),
        percent=row.percent,
        results=row.results,
        difficulties=row.difficulties,
        person=row.person_id,
        at=row.at,
        in_time=row.in_time,
        on_behalf=row.on_behalf,
        returned_at=row.returned_at,
        return_reason=row.return_reason,
        extra=row.extra,
    )


class Reports:
    """Queries about reports."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self, due: DueId) -> Report | None:
        """Find the newest revision for a due."""
        found = self._connection.execute(
            select(reports).where(reports.c.due_id == due, reports.c.current.is_(True))
        ).first()
        return _report(found) if found else None

    def latest_of(self, ids: Sequence[DueId]) -> Report | None:
        """Find the newest of the current reports for dues given in the order of preference."""
        rows = self._connection.execute(
            select(reports).where(reports.c.due_id.in_(list(ids)), reports.c.current.is_(True))
        )
        by_due = {row.due_id: row for row in rows}
        return next((_report(by_due[due]) for due in ids if due in by_due), None)

    def add(
        self,
        due: Due,
        draft: ReportDraft,
        *,
        code: str,
        person: PersonId | None,
        at: datetime,
        in_time: bool,
        on_behalf: bool = False,
        extra: dict[str, Any] | None = None,
    ) -> Report:
        """Keep a report as the next revision of its due."""
        last = self._connection.execute(
            select(func.coalesce(func.max(reports.c.revision), 0)).where(reports.c.due_id == due.id)
        ).scalar_one()
        self._connection.execute(
            update(reports).where(reports.c.due_id == due.id, reports.c.current.is_(True)).values(current=False)
        )
        result = self._connection.execute(
            insert(reports).values(
                code=code,
                due_id=due.id,
                agency_id=due.agency,
                task_id=due.task,
                period=due.period,
                revision=last + 1,
                current=True,
                status=draft.status,
                percent=draft.percent,
                results=draft.results,
                difficulties=draft.difficulties,
                person_id=person,
                at=at,
                in_time=in_time,
                on_behalf=on_behalf,
                extra=extra or {},
            )
        )
        made = result.inserted_primary_key
        assert made is not None
        self._add_evidence(ReportId(made[0]), draft.evidence, at)
        found = self._connection.execute(select(reports).where(reports.c.id == made[0])).one()
        return _report(found)

    def _add_evidence(self, report: ReportId, items: Iterable[Evidence], at: datetime) -> None:
        rows = [
            {
                "report_id": report,
                "channel": item.ref.partition(":")[0] if item.ref else None,
                "ref": item.ref.partition(":")[2] if item.ref else None,
                "url": item.url,
                "name": item.name,
                "mime": item.mime,
                "size": item.size,
                "sha256": item.sha256,
                "state": "fetched" if item.sha256 else "wanted" if item.ref else "link",
                "attempts": 0,
                "not_before": at if item.ref and not item.sha256 else None,
            }
            for item in items
        ]
        if rows:
            self._connection.execute(insert(evidence), rows)

    def evidence_count(self, report: ReportId) -> int:
        """Count the files, links and numbers of documents given with a report."""
        mine = select(func.count()).select_from(evidence).where(evidence.c.report_id == report)
        return self._connection.execute(mine).scalar_one()

    def count_by(self, person: PersonId) -> int:
        """Count the reports somebody has sent, revisions included."""
        return self._connection.execute(
            select(func.count()).select_from(reports).where(reports.c.person_id == person)
        ).scalar_one()

    def mark_returned(self, report: ReportId, now: datetime, reason: str) -> None:
        self._connection.execute(
            update(reports).where(reports.c.id == report).values(returned_at=now, return_reason=reason)
        )

    def code_taken(self, code: str) -> bool:
        return self._connection.execute(select(reports.c.id).where(reports.c.code == code)).first() is not None

    # ------------------------------------------------------------ standings

    def standings(
        self,
        *,
        periods: Sequence[str] | None = None,
        plan: PlanId | None = None,
        request: RequestId | None = None,
        agencies_only: Sequence[AgencyId] | None = None,
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
        if due_from is not None:
            query = query.where(dues.c.last_day >= due_from)
        if due_to is not None:
            query = query.where(dues.c.last_day <= due_to)
        rows = self._connection.execute(query).all()
        printed = self._printed({row.task_id for row in rows if row.task_id is not None})
        files = self._evidence_counts(rows)
        return [_standing(row, printed, files.get(row.report_id, 0)) for row in rows]

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


def _standings() -> Select[Any]:
    return (
        select(
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
            func.coalesce(tasks.c.no, reporting_rules.c.no, "").label("no"),
            func.coalesce(tasks.c.title, reporting_rules.c.name, requests.c.text).label("title"),
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
        .join(deadlines, deadlines.c.id == dues.c.deadline_id)
        .outerjoin(plans, plans.c.id == dues.c.plan_id)
        .join(agencies, agencies.c.id == dues.c.agency_id)
        .outerjoin(tasks, tasks.c.id == dues.c.task_id)
        .outerjoin(reporting_rules, reporting_rules.c.id == deadlines.c.rule_id)
        .outerjoin(requests, requests.c.id == deadlines.c.request_id)
        .outerjoin(reports, and_(reports.c.due_id == dues.c.id, reports.c.current.is_(True)))
        .order_by(
            dues.c.plan_id.is_(None), dues.c.plan_id, tasks.c.position, dues.c.last_day, agencies.c.folded, dues.c.id
        )
    )


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
        no=row.no if row.request_id is None else code(row.request_id),
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
