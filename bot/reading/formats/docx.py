"""Word documents (.docx): the final text, with the numbers of its lists, its tables and text boxes.

Headers, footers, footnotes, comments, deleted and hidden text are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Cell, Paragraph, Row, Table
from bot.reading.formats.archive import Archive
from bot.reading.formats.legacy import decode_font, unicode_blocks
from bot.reading.formats.numbering import Numbering, W, place_of, read_numbering
from bot.reading.limits import Limits, Meter
from bot.vietnamese import clean

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is gone from the final text, or was never part of it.
_SKIPPED = frozenset(
    {
        W + name
        for name in (
            "del",
            "moveFrom",
            "instrText",
            "delText",
            "footnoteReference",
            "endnoteReference",
            "commentReference",
        )
    }
    | {_FALLBACK, W + "pPr", W + "rPr", W + "tcPr", W + "trPr", W + "tblPr", W + "sectPr", W + "sdtPr"}
)
_SIGNS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": " "}
_BOX = W + "txbxContent"


def read_docx(content: bytes, limits: Limits) -> list[Block]:
    """Read a Word document."""
    archive = Archive(content, limits)
    document = archive.xml("word/document.xml")
    body = document.find(W + "body") if document is not None else None
    if body is None:
        raise UnreadableDocument("document.damaged")
    lists = read_numbering(archive.xml("word/numbering.xml"), archive.xml("word/styles.xml"))
    return unicode_blocks(_Walker(lists, Meter(limits)).blocks(body))


class _Walker:
    def __init__(self, lists: Numbering, meter: Meter) -> None:
        self._lists = lists
        self._meter = meter
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, container: etree._Element) -> list[Block]:
        """Walk what stands in a body, a text box or a content control."""
        blocks: list[Block] = []
        for node in container:
            if node.tag == W + "p":
                blocks += self._paragraph(node)
            elif node.tag == W + "tbl":
                blocks += self._table(node)
            elif node.tag not in _SKIPPED and len(node):
                blocks += self.blocks(node)
        return blocks

    def _paragraph(self, node: etree._Element) -> list[Block]:
        self._paragraphs += 1
        if self._paragraphs % 256 == 0:
            self._meter.tick()
        place = f"đoạn {self._paragraphs}"
        boxes: list[etree._Element] = []
        text = "".join(_texts(node, boxes))
        lines = [line for line in clean(text).split("\n") if line]
        if lines and (spot := place_of(node.find(W + "pPr"), self._lists)):
            lines[0] = f"{self._lists.label(spot)} {lines[0]}".strip()
        blocks: list[Block] = [Paragraph(" ".join(line.split()), place) for line in lines]
        for box in boxes:
            blocks += self.blocks(box)
        return blocks

    def _table(self, node: etree._Element) -> list[Block]:
        self._tables += 1
        number = self._tables
        rows: list[Row] = []
        above: dict[int, str] = {}
        for index, row in enumerate(_rows(node), start=1):
            self._meter.row()
            cells = self._row(row, above)
            if any(cell.text for cell in cells):
                rows.append(Row(tuple(cells), f"bảng {number}, hàng {index}"))
        return [Table(tuple(rows), f"bảng {number}")] if rows else []

    def _row(self, row: etree._Element, above: dict[int, str]) -> list[Cell]:
        """Read a row; `above` holds by column the text of the cell that may go on from the row before."""
        cells = [Cell("")] * _value(row, "trPr/gridBefore")
        for node in _cells(row):
            column = len(cells)
            properties = node.find(W + "tcPr")
            span = max(1, _value(node, "tcPr/gridSpan"))
            merge = properties.find(W + "vMerge") if properties is not None else None
            if merge is not None and merge.get(W + "val", "continue") == "continue":
                cells.append(Cell(above.get(column, ""), merged=True))
            else:
                text = self._cell_text(node)
                above[column] = text
                cells.append(Cell(text))
            cells += [Cell("")] * (span - 1)
        return cells

    def _cell_text(self, node: etree._Element) -> str:
        lines: list[str] = []
        for block in self.blocks(node):
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines += [cell.text for row in block.rows for cell in row.cells if cell.text and not cell.merged]
        return "\n".join(lines)


def _texts(node: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """Give the pieces of text under a node in order; text boxes are put aside in `boxes`."""
    for child in node:
        tag = child.tag
        if tag == W + "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == _BOX:
            boxes.append(child)
        elif tag == W + "r":
            yield from _run(child, boxes)
        elif tag not in _SKIPPED:
            yield from _texts(child, boxes)


def _run(run: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    properties = run.find(W + "rPr")
    if properties is None:
        yield from _texts(run, boxes)
        return
    hidden = properties.find(W + "vanish")
    if hidden is not None and hidden.get(W + "val", "1") not in ("0", "false"):
        return
    fonts = properties.find(W + "rFonts")
    font = str(fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""
    for text in _texts(run, boxes):
        yield decode_font(text, font)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in table:
        if node.tag == W + "tr" and node.find(f"{W}trPr/{W}del") is None:
            yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _rows(node)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in row:
        if node.tag == W + "tc":
            yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from _cells(node)


def _value(node: etree._Element, path: str) -> int:
    found = node.find("/".join(W + step for step in path.split("/")))
    text = str(found.get(W + "val", "0")) if found is not None else "0"
    # A table has a few dozen columns at most; a larger span is an attack or an error.
    return min(int(text[:9]), 64) if text.isascii() and text.isdigit() else 0
