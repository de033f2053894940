from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.standings import Standing
from bot.rendering.summary import SummaryFacts
from bot.rendering.workbooks import LONGEST, summary_xlsx
from tests.rendering import papers, samples, strategies


def opened(facts: SummaryFacts) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(summary_xlsx(facts, samples.OFFICE)))


def test_four_sheets_with_frozen_heads_and_filters() -> None:
    book = opened(papers.FACTS)
    assert book.sheetnames == ["Nhiệm vụ", "Báo cáo", "Cơ quan", "Số liệu"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(column.width > 5 for column in sheet.column_dimensions.values())


def test_days_are_days_and_instants_are_those_of_the_office() -> None:
    sheet = opened(papers.FACTS)["Báo cáo"]
    heads = [cell.value for cell in sheet[1]]
    row = sheet[2]
    assert row[heads.index("Hạn cuối")].value == datetime(2024, 9, 30)
    assert row[heads.index("Hạn cuối")].number_format == "dd/mm/yyyy"
    assert row[heads.index("Thời điểm gửi")].value == datetime(2024, 9, 9, 9, 15)
    assert sheet.max_row == 1 + len(samples.standings())


@settings(max_examples=20, deadline=None)
@given(strategies.standings(), strategies.days())
def test_the_figures_are_those_of_everywhere(rows: tuple[Standing, ...], today: date) -> None:
    facts = replace(papers.FACTS, standings=rows, as_of=datetime(today.year, today.month, today.day, 5, tzinfo=UTC))
    sheet = opened(facts)["Số liệu"]
    found = {(row[0].value, row[1].value): row[2].value for row in sheet.iter_rows(min_row=2)}
    totals = facts.figures.totals
    assert found["Tất cả báo cáo", "Phải báo cáo"] == totals.expected
    assert found["Tất cả báo cáo", "Quá hạn chưa gửi"] == totals.missing
    assert found["Nhiệm vụ", "Vướng mắc"] == facts.figures.tasks.blocked


@settings(max_examples=20, deadline=None)
@given(strategies.hostile() | st.sampled_from(["=1+1", "+1", "-1", "@a", "{=1}", "http://x", "00123"]))
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    content = summary_xlsx(papers.with_said(text), samples.OFFICE)
    archive = zipfile.ZipFile(BytesIO(content))
    for name in archive.namelist():
        assert not (name.startswith("xl/worksheets/") and b"<f>" in archive.read(name))
        assert b"hyperlink" not in archive.read(name)
    book = openpyxl.load_workbook(BytesIO(content))
    kinds = {cell.data_type for cell in book["Báo cáo"]["B"][1:]} | {
        cell.data_type for cell in book["Báo cáo"]["L"][1:]
    }
    assert kinds <= {"s", "n"}
    assert all(cell.data_type != "n" or cell.value is None for cell in book["Báo cáo"]["L"][1:])


def test_a_very_long_text_fits_its_cell() -> None:
    sheet = opened(papers.with_said("😀 chữ " * 10_000))["Báo cáo"]
    assert all(len(str(cell.value).encode("utf-16-le")) <= 2 * LONGEST for cell in sheet["L"])


def test_an_empty_period_makes_an_empty_workbook() -> None:
    assert opened(replace(papers.FACTS, standings=()))["Báo cáo"].max_row == 1
