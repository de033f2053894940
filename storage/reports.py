"""Reports in all their revisions, and their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.domain.deadlines import Due
from bot.domain.people import PersonId
from bot.domain.reports import DueId, Evidence, Report, ReportDraft, ReportId, Status, says_nothing
from storage.lists import one_of
from storage.prepared import Prepared
from storage.schema import evidence, reports
from storage.standings import Standings
from storage.tallies import tallied_due

_MINE = reports.c.due_id == bindparam("due")
_NEWEST = reports.c.current.is_(True)
_CURRENT = Prepared(select(reports).where(_MINE, _NEWEST))
_CURRENT_OF = Prepared(lambda dialect: select(reports).where(one_of(reports.c.due_id, "dues", dialect), _NEWEST))
_LAST_REVISION = Prepared(select(func.coalesce(func.max(reports.c.revision), 0)).where(_MINE))
_OUTDATE = Prepared(update(reports).where(_MINE, _NEWEST), ("current",))
_ADD = Prepared(
    insert(reports).returning(*reports.c),
    (
        "code",
        "due_id",
        "agency_id",
        "task_id",
        "period",
        "revision",
        "current",
        "status",
        "percent",
        "results",
        "difficulties",
        "raised",
        "person_id",
        "at",
        "in_time",
        "on_behalf",
        "extra",
    ),
)
_CODE = Prepared(select(reports.c.id).where(reports.c.code == bindparam("code")))


def _report(row: Any) -> Report:
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


class Reports(Standings):
    """Queries about reports; how dues stand by them is in `Standings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self, due: DueId) -> Report | None:
        """Find the newest revision for a due."""
        found = _CURRENT.first(self._connection, due=due)
        return _report(found) if found else None

    def latest_of(self, ids: Sequence[DueId]) -> Report | None:
        """Find the newest of the current reports for dues given in the order of preference."""
        if not ids:
            return None
        by_due = {row.due_id: row for row in _CURRENT_OF.all(self._connection, dues=list(ids))}
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
        last = _LAST_REVISION.scalar(self._connection, due=due.id)
        with tallied_due(self._connection, due.id):
            _OUTDATE.run(self._connection, due=due.id, current=False)
            made = _ADD.first(
                self._connection,
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
                raised=not says_nothing(draft.difficulties),
                person_id=person,
                at=at,
                in_time=in_time,
                on_behalf=on_behalf,
                extra=extra or {},
            )
        self._add_evidence(ReportId(made.id), draft.evidence, at)
        return _report(made)

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

    def evidence_sender(self, row: int) -> PersonId | None:
        """Tell who sent a piece of evidence with a report; `None` when that is no longer known."""
        of_report = select(reports.c.person_id).join(evidence, evidence.c.report_id == reports.c.id)
        found: PersonId | None = self._connection.scalar(of_report.where(evidence.c.id == row))
        return found

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
        due = self._connection.execute(select(reports.c.due_id).where(reports.c.id == report)).scalar_one()
        with tallied_due(self._connection, due):
            self._connection.execute(
                update(reports).where(reports.c.id == report).values(returned_at=now, return_reason=reason)
            )

    def code_taken(self, code: str) -> bool:
        return _CODE.first(self._connection, code=code) is not None
