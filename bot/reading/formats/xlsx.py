"""Excel workbooks (.xlsx): each sheet a table."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Cell, Row, Table
from bot.reading.formats.archive import Archive
from bot.reading.formats.legacy import unicode_blocks
from bot.reading.limits import Limits, Meter
from bot.reading.markup import plain_cell

# A sheet is at its end after so many empty rows, whatever size it says it has.
_EMPTY_ROWS = 200
_COLUMNS = 60


def read_xlsx(content: bytes, limits: Limits) -> list[Block]:
    """Read a workbook; hidden sheets are left out."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    # Opened by itself first: it counts what the file unpacks to.
    archive = Archive(content, limits)
    merged = _merged_cells(archive)
    meter = Meter(limits)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that do not matter for reading values.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            blocks = [block for sheet in sheets for block in _sheet(sheet, merged.get(_path(sheet), {}), meter)]
            book.close()
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise UnreadableDocument("document.damaged") from error
    return unicode_blocks(blocks)


def _path(sheet: Any) -> str:
    return str(sheet._worksheet_path).lstrip("/")


def _sheet(sheet: Any, merged: dict[tuple[int, int], tuple[int, int]], meter: Meter) -> list[Block]:
    sheet.reset_dimensions()
    rows: list[Row] = []
    texts: dict[tuple[int, int], str] = {}
    empty = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=_COLUMNS), start=1):
        cells = [_cell((number, column), value, merged, texts) for column, value in enumerate(values, start=1)]
        while cells and not cells[-1].text:
            cells.pop()
        if cells:
            meter.row()
            rows.append(Row(tuple(cells), f"trang {sheet.title}, hàng {number}"))
            empty = 0
        else:
            empty += 1
        if empty > _EMPTY_ROWS:
            break
    return [Table(tuple(_even(rows)), f"trang {sheet.title}")] if rows else []


def _even(rows: list[Row]) -> Iterator[Row]:
    """Give all rows the width of the widest, so that a missing cell is an empty one."""
    width = max(len(row.cells) for row in rows)
    for row in rows:
        yield Row(row.cells + (Cell(""),) * (width - len(row.cells)), row.place)


def _cell(
    at: tuple[int, int], value: Any, merged: dict[tuple[int, int], tuple[int, int]], texts: dict[tuple[int, int], str]
) -> Cell:
    origin = merged.get(at)
    if origin is None:
        text = _text(value)
        texts[at] = text
        return Cell(text)
    # A cell merged over columns stands in the first of them; over rows it goes on below.
    if origin[0] == at[0] or origin[1] != at[1]:
        return Cell("")
    return Cell(texts.get(origin, ""), merged=True)


def _text(value: Any) -> str:
    """Write a value as the sheet shows it: days day first, whole numbers without a point."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain_cell(str(value))


def _merged_cells(archive: Archive) -> dict[str, dict[tuple[int, int], tuple[int, int]]]:
    """Tell by sheet for each cell that is covered by a merged one where that one begins."""
    return {name: _merged_in(archive, name) for name in archive.names() if name.startswith("xl/worksheets/sheet")}


def _merged_in(archive: Archive, name: str) -> dict[tuple[int, int], tuple[int, int]]:
    from openpyxl.utils.cell import range_boundaries

    data = archive.read(name) or b""
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for found in re.finditer(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"', data):
        left, top, right, bottom = (int(bound or 1) for bound in range_boundaries(found[1].decode("ascii")))
        if (right - left + 1) * (bottom - top + 1) > 20_000:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    covered[(row, column)] = (top, left)
    return covered
