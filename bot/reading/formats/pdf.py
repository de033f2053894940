"""PDF with a text layer: lines to paragraphs over columns and pages, ruled tables; no page numbers or running heads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Cell, Paragraph, Row, Table
from bot.reading.formats.legacy import unicode_blocks
from bot.reading.formats.pdf_grids import Box, Grid, find_grids
from bot.reading.formats.pdf_lines import Line, Run, build_lines, in_reading_order, join_lines
from bot.reading.limits import Limits, Meter
from bot.reading.markup import plain_line
from bot.vietnamese import fold

# A page with fewer letters than this has no text layer worth the name.
_LETTERS = 15
_PAGE_NUMBER = re.compile(r"[-–]?\s*(?:trang\s*)?\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–]?", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """What stands on a page: its lines outside tables, and its tables with their text by cell."""

    number: int
    lines: list[Line]
    tables: list[tuple[Grid, list[Row]]] = field(default_factory=list)
    letters: int = 0


def read_pdf(content: bytes, limits: Limits) -> list[Block]:
    """Read a PDF."""
    import pypdfium2

    meter = Meter(limits)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        # pdfium tells a wrong password by its own error number, in FPDF_GetLastError.
        code = "document.encrypted" if getattr(error, "err_code", None) == _password_error() else "document.damaged"
        raise UnreadableDocument(code) from error
    try:
        meter.pages(len(document))
        pages = _pages(document, meter)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("document.damaged") from error
    finally:
        document.close()
    if sum(page.letters for page in pages) < _LETTERS * len(pages):
        raise UnreadableDocument("document.scanned")
    _drop_running_heads(pages)
    return unicode_blocks(_blocks(pages))


def _pdfium() -> Any:
    """Give pdfium's own functions and numbers, loaded where they are used."""
    import pypdfium2.raw

    return pypdfium2.raw


def _password_error() -> int:
    return int(_pdfium().FPDF_ERR_PASSWORD)


def _pages(document: Any, meter: Meter) -> list[Page]:
    pages = []
    for number in range(len(document)):
        meter.tick()
        page = document[number]
        pages.append(_page(page, number + 1, meter))
        page.close()
    return pages


def _page(page: Any, number: int, meter: Meter) -> Page:
    height = page.get_height()
    text = page.get_textpage()
    grids = find_grids(_boxes(page, height))
    runs = _runs(text, height)
    free = [run for run in runs if not any(grid.holds(run) for grid in grids)]
    made = Page(number, in_reading_order(build_lines(free)), letters=sum(len(run.text) for run in runs))
    for count, grid in enumerate(sorted(grids, key=lambda grid: grid.ys[0]), start=1):
        where = f"trang {number}", "bảng" if len(grids) == 1 else f"bảng {count}"
        rows = [_row(text, grid, index, height, where, meter) for index in range(len(grid.ys) - 1)]
        made.tables.append((grid, [row for row in rows if any(cell.text for cell in row.cells)]))
    text.close()
    return made


def _runs(text: Any, height: float) -> list[Run]:
    """List the stretches of text with their boxes, y downwards."""
    runs = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        found = _plain(text.get_text_bounded(left, bottom, right, top))
        if found.strip():
            runs.append(Run(left, height - top, right, height - bottom, found))
    return runs


def _plain(text: str) -> str:
    # pdfium marks a hyphen at a line's end so.
    return text.replace("\ufffe", "-").replace("\x02", "-").replace("\r\n", "\n")


def _boxes(page: Any, height: float) -> list[Box]:
    boxes = []
    for drawn in page.get_objects(filter=[_pdfium().FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        boxes.append(Box(left, height - top, right, height - bottom))
    return boxes


def _row(text: Any, grid: Grid, index: int, height: float, where: tuple[str, str], meter: Meter) -> Row:
    """Read a row of a ruled table; `where` names its page and itself.

    A cell that reaches down from the row above is marked so and repeats its text.
    """
    meter.row()
    cells: list[Cell] = []
    for column in range(len(grid.xs) - 1):
        origin = grid.origin(index, column)
        if origin == (index, column):
            cells.append(Cell(_cell_text(text, grid.area(index, column), height)))
        elif origin[1] == column:
            cells.append(Cell(_cell_text(text, grid.area(*origin), height), merged=True))
        else:
            cells.append(Cell(""))
    return Row(tuple(cells), f"{where[0]}, hàng {index + 1} của {where[1]}")


_DASHED = re.compile(r"[-–]\s*[^\W\d]")
_ITEM = re.compile(r"[-–+•*]\s*\S|\d{1,2}[.)]\s+\S|[a-zđ]\)\s")


def _cell_text(text: Any, area: Box, height: float) -> str:
    """Read a cell; lines are joined unless the next begins an item."""
    found = _plain(
        text.get_text_bounded(area.left + 0.5, height - area.bottom + 0.5, area.right - 0.5, height - area.top - 0.5)
    )
    printed = [line for line in map(plain_line, found.split("\n")) if line]
    # One line with a dash is the end of "Đồng Đăng - Lạng Sơn"; items are several, or stand behind a mark.
    dashes = sum(_DASHED.match(line) is not None for line in printed)
    lines: list[str] = []
    for line in printed:
        lone = dashes == 1 and _DASHED.match(line) and lines and not lines[-1].endswith((".", ";", ":"))
        if lines and (lone or not _ITEM.match(line)):
            lines[-1] += ("" if _cut_within_word(lines[-1], line) else " ") + line
        else:
            lines.append(line)
    return _CUT_YEAR.sub(lambda year: year[0].replace(" ", ""), "\n".join(lines))


# A narrow cell cuts "30/10/2026" before its last digit.
_CUT_YEAR = re.compile(r"(?<=/)20(?:\d \d| \d\d)(?!\d)")
# No Vietnamese syllable is without a vowel.
_NO_SYLLABLE = re.compile(r"[bcdđghklmnpqrstvx]{1,3}(?!\w)")


def _cut_within_word(first: str, second: str) -> bool:
    """Tell a number or word that a narrow cell cut in two: "100.000.00" and "0"; "57-" and "KL/TW"; "Thôn" and "g tin"."""
    if first[-1:].isalpha() and _NO_SYLLABLE.match(second):
        return True
    return bool(
        re.search(r"\d-$", first) or (re.search(r"\d[.,]\d{0,2}$", first) and re.fullmatch(r"\d[\d.,]*", second))
    )


def _drop_running_heads(pages: list[Page]) -> None:
    """Take away page numbers, and what stands at the head or foot of many pages."""
    seen = Counter(_shape(line) for page in pages for line in _edges(page))
    often = {shape for shape, count in seen.items() if count >= 3 and count * 10 >= len(pages) * 4}
    for page in pages:
        dropped = {
            id(line) for line in _edges(page) if _PAGE_NUMBER.fullmatch(line.text.strip()) or _shape(line) in often
        }
        page.lines = [line for line in page.lines if id(line) not in dropped]


def _edges(page: Page) -> list[Line]:
    """Give the two top and two bottom lines of a page."""
    lines = sorted(page.lines, key=lambda line: line.top)
    return lines if len(lines) < 4 else [*lines[:2], *lines[-2:]]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", fold(line.text))


def _blocks(pages: list[Page]) -> list[Block]:
    """Join the lines of all pages to paragraphs, and the tables that go on over a page."""
    blocks: list[Block] = []
    flow: list[Line] = []
    for page in pages:
        waiting = sorted(page.tables, key=lambda table: table[0].top)
        for line in page.lines:
            while waiting and waiting[0][0].top < line.top and not line.beside(waiting[0][0].top):
                _end_flow(blocks, flow)
                _add_table(blocks, waiting.pop(0)[1])
            line.page = page.number
            flow.append(line)
        for _, rows in waiting:
            _end_flow(blocks, flow)
            _add_table(blocks, rows)
    _end_flow(blocks, flow)
    return blocks


def _end_flow(blocks: list[Block], flow: list[Line]) -> None:
    for text, page in join_lines(flow):
        if line := plain_line(text):
            blocks.append(Paragraph(line, f"trang {page}"))
    flow.clear()


def _add_table(blocks: list[Block], rows: list[Row]) -> None:
    """Add a table, or go on with the one before when nothing stands between and it has as many columns."""
    last = blocks[-1] if blocks else None
    if not rows:
        return
    if not isinstance(last, Table) or len(last.rows[-1].cells) != len(rows[0].cells):
        blocks.append(Table(tuple(rows), rows[0].place))
        return
    kept = list(last.rows)
    if _is_cut(rows[0], kept):
        kept[-1] = _joined(kept[-1], rows[0])
        rows = rows[1:]
    blocks[-1] = Table((*kept, *rows), last.place)


def _is_cut(row: Row, above: list[Row]) -> bool:
    """Tell a row that only goes on from the page before: it has no number where the others have one."""
    numbered = sum(bool(re.fullmatch(r"[\dIVX.]{1,6}\.?", other.cells[0].text)) for other in above)
    return not row.cells[0].text and numbered * 2 > len(above) - 1 and bool(above[-1].cells[0].text)


def _joined(first: Row, second: Row) -> Row:
    cells = []
    for upper, lower in zip(first.cells, second.cells, strict=True):
        glue = "\n" if _ITEM.match(lower.text) else " "
        cells.append(Cell(glue.join(text for text in (upper.text, lower.text) if text), upper.merged))
    return Row(tuple(cells), first.place)
