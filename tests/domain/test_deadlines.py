"""Deadlines from every kind of time frame and reporting rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Quarter
from bot.domain.deadlines import ND09, DeadlineKind, Slot, slots_of_frame, slots_of_rule
from bot.domain.plans import Rule, RuleKind
from bot.domain.timeframes import FrameKind, TimeFrame

QUARTER_ENDS = ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]


def _last(slots: tuple[Slot, ...]) -> list[str]:
    return [slot.last_day.isoformat() for slot in slots]


@pytest.mark.parametrize(
    ("frame", "days"),
    [
        (TimeFrame(FrameKind.ONGOING), QUARTER_ENDS),
        (TimeFrame(FrameKind.UNSPECIFIED), QUARTER_ENDS),
        (TimeFrame(FrameKind.QUARTERLY), QUARTER_ENDS),
        (TimeFrame(FrameKind.MONTHLY), QUARTER_ENDS),
        (TimeFrame(FrameKind.WITHIN_YEAR, 2024, start=date(2024, 1, 1), end=date(2024, 12, 31)), QUARTER_ENDS),
        (TimeFrame(FrameKind.QUARTERS, 2024, (3, 4)), QUARTER_ENDS[2:]),
        (TimeFrame(FrameKind.ONGOING, start=date(2024, 5, 1)), QUARTER_ENDS[1:]),
        (TimeFrame(FrameKind.BY_DATE, 2024, end=date(2024, 6, 29), strictly_before=True), ["2024-06-29"]),
        (
            TimeFrame(FrameKind.SPAN, 2024, start=date(2024, 4, 1), end=date(2024, 11, 30)),
            [*QUARTER_ENDS[1:3], "2024-11-30"],
        ),
        (TimeFrame(FrameKind.SPAN, 2024, start=date(2024, 9, 1), end=date(2024, 9, 30)), ["2024-09-30"]),
        (TimeFrame(FrameKind.AD_HOC), []),
        (TimeFrame(FrameKind.BY_DATE, 2025, end=date(2025, 6, 29)), []),
    ],
)
def test_a_time_frame_gives_its_deadlines(frame: TimeFrame, days: list[str]) -> None:
    assert _last(slots_of_frame(frame, 2024)) == days


def test_quarters_by_decree_09_end_on_the_14th_of_the_last_month() -> None:
    slots = slots_of_frame(TimeFrame(FrameKind.QUARTERLY), 2024, ND09)
    assert _last(slots) == ["2024-03-14", "2024-06-14", "2024-09-14", "2024-12-14"]
    assert [str(slot.period) for slot in slots] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]


BEFORE_15_11 = Rule(RuleKind.ONCE, 11, 15, 2024, strictly_before=True)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (BEFORE_15_11, ["2024-11-14"]),
        (Rule(RuleKind.YEARLY, 11, 30), ["2024-11-30"]),
        (Rule(RuleKind.YEARLY, 2, 31), ["2024-02-29"]),
        (Rule(RuleKind.HALF_YEAR, 6, 15, strictly_before=True), ["2024-06-14"]),
        (Rule(RuleKind.QUARTERLY, day=20), ["2024-03-20", "2024-06-20", "2024-09-20", "2024-12-20"]),
        (Rule(RuleKind.ONCE, 11, 15, 2025), []),
        (Rule(RuleKind.AD_HOC), []),
        (Rule(None, 11, 15), []),
    ],
)
def test_a_reporting_rule_gives_its_days(rule: Rule, days: list[str]) -> None:
    assert _last(slots_of_rule(rule, 2024)) == days


def test_a_monthly_rule_gives_twelve_days() -> None:
    days = _last(slots_of_rule(Rule(RuleKind.MONTHLY, day=31), 2024))
    assert len(days) == 12
    assert days[:2] == ["2024-01-31", "2024-02-29"]


def test_before_is_strict_and_names_the_printed_day_unless_the_plan_says_otherwise() -> None:
    (strict,) = slots_of_rule(BEFORE_15_11, 2024)
    (inclusive,) = slots_of_rule(BEFORE_15_11, 2024, strict=False)
    assert (strict.last_day, strict.named_day) == (date(2024, 11, 14), date(2024, 11, 15))
    assert (inclusive.last_day, inclusive.named_day) == (date(2024, 11, 15), None)
    frame = TimeFrame(FrameKind.BY_DATE, 2024, end=date(2024, 6, 29), strictly_before=True)
    assert _last(slots_of_frame(frame, 2024, strict=False)) == ["2024-06-30"]


FRAMES = st.builds(
    TimeFrame,
    st.sampled_from(FrameKind),
    st.just(2024),
    st.none() | st.sets(st.integers(1, 4), min_size=1).map(sorted).map(tuple),
    st.none() | st.dates(date(2023, 6, 1), date(2024, 12, 31)),
    st.none() | st.dates(date(2024, 1, 1), date(2025, 6, 30)),
)


@given(FRAMES, st.integers(2023, 2025))
def test_deadlines_lie_in_their_year_in_order_and_open_before_they_end(frame: TimeFrame, year: int) -> None:
    slots = slots_of_frame(frame, year)
    days = [slot.last_day for slot in slots]
    assert days == sorted(set(days))
    for slot in slots:
        assert slot.last_day.year == year
        assert slot.opens_on <= slot.last_day
        assert slot.kind in (DeadlineKind.QUARTER, DeadlineKind.TASK)
        assert slot.kind is DeadlineKind.TASK or slot.period == Quarter.of(slot.last_day)
