"""What has changed against the period before, counted and said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Quarter
from bot.domain.figures import Rate, Tally, TaskTally
from bot.domain.trends import Kept, Step, trend
from bot.reading.periods import before, read_period
from bot.texts.trends import on_a_phone, on_paper

OLD = Kept(
    "2024-Q3", 0, Tally(expected=40, received=32, on_time=28, due=40, due_on_time=28), TaskTally(done=12, in_progress=8)
)
NEW = Kept(
    "2024-Q4", 0, Tally(expected=20, received=17, on_time=12, due=20, due_on_time=12), TaskTally(done=15, in_progress=5)
)


def test_it_is_said_in_points_and_counts() -> None:
    found = trend(OLD, NEW)
    assert found is not None
    assert on_a_phone("Quý III/2024", found) == (
        "So với Quý III/2024: đã báo cáo 80% → 85% (tăng 5 điểm %); đúng hạn 70% → 60% (giảm 10 điểm %); "
        "hoàn thành 12 → 15 nhiệm vụ."
    )
    assert on_paper("quý III năm 2024", found) == (
        "So với quý III năm 2024: tỷ lệ đã báo cáo từ 80% lên 85% (tăng 05 điểm phần trăm); tỷ lệ báo cáo đúng hạn từ 70% xuống "
        "60% (giảm 10 điểm phần trăm); số nhiệm vụ hoàn thành từ 12 lên 15 (tăng 03 nhiệm vụ)."
    )


def test_few_are_given_as_counts_and_a_running_period_is_said_to_run() -> None:
    few = replace(NEW, totals=Tally(expected=4, received=1, pending=3, due=1, due_on_time=1))
    found = trend(OLD, few)
    assert found is not None
    assert on_a_phone("Quý III/2024", found).startswith(
        "So với Quý III/2024: đã báo cáo 32/40 → 1/4 (số lượng ít); đúng hạn 28/40 → 1/1 (số"
    )
    assert on_a_phone("Quý III/2024", found).endswith("Kỳ này còn 3 báo cáo chưa đến hạn.")
    assert "từ 32/40 sang 01/04 (số lượng ít, chỉ để tham khảo)" in on_paper("quý III năm 2024", found)


def test_the_same_and_nothing() -> None:
    same = trend(OLD, OLD)
    assert same is not None
    assert "giữ nguyên 80%; tỷ lệ báo cáo đúng hạn giữ nguyên 70%; số nhiệm vụ hoàn thành giữ nguyên 12." in on_paper(
        "x", same
    )
    assert trend(replace(OLD, totals=Tally()), NEW) is None
    not_due = trend(OLD, replace(NEW, totals=Tally(expected=20, pending=20)))
    assert not_due is not None
    assert "đúng hạn" not in on_a_phone("x", not_due)


_rates = st.builds(lambda part, rest: Rate(part, part + rest), st.integers(0, 500), st.integers(0, 500))


@given(_rates, _rates)
def test_points_are_those_between_the_percents_shown(was: Rate, now: Rate) -> None:
    step = Step(was, now)
    if was.percent is None or now.percent is None:
        assert step.points is None
    else:
        assert step.points == now.percent - was.percent
        assert abs(step.points - 100 * (now.part / now.whole - was.part / was.whole)) <= 1


@pytest.mark.parametrize(
    ("period", "earlier"),
    [("2024-Q1", "2023-Q4"), ("2024-Q3", "2024-Q2"), ("2024-H1", "2023-H2"), ("2024-H2", "2024-H1"), ("2024", "2023")],
)
def test_the_period_before(period: str, earlier: str) -> None:
    span = read_period(period, Quarter(2024, 1))
    assert span is not None
    assert before(span).key == earlier
