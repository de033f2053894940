from __future__ import annotations

import pytest

from bot.reading.blocks import Paragraph, Table
from bot.reading.formats.text import text_blocks
from bot.reading.limits import Limits, Meter
from bot.reading.wrapping import unwrapped


def joined(text: str) -> list[str]:
    return [line for _, line in unwrapped(text.split("\n"))]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Thực hiện Quyết định số\n765/QĐ-BTTTT ngày 28/4/2023",
            ["Thực hiện Quyết định số 765/QĐ-BTTTT ngày 28/4/2023"],
        ),
        ("- Chủ trì: Sở Thông tin\nvà Truyền thông", ["- Chủ trì: Sở Thông tin và Truyền thông"]),
        ("Số\n12/KH-UBND", ["Số 12/KH-UBND"]),
        ("Số:\n4291/KH-UBND", ["Số: 4291/KH-UBND"]),
        ("KẾ\nHOẠCH", ["KẾ HOẠCH"]),
        ("I. MỤC ĐÍCH,\nYÊU CẦU", ["I. MỤC ĐÍCH, YÊU CẦU"]),
        ("b) Phối hợp: Sở Ngoại vụ, Báo\nSơn La", ["b) Phối hợp: Sở Ngoại vụ, Báo Sơn La"]),
        ("2. Các sở, ban, ngành,\nUBND các xã", ["2. Các sở, ban, ngành, UBND các xã"]),
    ],
)
def test_what_breaks_off_in_the_middle_of_a_phrase_is_one_line_again(text: str, lines: list[str]) -> None:
    assert joined(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        "Nội dung gồm:\ncác hoạt động sau",
        "1. Tổ chức hội nghị\na) cấp tỉnh",
        "1. Phát triển dữ liệu số\n1.1. Sở Khoa học và Công nghệ làm sạch dữ liệu",
        "2. Chuyển đổi số\n- Chủ trì: Sở Nội vụ",
        "1. Thanh tra Sở\nKiểm tra hoạt động in.",
        "Chủ trì: Sở Ngoại vụ\nPhối hợp: Công an tỉnh",
        "Tổ chức hội nghị\n\nvà tập huấn",
        "KẾ HOẠCH\ncông tác thông tin đối ngoại",
        "STT\tNhiệm vụ\tChủ trì\nxây dựng\ta\tb",
        "Tổ chức hội nghị\nphối hợp: Công an tỉnh",
    ],
)
def test_what_stands_by_itself_stays_a_line(text: str) -> None:
    assert joined(text) == text.split("\n")


def test_the_number_of_a_line_is_that_of_its_beginning() -> None:
    assert list(unwrapped(["Quyết định số", "765/QĐ", "Điều 1"])) == [(1, "Quyết định số 765/QĐ"), (3, "Điều 1")]


def test_what_goes_on_without_end_is_not_one_paragraph() -> None:
    assert len(joined("\n".join(["a b c"] * 600))) == 10


def test_a_table_may_have_bars_between_its_columns_only() -> None:
    text = "STT | Nhiệm vụ | Chủ trì\n1 | Xây dựng bản tin | Sở Ngoại vụ\nThời gian: a | b"
    table, paragraph = text_blocks(text, Meter(Limits()))
    assert isinstance(table, Table)
    assert [len(row.cells) for row in table.rows] == [3, 3]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "Thời gian: a | b"
