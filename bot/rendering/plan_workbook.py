"""A plan's tasks as a workbook that can be corrected in Excel and imported again; `bot.reading.plan_workbook` reads it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from bot.domain.plan_cells import COLUMNS, MARK, ORIGINAL, TASKS, VERSION, cells_of
from bot.domain.plans import PlanDraft, TaskDraft

_WIDTHS = (6, 9, 60, 36, 36, 24, 16, 36)
_PIECE = 30_000

_GUIDE = (
    "Sửa trực tiếp ở trang “Nhiệm vụ”: mỗi dòng là một nhiệm vụ; nhiều cơ quan ở một ô cách nhau bằng dấu chấm phẩy.",
    "Thêm dòng là thêm nhiệm vụ (cột Mã để trống); xóa dòng là bỏ nhiệm vụ. Không sửa cột Mã, đang được ẩn.",
    "Lưu tệp rồi nhập lại bằng lệnh nhacviec plan import TỆP, hoặc gửi tệp cho bot. Bot sẽ cho xem thay đổi trước khi ghi.",
)


def plan_workbook(draft: PlanDraft) -> bytes:
    """Write a plan as an `.xlsx`; a text never becomes a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_custom_property(MARK, VERSION)
        _write_tasks(book, draft.tasks)
        _write_guide(book, draft)
        _write_original(book, draft)
    return buffer.getvalue()


def _write_tasks(book: Any, tasks: Sequence[TaskDraft]) -> None:
    sheet = book.add_worksheet(TASKS)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#DDEBF7"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    money = book.add_format({"valign": "top", "num_format": "#,##0"})
    sheet.write_row(0, 0, COLUMNS, bold)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, None, {"hidden": column == 0})
    for row, task in enumerate(tasks, start=1):
        sheet.write_number(row, 0, row)
        for column, text in enumerate(cells_of(task), start=1):
            sheet.write_string(row, column, text, wrapped)
        if task.budget_vnd is not None:
            sheet.write_number(row, COLUMNS.index("Kinh phí (đồng)"), task.budget_vnd, money)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(len(tasks), 1), len(COLUMNS) - 1)


def _write_guide(book: Any, draft: PlanDraft) -> None:
    sheet = book.add_worksheet("Hướng dẫn")
    sheet.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate((draft.head.title, "", *_GUIDE)):
        sheet.write_string(row, 0, line, wrapped)


def _write_original(book: Any, draft: PlanDraft) -> None:
    sheet = book.add_worksheet(ORIGINAL)
    sheet.very_hidden()
    packed = TypeAdapter(PlanDraft).dump_json(draft).decode()
    for row, start in enumerate(range(0, len(packed), _PIECE)):
        sheet.write_string(row, 0, packed[start : start + _PIECE])
