"""A plan goes out to Excel and comes back with what was corrected and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.plans import PlanDraft, PlanHead, ReportingRule, Rule, RuleKind, TaskDraft
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.errors import UnreadableDocument
from bot.reading.plan_documents import read_document
from bot.reading.plan_workbook import is_plan_workbook
from bot.rendering.plan_workbook import plan_workbook
from bot.vietnamese import one_line

FRAME = TimeFrame(FrameKind.QUARTERS, 2024, (3, 4), date(2024, 7, 1), date(2024, 12, 31))
DRAFT = PlanDraft(
    PlanHead("KẾ HOẠCH năm 2024", "12/KH-UBND", "UBND tỉnh", "Quảng Ngãi", 2024, date(2024, 1, 5)),
    (
        TaskDraft(
            "II.1", "Họp báo", ("Sở Ngoại vụ", "Sở Văn hóa, Thể thao"), (), "Quý III, IV/2024", FRAME, place="dòng 3"
        ),
        TaskDraft("II.2", "=1+1", ("Sở Y tế",), budget_vnd=100_000_000, outputs=("Bản tin", "Báo cáo")),
    ),
    (ReportingRule("IV", "Báo cáo", ("Các sở",), ("UBND tỉnh",), "trước 15/11", Rule(RuleKind.ONCE, 11, 15, 2024)),),
)


def saved(change: Callable[[Any], None], draft: PlanDraft = DRAFT) -> PlanDraft:
    """Open the workbook in a spreadsheet program's stead, change its tasks, save it, and read it again."""
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(draft)))
    change(book["Nhiệm vụ"])
    buffer = io.BytesIO()
    book.save(buffer)
    return read_document(buffer.getvalue(), "a.xlsx")


def nothing(_sheet: Any) -> None:
    """Change nothing."""


def test_comes_back_as_it_was() -> None:
    assert is_plan_workbook(plan_workbook(DRAFT))
    assert read_document(plan_workbook(DRAFT), "a.xlsx") == DRAFT
    assert saved(nothing) == DRAFT


def test_only_what_was_changed_changes() -> None:
    def change(sheet: Any) -> None:
        sheet["D2"] = "Sở Ngoại vụ; Sở Tư pháp"
        sheet["F2"] = "Quý I/2024"
        sheet["G3"] = 5_000_000

    first, second = saved(change).tasks
    assert first.lead == ("Sở Ngoại vụ", "Sở Tư pháp")
    assert (first.timeframe.kind, first.timeframe.quarters) == (FrameKind.QUARTERS, (1,))
    assert (
        replace(first, lead=DRAFT.tasks[0].lead, timeframe_text="Quý III, IV/2024", timeframe=FRAME) == DRAFT.tasks[0]
    )
    assert second == replace(DRAFT.tasks[1], budget_vnd=5_000_000)


def test_rows_are_added_dropped_and_moved() -> None:
    def change(sheet: Any) -> None:
        sheet.delete_rows(2)
        sheet.append([None, 3, "Tập huấn", "Sở Nội vụ", None, "Quý II/2024"])

    kept, new = saved(change).tasks
    assert kept == DRAFT.tasks[1]
    assert (new.no, new.title, new.lead, new.timeframe.quarters) == ("3", "Tập huấn", ("Sở Nội vụ",), (2,))


def test_a_damaged_workbook_is_refused() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(DRAFT)))
    del book["nhacviec"]
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableDocument, match=r"workbook\.damaged"):
        read_document(buffer.getvalue(), "a.xlsx")


def test_other_files_are_no_plan_workbooks() -> None:
    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    assert not is_plan_workbook(plain.getvalue())
    assert not is_plan_workbook(b"PK\x03\x04 cut off")
    assert not is_plan_workbook(b"")


LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=30).map(one_line)
NAME = LINE.map(lambda text: text.replace(";", "")).map(one_line).filter(bool)
TASK = st.builds(
    TaskDraft,
    no=LINE,
    title=LINE.filter(bool),
    lead=st.lists(NAME, max_size=3).map(tuple),
    outputs=st.lists(NAME, max_size=2).map(tuple),
    budget_vnd=st.none() | st.integers(0, 10**12),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(TASK, max_size=3))
def test_any_tasks_come_back_as_they_were(tasks: list[TaskDraft]) -> None:
    draft = replace(DRAFT, tasks=tuple(tasks))
    assert saved(nothing, draft) == draft
