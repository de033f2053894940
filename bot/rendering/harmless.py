"""Text from people made safe to stand in a document, a workbook or a picture."""

from __future__ import annotations

import re

from bot.vietnamese import clean

# What XML 1.0 cannot hold even as an entity: lone halves of surrogate pairs and the two non-characters.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """Clean text and take out what no XML file may contain; `<` and `&` stay, they are escaped where they are written."""
    return clean(_NOT_XML.sub("", text))


def shorten(text: str, limit: int) -> str:
    """Cut text to at most `limit` signs, at a space where there is one near, with "…" at the end of what was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 2 // 3 else cut).rstrip(" ,;.-") + "…"
