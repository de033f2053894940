"""The neutral markup as Telegram's HTML, in parts that fit into a message."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.domain.markup import Bullets, Span, Text
from bot.vietnamese import utf16_length

MESSAGE = 4096
"""Signs a message may have, counted in UTF-16 units of its text without tags."""
CAPTION = 1024
"""Signs that the text under a picture or document may have."""


def render(content: Text, limit: int = MESSAGE) -> list[str]:
    """Write a text as HTML, in parts of at most `limit` signs; parts end at a paragraph, else a line, else a space.

    Each part is balanced by itself. A text without words gives no part.
    """
    spans, ends = _flatten(content)
    words = "".join(span.text for span in spans).rstrip()
    return [_html(_cut(spans, start, end)) for start, end in _parts(words, ends, limit)]


def fits(content: Text, limit: int) -> bool:
    """Tell whether a text goes into one part of `limit` signs."""
    spans, _ = _flatten(content)
    return utf16_length("".join(span.text for span in spans).strip()) <= limit


def _flatten(content: Text) -> tuple[list[Span], set[int]]:
    """Put all blocks in a row; tell also where blocks end, as places in the whole text."""
    spans: list[Span] = []
    ends: set[int] = set()
    length = 0
    for block in content:
        if spans:
            spans.append(Span("\n"))
            length += 1
        lines = _lines(block) if isinstance(block, Bullets) else block.spans
        spans += lines
        length += sum(len(span.text) for span in lines)
        ends.add(length)
    return spans, ends


def _lines(block: Bullets) -> list[Span]:
    spans: list[Span] = []
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. " if block.numbered else "• "
        spans += [Span(mark if number == 1 else "\n" + mark), *item]
    return spans


def _parts(words: str, ends: set[int], limit: int) -> Iterator[tuple[int, int]]:
    """Find the parts as (start, end) in `words`, without the white space around them."""
    start = 0
    while True:
        while start < len(words) and words[start].isspace():
            start += 1
        if start == len(words):
            return
        end = _end(words, start, ends, limit)
        stop = end
        while words[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = end


def _end(words: str, start: int, ends: set[int], limit: int) -> int:
    most = _reach(words, start, limit)
    if most == len(words):
        return most
    # A part should not be nearly empty for the sake of a nicer end.
    least = start + (most - start) // 4
    block = max((end for end in ends if least < end <= most), default=0)
    if block:
        return block
    for sign in ("\n", " "):
        found = words.rfind(sign, least, most + 1)
        if found > least:
            return found
    return most


def _reach(words: str, start: int, limit: int) -> int:
    """Find how far `limit` UTF-16 units reach from `start`."""
    if len(words) - start <= limit // 2:
        return len(words)
    units = 0
    for place in range(start, len(words)):
        units += 2 if ord(words[place]) > 0xFFFF else 1
        if units > limit:
            return place
    return len(words)


def _cut(spans: list[Span], start: int, end: int) -> list[Span]:
    """Take what lies between two places of the whole text."""
    taken: list[Span] = []
    place = 0
    for span in spans:
        first, last = max(start - place, 0), min(end - place, len(span.text))
        if first < last:
            taken.append(Span(span.text[first:last], span.bold, span.italic, span.link))
        place += len(span.text)
    return taken


def _html(spans: list[Span]) -> str:
    return "".join(_tagged(span) for span in spans)


def _tagged(span: Span) -> str:
    written = escape(span.text, quote=False)
    if span.italic:
        written = f"<i>{written}</i>"
    if span.bold:
        written = f"<b>{written}</b>"
    if span.link:
        written = f'<a href="{escape(span.link)}">{written}</a>'
    return written
