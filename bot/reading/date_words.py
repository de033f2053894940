"""Write a time frame in Vietnamese so that reading it again gives the same."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.timeframes import FrameKind, TimeFrame

_ROMAN = ("I", "II", "III", "IV")
_WEEKDAYS = {
    "mon": "Thứ Hai",
    "tue": "Thứ Ba",
    "wed": "Thứ Tư",
    "thu": "Thứ Năm",
    "fri": "Thứ Sáu",
    "sat": "Thứ Bảy",
    "sun": "Chủ nhật",
}
_DISTANCES = {"wd": "ngày làm việc", "d": "ngày", "h": "giờ", "w": "tuần", "m": "tháng"}
_PERIODS = {"monthly": "Hằng tháng", "quarterly": "Hằng quý", "half_yearly": "Định kỳ 6 tháng", "yearly": "Hằng năm"}


def write_timeframe(frame: TimeFrame) -> str:
    """Write a time frame as an office would; the empty text for one that says nothing."""
    return _WRITERS[frame.kind](frame)


def write_day(day: date) -> str:
    """Write a day as `15/11/2024`."""
    return f"{day:%d/%m/%Y}"


def _deadline_words(strict: bool) -> str:
    return "Trước ngày" if strict else "Chậm nhất ngày"


def _year_words(frame: TimeFrame) -> str:
    return f" (năm {frame.year})" if frame.year is not None and (frame.start or frame.end) else ""


def _ongoing(frame: TimeFrame) -> str:
    if frame.recurrence:
        words, _, weekday = frame.recurrence.partition(":")
        every = {"daily": "Hằng ngày", "weekly": "Hằng tuần"}[words]
        return (f"{_WEEKDAYS[weekday]} hằng tuần" if weekday else every) + _year_words(frame)
    if frame.start and frame.end is None:
        return f"Từ ngày {write_day(frame.start)} trở đi"
    if frame.start and frame.end and (frame.start.year, frame.end.year) != (frame.year, frame.year):
        return f"Thường xuyên, {write_day(frame.start)} - {write_day(frame.end)}"
    return "Thường xuyên" + _year_words(frame)


def _within_year(frame: TimeFrame) -> str:
    return f"Năm {frame.year}"


def _quarters(frame: TimeFrame) -> str:
    return f"Quý {', '.join(_ROMAN[number - 1] for number in frame.quarters or ())}/{frame.year}"


def _periodic(frame: TimeFrame) -> str:
    name, _, days = (frame.recurrence or "").partition(":")
    words = _PERIODS[name]
    if not days:
        return words + _year_words(frame)
    day, _, where = days.partition("@")
    if name == "half_yearly":
        first, second = (_month_day(part) for part in day.split(","))
        deadline = _deadline_words(frame.strictly_before).lower()
        return f"{words} ({deadline} {first}) và năm ({deadline} {second})" + _year_words(frame)
    place = {"monthly": " của tháng kế tiếp", "quarterly": " của tháng đầu quý sau"}[name] if where == "next" else ""
    place = " của tháng cuối quý" if where == "last" else place
    return f"{words} ({_deadline_words(frame.strictly_before).lower()} {day}{place})" + _year_words(frame)


def _month_day(mark: str) -> str:
    month, _, day = mark.partition("-")
    return f"{day}/{month}"


def _yearly(frame: TimeFrame) -> str:
    _, _, mark = (frame.recurrence or "").partition(":")
    year = f" (năm {frame.year})" if frame.year is not None else ""
    if not mark:
        return "Hằng năm" + year
    mark, _, later = mark.partition("@")
    when = " năm sau" if later else ""
    if "-" in mark:
        return f"{_deadline_words(frame.strictly_before)} {_month_day(mark)}{when}, hằng năm" + year
    before = "Trước " if frame.strictly_before else ""
    return f"{before}{_yearly_period(mark)}{when}, hằng năm{year}"


def _yearly_period(mark: str) -> str:
    """Name one period, or several of one kind: "09" is "tháng 9", "Q2,Q3" "quý II, III"."""
    first, *others = [_one_period(each) for each in mark.split(",")]
    return ", ".join((first, *(other.partition(" ")[2] for other in others)))


def _one_period(mark: str) -> str:
    if mark.isdigit():
        return f"tháng {int(mark)}"
    number = int(mark[1:])
    return f"quý {_ROMAN[number - 1]}" if mark[0] == "Q" else f"6 tháng {'đầu' if number == 1 else 'cuối'} năm"


def _by_date(frame: TimeFrame) -> str:
    if frame.end is None:
        return ""
    printed = frame.end + timedelta(days=1) if frame.strictly_before else frame.end
    return f"{_deadline_words(frame.strictly_before)} {write_day(printed)}"


def _span(frame: TimeFrame) -> str:
    if frame.end is None:
        return ""
    start = f"ngày {write_day(frame.start)}" if frame.start else "nay"
    return f"Từ {start} đến ngày {write_day(frame.end)}"


def _ad_hoc(_frame: TimeFrame) -> str:
    return "Đột xuất khi có yêu cầu"


def _unspecified(frame: TimeFrame) -> str:
    distance = (frame.recurrence or "").removeprefix("relative:")
    if not distance:
        return ""
    number = distance.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"Trong {number} {_DISTANCES[distance.removeprefix(number)]}"


_WRITERS = {
    FrameKind.ONGOING: _ongoing,
    FrameKind.WITHIN_YEAR: _within_year,
    FrameKind.QUARTERS: _quarters,
    FrameKind.QUARTERLY: _periodic,
    FrameKind.MONTHLY: _periodic,
    FrameKind.HALF_YEAR: _periodic,
    FrameKind.YEARLY: _yearly,
    FrameKind.AD_HOC: _ad_hoc,
    FrameKind.BY_DATE: _by_date,
    FrameKind.SPAN: _span,
    FrameKind.UNSPECIFIED: _unspecified,
}
