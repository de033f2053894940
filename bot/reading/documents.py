"""The door through which files come in."""

from __future__ import annotations

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Paragraph
from bot.reading.formats import reader_for
from bot.reading.limits import Limits

# No paragraph of a plan fills twenty pages; what does is no document.
_LONGEST = 50_000


def open_document(content: bytes, name: str, limits: Limits) -> list[Block]:
    """Read the blocks of a file in printed order.

    The kind of file is told by its content; `name` is only asked where the content leaves it open. Raises
    `UnreadableDocument` with the codes listed at `bot.reading.plan.read_plan`.
    """
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
