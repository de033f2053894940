"""The small neutral markup in which every word to a person is written; each channel renders and escapes it.

A `Text` is a tuple of blocks; a block is a paragraph or a list; both are made of spans. As JSON, which is how it is kept
in the outbox: ``[{"p": [{"t": "Hạn: "}, {"t": "14/11", "b": true}]}, {"li": [[{"t": "một"}], [{"t": "hai"}]]}]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; `link` is an address it leads to."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `numbered` from 1 on."""

    items: tuple[tuple[Span, ...], ...]
    numbered: bool = False


Block = Paragraph | Bullets
Text = tuple[Block, ...]
Piece = str | Span


def b(text: str) -> Span:
    """Write in bold."""
    return Span(text, bold=True)


def i(text: str) -> Span:
    """Write in italics."""
    return Span(text, italic=True)


def link(text: str, address: str) -> Span:
    """Write a link."""
    return Span(text, link=address)


def spans(*pieces: Piece) -> tuple[Span, ...]:
    """Make spans of plain strings and spans; empty ones are left out."""
    return tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces if piece)


def p(*pieces: Piece) -> Paragraph:
    """Make a paragraph."""
    return Paragraph(spans(*pieces))


def text(*blocks: Block | str | None) -> Text:
    """Make a text of blocks and plain paragraphs; `None` and empty strings are left out."""
    return tuple(p(block) if isinstance(block, str) else block for block in blocks if block)


def plain(content: Text) -> str:
    """Render without any marks, as a channel with plain text does: list items begin with "- " or "1. "."""
    lines: list[str] = []
    for block in content:
        if isinstance(block, Paragraph):
            lines.append("".join(span.text for span in block.spans))
        else:
            for number, item in enumerate(block.items, start=1):
                mark = f"{number}. " if block.numbered else "- "
                lines.append(mark + "".join(span.text for span in item))
    return "\n".join(lines)


def _dump_span(span: Span) -> dict[str, Any]:
    packed: dict[str, Any] = {"t": span.text}
    if span.bold:
        packed["b"] = True
    if span.italic:
        packed["i"] = True
    if span.link:
        packed["a"] = span.link
    return packed


def _load_span(packed: dict[str, Any]) -> Span:
    return Span(packed["t"], packed.get("b", False), packed.get("i", False), packed.get("a"))


def dump(content: Text) -> list[dict[str, Any]]:
    """Pack a text as JSON."""
    packed: list[dict[str, Any]] = []
    for block in content:
        if isinstance(block, Paragraph):
            packed.append({"p": [_dump_span(span) for span in block.spans]})
        else:
            key = "ol" if block.numbered else "li"
            packed.append({key: [[_dump_span(span) for span in item] for item in block.items]})
    return packed


def load(packed: list[dict[str, Any]]) -> Text:
    """Unpack a text from JSON."""
    blocks: list[Block] = []
    for block in packed:
        if "p" in block:
            blocks.append(Paragraph(tuple(_load_span(span) for span in block["p"])))
        else:
            key = "ol" if "ol" in block else "li"
            items = tuple(tuple(_load_span(span) for span in item) for item in block[key])
            blocks.append(Bullets(items, numbered=key == "ol"))
    return tuple(blocks)
