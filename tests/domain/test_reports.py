"""What agencies answer when there are no difficulties."""

from __future__ import annotations

import pytest

from bot.domain.reports import says_nothing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Không có",
        "khong",
        "KHÔNG.",
        " không có. ",
        "ko",
        "ko có",
        "k",
        "không ạ",
        "Dạ không có gì ạ",
        "chưa có",
        "không có khó khăn, vướng mắc gì",
        "Không có khó khăn, đề xuất",
        "không vướng mắc",
    ],
)
def test_saying_that_there_is_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text", ["Không có kinh phí", "chưa có hướng dẫn", "khó khăn về kinh phí", "không đủ người", "đề xuất cấp thêm"]
)
def test_saying_something(text: str) -> None:
    assert not says_nothing(text)
