"""Vietnamese text: one form for keeping, one for comparing, one for ordering."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese import clean, fold, one_line, sort_key, utf16_length

ANY_TEXT = st.text(alphabet=st.characters())


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_what_is_clean_can_be_kept(text: str) -> None:
    kept = clean(text)
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode("utf-8")
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in kept.replace("\n", ""))


@given(ANY_TEXT)
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("  Sở \u00a0Ngoại\u200b vụ ", "Sở Ngoại vụ"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("một\r\nhai\r\r\r\rba", "một\nhai\n\nba"),
        ("\u202etxt.exe\u202c", "txt.exe"),
    ],
)
def test_what_keyboards_and_files_bring(given: str, cleaned: str) -> None:
    assert clean(given) == cleaned


@pytest.mark.parametrize(
    ("one", "other"), [("hoá", "hóa"), ("SỞ VĂN HÓA", "so van hoa"), ("Uỷ ban", "Ủy ban"), ("Đức", "duc")]
)
def test_spellings_that_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_order_is_that_of_the_dictionary() -> None:
    names = ["Sở Y tế", "Sở Ngoại vụ", "Đài Phát thanh", "Ban Dân tộc", "Công an", "Sở Nội vụ", "Dân vận"]
    assert sorted(names, key=sort_key) == [
        "Ban Dân tộc",
        "Công an",
        "Dân vận",
        "Đài Phát thanh",
        "Sở Ngoại vụ",
        "Sở Nội vụ",
        "Sở Y tế",
    ]
    assert sorted(["má", "mạ", "ma", "mã", "mả", "mà"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_one_line_has_no_line_break() -> None:
    assert one_line(" một \n hai ") == "một hai"


@pytest.mark.parametrize(("text", "units"), [("Đ", 1), ("🎉", 2), ("", 0)])
def test_length_is_counted_as_the_channels_do(text: str, units: int) -> None:
    assert utf16_length(text) == units
