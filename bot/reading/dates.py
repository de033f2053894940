"""Read and write official expressions of time: "Quý III, IV/2024", "trước ngày 15/11 hằng năm", "Thường xuyên".

The grammar never fills in a day that is not printed; what it does not know is `UNSPECIFIED`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.timeframes import UNSPECIFIED, FrameKind, TimeFrame
from bot.reading.date_expressions import Expression, parse
from bot.reading.date_parts import Period, Word
from bot.reading.date_words import write_timeframe

__all__ = ["read_timeframe", "write_timeframe"]

_RECURRING = {
    "day": FrameKind.ONGOING,
    "week": FrameKind.ONGOING,
    "month": FrameKind.MONTHLY,
    "quarter": FrameKind.QUARTERLY,
    "half": FrameKind.HALF_YEAR,
}
_DAY = timedelta(days=1)


def read_timeframe(text: str, year: int | None, *, one_year: bool = True) -> TimeFrame:
    """Read an expression of time as printed in a plan of `year`; never raises.

    A year that is not printed is the plan's. `one_year` says that the plan is for that year only, so that "Thường xuyên"
    is bounded by it. What is no expression of time, an event, a season or a day that does not exist is `UNSPECIFIED`.
    """
    expression = parse(text, year, one_year=one_year)
    if expression is None:
        return UNSPECIFIED
    return next((frame for rule in _RULES if (frame := rule(expression))), UNSPECIFIED)


def _strictly(expression: Expression) -> bool:
    # An hour on the day means that the day itself is still in time. Without a day or period nothing can lie before it.
    return expression.has("before") and not expression.has("hour") and bool(expression.periods())


def _half_yearly(expression: Expression) -> TimeFrame | None:
    """Read "6 tháng trước ngày 15/6 và năm trước ngày 15/11", "trước ngày 18/6 và 18/12 hằng năm", "6 tháng một lần"."""
    days = [day for day in expression.periods("day") if day.month]
    named = expression.has("every_half") or expression.every() == "half"
    pair = len(days) == 2 and days[0].month != days[1].month and not expression.has("from", "to", "dash")
    if pair and (named or expression.every() in (None, "year")):
        recurrence = "half_yearly:" + ",".join(f"{day.month:02d}-{day.number:02d}" for day in days)
    elif named and not days and expression.every() in (None, "half", "year"):
        recurrence = "half_yearly"
    else:
        return None
    start, end = expression.bounds()
    return TimeFrame(FrameKind.HALF_YEAR, expression.year, None, start, end, recurrence, pair and _strictly(expression))


def _periodic(expression: Expression) -> TimeFrame | None:
    """Read what repeats by month, quarter, week or day, with the day it names."""
    every = expression.every()
    if every is None or every in ("year", "half") or _bounded_by_dates(expression):
        return None
    unit = every.split(":")[0]
    start, end = expression.bounds()
    quarters = (1, 2, 3, 4) if unit == "quarter" and expression.year and expression.bounded else None
    return TimeFrame(
        _RECURRING[unit],
        expression.year,
        quarters,
        start,
        end,
        _recurrence(expression, every),
        _strictly(expression) and unit in ("month", "quarter") and bool(expression.periods("day")),
    )


def _bounded_by_dates(expression: Expression) -> bool:
    return any(period.what == "day" and period.month for period in expression.periods()) and expression.has("ongoing")


def _recurrence(expression: Expression, every: str) -> str:
    unit, _, weekday = every.partition(":")
    if unit in ("day", "week"):
        return {"day": "daily", "week": "weekly"}[unit] + (f":{weekday}" if weekday else "")
    name = {"month": "monthly", "quarter": "quarterly"}[unit]
    days = expression.periods("day")
    if not days:
        return name
    where = "@last" if expression.has("last_month") else "@next" if expression.has("next_quarter", "next_month") else ""
    return f"{name}:{days[0].number}{where}"


def _yearly(expression: Expression) -> TimeFrame | None:
    """Read "hằng năm" with or without its day, month or quarter; the end is the last day in time in the plan's year."""
    if expression.every() != "year":
        return None
    periods = expression.periods()
    if not periods:
        return TimeFrame(FrameKind.YEARLY, expression.year if expression.bounded else None, recurrence="yearly")
    if expression.has("from") and len(periods) == 1 and periods[0].what == "year":
        return TimeFrame(FrameKind.YEARLY, periods[0].year, None, periods[0].first(), None, "yearly")
    strict = _strictly(expression)
    period, later = periods[-1], expression.has("next_year")
    year = period.year
    if later and period.year is not None:
        period = replace(period, year=period.year + 1)
    # February 29th or a day without its month has no end in the plan's year.
    end = _deadline(period, strict) if period.month or period.what != "day" else None
    named = (
        periods if all(each.what == period.what and each.year == year for each in periods) and not later else [period]
    )
    start = named[0].first() if period.what in ("month", "quarter", "half") and not strict else None
    marks = [period] if period.what == "day" else named
    recurrence = f"yearly:{','.join(map(_yearly_mark, marks))}" + ("@next" if later else "")
    return TimeFrame(FrameKind.YEARLY, year, None, start, end, recurrence, strict)


def _yearly_mark(period: Period) -> str:
    marks = {"day": f"{period.month or 0:02d}-{period.number:02d}", "month": f"{period.number:02d}"}
    return marks.get(period.what, f"{period.what[0].upper()}{period.number}")


def _deadline(period: Period, strict: bool) -> date | None:
    """Tell the last day in time: the day before the period begins, or its last day."""
    if not strict:
        return period.last()
    first = period.first()
    return first - _DAY if first else None


def _relative(expression: Expression) -> TimeFrame | None:
    """Keep "trong 24 giờ", "sau 10 ngày làm việc kể từ …" as a distance without a day."""
    found = [item.value for item in expression.items if isinstance(item, Word) and item.kind == "relative"]
    if not found or expression.periods():
        return None
    return TimeFrame(FrameKind.UNSPECIFIED, recurrence=f"relative:{found[0]}")


def _ongoing(expression: Expression) -> TimeFrame | None:
    """Read "Thường xuyên", "Năm 2025 và những năm tiếp theo", "Bắt đầu từ tháng 7/2024"."""
    periods = expression.periods()
    opens = expression.has("later") or (expression.has("from") and not expression.has("to", "dash", "until", "before"))
    if opens and (len(periods) == 1 or (periods and expression.has("later"))):
        return TimeFrame(FrameKind.ONGOING, periods[0].year, None, periods[0].first(), None)
    if not expression.has("ongoing"):
        return None
    start, end = expression.bounds()
    if len(periods) == 2 and expression.has("dash", "to"):
        start, end = periods[0].first(), periods[1].last()
    return TimeFrame(FrameKind.ONGOING, expression.year if start else None, None, start, end)


def _range(expression: Expression) -> TimeFrame | None:
    """Read from … to …, and lists of quarters, months and years."""
    periods = expression.periods()
    if expression.has("from") and expression.has("to", "until") and len(periods) == 1:
        return _span(None, _deadline(periods[0], _strictly(expression)))
    if len(periods) < 2 or _is_deadline(expression, periods[0]):
        return None
    through = expression.has("to", "dash", "until")
    if (quarters := _quarters(periods, through)) is not None:
        return quarters
    if not through and not (_are_whole(periods) or _are_days_of_a_month(expression, periods)):
        return None
    strict = "before" in expression.before(periods[-1])
    return _span(periods[0].first(), _deadline(periods[-1], strict and _strictly(expression)))


def _are_whole(periods: list[Period]) -> bool:
    return all(period.what in ("month", "year", "quarter", "half") for period in periods)


def _are_days_of_a_month(expression: Expression, periods: list[Period]) -> bool:
    """Tell "ngày 05 và 06/11/2024" from days of which one is a deadline."""
    months = {(period.what, period.year, period.month) for period in periods}
    days = {period.number for period in periods if period.what == "day"}
    return len(months) == 1 and len(days) > 1 and not any(_is_deadline(expression, day) for day in periods)


def _span(start: date | None, end: date | None) -> TimeFrame | None:
    if end is None or (start is not None and start > end):
        return None
    return TimeFrame(FrameKind.SPAN, end.year, None, start, end)


def _quarters(periods: list[Period], through: bool) -> TimeFrame | None:
    """Read quarters of one year; `through` says that those between are meant too."""
    year = periods[0].year
    if any(period.what != "quarter" or period.year != year for period in periods) or year is None:
        return None
    numbers = sorted({period.number for period in periods})
    if through:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    first, last = Period("quarter", numbers[0], None, year), Period("quarter", numbers[-1], None, year)
    return TimeFrame(FrameKind.QUARTERS, year, tuple(numbers), first.first(), last.last())


def _is_deadline(expression: Expression, period: Period) -> bool:
    return any(kind in ("before", "by", "until") for kind in expression.before(period))


def _by_date(expression: Expression) -> TimeFrame | None:
    """Read "trước ngày …", "chậm nhất …", "đến hết …"; of several the last."""
    for period in reversed(expression.periods()):
        kinds = expression.before(period)
        said = any(kind in ("before", "by", "until", "to") for kind in kinds)
        if not said and not (period.what == "day" and "done" in kinds):
            continue
        # "trước cuối tháng 10": the edge itself is the last day.
        strict = "before" in kinds and "hour" not in kinds and "edge" not in kinds
        if expression.has("next_year") and period.year is not None:
            period = replace(period, year=period.year + 1)
        end = _deadline(period, strict)
        return TimeFrame(FrameKind.BY_DATE, end.year, None, None, end, None, strict) if end else None
    return None


def _whole(expression: Expression) -> TimeFrame | None:
    """Read one period that stands alone."""
    periods = expression.periods()
    if len(periods) != 1 or periods[0].year is None:
        return None
    period = periods[0]
    if period.what == "quarter":
        return _quarters(periods, through=False)
    kind = FrameKind.WITHIN_YEAR if period.what == "year" else FrameKind.SPAN
    first, last = period.first(), period.last()
    return TimeFrame(kind, period.year, None, first, last) if first and last else None


def _ad_hoc(expression: Expression) -> TimeFrame | None:
    if expression.periods() or not expression.has("ad_hoc"):
        return None
    return TimeFrame(FrameKind.AD_HOC, recurrence="ad_hoc")


def _within_year(expression: Expression) -> TimeFrame | None:
    """Read "Trong năm", "Cả năm"."""
    if expression.periods() or not expression.has("this_year") or expression.year is None:
        return None
    year = expression.year
    return TimeFrame(FrameKind.WITHIN_YEAR, year, None, date(year, 1, 1), date(year, 12, 31))


_RULES: tuple[Callable[[Expression], TimeFrame | None], ...] = (
    _relative,
    _half_yearly,
    _periodic,
    _yearly,
    _ongoing,
    _range,
    _by_date,
    _whole,
    _ad_hoc,
    _within_year,
)
