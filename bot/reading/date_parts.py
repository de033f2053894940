"""The pieces of an expression of time: printed periods, and the small words between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A printed stretch of time; `what` is day, month, quarter, half or year; `number` counts it within the year.

    A day has `number` and `month`; of "first_months" and "last_months" (of a year) `number` says how many.
    `year` is `None` where it is not printed.
    """

    what: str
    number: int
    month: int | None = None
    year: int | None = None

    def first(self) -> date | None:
        """Tell its first day; `None` when it does not exist or its year or month is not known."""
        if self.year is None:
            return None
        if self.what == "day":
            return make_date(self.year, self.month, self.number)
        months = {"month": self.number, "quarter": 3 * self.number - 2, "half": 6 * self.number - 5, "year": 1}
        months |= {"first_months": 1, "last_months": 13 - self.number}
        return make_date(self.year, months[self.what], 1)

    def last(self) -> date | None:
        """Tell its last day; `None` as for `first`."""
        if self.what == "day" or self.year is None:
            return self.first()
        months = {"month": self.number, "quarter": 3 * self.number, "half": 6 * self.number, "year": 12}
        months |= {"first_months": self.number, "last_months": 12}
        return last_of_month(self.year, months[self.what])


@dataclass(frozen=True, slots=True)
class Word:
    """A small word that says what is done with the periods around it; `value` where it carries one ("weekly:fri")."""

    kind: str
    value: str = ""


Item = Period | Word


def make_date(year: int, month: int | None, day: int) -> date | None:
    """Make a date; `None` when there is no such day."""
    try:
        return date(year, month or 0, day)
    except ValueError:
        return None


def last_of_month(year: int, month: int) -> date | None:
    """Tell the last day of a month; `None` when there is no such month."""
    following = make_date(year + month // 12, month % 12 + 1, 1) if 1 <= month <= 12 else None
    return following - timedelta(days=1) if following else None
