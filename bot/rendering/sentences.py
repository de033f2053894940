"""What agencies wrote, edited only mechanically: first letter, full stop, doubled spaces, list marks. No word is changed."""

from __future__ import annotations

import re

from bot.rendering.harmless import harmless
from bot.vietnamese import first_upper, fold

_MARK = re.compile(r"^(?:[-+*•–—·]|\d{1,2}[.)](?=\s))\s*")
_ENDS = (".", "!", "?", "…", ":")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])")
_PROPOSES = re.compile(r"\b(de nghi|kien nghi|de xuat)\b")


def as_sentences(text: str) -> tuple[str, ...]:
    """Edit a text into sentences, one a line of it; empty lines and bare list marks go."""
    lines = (_MARK.sub("", line).strip() for line in harmless(text).split("\n"))
    return tuple(_close(first_upper(line)) for line in lines if line)


def as_sentence(text: str) -> str:
    """Edit a text into one running paragraph; empty stays empty."""
    return " ".join(as_sentences(text))


def _close(line: str) -> str:
    """End a line with one full stop, in place of a comma or semicolon that closed a list item."""
    if line.endswith(_ENDS):
        return line
    return line.rstrip(" ,;") + "."


def parted(text: str) -> tuple[str, str]:
    """Part what an agency wrote about difficulties into (difficulties, proposals), sentence by sentence.

    A sentence that says "đề nghị", "kiến nghị" or "đề xuất" is a proposal. Both are edited; either may be empty.
    """
    sentences = [part for line in as_sentences(text) for part in _SENTENCE_END.split(line)]
    proposals = [part for part in sentences if _PROPOSES.search(fold(part))]
    difficulties = [part for part in sentences if part not in proposals]
    return " ".join(difficulties), " ".join(proposals)
