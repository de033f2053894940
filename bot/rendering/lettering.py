"""How wide text is in the font of official documents, so that a block of the header never wraps.

The widths are those of Times New Roman (in thousandths of the size, the signs from space to "~", then "ĐđƠơƯư–“”"); fonts
made to stand in for it have the same. A letter with tone or diacritic is as wide as its base, but Ơ and Ư.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = "".join(chr(code) for code in range(32, 127)) + "ĐđƠơƯư–“”"
_UPRIGHT = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 564 564 "
    "564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 "
    "278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 "
    "444 480 200 480 541 722 500 722 529 776 542 500 444 444"
)
_BOLD = (
    "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 570 "
    "570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722 "
    "667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 "
    "500 500 444 394 220 394 520 722 556 778 554 796 600 500 500 500"
)
_EM = 1000
_OWN_WIDTH = {"Ơ", "ơ", "Ư", "ư"}
_HORN = "\u031b"


@lru_cache(maxsize=2)
def _widths(bold: bool) -> dict[str, int]:
    return dict(zip(_SIGNS, map(int, (_BOLD if bold else _UPRIGHT).split()), strict=True))


def _base(sign: str) -> str:
    """Take the tone and diacritic off a letter, but keep the horn of Ơ and Ư."""
    parts = unicodedata.normalize("NFD", sign)
    horned = unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0]
    return horned if horned in _OWN_WIDTH else parts[0]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure one line of text set in `size` points; the answer is in points. Unknown signs count as a full em."""
    table = _widths(bold)
    return sum(table.get(_base(sign), _EM) for sign in text) * size / _EM


def balanced(text: str, limit: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break text at spaces into the fewest lines no wider than `limit` points, as even as can be.

    A single word wider than the limit keeps a line of its own.
    """
    words = text.split()
    for count in range(1, len(words) + 1):
        aim = width(text, size, bold=bold) / count
        for slack in (1.0, 1.1, 1.25, 1.5):
            lines = _fill(words, min(limit, aim * slack), size, bold)
            if len(lines) <= count:
                return tuple(lines)
    return tuple(words) or ("",)


def _fill(words: list[str], limit: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fit(blocks: tuple[tuple[str, bool], ...], limit: float, sizes: tuple[float, ...]) -> float | None:
    """Find the largest of `sizes` (points) at which all lines (text, bold) fit `limit`; `None` when none does."""
    for size in sorted(sizes, reverse=True):
        if all(width(text, size, bold=bold) <= limit for text, bold in blocks):
            return size
    return None
