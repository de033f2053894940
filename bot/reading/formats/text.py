"""Plain text: paragraphs by lines, tables by tabs or bars."""

from __future__ import annotations

import re

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Cell, Paragraph, Row, Table
from bot.reading.formats.legacy import decode_bytes, recognise
from bot.reading.lexicon import title_kind
from bot.reading.limits import Limits, Meter
from bot.reading.markup import is_rule, plain_cell, plain_line
from bot.reading.wrapping import unwrapped

# "Chủ trì      : Sở A" are no two columns.
_WIDE = re.compile(r"\t| {5,}(?![ :])")
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
    last = 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, raw in unwrapped(lines):
        within = bool(rows) and number == last + 1
        cells = _cells(raw) or (_group(raw) if within else [])
        place = f"dòng {number}"
        if within and not _group(raw) and (grown := _grown(rows, raw)):
            rows[-1], last = grown, number
        elif cells:
            meter.row()
            rows.append(Row(tuple(Cell(plain_cell(cell)) for cell in cells), place))
            last = number
        elif raw.strip(" |") and not is_rule(raw):
            blocks += _table(rows)
            rows = []
            # Wide white space within a line stands between two columns, as in a letterhead.
            pieces = (plain_line(piece) for piece in _WIDE.split(raw.strip(" |")))
            blocks += [Paragraph(piece, place) for piece in pieces if piece]
    return blocks + _table(rows)


def _grown(rows: list[Row], raw: str) -> Row | None:
    """Give the last row with a line added that a line break within its last cell has torn off."""
    width, cells = len(rows[0].cells), rows[-1].cells
    pieces = [plain_cell(piece) for piece in raw.split("\t")]
    begins = (
        bool(re.match(r"\s*(?:\d{1,3}(?:\.\d+)*|[IVX]{1,5})\.?\t", raw))
        or not pieces[0]
        or raw.lstrip().startswith("|")
    )
    if (
        len(rows) < 2
        or begins
        or len(cells) >= width
        or len(cells) + len(pieces) - 1 > width
        or title_kind(plain_line(raw))
    ):
        return None
    joined = Cell("\n".join(text for text in (cells[-1].text, pieces[0]) if text))
    return Row((*cells[:-1], joined, *map(Cell, pieces[1:])), rows[-1].place)


def _table(rows: list[Row]) -> list[Block]:
    return [Table(tuple(rows), rows[0].place)] if rows else []


def _group(line: str) -> list[str]:
    """Cut a row of a table that holds only a label and a group's title."""
    return line.strip().split("\t") if re.fullmatch(r"\s*[IVXA-HĐ]{1,5}[.)]?\t[^\t]+", line.rstrip()) else []


def _cells(line: str) -> list[str]:
    """Cut a row of a table at its tabs or bars; nothing when the line is none."""
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") >= 3:
        return [] if is_rule(line) else stripped.strip("|").split("|")
    if stripped.count(" | ") >= 2:
        return stripped.split(" | ")
    if len(_TABS.findall(line)) >= 2 and stripped:
        return _TABS.split(line.rstrip("\n"))
    return []
