"""When copies of the database are made, what they are called, and how long they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import VIETNAM

_NAME = re.compile(r"nhacviec-(\d{4}-\d{2}-\d{2})\.backup")


@dataclass(frozen=True, slots=True)
class BackupPolicy:
    """One copy a day at `at` in `zone`, of which the newest `keep_days` are kept; 0 means that none is made."""

    keep_days: int = 14
    at: time = time(2, 0)
    zone: ZoneInfo = VIETNAM

    def night(self, now: datetime) -> date | None:
        """Tell the newest day whose copy should exist at `now` (aware); `None` when none is wanted."""
        if not self.keep_days:
            return None
        local = now.astimezone(self.zone)
        passed = local.time() >= self.at
        return local.date() if passed else local.date() - timedelta(1)

    def outdated(self, names: Iterable[str], night: date) -> list[str]:
        """List which copies need no longer be kept once that of `night` is there; files of other names are not ours.

        They are counted, not compared with today: a clock that is years ahead for one night takes one copy away, not all.
        """
        others = sorted((name for name in names if day_of(name) not in (None, night)), reverse=True)
        return others[max(self.keep_days - 1, 0) :]


def file_name(night: date) -> str:
    """Name a night's copy, for instance "nhacviec-2024-11-08.backup"."""
    return f"nhacviec-{night.isoformat()}.backup"


def day_of(name: str) -> date | None:
    """Read the day from a copy's name; `None` for any other name."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        return None
