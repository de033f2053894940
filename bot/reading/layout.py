"""Turn tables that only place text on the page into paragraphs: the letterhead, the signature, titles above a real table."""

from __future__ import annotations

import re

from bot.reading.blocks import Block, Paragraph, Row, Table
from bot.reading.columns import find_header
from bot.vietnamese import fold

_LETTERHEAD = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do|noi nhan\s*:|^so\s*:|kt\. ?chu tich|\btm\. ?uy ban|kinh gui",
    re.MULTILINE,
)


def flatten_layout(blocks: list[Block]) -> list[Block]:
    """Give the blocks with every table that is no table of tasks or figures as paragraphs."""
    flat: list[Block] = []
    for block in blocks:
        flat += _flatten(block) if isinstance(block, Table) else [block]
    return flat


def _flatten(table: Table) -> list[Block]:
    if _is_layout(table):
        return _paragraphs(table.rows, by_column=True)
    header = find_header(table)
    if header is None or header.first == 0:
        return [table]
    above = table.rows[: header.first]
    return [*_paragraphs(above, by_column=False), Table(table.rows[header.first :], table.place)]


def _is_layout(table: Table) -> bool:
    if len(table.rows) > 8 or find_header(table) is not None:
        return False
    text = "\n".join(fold(line) for row in table.rows for cell in row.cells for line in cell.text.split("\n"))
    width = max(len(row.cells) for row in table.rows)
    return bool(_LETTERHEAD.search(text)) or width == 1 or (len(table.rows) == 1 and width <= 2)


def _paragraphs(rows: tuple[Row, ...], *, by_column: bool) -> list[Block]:
    """Read cell after cell; a letterhead goes down its columns, so that a name over two lines stays together."""
    cells = [(row, index, cell) for row in rows for index, cell in enumerate(row.cells) if not cell.merged]
    if by_column:
        cells.sort(key=lambda entry: entry[1])
    return [Paragraph(line, row.place) for row, _, cell in cells for line in cell.text.split("\n") if line]
