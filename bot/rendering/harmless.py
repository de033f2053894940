"""Text from people made safe to stand in a document, a workbook or a picture."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.vietnamese import clean

# What XML 1.0 cannot hold even as an entity: lone halves of surrogate pairs and the two non-characters.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


_SHORT = 200


def harmless(text: str) -> str:
    """Clean text and take out what no XML file may contain; `<` and `&` stay, they are escaped where they are written."""
    return _remembered(text) if len(text) <= _SHORT else _harmless(text)


def _harmless(text: str) -> str:
    return clean(_NOT_XML.sub("", text))


# Names and titles stand in thousands of rows; long texts are not worth their memory.
_remembered = lru_cache(maxsize=4096)(_harmless)


def shorten(text: str, limit: int) -> str:
    """Cut text to at most `limit` signs, at a space where there is one near, with "…" at the end of what was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 2 // 3 else cut).rstrip(" ,;.-") + "…"
