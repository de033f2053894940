"""Writes the official report and its workbook into a directory."""

from __future__ import annotations

from pathlib import Path

from bot.commands.doors import load_config, read
from bot.commands.invocation import Invocation
from bot.commands.screens import console
from bot.errors import UnreadableDocument
from bot.usecases.summaries import facts


def write_summary(
    invocation: Invocation, period: str, plan: int | None, directory: Path, previous: Path | None = None
) -> None:
    """Write `bao-cao-2024-Q3.docx` and `.xlsx` and name them; on a terminal the step that is under way is shown.

    What was changed by hand in the report `previous` is kept. Raises `UnreadableDocument` when it is no such report.
    """
    from bot.rendering.templates import report_docx
    from bot.rendering.workbooks import summary_xlsx

    office = load_config(invocation).as_office()
    earlier = _earlier(previous) if previous else None
    out = console()
    with out.status("Đang đọc số liệu…") as step:
        found = read(invocation, facts, period, plan)
        directory.mkdir(parents=True, exist_ok=True)
        step.update("Đang viết báo cáo…")
        _keep(directory / f"bao-cao-{found.period}.docx", report_docx(found, office, earlier))
        step.update("Đang viết bảng số liệu…")
        _keep(directory / f"bao-cao-{found.period}.xlsx", summary_xlsx(found, office))


def _earlier(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableDocument("summary.no_file", name=str(file)) from error


def _keep(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    console().print(str(file), markup=False, soft_wrap=True)
