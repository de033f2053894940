"""When a task is to be done: "Quý III, IV/2024", "Thường xuyên", "trước ngày 30/6/2024"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FrameKind(StrEnum):
    """The kinds of time frame of `plan read --json`."""

    ONGOING = "ongoing"
    WITHIN_YEAR = "within_year"
    QUARTERS = "quarters"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    HALF_YEAR = "half_year"
    AD_HOC = "ad_hoc"
    BY_DATE = "by_date"
    SPAN = "span"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """A time frame.

    `start` and `end` are days, both included: `end` is the last day that is still in time ("trước ngày 15/11/2024" ends on
    2024-11-14). `None` means open or not said. `quarters` are numbers from 1 to 4 of `year`. `recurrence` repeats within the
    bounds; for example "weekly:fri", "monthly:20", "monthly:5@next", "quarterly:20@last", "half_yearly:06-15,12-01",
    "yearly:11-30", "yearly:01-15@next", "relative:5wd"; the day in it is the one that was printed, and
    `strictly_before` says that it is itself too late.
    """

    kind: FrameKind
    year: int | None = None
    quarters: tuple[int, ...] | None = None
    start: date | None = None
    end: date | None = None
    recurrence: str | None = None
    strictly_before: bool = False


UNSPECIFIED = TimeFrame(FrameKind.UNSPECIFIED)
