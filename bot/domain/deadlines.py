"""Days by which agencies owe reports, derived from time frames and reporting rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.agencies import AgencyId
from bot.domain.calendar import Quarter, quarters_between
from bot.domain.plans import PlanId, Rule, RuleId, RuleKind, TaskId
from bot.domain.reports import DueId
from bot.domain.requests import RequestId
from bot.domain.timeframes import FrameKind, TimeFrame

DeadlineId = NewType("DeadlineId", int)


class DeadlineKind(StrEnum):
    """Where a deadline comes from."""

    QUARTER = "quarter"
    RULE = "rule"
    TASK = "task"
    REQUEST = "request"


class DueState(StrEnum):
    """How a due stands. Being late is not a state: it follows from the day."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    RETURNED = "returned"
    EXCUSED = "excused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Slot:
    """A deadline to be, before it is kept.

    Reports are accepted from `opens_on`; `last_day` is the last day in time; `named_day` is the day that was printed, when
    it is another ("trước 15/11" names the 15th). `period` is the quarter in whose figures it counts.
    """

    kind: DeadlineKind
    period: Quarter
    opens_on: date
    last_day: date
    named_day: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One agency's part of one deadline. `last_day` includes an extension; `title` names what is owed.

    What a one-off `request` asks for belongs to no plan.
    """

    id: DueId
    deadline: DeadlineId
    plan: PlanId | None
    agency: AgencyId
    task: TaskId | None
    rule: RuleId | None
    kind: DeadlineKind
    period: str
    no: str
    title: str
    opens_on: date
    last_day: date
    named_day: date | None
    state: DueState
    extended: bool = False
    request: RequestId | None = None


@dataclass(frozen=True, slots=True)
class QuarterPolicy:
    """By which day a quarter's report is owed: (month, day) for each quarter, `None` for the quarter's last day."""

    days: tuple[tuple[int, int] | None, tuple[int, int] | None, tuple[int, int] | None, tuple[int, int] | None] = (
        None,
        None,
        None,
        None,
    )

    def last_day(self, quarter: Quarter) -> date:
        """Find the last day in time for `quarter`."""
        named = self.days[quarter.number - 1]
        return quarter.last_day if named is None else date(quarter.year, *named)


QUARTER_END = QuarterPolicy()
ND09 = QuarterPolicy(((3, 14), (6, 14), (9, 14), (12, 14)))
"""Nghị định 09/2019/NĐ-CP, Điều 12: a quarter's data are counted to the 14th of its last month."""

_BY_QUARTER = {
    FrameKind.ONGOING,
    FrameKind.WITHIN_YEAR,
    FrameKind.QUARTERLY,
    FrameKind.MONTHLY,
    FrameKind.HALF_YEAR,
    FrameKind.UNSPECIFIED,
}


def slots_of_frame(
    frame: TimeFrame, year: int, policy: QuarterPolicy = QUARTER_END, *, strict: bool = True
) -> tuple[Slot, ...]:
    """List the deadlines a task with `frame` has within `year`.

    Quarters give one each; what is ongoing, within the year or repeated gives one for each quarter it covers; a date gives
    that day; a span gives the quarters that end within it and its last day. A task without a time frame is followed up like an
    ongoing one. What happens only on an event, or wholly outside the year, gives none. A plan that is not `strict` takes
    "trước ngày 15/11" to include the 15th.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    start, end = max(frame.start or first, first), min(frame.end or last, last)
    if frame.kind is FrameKind.AD_HOC or start > last or end < first:
        return ()
    if frame.kind is FrameKind.BY_DATE or (frame.kind is FrameKind.YEARLY and frame.end):
        return _own_day(frame, year, strict=strict)
    if frame.kind is FrameKind.QUARTERS and frame.quarters and frame.year == year:
        return tuple(_quarter_slot(Quarter(year, number), policy) for number in frame.quarters)
    quarters = list(quarters_between(start, end))
    if frame.kind in _BY_QUARTER or frame.kind in (FrameKind.QUARTERS, FrameKind.YEARLY):
        return tuple(_quarter_slot(quarter, policy) for quarter in quarters)
    return _span(start, end, quarters, policy)


def _own_day(frame: TimeFrame, year: int, *, strict: bool) -> tuple[Slot, ...]:
    end = frame.end
    if end is None or end.year != year:
        return ()
    named = end + timedelta(1) if frame.strictly_before else None
    if named is not None and not strict:
        end, named = named, None
    opens = frame.start or date(year, 1, 1)
    return (Slot(DeadlineKind.TASK, Quarter.of(end), min(opens, end), end, named),)


def _quarter_slot(quarter: Quarter, policy: QuarterPolicy) -> Slot:
    return Slot(DeadlineKind.QUARTER, quarter, quarter.first_day, policy.last_day(quarter))


def _span(start: date, end: date, quarters: Iterable[Quarter], policy: QuarterPolicy) -> tuple[Slot, ...]:
    whole = [_quarter_slot(quarter, policy) for quarter in quarters if quarter.last_day <= end]
    if whole and whole[-1].period.last_day == end:
        return tuple(whole)
    return (*whole, Slot(DeadlineKind.TASK, Quarter.of(end), start, end))


def slots_of_rule(rule: Rule, year: int, *, strict: bool = True) -> tuple[Slot, ...]:
    """List the deadlines a reporting rule has within `year`; none for reports on demand or without a day.

    "Trước ngày 15/11" ends on the 14th; in a plan that is not `strict`, on the 15th.
    """
    before = rule.strictly_before and strict
    return tuple(_rule_slot(day, opens, before=before) for opens, day in _rule_days(rule, year))


def _rule_days(rule: Rule, year: int) -> Iterator[tuple[date, date]]:
    """Yield (day the period opens, day as printed)."""
    if rule.kind in (None, RuleKind.AD_HOC) or rule.day is None:
        return
    if rule.kind is RuleKind.MONTHLY:
        for month in range(1, 13):
            yield date(year, month, 1), _day(year, month, rule.day)
    elif rule.kind is RuleKind.QUARTERLY:
        for number in range(1, 5):
            yield Quarter(year, number).first_day, _day(year, 3 * number, rule.day)
    elif rule.month is not None and rule.year in (None, year):
        opens = 7 if rule.kind is RuleKind.HALF_YEAR and rule.month > 6 else 1
        yield date(year, opens, 1), _day(year, rule.month, rule.day)


def _day(year: int, month: int, day: int) -> date:
    """Make a date, holding "ngày 31" to the month's last day."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(day - 1), first_of_next - timedelta(1))


def _rule_slot(named: date, opens: date, *, before: bool) -> Slot:
    last = named - timedelta(1) if before else named
    return Slot(DeadlineKind.RULE, Quarter.of(last), min(opens, last), last, named if before else None)
