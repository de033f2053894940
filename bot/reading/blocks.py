"""What every format is brought to: paragraphs and tables, each with its place; and the door through which files come in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import UnreadableDocument
from bot.reading.limits import Limits

__all__ = ["Block", "Cell", "Limits", "Paragraph", "Row", "Table", "open_document"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, on one line, with its printed number or bullet in front. `place` is for people: "dòng 12"."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; its paragraphs are lines. `merged` says that it only continues the cell above and repeats its text."""

    text: str
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its rows from top to bottom."""

    rows: tuple[Row, ...]
    place: str = ""


Block = Paragraph | Table

# No paragraph of a plan fills twenty pages; what does is no document.
_LONGEST = 50_000


def open_document(content: bytes, name: str, limits: Limits) -> list[Block]:
    """Read the blocks of a file in printed order.

    The kind of file is told by its content; `name` is only asked where the content leaves it open. Raises
    `UnreadableDocument` with the codes listed at `bot.reading.plan.read_plan`.
    """
    from bot.reading.formats import reader_for

    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument("document.empty", name=name)
    if len(content) > limits.bytes:
        raise UnreadableDocument("document.too_big", megabytes=limits.bytes // 1_000_000)
    blocks = reader_for(content, name)(content, limits)
    if not blocks:
        raise UnreadableDocument("document.empty", name=name)
    if any(len(block.text) > _LONGEST for block in blocks if isinstance(block, Paragraph)):
        raise UnreadableDocument("document.unknown_kind", name=name)
    return blocks
