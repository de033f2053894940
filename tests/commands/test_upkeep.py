"""Copies by hand: made, refused when damaged, and put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_damaged_copy_is_told_from_a_damaged_database(office: Run, left: float) -> None:
    assert office("backup", "ban-sao").status == 0
    before = Path("nhacviec.db").read_bytes()
    whole = Path("ban-sao").read_bytes()
    Path("ban-sao").write_bytes(whole[: int(len(whole) * left)])
    found = office("restore", "ban-sao", "--yes")
    assert found.status == 1
    assert "bản sao lưu này bị hỏng" in found.err
    assert "Chọn bản sao lưu khác" in found.err
    assert Path("nhacviec.db").read_bytes() == before


def test_what_was_copied_comes_back(office: Run) -> None:
    assert office("backup", "ban-sao").status == 0
    assert office("agency", "rename", "Sở Ngoại vụ", "Sở Đối ngoại", "--yes").status == 0
    assert "Sở Đối ngoại" in office("agency", "list").out
    assert office("restore", "ban-sao", typed="k\n").status == 1
    assert "Sở Đối ngoại" in office("agency", "list").out
    assert office("restore", "ban-sao", "--yes").status == 0
    assert "Sở Đối ngoại" not in office("agency", "list").out
