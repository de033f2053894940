"""Working days of Việt Nam and quarters of the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from bot.domain.national_days import NationalDay, exceptions, is_decided, provisional_days
from bot.domain.package_days import SATURDAY

NOTICE_FROM = 10
"""From this month on the coming year should have been decided: the decision came in October to December of late."""


@dataclass(frozen=True)
class Calendar:
    """Working days: the national calendar, over which the office's own days win.

    >>> Calendar().is_working(date(2026, 1, 10))  # a Saturday, worked for Friday 02/01
    True
    """

    extra_days_off: frozenset[date] = field(default_factory=frozenset)
    extra_working_days: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on `day`."""
        if day in self.extra_working_days:
            return True
        if day in self.extra_days_off:
            return False
        return exceptions(day.year).get(day, day.weekday() < SATURDAY)

    def on_or_before(self, day: date) -> date:
        """Find the last working day not after `day`."""
        while not self.is_working(day):
            day -= timedelta(1)
        return day

    def on_or_after(self, day: date) -> date:
        """Find the first working day not before `day`."""
        while not self.is_working(day):
            day += timedelta(1)
        return day

    def working_days_left(self, today: date, last_day: date) -> int:
        """Count the working days after `today` up to `last_day`, both in the plan's zone; 0 when it is today or past."""
        span = (today + timedelta(n) for n in range(1, (last_day - today).days + 1))
        return sum(1 for day in span if self.is_working(day))


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is not yet sure about the working days ahead: years nobody has decided on, days without a final document."""

    years: tuple[int, ...]
    days: tuple[NationalDay, ...]


def doubts(today: date, calendar: Calendar) -> Doubts:
    """Tell what is not sure in this year's and the coming year's calendar, for `doctor` and the log.

    The coming year is looked at from October on. What the office has settled in its configuration is no doubt any more.
    """
    years = (today.year, today.year + 1) if today.month >= NOTICE_FROM else (today.year,)
    settled = calendar.extra_days_off | calendar.extra_working_days
    days = provisional_days(today, date(years[-1], 12, 31))
    return Doubts(
        tuple(year for year in years if not is_decided(year)), tuple(row for row in days if row.day not in settled)
    )


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, number 1 to 4.

    >>> str(Quarter(2024, 3))
    '2024-Q3'
    """

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Find the quarter a day is in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, key: str) -> Quarter:
        """Read "2024-Q3"; raises `ValueError` on anything else."""
        year, separator, number = key.upper().partition("-Q")
        if not separator or number not in ("1", "2", "3", "4") or len(year) != 4:
            raise ValueError(key)
        return cls(int(year), int(number))

    @cached_property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @cached_property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)


def quarters_between(first: date, last: date) -> Iterator[Quarter]:
    """Run through the quarters that the days from `first` to `last` touch."""
    quarter = Quarter.of(first)
    while quarter.first_day <= last:
        yield quarter
        quarter = quarter.next
