"""Join the lines of a text that was cut at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.lexicon import read_label, title_kind
from bot.reading.markers import read_marker

# Narrower than a page or wider than one, a text is not cut at a width.
_NARROWEST, _WIDEST = 50, 130


def unwrapped(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Give the lines with their numbers from 1 on; what a fixed width cut in two is one line again."""
    width = _width(lines)
    text, first = "", 0
    last = ""
    for number, line in enumerate(lines, start=1):
        if width and text and _goes_on(last, line, width):
            text = f"{text} {line.strip()}"
        else:
            if first:
                yield first, text
            text, first = line, number
        last = line
    if first:
        yield first, text


def _width(lines: list[str]) -> int:
    """Tell the width at which lines were cut; 0 when they were not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip() and not re.search(r"\t|\|", line))
    if len(lengths) < 20:
        return 0
    width = lengths[-1]
    full = sum(length > width - 15 for length in lengths)
    return width if _NARROWEST <= width <= _WIDEST and full * 4 > len(lengths) else 0


def _goes_on(last: str, line: str, width: int) -> bool:
    """Tell whether the first word of a line had no room on the line before."""
    words = line.split(maxsplit=1)
    if not words or not last.strip() or "\t" in line or "|" in line:
        return False
    if len(last.rstrip()) + 1 + len(words[0]) <= width or title_kind(line.strip()):
        return False
    marker = read_marker(line.strip())
    if marker is None and read_label(line.strip()) is None:
        return True
    # "kinh tế" at the end of a line and "- xã hội" at the beginning of the next.
    ended = re.search(r"[.;:]$", last.rstrip())
    return marker is not None and marker.is_bullet and marker.rest[:1].islower() and not ended
