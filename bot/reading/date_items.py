"""Cut an official expression of time into its pieces: days, months, quarters, and the small words between them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from bot.reading.date_parts import Item, Period, Word
from bot.reading.date_patterns import PATTERNS
from bot.vietnamese import fold


@cache
def _scanner() -> re.Pattern[str]:
    """Compile the patterns when the first text is read: a start without one should not wait for it."""
    return re.compile("|".join(f"(?P<is_{name}>{pattern})" for name, pattern, _ in PATTERNS))


_MAKERS = {name: maker for name, _, maker in PATTERNS}
_NAMES = tuple(_MAKERS)


def scan(text: str) -> list[Item]:
    """Cut `text` into items, in printed order; what says nothing about time is left out."""
    return [spot.item for spot in scan_spots(text)]


@dataclass(frozen=True, slots=True)
class Spot:
    """An item with its place in the folded text."""

    item: Item
    start: int
    end: int


def _told_apart(text: str) -> str:
    """Write "tháng Sáu" and "tháng Tư" as numbers of the same length: without diacritics they are "tháng sau" and "từ"."""
    text = unicodedata.normalize("NFC", text)
    return _APRIL.sub(r"\g<1>04", _JUNE.sub(r"\g<1>006", text))


_JUNE = re.compile(r"(tháng\s+)sáu\b", re.IGNORECASE)
_APRIL = re.compile(r"(tháng\s+)tư\b", re.IGNORECASE)


def scan_spots(text: str) -> list[Spot]:
    """Cut `text` as `scan` does and tell where each item stands."""
    folded = fold(_told_apart(text)).replace("–", "-").replace("—", "-")
    spots: list[Spot] = []
    for found in _scanner().finditer(folded):
        item: Item | None = _make(found)
        previous = _last_period([spot.item for spot in spots[-4:]])
        if isinstance(item, Word) and item.kind == "bare":
            item = _continue_list(item, previous)
        elif found["is_month_year"] and isinstance(item, Period) and previous is not None:
            item = _as_quarter(item, previous)
        if item is not None:
            spots.append(Spot(item, found.start(), found.end()))
    return spots


def _make(found: re.Match[str]) -> Item:
    name = next(name for name in _NAMES if found[f"is_{name}"] is not None)
    maker = _MAKERS[name]
    return maker(found) if maker else Word(name)


def _last_period(items: list[Item]) -> Period | None:
    """Find the period just before, when a comma, a dash or "và" stands between and nothing else."""
    tied = False
    for item in reversed(items):
        if isinstance(item, Period):
            return item if tied else None
        if item.kind not in ("and", "dash", "to"):
            return None
        tied = True
    return None


def _as_quarter(month: Period, previous: Period) -> Period:
    """Read "4/2024" in "Quý 3, 4/2024" as a quarter; what cannot be the next one named stays a month."""
    listed = (
        previous.what == "quarter"
        and previous.year is None
        and previous.number < month.number <= _LAST_NUMBER["quarter"]
    )
    return replace(month, what="quarter") if listed else month


_LAST_NUMBER = {"month": 12, "quarter": 4}


def _continue_list(item: Word, previous: Period | None) -> Item | None:
    """Read "IV" in "Quý III, IV" and "4" in "Tháng 3, 4" as the kind that was named before it."""
    if previous is None or previous.year is not None:
        return None
    number, year = item.value.split("/")
    if not 1 <= int(number) <= _LAST_NUMBER.get(previous.what, 0):
        return None
    return replace(previous, number=int(number), year=int(year) if year else None)
