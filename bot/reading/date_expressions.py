"""An expression of time with its years filled in, and the questions its readers ask of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.reading.date_items import scan
from bot.reading.date_parts import Item, Period, Word, make_date


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


def parse(text: str, year: int | None, *, one_year: bool) -> Expression | None:
    """Cut a text into an expression; `None` for an event, a season or a day that does not exist."""
    items = scan(text)
    if any(isinstance(item, Word) and item.kind == "event" for item in items):
        return None
    expression = _with_years(items, year, one_year)
    return None if any(_impossible(period) for period in expression.periods()) else expression


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
    years = [item for item in items if isinstance(item, Period) and item.what == "year" and item.year]
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
