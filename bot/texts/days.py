"""Days, times and deadlines as an office writes them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.calendar import Calendar, Quarter
from bot.domain.deadlines import Due

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ROMAN = ("I", "II", "III", "IV")

_LAST = "hạn cuối: "


def weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def short_day(day: date) -> str:
    """Write 14/11/2024."""
    return f"{day:%d/%m/%Y}"


def long_day(day: date) -> str:
    """Write thứ Năm 14/11/2024."""
    return f"{weekday(day)} {day:%d/%m/%Y}"


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """Write 08:05 ngày 14/11/2024, in the plan's zone."""
    return f"{instant.astimezone(zone):%H:%M ngày %d/%m/%Y}"


def period_name(period: str) -> str:
    """Write the quarter "2024-Q3" as Quý III/2024."""
    quarter = Quarter.parse(period)
    return f"Quý {_ROMAN[quarter.number - 1]}/{quarter.year}"


def time_left(last_day: date, today: date, calendar: Calendar) -> str:
    """Write how much time is left, or how late it is: "còn 3 ngày làm việc", "hôm nay là hạn cuối", "quá hạn 2 ngày"."""
    if today > last_day:
        return f"quá hạn {(today - last_day).days} ngày"
    if today == last_day:
        return "hôm nay là hạn cuối"
    working = calendar.working_days_left(today, last_day)
    if working:
        return f"còn {working} ngày làm việc"
    if calendar.is_working(today):
        return "hôm nay là ngày làm việc cuối"
    return f"còn {(last_day - today).days} ngày, đều là ngày nghỉ"


def deadline(due: Due, today: date, calendar: Calendar) -> str:
    """Write a deadline in full: "trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024, còn 3 ngày làm việc)"."""
    return deadline_of(due.last_day, due.named_day, today, calendar)


@lru_cache(maxsize=1024)
def deadline_of(last_day: date, named_day: date | None, today: date, calendar: Calendar) -> str:
    """Write a deadline in full by its last day in time and, where it is another, the day that was named."""
    left = time_left(last_day, today, calendar)
    if named_day is not None:
        return f"trước {short_day(named_day)} (hạn cuối: {long_day(last_day)}, {left})"
    return f"{_LAST}{long_day(last_day)} ({left})"


def after_label(written: str) -> str:
    """Write a deadline behind a label that says already what it is: "Thời hạn: thứ Năm 14/11/2024 (còn 3 ngày làm việc)"."""
    return written.removeprefix(_LAST)
