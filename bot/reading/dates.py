"""Read and write official expressions of time: "Quý III, IV/2024", "trước ngày 15/11 hằng năm", "Thường xuyên".

The grammar never fills in a day that is not printed; what it does not know is `UNSPECIFIED`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.timeframes import UNSPECIFIED, FrameKind, TimeFrame
from bot.reading.date_items import Item, Period, Word, make_date, scan
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


@dataclass(frozen=True, slots=True)
class Expression:
    """The items of an expression with their years filled in; `year` is the plan's, `bounded` that it is for one year."""

    items: tuple[Item, ...]
    year: int | None
    bounded: bool

    def has(self, *kinds: str) -> bool:
        return any(isinstance(item, Word) and item.kind in kinds for item in self.items)

    def periods(self, what: str | None = None) -> list[Period]:
        return [item for item in self.items if isinstance(item, Period) and what in (None, item.what)]

    def every(self) -> str | None:
        """Tell the unit of repetition, the one named first; `None` where "thường xuyên" is said before it."""
        if self._first("ongoing") < self._first("every"):
            return None
        named = [item.value for item in self.items if isinstance(item, Word) and item.kind == "every"]
        if self.has("last_month", "next_quarter"):
            return "quarter"
        if self.has("next_month"):
            return "month"
        return named[0] if named else "year" if self.has("annual") else None

    def _first(self, kind: str) -> int:
        places = (index for index, item in enumerate(self.items) if isinstance(item, Word) and item.kind == kind)
        return next(places, len(self.items))

    def before(self, period: Period) -> list[str]:
        """List the kinds of the words that stand between the period before and this one."""
        place = next(index for index, item in enumerate(self.items) if item is period)
        kinds: list[str] = []
        for item in reversed(self.items[:place]):
            if isinstance(item, Period):
                break
            kinds.append(item.kind)
        return kinds

    def bounds(self) -> tuple[date | None, date | None]:
        """Give the first and last day of the plan's year, or nothing when it is not for one year."""
        if self.year is None or not self.bounded:
            return None, None
        return date(self.year, 1, 1), date(self.year, 12, 31)


def read_timeframe(text: str, year: int | None, *, one_year: bool = True) -> TimeFrame:
    """Read an expression of time as printed in a plan of `year`; never raises.

    A year that is not printed is the plan's. `one_year` says that the plan is for that year only, so that "Thường xuyên"
    is bounded by it. What is no expression of time, an event, a season or a day that does not exist is `UNSPECIFIED`.
    """
    items = scan(text)
    if any(isinstance(item, Word) and item.kind == "event" for item in items):
        return UNSPECIFIED
    expression = _with_years(items, year, one_year)
    if any(_impossible(period) for period in expression.periods()):
        return UNSPECIFIED
    return next((frame for rule in _RULES if (frame := rule(expression))), UNSPECIFIED)


def _impossible(period: Period) -> bool:
    if period.what == "month":
        return not 1 <= period.number <= 12
    if period.what != "day":
        return False
    # 2024 stands for any year: the 29th of February exists in some.
    return make_date(period.year or 2024, period.month or 1, period.number) is None


def _with_years(items: list[Item], year: int | None, one_year: bool) -> Expression:
    """Give each period the year printed after it, else before it, else the plan's."""
    items, qualifier = _take_qualifier(items)
    own_year = qualifier or year
    filled: list[Item] = []
    known = own_year
    month: int | None = None
    for item in reversed(items):
        if isinstance(item, Period):
            known = item.year or known
            month = item.month or month
            item = replace(item, year=known, month=item.month or (month if item.what == "day" else None))
        filled.append(item)
    bounded = one_year or qualifier is not None
    return _mend_order(Expression(tuple(reversed(filled)), own_year, bounded), items)


def _take_qualifier(items: list[Item]) -> tuple[list[Item], int | None]:
    """Take "năm 2024" out where it only says of which year the rest is: "Quý IV, năm 2024", "Thường xuyên năm 2024"."""
    years = [item for item in items if isinstance(item, Period) and item.what == "year"]
    others = [item for item in items if isinstance(item, Period) and item.what != "year"]
    repeats = any(
        isinstance(item, Word) and item.kind in ("every", "every_half", "ongoing", "annual") for item in items
    )
    open_ended = any(isinstance(item, Word) and item.kind in ("later", "from") for item in items)
    if len(years) != 1 or open_ended or not (repeats or any(item.year is None for item in others)):
        return items, None
    return [item for item in items if item is not years[0]], years[0].year


def _mend_order(expression: Expression, printed: list[Item]) -> Expression:
    """Put the beginning of "từ tháng 10 đến tháng 3/2025" in the year before."""
    periods = expression.periods()
    unsaid = [item.year is None for item in printed if isinstance(item, Period)]
    if len(periods) != 2 or not unsaid[0] or not (expression.has("from", "to", "dash")):
        return expression
    start, end = periods[0].first(), periods[1].last()
    if start is None or end is None or start <= end or periods[0].year is None:
        return expression
    earlier = replace(periods[0], year=periods[0].year - 1)
    items = tuple(earlier if item is periods[0] else item for item in expression.items)
    return replace(expression, items=items)


def _strictly(expression: Expression) -> bool:
    # An hour on the day means that the day itself is still in time.
    return expression.has("before") and not expression.has("hour")


def _half_yearly(expression: Expression) -> TimeFrame | None:
    """Read "6 tháng trước ngày 15/6 và năm trước ngày 15/11", "trước ngày 18/6 và 18/12 hằng năm", "6 tháng một lần"."""
    days = [day for day in expression.periods("day") if day.month]
    named = expression.has("every_half") or expression.every() == "half"
    pair = len(days) == 2 and days[0].month != days[1].month and not expression.has("from", "to", "dash")
    if pair and (named or expression.every() in (None, "year")):
        recurrence = "half_yearly:" + ",".join(f"{day.month:02d}-{day.number:02d}" for day in days)
    elif named and not days and expression.every() in (None, "half"):
        recurrence = "half_yearly"
    else:
        return None
    start, end = expression.bounds()
    return TimeFrame(FrameKind.HALF_YEAR, expression.year, None, start, end, recurrence, _strictly(expression))


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
        _strictly(expression),
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
    strict = _strictly(expression)
    period, later = periods[-1], expression.has("next_year")
    if later and period.year is not None:
        period = replace(period, year=period.year + 1)
    # February 29th or a day without its month has no end in the plan's year.
    end = _deadline(period, strict) if period.month or period.what != "day" else None
    start = period.first() if period.what in ("month", "quarter", "half") and not strict else None
    recurrence = f"yearly:{_yearly_mark(period)}" + ("@next" if later else "")
    return TimeFrame(FrameKind.YEARLY, expression.year, None, start, end, recurrence, strict)


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
    if opens and len(periods) == 1:
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
    if not through and not all(period.what in ("month", "year", "quarter", "half") for period in periods):
        return None
    strict = "before" in expression.before(periods[-1])
    return _span(periods[0].first(), _deadline(periods[-1], strict and _strictly(expression)))


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
