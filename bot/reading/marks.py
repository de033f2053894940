"""Looks for a mark of secrecy on the first page of a document, where that costs little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.domain.secrecy import page_is_marked
from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Paragraph
from bot.reading.documents import open_document
from bot.reading.limits import Limits

FIRST_LINES = 60
CHEAP = Limits(bytes=5_000_000, unpacked=50_000_000, pages=60, rows=2_000, seconds=5.0)
_CHEAP_KINDS = (b"PK\x03\x04", b"%PDF")


def document_is_marked(content: bytes, name: str) -> bool:
    """Tell whether a Word, Excel or PDF file with text bears a stamp; what cannot be read quickly is taken to bear none."""
    if not content.startswith(_CHEAP_KINDS):
        return False
    try:
        return blocks_are_marked(open_document(content, name, CHEAP))
    except UnreadableDocument:
        return False


def blocks_are_marked(blocks: Iterable[Block]) -> bool:
    """Tell whether the first page of a document bears a stamp."""
    return page_is_marked(islice(_lines(blocks), FIRST_LINES))


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.text.split("\n")
        else:
            yield from (line for row in block.rows for cell in row.cells for line in cell.text.split("\n"))
