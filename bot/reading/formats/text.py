"""Plain text: paragraphs by lines, tables by tabs or bars."""

from __future__ import annotations

import re

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Cell, Paragraph, Row, Table
from bot.reading.formats.legacy import decode_bytes, recognise
from bot.reading.limits import Limits, Meter
from bot.reading.markup import is_rule, plain_cell, plain_line
from bot.reading.wrapping import unwrapped

_WIDE = re.compile(r"\t| {5,}")
_TABS = re.compile(r"\t")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(content: bytes, limits: Limits) -> list[Block]:
    """Read a text file."""
    return text_blocks(decode(content), Meter(limits))


def decode(content: bytes) -> str:
    """Decode by byte order mark, else UTF-8, else the code page of Windows or a legacy font."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text:
        convert = recognise(text)
        return convert(text) if convert else text
    if b"\x00" in content:
        raise UnreadableDocument("document.unknown_kind")
    return decode_bytes(content)


def text_blocks(text: str, meter: Meter) -> list[Block]:
    """Cut text into paragraphs and tables."""
    blocks: list[Block] = []
    rows: list[Row] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, raw in unwrapped(lines):
        cells = _cells(raw)
        place = f"dòng {number}"
        if cells:
            meter.row()
            rows.append(Row(tuple(Cell(plain_cell(cell)) for cell in cells), place))
        elif raw.strip() and not (is_rule(raw)):
            blocks += _table(rows)
            rows = []
            # Wide white space within a line stands between two columns, as in a letterhead.
            pieces = (plain_line(piece) for piece in _WIDE.split(raw.strip()))
            blocks += [Paragraph(piece, place) for piece in pieces if piece]
    return blocks + _table(rows)


def _table(rows: list[Row]) -> list[Block]:
    return [Table(tuple(rows), rows[0].place)] if rows else []


def _cells(line: str) -> list[str]:
    """Cut a row of a table at its tabs or bars; nothing when the line is none."""
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") >= 3:
        return [] if is_rule(line) else stripped.strip("|").split("|")
    if len(_TABS.findall(line)) >= 2 and stripped:
        return _TABS.split(line.rstrip("\n"))
    return []
