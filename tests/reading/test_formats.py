"""PDF, Excel, web pages and texts in old encodings give the same blocks as the plain text."""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from bot.domain.plans import PlanDraft
from bot.reading.blocks import Cell, Paragraph, Table
from bot.reading.documents import open_document
from bot.reading.formats.legacy import decode_tcvn3, decode_vni
from bot.reading.formats.pdf_grids import Box, find_grids
from bot.reading.formats.pdf_lines import Run, build_lines, in_reading_order, join_lines
from bot.reading.limits import Limits
from bot.reading.plan import read_plan

office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
Text = Callable[[str], str]
Score = Callable[[str, PlanDraft], dict[str, Any]]


def test_workbook() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["KẾ HOẠCH TRUYỀN THÔNG NĂM 2024"],
        ["STT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Kinh phí (triệu đồng)"],
        ["I", "Tuyên truyền"],
        [1, "Họp báo", "Sở Nội vụ", "Công an tỉnh", "Quý I", 12.5],
        [2, "Tập huấn", None, "Sở Y tế", "Trước 30/6", None],
    ):
        sheet.append(row)
    sheet.merge_cells("C4:C5")
    buffer = io.BytesIO()
    book.save(buffer)
    draft = read_plan(buffer.getvalue(), "plan.xlsx")
    assert draft.head.year == 2024
    assert [(task.no, task.lead, task.budget_vnd) for task in draft.tasks] == [
        ("I.1", ("Sở Nội vụ",), 12_500_000),
        ("I.2", ("Sở Nội vụ",), None),
    ]


def test_web_page() -> None:
    page = """<!DOCTYPE html><html><head><meta charset="utf-8"><style>p{}</style></head><body>
    <h1>KẾ HOẠCH</h1><p>Truyền thông chính sách<br>tỉnh Hà Nam năm 2024</p><p><b>II. NHIỆM VỤ</b></p>
    <ol><li>Họp báo<ul><li>Cơ quan chủ trì: Sở Nội vụ</li><li>Thời gian: Quý I</li></ul></li>
    <li>Tập huấn<ul><li>Cơ quan chủ trì: Sở Y tế</li></ul></li></ol>
    <table><tr><th rowspan=2>Việc</th><th>Ai</th></tr><tr><td>Khi nào</td></tr></table></body></html>"""
    blocks = open_document(page.encode(), "plan.html", Limits())
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert texts == [
        "KẾ HOẠCH", "Truyền thông chính sách", "tỉnh Hà Nam năm 2024", "II. NHIỆM VỤ", "1. Họp báo", "- Cơ quan chủ trì: Sở Nội vụ",
        "- Thời gian: Quý I", "2. Tập huấn", "- Cơ quan chủ trì: Sở Y tế",
    ]  # fmt: skip
    table = blocks[-1]
    assert isinstance(table, Table)
    assert table.rows[1].cells == (Cell("Việc", merged=True), Cell("Khi nào"))
    draft = read_plan(page.encode(), "plan.html")
    assert [task.no for task in draft.tasks] == ["II.1", "II.2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_encodings(encoding: str, text_of: Text, score: Score) -> None:
    content = text_of("quang-ngai-2024").encode(encoding)
    assert score("quang-ngai-2024", read_plan(content, "plan.txt"))["overall"] >= 0.99


def test_the_code_page_of_windows(text_of: Text, score: Score) -> None:
    # This code page has the tones as combining signs of their own.
    text = "".join(windows_sign(sign) for sign in unicodedata.normalize("NFC", text_of("quang-ngai-2024")))
    content = text.encode("cp1258", errors="replace")
    assert score("quang-ngai-2024", read_plan(content, "plan.txt"))["overall"] >= 0.95


def windows_sign(sign: str) -> str:
    parts = unicodedata.normalize("NFD", sign)
    tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
    rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
    return rest + tones


def test_legacy_fonts() -> None:
    assert decode_vni("UÛY BAN NHAÂN DAÂN TÆNH, ñöôïc höôùng daãn") == "ỦY BAN NHÂN DÂN TỈNH, được hướng dẫn"
    assert decode_tcvn3("Uû ban nh©n d©n tØnh, ®\xadîc h\xadíng dÉn") == "Uỷ ban nhân dân tỉnh, được hướng dẫn"


def test_a_plan_in_a_legacy_font(text_of: Text, score: Score) -> None:
    text = unicodedata.normalize("NFC", text_of("quang-ngai-2024"))
    codes = {decode_tcvn3(code): code for code in map(chr, range(0xA1, 0x100)) if decode_tcvn3(code) != code}
    # Those fonts had no capitals with tones; a document used a second font for them.
    legacy = "".join(codes.get(sign, codes.get(sign.lower(), sign)) for sign in text)
    content = legacy.encode("latin-1", errors="ignore")
    draft = read_plan(content, "plan.txt")
    assert len(draft.tasks) == 14
    assert score("quang-ngai-2024", draft)["parts"]["lead_f1"] >= 0.9


def lines_of(*rows: tuple[float, float, str]) -> list[Run]:
    """Make runs: left, top, text; a letter is 6 points wide."""
    return [Run(left, top, left + 6 * len(text), top + 12, text) for left, top, text in rows]


def test_two_columns_are_read_one_after_the_other() -> None:
    runs = lines_of(
        (50, 50, "ỦY BAN NHÂN DÂN"),
        (300, 50, "CỘNG HÒA XÃ HỘI"),
        (50, 66, "TỈNH HÀ NAM"),
        (300, 66, "CHỦ NGHĨA VIỆT NAM"),
    )
    ordered = [line.text for line in in_reading_order(build_lines(runs))]
    assert ordered == ["ỦY BAN NHÂN DÂN", "TỈNH HÀ NAM", "CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM"]


def test_lines_are_joined_to_paragraphs() -> None:
    runs = lines_of(
        (50, 50, "1. Tổ chức hội nghị tập huấn về công tác thông tin"),
        (50, 66, "đối ngoại và truyền thông chính sách, phát triển kinh"),
        (50, 82, "- xã hội của tỉnh."),
        (50, 104, "- Cơ quan chủ trì: Sở Nội vụ."),
    )
    lines = in_reading_order(build_lines(runs))
    assert [text for text, _ in join_lines(lines)] == [
        "1. Tổ chức hội nghị tập huấn về công tác thông tin đối ngoại và truyền thông chính sách, phát triển kinh - xã hội của tỉnh.",
        "- Cơ quan chủ trì: Sở Nội vụ.",
    ]


def test_a_ruled_table_with_a_merged_cell() -> None:
    level = [Box(0, y, 200, y + 1) for y in (0, 40)] + [Box(100, 20, 200, 21)]
    upright = [Box(x, 0, x + 1, 40) for x in (0, 100, 199)]
    grid = find_grids(level + upright)[0]
    assert (len(grid.xs), len(grid.ys)) == (3, 3)
    assert grid.origin(1, 0) == (0, 0)
    assert grid.origin(1, 1) == (1, 1)


@office
@pytest.mark.office
@pytest.mark.parametrize("kind", ["doc"])
def test_old_kinds_through_libreoffice(kind: str, text_of: Text, score: Score, documents: ModuleType) -> None:
    from bot.reading.formats.office import convert

    document = documents.docx_of(text_of("quang-ngai-2024"))
    draft = read_plan(convert(document, "docx", kind, Limits()), f"plan.{kind}")
    assert score("quang-ngai-2024", draft)["overall"] >= 0.97


def test_without_libreoffice_an_old_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.errors import UnreadableDocument

    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument) as refusal:
        read_plan(b"{\\rtf1 Xin ch\\'e0o}", "plan.rtf")
    assert (refusal.value.code, refusal.value.values) == ("document.needs_office", {"kind": "rtf"})
