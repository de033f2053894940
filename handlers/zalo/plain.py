"""The neutral markup as plain text with numbered choices, in parts that fit into a message of Zalo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.markup import Block, Paragraph, Span, Text
from bot.domain.messages import Button
from bot.texts import zalo as texts
from bot.usecases.menus import Numbered, numbered
from bot.vietnamese import utf16_length

MESSAGE = 2000
"""Signs a message or a caption may have; counted in UTF-16 units, the most that anybody counts."""


def render(content: Text, rows: Sequence[Sequence[Button]], *extras: str, limit: int = MESSAGE) -> list[str]:
    """Write a text in parts; `extras` follow it, and the choices come last and stay together."""
    parts = _split("\n".join(filter(None, [written(content), *extras])), limit)
    tail = choices(rows)
    if not tail:
        return parts
    if parts and utf16_length(parts[-1]) + utf16_length(tail) + 2 <= limit:
        return [*parts[:-1], f"{parts[-1]}\n\n{tail}"]
    return [*parts, *_split(tail, limit)]


def written(content: Text) -> str:
    """Write a text without any marks; a link's address follows its words in brackets."""
    return "\n".join(line for block in content for line in _lines(block)).strip()


def choices(rows: Sequence[Sequence[Button]]) -> str:
    """List the buttons with their numbers; what opens an address gives the address."""
    addresses = [texts.address(button.label, button.url) for row in rows for button in row if button.url]
    found = numbered(rows)
    unlisted = _unlisted(found)
    listed = [(choice.number, choice.label) for choice in found if not 0 < choice.number <= unlisted]
    return "\n".join(filter(None, [*addresses, texts.choices(listed, unlisted) if found else ""]))


def _unlisted(found: Sequence[Numbered]) -> int:
    """Count the choices in front that are labelled by their numbers: what they stand for is listed in the text."""
    forward = [choice for choice in found if choice.number]
    plain = [choice for choice in forward if choice.label == str(choice.number)]
    return len(plain) if forward[: len(plain)] == plain else 0


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _words(block.spans)
        return
    for number, item in enumerate(block.items, start=1):
        words = _words(item)
        yield (f"{number}. " if block.numbered else "• ") + words
        # Without bold letters, items of several lines run into each other.
        if "\n" in words:
            yield ""


def _words(spans: Sequence[Span]) -> str:
    return "".join(_word(span) for span in spans)


def _word(span: Span) -> str:
    if not span.link or span.link == span.text:
        return span.link or span.text
    return f"{span.text} ({span.link})"


def _split(text: str, limit: int) -> list[str]:
    """Cut a text at a paragraph, else a line, else a space; parts have no white space around them."""
    parts: list[str] = []
    text = text.strip()
    while utf16_length(text) > limit:
        end = _end(text, limit)
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*parts, text] if text else parts


def _end(text: str, limit: int) -> int:
    most = len(text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore"))
    # A part should not be nearly empty for the sake of a nicer end.
    least = most // 4
    for sign in ("\n\n", "\n", " "):
        found = text.rfind(sign, least, most + 1)
        if found > least:
            return found
    return most
