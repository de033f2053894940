"""The neutral markup as plain text, in parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markup import Bullets, b, link, p, spans, text
from bot.domain.messages import Button
from bot.vietnamese import utf16_length
from handlers.zalo.plain import choices, render, written


def row(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"a:1:2:c{number}") for number, label in enumerate(labels))


BACK = (Button("Quay lại", "a:1:2:back"),)


def test_marks_go_and_addresses_stay() -> None:
    content = text(p(b("Hạn: "), "14/11"), Bullets((spans("một"), spans("hai"))), p(link("xem", "https://sở.vn/a")))
    assert written(content) == "Hạn: 14/11\n• một\n• hai\nxem (https://sở.vn/a)"
    assert written(text(Bullets((spans("một"), spans("hai")), numbered=True))) == "1. một\n2. hai"


def test_items_of_several_lines_stand_apart() -> None:
    items = (spans(b("họp báo"), "\nhạn 31/12"), spans(b("bản tin"), "\nhạn 31/12"))
    assert written(text("Việc:", Bullets(items, numbered=True), "Xem /lich")) == (
        "Việc:\n1. họp báo\nhạn 31/12\n\n2. bản tin\nhạn 31/12\n\nXem /lich"
    )


def test_back_is_zero_and_comes_last() -> None:
    assert choices((BACK, row("Có", "Không"))) == "Gõ số để chọn:\n1. Có\n2. Không\n0. Quay lại"
    assert choices((BACK,)) == "0. Quay lại"


def test_what_is_labelled_by_its_number_is_not_listed_again() -> None:
    assert choices((row("1", "2", "3", "Tất cả"), BACK)) == "Gõ số (1–3) để chọn.\n4. Tất cả\n0. Quay lại"
    assert choices((row("1"),)) == "Gõ số 1 để chọn."


def test_button_that_opens_an_address_gives_it() -> None:
    rows = ((Button("Mở", url="https://sở.vn"), Button("Xong", "do:x")),)
    assert choices(rows) == "Mở: https://sở.vn\nGõ 1 để chọn “Xong”."


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=400), st.integers(30, 90))
def test_parts_fit_and_lose_nothing(words: str, limit: int) -> None:
    parts = render(text(words), (row("Có", "Không"),), limit=limit)
    assert all(0 < utf16_length(part) <= limit for part in parts)
    assert parts[-1].endswith("2. Không")
    told = "".join("".join(parts).replace("Gõ số để chọn:\n1. Có\n2. Không", "").split())
    assert told == "".join(words.split())
