"""Periods as people type them: "quý 4/2024", "Q3", "6 tháng đầu năm", "năm 2024", "2024-Q3"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.calendar import Quarter
from bot.vietnamese import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER = re.compile(r"\b(?:quy|q)\s*(iv|iii|ii|i|[1-4])\b")
_KEY = re.compile(r"^(20\d\d)-q([1-4])$")
_HALF = re.compile(r"\b(?:6|sau) thang (dau|cuoi) nam\b|\bh([12])\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_MORE = re.compile(r"\d|\b(?:quy|q|h|thang|tuan)\b|\bnam (?:ngoai|truoc|sau|toi|qua)\b")
"""What beside a period says that another one is meant: "tháng 11/2024" is not the year 2024."""


@dataclass(frozen=True, slots=True)
class Span:
    """A reporting period: its name in words and the quarters it covers."""

    key: str
    label: str
    quarters: tuple[Quarter, ...]


def read_period(text: str, default: Quarter) -> Span | None:
    """Read a period; the year is that of `default` where none is typed, and an empty text is `default` itself.

    Returns `None` for a text that names no period, and for one that names more than is understood.
    """
    folded = fold(text)
    if not folded:
        return _quarter(default)
    key = _KEY.match(folded)
    if key:
        return _quarter(Quarter(int(key[1]), int(key[2])))
    year_typed = _YEAR.search(folded)
    year = int(year_typed[1]) if year_typed else default.year
    half = _HALF.search(folded)
    quarter = None if half else _QUARTER.search(folded)
    if _MORE.search(_without(folded, year_typed, half or quarter)):
        return None
    if half:
        return _half(year, 1 if half[1] == "dau" or half[2] == "1" else 2)
    if quarter:
        return _quarter(Quarter(year, _ROMAN.get(quarter[1]) or int(quarter[1])))
    if year_typed or folded in ("nam", "ca nam", "nam nay"):
        return _year(year)
    return None


def _without(folded: str, *found: re.Match[str] | None) -> str:
    for match in found:
        if match is not None:
            folded = folded.replace(match[0], " ", 1)
    return folded


def before(span: Span) -> Span:
    """Give the period of the same length before: the quarter, half-year or year before."""
    last = span.quarters[0].previous
    if len(span.quarters) == 1:
        return _quarter(last)
    if len(span.quarters) == 2:
        return _half(last.year, 1 if last.number == 2 else 2)
    return _year(last.year)


def _year(year: int) -> Span:
    return Span(str(year), f"năm {year}", tuple(Quarter(year, number) for number in range(1, 5)))


def _quarter(quarter: Quarter) -> Span:
    roman = next(sign for sign, number in _ROMAN.items() if number == quarter.number).upper()
    return Span(str(quarter), f"quý {roman} năm {quarter.year}", (quarter,))


def _half(year: int, half: int) -> Span:
    which = "đầu" if half == 1 else "cuối"
    return Span(
        f"{year}-H{half}", f"6 tháng {which} năm {year}", (Quarter(year, 2 * half - 1), Quarter(year, 2 * half))
    )
