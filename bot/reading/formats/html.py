"""Web pages: their text in order, lists with their numbers, tables with their merged cells."""

from __future__ import annotations

import re

from lxml import etree, html

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Cell, Paragraph, Row, Table
from bot.reading.formats.legacy import unicode_blocks
from bot.reading.formats.numbering import write_number
from bot.reading.formats.text import decode
from bot.reading.limits import Limits, Meter
from bot.reading.markup import plain_line

_LEFT_OUT = frozenset(
    {"script", "style", "head", "nav", "noscript", "svg", "select", "button", "form", "iframe", "template", "del"}
)
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "section", "article", "header", "footer",
     "blockquote", "pre", "dd", "dt", "ul", "ol", "table", "body", "main", "center", "td", "th", "tbody", "thead"}
)  # fmt: skip
_LIST_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_DEPTH = 200


def read_html(content: bytes, limits: Limits) -> list[Block]:
    """Read a web page."""
    try:
        root = html.document_fromstring(_decode(content), parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("document.damaged") from error
    walker = _Walker(Meter(limits))
    walker.walk(root, 0)
    return unicode_blocks(walker.finish())


def _decode(content: bytes) -> str:
    named = _CHARSET.search(content[:2048])
    if named:
        try:
            text = content.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = ""
        if text:
            return _without_declaration(text)
    return _without_declaration(decode(content))


def _without_declaration(text: str) -> str:
    # lxml refuses a decoded text that still declares an encoding.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


class _Walker:
    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._blocks: list[Block] = []
        self._line: list[str] = []
        self._prefix = ""

    def finish(self) -> list[Block]:
        self._break()
        return self._blocks

    def _break(self) -> None:
        """End the paragraph that has been gathered."""
        for line in "".join(self._line).split("\ue002"):
            text = plain_line(line)
            if text:
                self._blocks.append(Paragraph(f"{self._prefix} {text}".strip(), f"đoạn {len(self._blocks) + 1}"))
                self._prefix = ""
        self._line = []

    def walk(self, node: html.HtmlElement, depth: int) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in _LEFT_OUT or not tag or depth > _DEPTH:
            return
        if tag == "table" and _is_table(node):
            self._break()
            self._table(node)
            return
        own = tag in _BLOCKS
        if own:
            self._break()
        if tag == "li":
            self._prefix = _item_label(node)
        if tag == "br":
            self._line.append("\ue002")
        self._inside(node, depth)
        if own:
            self._break()

    def _inside(self, node: html.HtmlElement, depth: int) -> None:
        self._line.append(node.text or "")
        for child in node:
            self.walk(child, depth + 1)
            self._line.append(child.tail or "")

    def _table(self, node: html.HtmlElement) -> None:
        rows: list[Row] = []
        number = sum(isinstance(block, Table) for block in self._blocks) + 1
        waiting: dict[int, tuple[int, str]] = {}
        for row in node.iter("tr"):
            if next(row.iterancestors("table")) is not node:
                continue
            self._meter.row()
            cells = _row(row, waiting)
            if any(cell.text for cell in cells):
                rows.append(Row(tuple(cells), f"bảng {number}, hàng {len(rows) + 1}"))
        if rows:
            self._blocks.append(Table(tuple(rows), f"bảng {number}"))


def _is_table(node: html.HtmlElement) -> bool:
    """Tell a table from one that only places what stands in it: one with a table inside, or of one cell a row."""
    rows = list(node.iter("tr"))
    return node.find(".//table") is None and any(len(row.findall("td")) + len(row.findall("th")) > 1 for row in rows)


def _row(row: html.HtmlElement, waiting: dict[int, tuple[int, str]]) -> list[Cell]:
    """Read a row; `waiting` holds by column the cells of rows above that reach down, with the rows still to cover."""
    cells: list[Cell] = []
    for node in [child for child in row if child.tag in ("td", "th")]:
        _fill_waiting(cells, waiting)
        text = _cell_text(node)
        down, across = _span(node, "rowspan"), _span(node, "colspan")
        if down > 1:
            waiting[len(cells)] = (down - 1, text)
        cells.append(Cell(text))
        cells += [Cell("")] * (across - 1)
    _fill_waiting(cells, waiting)
    return cells


def _fill_waiting(cells: list[Cell], waiting: dict[int, tuple[int, str]]) -> None:
    while len(cells) in waiting:
        column = len(cells)
        left, text = waiting.pop(column)
        if left > 1:
            waiting[column] = (left - 1, text)
            cells.append(Cell(text, merged=True))
        else:
            cells.append(Cell(text, merged=True))


def _span(node: html.HtmlElement, name: str) -> int:
    text = node.get(name, "1").strip()
    return max(1, min(int(text[:9]), 200)) if text.isascii() and text.isdigit() else 1


def _cell_text(node: html.HtmlElement) -> str:
    walker = _Walker(Meter(Limits()))
    walker._inside(node, 0)
    return "\n".join(block.text for block in walker.finish() if isinstance(block, Paragraph))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


def _item_label(node: html.HtmlElement) -> str:
    """Give the number or bullet that a browser would show before an item of a list."""
    parent = node.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    items = [child for child in parent if child.tag == "li"]
    start = parent.get("start", "1")
    own = node.get("value", "")
    value = int(own) if _is_number(own) else (int(start) if _is_number(start) else 1) + items.index(node)
    kind = _LIST_KINDS.get(parent.get("type", ""), "decimal")
    return write_number(value, kind) + (")" if kind == "lowerLetter" else ".")
