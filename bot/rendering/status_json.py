"""The figures in the form of `status --json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.clock import VIETNAM
from bot.domain.agencies import AgencyId
from bot.domain.figures import AgencyFigures, Figures


def status_as_json(
    figures: Figures, period: str, as_of: datetime, newest: Mapping[AgencyId, datetime]
) -> dict[str, Any]:
    """Give the figures in the form of `status --json`; `as_of` (aware) is shown in the plan's zone.

    `newest` tells when each agency's newest report came (aware); agencies without one are left out.
    """
    totals = ("expected", "received", "on_time", "late", "missing", "excused", "returned")
    tasks = ("not_started", "in_progress", "done", "blocked", "unreported")
    return {
        "period": period,
        "as_of": _local(as_of),
        "totals": {name: getattr(figures.totals, name) for name in totals},
        "tasks": {name: getattr(figures.tasks, name) for name in tasks},
        "agencies": [_agency_as_json(agency, newest.get(agency.id)) for agency in figures.agencies],
    }


def _agency_as_json(agency: AgencyFigures, last: datetime | None) -> dict[str, Any]:
    numbers = ("expected", "received", "on_time", "late", "missing")
    return {
        "name": agency.name,
        **{name: getattr(agency, name) for name in numbers},
        "last_report_at": None if last is None else _local(last),
    }


def _local(instant: datetime) -> str:
    return instant.astimezone(VIETNAM).isoformat(timespec="seconds")
