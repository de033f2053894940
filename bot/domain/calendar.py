"""Working days of Việt Nam and quarters of the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache

SATURDAY = 5


@lru_cache(maxsize=64)
def _national(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Take the days off of a year and its make-up working Saturdays from the `holidays` package."""
    import holidays

    days = holidays.country_holidays("VN", years=year)
    off = frozenset(day for day in days if day.year == year)
    made_up = frozenset(
        day
        for day in (date(year, 1, 1) + timedelta(n) for n in range(366))
        if day.weekday() >= SATURDAY and days.is_working_day(day)
    )
    return off, made_up


@dataclass(frozen=True)
class Calendar:
    """Working days: the national calendar, over which the office's own days win."""

    extra_days_off: frozenset[date] = field(default_factory=frozenset)
    extra_working_days: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on `day`."""
        if day in self.extra_working_days:
            return True
        if day in self.extra_days_off:
            return False
        off, made_up = _national(day.year)
        return day in made_up or (day.weekday() < SATURDAY and day not in off)

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
