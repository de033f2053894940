"""One reader for each format; each turns bytes into blocks within limits."""

from __future__ import annotations

from collections.abc import Callable

from bot.reading.blocks import Block
from bot.reading.limits import Limits

Reader = Callable[[bytes, Limits], list[Block]]


def reader_for(content: bytes, name: str) -> Reader:
    """Choose the reader by what the content is, and by the ending of `name` where that leaves it open."""
    from bot.reading.formats.text import read_text

    return read_text
