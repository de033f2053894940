"""How a due stands as a whole, to be put back as it was when a decision about it is taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.domain.reports import DueId, ReportId
from storage.schema import dues, reports
from storage.tallies import tallied_due

_KEPT = (dues.c.state, dues.c.last_day, dues.c.extended, dues.c.reason)


class DueStates:
    """Queries that read and put back all of a due that a coordinator's decision changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, due: DueId) -> dict[str, Any]:
        """Read how a due stands, as JSON.

        For instance ``{"state": "excused", "last_day": "2024-11-14", "extended": false, "reason": "không phát sinh"}``.
        """
        row = self._connection.execute(select(*_KEPT).where(dues.c.id == due)).one()
        return {
            "state": str(row.state),
            "last_day": row.last_day.isoformat(),
            "extended": row.extended,
            "reason": row.reason,
        }

    def put_back(
        self, due: DueId, stood: dict[str, Any], *, closed_at: datetime | None, next_fire_at: datetime | None
    ) -> None:
        """Let a due stand as it did; `next_fire_at` is when it is looked at next, `closed_at` when it was settled."""
        last_day = date.fromisoformat(stood["last_day"])
        values = stood | {"last_day": last_day, "closed_at": closed_at, "next_fire_at": next_fire_at}
        with tallied_due(self._connection, due):
            self._connection.execute(update(dues).where(dues.c.id == due).values(**values))

    def accept_again(self, due: DueId, report: ReportId) -> None:
        """Let a report that was returned be one that was not."""
        with tallied_due(self._connection, due):
            self._connection.execute(
                update(reports).where(reports.c.id == report).values(returned_at=None, return_reason=None)
            )
