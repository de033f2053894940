"""Take away what an extraction left in a text: Markdown, stray HTML tags, leaders of dots."""

from __future__ import annotations

import re

from bot.vietnamese import clean

_LINK = re.compile(r"\[([^\]\n]*)\]\((?:#|https?:|mailto:|/)?[^)\s]*\)")
_BREAK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>]{0,200})?/?>")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|(?<=\S)\*(?=\W|$)|(?<!\S)\*(?=[^\s*])|(?<=\()\*|``?")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+|^\s{0,3}>\s+")
_ESCAPE = re.compile(r"\\([-.*_+()#\[\]!>])")
_RULE = re.compile(r"^[\s\-_=*~.·…]{3,}$")


def plain_line(line: str) -> str:
    """Give a line without marks of Markdown and HTML, clean, on one line."""
    line = _HEADING.sub("", line)
    line = _LINK.sub(r"\1", _ESCAPE.sub(r"\1", line))
    line = _TAG.sub("", _BREAK.sub(" ", line))
    line = _EMPHASIS.sub("", line)
    return " ".join(clean(line).split())


def plain_cell(text: str) -> str:
    """Give a cell's text, a line for each of its paragraphs."""
    lines = (plain_line(line) for line in _BREAK.sub("\n", text).split("\n"))
    return "\n".join(line for line in lines if line)


def is_rule(line: str) -> bool:
    """Tell a drawn line, or the line under the head of a Markdown table."""
    return bool(_RULE.match(line)) or (set(line.strip()) <= set("|-: +=") and "-" in line and len(line.strip()) > 2)
