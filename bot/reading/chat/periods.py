"""Weeks, months, quarters and years as people name them, and lengths of time counted from today."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.domain.calendar import Calendar, Quarter
from bot.reading.chat.spelling import bare
from bot.reading.date_parts import make_date

COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_FRIDAY = timedelta(4)

Both = tuple[date, date]
"""A day when it is still to come, and when it is past."""


def nearest(today: date, month: int, day: int) -> date | None:
    """Find the day and month without a year that lie nearest to `today`, before or after."""
    years = (make_date(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    return min((one for one in years if one), key=lambda one: abs(one - today), default=None)


def month_start(today: date, shift: int = 0) -> date:
    """Find the first day of the month that lies `shift` months from that of `today`."""
    months = today.year * 12 + today.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)


def word(found: re.Match[str], group: str) -> str:
    """Give what a group found, without marks; empty where it found nothing or does not exist."""
    return bare(found.groupdict().get(group) or "")


def count(found: re.Match[str]) -> int:
    """Give the number that was written in figures or in words."""
    written = word(found, "count")
    return int(written) if written.isdigit() else next(n for name, n in COUNTS.items() if bare(name) == written)


def length(found: re.Match[str], today: date) -> Both | None:
    """Read a length of time from today on: "3 ngày nữa", "sau 2 tuần", "5 ngày làm việc nữa" (working days)."""
    unit = word(found, "unit")
    if word(found, "count") == "nua":
        end = today + timedelta(15) if unit == "thang" else None
    elif unit == "ngay lam viec":
        end = _working_day(today, count(found))
    elif unit == "thang":
        end = months_on(today, count(found))
    else:
        end = today + timedelta(count(found) * (7 if unit == "tuan" else 1))
    return None if end is None else (end, end)


def ago(found: re.Match[str], today: date) -> Both | None:
    """Read a length of time that ends today: "3 ngày trước"."""
    ahead = length(found, today)
    return None if ahead is None else (today - (ahead[0] - today), today - (ahead[0] - today))


def one_more(found: re.Match[str], today: date) -> Both | None:
    """Read "tuần nữa", "tháng nữa"."""
    end = today + timedelta(7) if word(found, "unit") == "tuan" else months_on(today, 1)
    return end, end


def months_on(today: date, months: int) -> date:
    """Find the same day some months later, the last one of a shorter month."""
    first = month_start(today, months)
    return min(first + timedelta(today.day - 1), month_start(first, 1) - timedelta(1))


def _working_day(today: date, number: int) -> date:
    calendar, day = Calendar(), today
    for _ in range(number):
        day = calendar.on_or_after(day + timedelta(1))
    return day


def bounds(found: re.Match[str], today: date) -> Both | None:
    """Find the first and the last day of the week (Monday to Friday), month, quarter or year that is named."""
    period, number, shift = word(found, "period"), word(found, "number"), _shift(found)
    year = int(word(found, "year") or 0)
    if period == "tuan":
        monday = today + timedelta(7 * shift - today.weekday())
        return None if number else (monday, monday + _FRIDAY)
    if period in ("thang", "t"):
        return _month(today, shift, number, year)
    if period == "quy":
        return _quarter(today, shift, number, year)
    if number and len(number) != 4:
        return None
    of = int(number) if number else today.year + shift
    return date(of, 1, 1), date(of, 12, 31)


def _shift(found: re.Match[str]) -> int:
    which = word(found, "which")
    if which == "sau nua":
        return 2
    if which in ("sau", "toi", "nua", "ke") or word(found, "into"):
        return 1
    return -1 if which in ("truoc", "vua roi", "vua qua", "qua") else 0


def _month(today: date, shift: int, number: str, year: int) -> Both | None:
    first: date | None = month_start(today, shift)
    if number:
        first = make_date(year, int(number), 1) if year else _nearest_month(today, number)
    return None if first is None else (first, month_start(first, 1) - timedelta(1))


def _nearest_month(today: date, number: str) -> date | None:
    return nearest(month_start(today), int(number), 1) if number.isdigit() and 1 <= int(number) <= 12 else None


def _quarter(today: date, shift: int, number: str, year: int) -> Both | None:
    quarter = Quarter.of(month_start(today, 3 * shift))
    if number:
        if number not in _QUARTERS:
            return None
        quarter = Quarter(year or today.year, _QUARTERS[number])
    return quarter.first_day, quarter.last_day


def start(found: re.Match[str], today: date) -> Both | None:
    """Give the first and the last day of a period; `None` for the bare word ("tuần", "năm")."""
    named = any(word(found, group) for group in ("which", "into", "number"))
    return bounds(found, today) if named else None


def edge(found: re.Match[str], today: date) -> Both | None:
    """Read "đầu", "giữa", "cuối" or "hết" of a period.

    As BLDS 2015, Điều 146 has it: the first day, the 15th of a month, the end of June, the last day; a week ends on Friday. An
    edge of the running period that has passed means, when it is still to come, that of the next.
    """
    here = _edge_of(found, today)
    if here is None or here >= today or word(found, "which") or word(found, "number"):
        return None if here is None else (here, here)
    running = bounds(found, today)
    following = None if running is None else _edge_of(found, running[1] + timedelta(3))
    return None if following is None else (following, here)


def since(found: re.Match[str], today: date) -> Both | None:
    """Read "từ đầu năm đến nay": since when something goes on, which is not a day by which it ends."""
    here = _edge_of(found, today)
    return None if here is None else (here, here)


def _edge_of(found: re.Match[str], today: date) -> date | None:
    first_and_last = bounds(found, today)
    if first_and_last is None:
        return None
    first, last = first_and_last
    which = word(found, "edge")
    if which != "giua":
        return first if which == "dau" else last
    period = word(found, "period")
    if period == "tuan":
        return first + timedelta(2)
    if period == "quy":
        return month_start(first, 1).replace(day=15)
    return date(first.year, 6, 30) if period == "nam" else first.replace(day=15)
