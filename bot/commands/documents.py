"""Writes the official report and its workbook into a directory."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.commands.doors import load_config, read
from bot.commands.invocation import Invocation
from bot.commands.screens import console
from bot.domain.requests import RequestId, read_code
from bot.errors import InvalidInput, UnreadableDocument

_STEPS = 3


def write_summary(
    invocation: Invocation, period: str, plan: int | None, directory: Path, previous: Path | None
) -> None:
    """Write `bao-cao-2024-Q3.docx` and `.xlsx` and name them; on a terminal the step that is under way is shown.

    What was changed by hand in the report `previous` is kept, else what was in one sent back in chat.
    Raises `UnreadableDocument` when it is no such report.
    """
    from bot.rendering.templates import report_docx
    from bot.rendering.workbooks import summary_xlsx
    from bot.usecases.corrections import kept_of
    from bot.usecases.summaries import facts

    office = load_config(invocation).as_office()
    earlier = _earlier(previous) if previous else None
    with _steps() as step:
        step("Đang đọc số liệu…")
        found = read(invocation, facts, period, plan)
        by_hand = read(invocation, kept_of, found.mark)
        step("Đang viết báo cáo…")
        document = report_docx(found, office, earlier, by_hand)
        step("Đang viết bảng số liệu…")
        sheet = summary_xlsx(found, office)
    _keep_both(directory, f"bao-cao-{found.period}", document, sheet)


def write_reply(invocation: Invocation, request: str, directory: Path, previous: Path | None) -> None:
    """Write `tra-loi-yeu-cau-3.docx` and `.xlsx`, the compiled reply to a request given as "3" or "YC-3", and name them.

    What was changed by hand in the reply `previous` is kept, else what was in one sent back in chat.
    Raises `UnreadableDocument` when it is no such reply,
    `InvalidInput("usage.request")` and `NotFound("request.unknown")`.
    """
    from bot.rendering.corrections import request_named
    from bot.rendering.request_documents import request_docx, request_xlsx
    from bot.usecases.corrections import kept_of
    from bot.usecases.request_answers import facts

    number = read_code(request) or (RequestId(int(request)) if request.isdecimal() and len(request) < 10 else None)
    if number is None:
        raise InvalidInput("usage.request", given=request)
    office = load_config(invocation).as_office()
    earlier = _earlier(previous) if previous else None
    with _steps() as step:
        step("Đang đọc trả lời…")
        found = read(invocation, facts, number)
        by_hand = read(invocation, kept_of, request_named(number))
        step("Đang viết báo cáo…")
        document = request_docx(found, office, earlier, by_hand)
        step("Đang viết bảng trả lời…")
        sheet = request_xlsx(found, office)
    _keep_both(directory, f"tra-loi-yeu-cau-{number}", document, sheet)


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """Show on a terminal which of the three steps is under way and for how long; call what is given at each step's start."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(), transient=True, disable=not sys.stdout.isatty()) as progress:
        task = progress.add_task("", total=_STEPS)

        def begin(what: str) -> None:
            progress.update(task, description=what, advance=1)

        yield begin


def _keep_both(directory: Path, name: str, document: bytes, sheet: bytes) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    _keep(directory / f"{name}.docx", document)
    _keep(directory / f"{name}.xlsx", sheet)


def _earlier(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableDocument("summary.no_file", name=str(file)) from error


def _keep(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    console().print(str(file), markup=False, soft_wrap=True)
