"""Join the lines of a text that was cut at a fixed width, or in the middle of a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.reading.lexicon import read_label, title_kind
from bot.reading.markers import read_marker

# Narrower than a page or wider than one, a text is not cut at a width.
_NARROWEST, _WIDEST = 50, 130
# A paragraph has fewer lines than this; what goes on without end is no text.
_MOST_LINES = 60


def unwrapped(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Give the lines with their numbers from 1 on; what was cut in two is one line again."""
    width = _width(lines)
    pieces: list[str] = []
    first = 1
    for number, (last, line) in enumerate(pairwise(["", *lines]), start=1):
        cut = bool(width) and _goes_on(last, line, width)
        if pieces and (cut or (len(pieces) < _MOST_LINES and _breaks_off(last, line))):
            pieces.append(line.strip())
            continue
        if pieces:
            yield first, " ".join(pieces)
        pieces, first = [line], number
    if pieces:
        yield first, " ".join(pieces)


def _width(lines: list[str]) -> int:
    """Tell the width at which lines were cut; 0 when they were not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip() and not re.search(r"\t|\|", line))
    if len(lengths) < 20:
        return 0
    width = lengths[-1]
    full = sum(length > width - 15 for length in lengths)
    return width if _NARROWEST <= width <= _WIDEST and full * 4 > len(lengths) else 0


def _breaks_off(last: str, line: str) -> bool:
    """Tell whether a line ends in the middle of a phrase, at whatever width: "Quyết định số" before "765/QĐ-BTTTT"."""
    before, after = last.strip(), line.strip()
    if not before or not after or re.search(r"\t|\|", last + line) or title_kind(after) or title_kind(before):
        return False
    if re.search(r"\b[Ss]ố$", before):
        return after[0].isdigit()
    unended = not re.search(r"[.;:!?…]$", before) and not before.isupper()
    return unended and after[0].islower() and read_marker(after) is None and read_label(after) is None


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
