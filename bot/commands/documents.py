"""Writes the official report and its workbook into a directory."""

from __future__ import annotations

from pathlib import Path

from bot.commands.doors import load_config, read
from bot.commands.invocation import Invocation
from bot.commands.screens import console
from bot.usecases.summaries import facts


def write_summary(invocation: Invocation, period: str, plan: int | None, directory: Path) -> None:
    """Write `bao-cao-2024-Q3.docx` and `.xlsx` and name them; a spinner shows that it takes a while."""
    from bot.rendering.documents import summary_docx
    from bot.rendering.workbooks import summary_xlsx

    office = load_config(invocation).as_office()
    out = console()
    found = read(invocation, facts, period, plan)
    directory.mkdir(parents=True, exist_ok=True)
    with out.status("Đang viết báo cáo…"):
        for ending, write in (("docx", summary_docx), ("xlsx", summary_xlsx)):
            file = directory / f"bao-cao-{found.period}.{ending}"
            file.write_bytes(write(found, office))
            out.print(str(file), markup=False, soft_wrap=True)
