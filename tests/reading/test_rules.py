"""Days of reports in a sentence become rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.rules import read_rules

Rule = tuple[str | None, int | None, int | None, int | None, bool]

SENTENCES: dict[str, list[Rule]] = {
    "báo cáo 6 tháng trước ngày 15 tháng 6 và báo cáo tổng kết trước ngày 15 tháng 11 năm 2018 hoặc báo cáo đột xuất theo yêu cầu.": [
        ("half_year", 6, 15, 2024, True),
        ("once", 11, 15, 2018, True),
        ("ad_hoc", None, None, None, False),
    ],
    "gửi về Sở TTTT trước ngày 15/11/2024 và đột xuất khi có yêu cầu": [
        ("once", 11, 15, 2024, True),
        ("ad_hoc", None, None, None, False),
    ],
    "định kỳ 6 tháng (trước ngày 10/6) và năm (trước ngày 10/12) báo cáo": [
        ("half_year", 6, 10, 2024, True),
        ("yearly", 12, 10, None, True),
    ],
    "báo cáo trước ngày 18/6 và 18/12 hằng năm": [("half_year", 6, 18, None, True), ("half_year", 12, 18, None, True)],
    "báo cáo định kỳ hằng quý (trước ngày 20 của tháng cuối quý), 6 tháng (trước ngày 20/6), năm (trước ngày 20/12)": [
        ("quarterly", None, 20, None, True),
        ("half_year", 6, 20, 2024, True),
        ("yearly", 12, 20, None, True),
    ],
    "trước ngày 30 tháng 11 hàng năm, báo cáo kết quả": [("yearly", 11, 30, None, True)],
    "Định kỳ hằng quý, 6 tháng, năm báo cáo UBND tỉnh": [
        ("quarterly", None, None, None, False),
        ("half_year", None, None, None, False),
        ("yearly", None, None, None, False),
    ],
    "báo cáo tháng trước ngày 25 hằng tháng": [("monthly", None, 25, None, True)],
    "chậm nhất ngày 30/11 hằng năm báo cáo": [("yearly", 11, 30, None, False)],
    "báo cáo trước 17h ngày 29/07/2024": [("once", 7, 29, 2024, False)],
    "báo cáo theo Quyết định số 12/QĐ-UBND ngày 15/6/2023 của UBND tỉnh": [],
    "báo cáo khi hoàn thành": [],
    "báo cáo trước ngày 31/11/2024": [],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences(sentence: str) -> None:
    rules = [printed.rule for printed in read_rules(sentence, 2024)]
    assert [(rule.kind, rule.month, rule.day, rule.year, rule.strictly_before) for rule in rules] == SENTENCES[sentence]


@given(st.lists(st.sampled_from(" ".join(SENTENCES).split()), max_size=25).map(" ".join))
def test_never_raises_and_names_only_printed_days(sentence: str) -> None:
    for printed in read_rules(sentence, 2024):
        assert printed.rule.day is None or f"{printed.rule.day}" in sentence or f"{printed.rule.day:02d}" in sentence
        assert printed.text in " ".join(sentence.split())
