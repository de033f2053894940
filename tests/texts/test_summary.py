"""Words of the official report."""

from __future__ import annotations

import pytest

from bot.texts.summary import plan_title


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("KẾ HOẠCH Công tác thông tin năm 2024", "Kế hoạch công tác thông tin năm 2024"),
        ("KẾ HOẠCH CÔNG TÁC TỈNH VĨNH LONG NĂM 2018", "Kế hoạch CÔNG TÁC TỈNH VĨNH LONG NĂM 2018"),
        ("Thông tin đối ngoại", "Kế hoạch thông tin đối ngoại"),
    ],
)
def test_a_plan_is_named_in_running_text(title: str, named: str) -> None:
    assert plan_title(title) == named
