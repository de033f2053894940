"""How a task is laid out in the cells of a row, the same for writing a workbook and for reading it back."""

from __future__ import annotations

from bot.domain.plans import TaskDraft

MARK = "nhacviec-plan"
"""The custom property by which a workbook of ours is known; its value is the version of the form."""

VERSION = "1"
TASKS = "Nhiệm vụ"
ORIGINAL = "nhacviec"
"""The hidden sheet that keeps the plan as it was written, as JSON cut in pieces that fit a cell."""

COLUMNS = ("Mã", "Số", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian thực hiện", "Kinh phí (đồng)", "Kết quả, sản phẩm")
"""The first holds the row's number in the hidden plan and is hidden too; a new row has none."""


def cells_of(task: TaskDraft) -> tuple[str, str, str, str, str, str, str]:
    """Write a task as the texts of its cells, from "Số" on."""
    return (
        task.no,
        task.title,
        "; ".join(task.lead),
        "; ".join(task.cooperating),
        task.timeframe_text or "",
        "" if task.budget_vnd is None else str(task.budget_vnd),
        "\n".join(task.outputs),
    )
