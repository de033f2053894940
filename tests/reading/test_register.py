"""Registers of agencies from files of every form."""

from __future__ import annotations

import io
from contextlib import suppress
from importlib import resources

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.agencies import RegisterEntry
from bot.errors import InvalidInput, UnreadableDocument, UserError
from bot.reading.register import read_register

TOML = """
[[agencies]]
name = "Sở  Ngoại vụ"
short = "SNgV"
aliases = ["Ngoại vụ"]

[[agencies]]
name = "Báo Quảng Ngãi"
groups = ["Báo chí"]

[[groups]]
name = "Các sở, ban, ngành"
kinds = ["sở"]
members = ["báo quảng ngãi"]
"""
CSV = "Danh bạ\nSTT;Tên cơ quan;Viết tắt;Tên gọi khác;Nhóm\n1;Sở Văn hóa, Thể thao;SVHTT;VH; \n2;;;;\n"
ROWS: list[list[object]] = [
    ["STT", "TÊN CƠ QUAN", "Loại", "Nhóm"],
    [1, "UBND huyện Ba Tơ", "huyện", "UBND các huyện, thị xã, thành phố; Các địa phương"],
]


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_reads_toml() -> None:
    assert read_register(TOML.encode(), "a.toml") == (
        RegisterEntry("Sở Ngoại vụ", "SNgV", None, ("Ngoại vụ",), ("Các sở, ban, ngành",)),
        RegisterEntry("Báo Quảng Ngãi", groups=("Báo chí", "Các sở, ban, ngành")),
    )


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_reads_csv_whatever_its_delimiter_and_mark(delimiter: str) -> None:
    content = b"\xef\xbb\xbf" + CSV.replace(";", delimiter).encode()
    assert read_register(content, "a.csv") == (RegisterEntry("Sở Văn hóa, Thể thao", "SVHTT", None, ("VH",)),)


def test_reads_a_workbook() -> None:
    groups = ("UBND các huyện, thị xã, thành phố", "Các địa phương")
    assert read_register(workbook(ROWS), "a.xlsx") == (RegisterEntry("UBND huyện Ba Tơ", None, "huyện", (), groups),)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.docx", "register.format"),
        (b"x" * 5_000_001, "a.csv", "register.too_big"),
        (b"[[agencies]", "a.toml", "register.toml"),
        (b"\xff", "a.toml", "register.toml"),
        (b"", "a.toml", "register.empty"),
        (b"agencies = 3", "a.toml", "register.value"),
        (b"[[agencies]]\nname = 3", "a.toml", "register.value"),
        (b"[[agencies]]\nshort = 'x'", "a.toml", "register.value"),
        (b"[[agencies]]\nname = 'x'\naliases = 'y'", "a.toml", "register.value"),
        (b"[[agencies]]\nname = 'x'\nalias = []", "a.toml", "register.key"),
        (b"[[agencies]]\nname='x'\n[[groups]]\nname='g'\nmembers=['y']", "a.toml", "register.member"),
        ("Tên\xff".encode("latin-1"), "a.csv", "register.csv"),
        (b"{\\rtf", "a.xlsx", "register.xlsx"),
        (b"a;b\n1;2", "a.csv", "register.no_names"),
        ("Tên cơ quan\n\n".encode(), "a.csv", "register.empty"),
    ],
)
def test_says_what_is_wrong(content: bytes, name: str, code: str) -> None:
    with pytest.raises((InvalidInput, UnreadableDocument)) as refusal:
        read_register(content, name)
    assert refusal.value.code == code


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.toml", "a.csv", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    with suppress(UserError):
        assert read_register(content, name)


def test_the_sample_register() -> None:
    content = resources.files("bot.demo").joinpath("data/quang-ngai-agencies.toml").read_bytes()
    entries = read_register(content, "quang-ngai-agencies.toml")
    groups = {name: sum(name in entry.groups for entry in entries) for entry in entries for name in entry.groups}
    assert len(entries) == 41
    assert groups == {
        "Các sở, ban, ngành": 23,
        "Các sở, ngành": 21,
        "UBND các huyện, thị xã, thành phố": 13,
        "Các địa phương": 13,
        "Các cơ quan báo chí của tỉnh": 2,
        "Các cơ quan báo chí, truyền thông": 3,
    }
