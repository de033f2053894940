"""A file that cannot be read is refused with a code, in bounded time and memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UnreadableDocument
from bot.reading.limits import Limits
from bot.reading.plan import read_plan

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def refused(content: bytes, name: str, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableDocument) as refusal:
        read_plan(content, name, limits=limits)
    return refusal.value.code


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.txt", "document.empty"),
        (b" \r\n\t", "a.txt", "document.empty"),
        (b"Xin", "a.docx", "document.damaged"),
        (b"%PDF-1.7\n%%EOF", "a.pdf", "document.damaged"),
        (b"PK\x03\x04 and no more", "a.docx", "document.damaged"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "document.scanned"),
        (b"MZ\x90\x00\x03", "a.txt", "document.unknown_kind"),
        (b"\x00\x01\x02\x03" * 99, "a.txt", "document.unknown_kind"),
        (zipped(hello=b"x"), "a.docx", "document.unknown_kind"),
        (zipped(word__document_dot_xml=b"<a/>", word__vbaProject_dot_bin=b"x"), "a.docm", "document.macros"),
        (zipped(word__document_dot_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "a.docx", "document.damaged"),
        (zipped(word__document_dot_xml=b"<w:document"), "a.docx", "document.damaged"),
        (zipped(xl__workbook_dot_xml=b"<a/>"), "a.xlsx", "document.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "document.encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "a.doc", "document.macros"),
        ("ýüûúùø÷öõôóòñðïîíìëêéèçæåäãâáàßÞÝÜÛÚÙØ÷ÖÕÔÓÒÑÐÏ ".encode("latin-1") * 20, "a.txt", "document.encoding"),
    ],
)  # fmt: skip
def test_refusals(content: bytes, name: str, code: str) -> None:
    assert refused(content, name) == code


def test_an_encrypted_pdf(encrypted_pdf: bytes) -> None:
    assert refused(encrypted_pdf, "a.pdf") == "document.encrypted"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped(word__document_dot_xml=WORD.format(" " * 250_000_000).encode())
    tracemalloc.start()
    started = time.perf_counter()
    assert refused(bomb, "a.docx") == "document.bomb"
    assert time.perf_counter() - started < 2
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size(documents: ModuleType) -> None:
    content = bytearray(zipped(word__document_dot_xml=WORD.format(" " * 3_000_000).encode()))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    assert refused(bytes(content), "a.docx", Limits(unpacked=1_000_000)) in ("document.bomb", "document.damaged")


def test_too_big() -> None:
    assert refused(b"a" * 2000, "a.txt", Limits(bytes=1000)) == "document.too_big"


def test_too_many_rows() -> None:
    rows = "\n".join(f"{number}\tNhiệm vụ\tSở Nội vụ\tQuý I" for number in range(500))
    assert refused(rows.encode(), "a.txt", Limits(rows=100)) == "document.too_many_rows"


def test_too_slow() -> None:
    rows = "\n".join(f"{number}\tNhiệm vụ\tSở Nội vụ\tQuý I" for number in range(500))
    assert refused(rows.encode(), "a.txt", Limits(seconds=0.0)) == "document.too_slow"


def test_a_million_empty_rows_are_passed_over() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"), (1, "Họp báo", "Sở Nội vụ", "Quý I/2024")):
        sheet.append(row)
    sheet.cell(1_048_576, 1, "cuối")
    buffer = io.BytesIO()
    book.save(buffer)
    started = time.perf_counter()
    draft = read_plan(buffer.getvalue(), "a.xlsx")
    assert time.perf_counter() - started < 3
    assert [task.title for task in draft.tasks] == ["Họp báo"]


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.9])
def test_a_file_cut_off(keep: float, documents: ModuleType, text_of: Callable[[str], str]) -> None:
    document = documents.docx_of(text_of("quang-ngai-2024"))
    assert refused(document[: int(len(document) * keep)], "a.docx") == "document.damaged"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", "a.xlsx", ""]),
       st.sampled_from([b"", b"%PDF-1.4\n", b"<html>", b"PK\x03\x04", b"{\\x"]))  # fmt: skip
def test_any_bytes_are_read_or_refused(content: bytes, name: str, start: bytes) -> None:
    refusals = []
    try:
        read_plan(start + content, name)
    except UnreadableDocument as refusal:
        refusals.append(refusal.code)
    assert all(code.startswith("document.") for code in refusals)


@pytest.mark.parametrize(
    "text",
    [
        "- Cơ quan chủ trì: " + "Sở A, " * 4000,
        "a b c\n" * 15_000,
        "báo cáo trước ngày " + "1/" * 10_000,
        "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\ta\tb\tc\n" + "\t\tSở A\t\n" * 8_000,
    ],
    ids=["names", "lines", "days", "rows"],
)
def test_what_repeats_without_end_takes_bounded_time(text: str) -> None:
    started = time.perf_counter()
    read_plan(text.encode(), "a.txt")
    assert time.perf_counter() - started < 8
