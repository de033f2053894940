"""Put a table together again that a copy from a page has unrolled: each cell a line of its own."""

from __future__ import annotations

import re

from bot.reading.blocks import Block, Cell, Paragraph, Row, Table
from bot.reading.columns import column_role
from bot.reading.lexicon import RECEIVERS, title_kind
from bot.vietnamese import fold

_LABEL = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.?|[A-ZĐ]\.?")
_FEWEST = 4


def roll_up(blocks: list[Block]) -> list[Block]:
    """Give the blocks with every unrolled table as a table."""
    rolled: list[Block] = []
    index = 0
    while index < len(blocks):
        width = _head_width(blocks, index)
        if width:
            table, index = _table(blocks, index, width)
            rolled.append(table)
        else:
            rolled.append(blocks[index])
            index += 1
    return rolled


def _head_width(blocks: list[Block], start: int) -> int:
    """Count the lines that are heads of columns from here on; 0 when they make no head of a table of tasks."""
    first = blocks[start]
    if not isinstance(first, Paragraph) or column_role(first.text) != "no":
        return 0
    roles: list[str] = []
    for block in blocks[start : start + 12]:
        role = column_role(block.text) if isinstance(block, Paragraph) and len(block.text) < 60 else ""
        if not role:
            break
        roles.append(role)
    return len(roles) if len(roles) >= _FEWEST and "lead" in roles else 0


def _table(blocks: list[Block], start: int, width: int) -> tuple[Table, int]:
    head = [block for block in blocks[start : start + width] if isinstance(block, Paragraph)]
    rows = [Row(tuple(Cell(line.text) for line in head), head[0].place)]
    index = start + width
    while index < len(blocks):
        lines, index = _row_lines(blocks, index)
        if not lines:
            break
        cells = _cells([line.text for line in lines], width)
        rows.append(Row(tuple(Cell(cell) for cell in cells), lines[0].place))
    return Table(tuple(rows), head[0].place), index


def _row_lines(blocks: list[Block], start: int) -> tuple[list[Paragraph], int]:
    """Take a label and the lines up to the next one; nothing where the table is over."""
    lines: list[Paragraph] = []
    index = start
    while index < len(blocks):
        block = blocks[index]
        if not isinstance(block, Paragraph) or title_kind(block.text) or RECEIVERS.match(fold(block.text)):
            break
        is_label = _LABEL.fullmatch(block.text) is not None
        if (not lines and not is_label) or (lines and is_label):
            break
        lines.append(block)
        index += 1
    return lines, index


def _cells(texts: list[str], width: int) -> list[str]:
    """Join lines that are one cell: bullets, and what goes on small; what is too much goes to the last cell."""
    cells: list[str] = []
    for text in texts:
        goes_on = re.match(r"[-+•*]\s", text) or text[:1].islower()
        if len(cells) > 1 and goes_on and len(texts) > width:
            cells[-1] += "\n" + text
        else:
            cells.append(text)
    return [*cells[: width - 1], "\n".join(cells[width - 1 :])] if len(cells) > width else cells
