"""Days off and make-up working days of Việt Nam: the `holidays` package, over which our own table wins."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from bot.domain.package_days import said_of


@dataclass(frozen=True, slots=True)
class NationalDay:
    """One row of `data/days.toml`: whether offices work on `day`, by which document; `provisional` until it was decided."""

    day: date
    works: bool
    source: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class DayTable:
    """The whole of `data/days.toml`: rows by day, and by year the document that decided its days off."""

    days: dict[date, NationalDay]
    years: dict[int, str]


@lru_cache(maxsize=1)
def table() -> DayTable:
    """Read the table.

    Example of a row: ``{"day": date(2026, 1, 2), "works": False, "source": "Văn bản 12729/VPCP-KGVX …"}``.
    """
    text = files("bot.domain").joinpath("data/days.toml").read_text("utf-8")
    packed = tomllib.loads(text)
    rows = [NationalDay(**row) for row in packed["days"]]
    return DayTable({row.day: row for row in rows}, {row["year"]: row["source"] for row in packed["years"]})


@lru_cache(maxsize=64)
def exceptions(year: int) -> dict[date, bool]:
    """Tell of the days of `year` that are not what their weekday says: whether offices work on them."""
    return said_of(year) | {row.day: row.works for row in table().days.values() if row.day.year == year}


def is_decided(year: int) -> bool:
    """Tell whether the days off of `year` have been decided, as far as our table knows; a guess by the rules if not.

    The five days of Tết, the second day of Quốc khánh and the swaps are fixed each year (Bộ luật Lao động 2019, Điều 112).
    Years before the table's first one are past and known.
    """
    return year in table().years or year < min(table().years)


def provisional_days(first: date, last: date) -> tuple[NationalDay, ...]:
    """List the rows between two days, both included, for which no final document was found."""
    rows = (row for row in table().days.values() if row.provisional and first <= row.day <= last)
    return tuple(sorted(rows, key=lambda row: row.day))
