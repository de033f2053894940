"""Reads the workbook that `plan export` wrote, with what was corrected in it and nothing else changed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.domain.plan_cells import COLUMNS, MARK, ORIGINAL, TASKS, cells_of
from bot.domain.plans import PlanDraft, TaskDraft
from bot.domain.timeframes import UNSPECIFIED
from bot.errors import UnreadableDocument
from bot.reading.dates import read_timeframe
from bot.reading.limits import Limits, Meter
from bot.vietnamese import clean, one_line

_PROPERTIES = "docProps/custom.xml"
_MOST_PROPERTIES = 100_000
_MOST_DIGITS = 15
"""Of an amount in đồng: more is no amount, and no database takes it."""


def is_plan_workbook(content: bytes) -> bool:
    """Tell whether a file is a workbook that we wrote, maybe saved by Excel since."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open(_PROPERTIES) as properties:
            return MARK.encode() in properties.read(_MOST_PROPERTIES)
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return False


def read_plan_workbook(content: bytes, name: str, limits: Limits) -> PlanDraft:
    """Read the plan a workbook holds.

    A cell that shows what was written keeps its exact value; one that was changed is read anew. Rows without a known key are
    new tasks. Raises `UnreadableDocument("workbook.damaged")` when the hidden sheet is gone or changed, and what the limits
    raise.
    """
    sheets = _sheets(content, name, limits)
    try:
        original = TypeAdapter(PlanDraft).validate_json("".join(row[0] for row in sheets[ORIGINAL] if row))
    except (KeyError, ValidationError) as error:
        raise UnreadableDocument("workbook.damaged", name=name) from error
    rows = sheets.get(TASKS, [])
    tasks = tuple(_tasks(rows[1:], original))
    return replace(original, tasks=tasks, questions=())


def _sheets(content: bytes, name: str, limits: Limits) -> dict[str, list[list[str]]]:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > limits.unpacked:
            raise UnreadableDocument("document.too_big", megabytes=limits.unpacked // 1_000_000)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableDocument("document.damaged", name=name) from error
    meter = Meter(limits)
    wanted = [title for title in book.sheetnames if title in (TASKS, ORIGINAL)]
    return {title: list(_rows(book[title], meter, exact=title == ORIGINAL)) for title in wanted}


def _rows(sheet: Any, meter: Meter, *, exact: bool) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_col=len(COLUMNS), values_only=True):
        meter.row()
        cells = [str(value) if exact and value is not None else _text(value) for value in row]
        if any(cells):
            yield cells


def _text(value: object) -> str:
    """Write a cell's value; whole numbers without a decimal point, as Excel shows them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def _tasks(rows: list[list[str]], original: PlanDraft) -> Iterator[TaskDraft]:
    for row in rows:
        cells = (row + [""] * len(COLUMNS))[: len(COLUMNS)]
        if one_line(cells[2]):
            key = cells[0]
            known = original.tasks[int(key) - 1] if key.isdecimal() and 1 <= int(key) <= len(original.tasks) else None
            yield _task(cells[1:], known or TaskDraft("", ""), original.head.year)


def _task(cells: list[str], known: TaskDraft, year: int | None) -> TaskDraft:
    shown = [clean(text) for text in cells_of(known)]
    fields: dict[str, Any] = {}
    for (field, read), now, was in zip(_FIELDS.items(), cells, shown, strict=True):
        if now != was:
            fields[field] = read(now)
    if "timeframe_text" in fields:
        text = fields["timeframe_text"]
        fields["timeframe"] = read_timeframe(text, year) if text else UNSPECIFIED
    return replace(known, **fields)


def _names(cell: str) -> tuple[str, ...]:
    parts = cell.replace("\n", ";").split(";")
    return tuple(one_line(part) for part in parts if one_line(part))


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(one_line(line) for line in cell.split("\n") if one_line(line))


def _money(cell: str) -> int | None:
    digits = "".join(sign for sign in cell if sign.isascii() and sign.isdigit())
    return int(digits) if digits and len(digits) <= _MOST_DIGITS else None


_FIELDS = {
    "no": one_line,
    "title": one_line,
    "lead": _names,
    "cooperating": _names,
    "timeframe_text": lambda cell: one_line(cell) or None,
    "budget_vnd": _money,
    "outputs": _lines,
}
