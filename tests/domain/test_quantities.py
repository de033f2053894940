from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quantities import UNITS, Quantity, add_up, find
from bot.vietnamese import fold
from tests.rendering import samples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 tin, bài", [(12, "tin, bài")]),
        ("xong roi, 12 tin bai", [(12, "tin, bài")]),
        ("Đăng 42 tin/bài và 03 phóng sự truyền hình", [(42, "tin, bài"), (3, "phóng sự")]),
        ("02 lớp tập huấn cho 1.350 lượt người", [(2, "lớp tập huấn"), (1350, "lượt người")]),
        ("chia sẻ 200 lượt xem", [(200, "lượt xem")]),
        ("đăng 05 tin; 07 bài viết", [(5, "tin"), (7, "bài")]),
        ("Đã mở 02 lớp tập huấn; dự kiến 03 lớp trong quý IV", [(2, "lớp tập huấn")]),
        ("ngày 12 tin đã đăng", []),
        ("Công văn số 15 bài", []),
        ("05 bãi đỗ xe, 12 bạn đọc, 03 đoạn đường", []),
        ("đạt 20% bài", []),
        ("10-12 tin", []),
        ("1,5 tin", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, expected: list[tuple[int, str]]) -> None:
    assert find(text) == tuple(Quantity(amount, unit) for amount, unit in expected)


@given(st.integers(1, 9999), st.sampled_from(sorted(UNITS)))
def test_every_unit_is_read_back_with_and_without_diacritics(amount: int, unit: str) -> None:
    assert find(f"Đã làm {amount} {unit} trong kỳ") == (Quantity(amount, unit),)
    assert find(fold(f"da lam {amount} {unit} trong ky")) == (Quantity(amount, unit),)


def test_each_total_names_the_reports_it_comes_from() -> None:
    totals = {total.unit: total for total in add_up(samples.standings())}
    assert totals["tin, bài"].amount == 42 + 120 + 85 + 96
    assert len(totals["tin, bài"].codes) == 4
    codes = {row.said.code for row in samples.standings() if row.said}
    assert all(set(total.codes) <= codes for total in totals.values())


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert all(quantity.amount >= 0 and quantity.unit in UNITS for quantity in find(text))
