"""Periods as people type them."""

from __future__ import annotations

import pytest

from bot.domain.calendar import Quarter
from bot.reading.periods import read_period

NOW = Quarter(2024, 4)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "2024-Q4"),
        ("2023-Q3", "2023-Q3"),
        ("quý 3/2023", "2023-Q3"),
        ("Quý IV năm 2023", "2023-Q4"),
        ("2023 Q3", "2023-Q3"),
        ("q2", "2024-Q2"),
        ("báo cáo kết quả quý 2 năm nay", "2024-Q2"),
        ("6 tháng đầu năm", "2024-H1"),
        ("sáu tháng cuối năm 2023", "2023-H2"),
        ("2023-H1", "2023-H1"),
        ("cả năm", "2024"),
        ("năm 2023", "2023"),
    ],
)
def test_what_is_typed_is_read(typed: str, key: str) -> None:
    span = read_period(typed, NOW)
    assert span is not None
    assert span.key == key


@pytest.mark.parametrize(
    "typed",
    [
        "2024-Q9",
        "0000-Q1",
        "2024-H3",
        "2024-11",
        "tháng 11/2024",
        "tháng mười một năm 2024",
        "9 tháng đầu năm 2024",
        "quý bốn năm 2024",
        "quý 1 và quý 2 năm 2024",
        "quý 4/23",
        "quý 4 năm ngoái",
        "2023-2024",
        "tuần này",
        "abc",
    ],
)
def test_another_period_than_is_understood_is_not_guessed(typed: str) -> None:
    assert read_period(typed, NOW) is None
