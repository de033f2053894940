"""Percentages as they are typed when asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.chat.percents import read_percentage
from bot.vietnamese import fold

TYPED = {
    "khoảng 60": 60,
    "60%": 60,
    "60,5 %": 60,
    "75 phần trăm rồi anh": 75,
    "bảy mươi lăm": 75,
    "khoảng sáu mươi": 60,
    "tám chục rồi": 80,
    "6 chục": 60,
    "một nửa": 50,
    "được 1 nửa": 50,
    "trăm phần trăm": 100,
    "không phần trăm": 0,
    "còn 40% nữa": 60,
    "từ 30% lên 50%": 50,
}


@pytest.mark.parametrize("text", TYPED)
def test_reads_a_percentage_with_and_without_marks(text: str) -> None:
    assert read_percentage(text) == TYPED[text]
    assert read_percentage(fold(text)) == TYPED[text]


@pytest.mark.parametrize(
    "text", ["", "3 đoàn", "120%", "60-70%", "bảy tám chục", "hai phần ba", "gần xong", "nửa tháng"]
)
def test_what_is_no_single_percentage_is_none(text: str) -> None:
    assert read_percentage(text) is None


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_percentage_or_none(text: str) -> None:
    percent = read_percentage(text)
    assert percent is None or 0 <= percent <= 100
