"""Read sums of money."""

from __future__ import annotations

import re

from bot.vietnamese import fold

_UNITS = (
    ("ty", 1_000_000_000),
    ("trieu", 1_000_000),
    ("nghin", 1_000),
    ("ngan dong", 1_000),
    ("tr", 1_000_000),
    ("dong", 1),
)
_SUM = re.compile(
    r"(?P<number>\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)\s*(?P<unit>ty|trieu|nghin|ngan dong|tr|dong|vnd|d)?\b"
)
_EMPTY = re.compile(r"[\s\-–—.…0]*")


def unit_of(heading: str) -> int:
    """Tell the unit that the heading of a column names: "Kinh phí (triệu đồng)" gives 1,000,000; else 1."""
    words = fold(heading)
    found = re.search(r"\b(?:ty|trieu|nghin|ngan)\b", words)
    return {"ty": 1_000_000_000, "trieu": 1_000_000, "nghin": 1_000, "ngan": 1_000}[found[0]] if found else 1


def read_money(text: str, unit: int) -> int | None:
    """Read the first sum as đồng; `None` where there is none. A number without a unit is in `unit`.

    A small number without a unit of its own is no sum: "02 hội nghị".
    """
    if _EMPTY.fullmatch(text):
        return None
    for found in _SUM.finditer(fold(text)):
        grouped = bool(re.search(r"[.,]\d{3}(?!\d)", found["number"]))
        printed = found["unit"]
        if not printed and not grouped and unit == 1 and float(_plain(found["number"])) < 1_000_000:
            continue
        factor = dict(_UNITS).get(printed or "", 1 if printed else unit)
        return round(float(_plain(found["number"])) * factor)
    return None


def _plain(number: str) -> str:
    """Write a number with a decimal point: "1.500.000" has none, "1,5" has one."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+", number):
        return re.sub(r"[.,]", "", number)
    whole, _, rest = number.rpartition(",") if "," in number else number.rpartition(".")
    return f"{re.sub(r'[.,]', '', whole)}.{rest}" if whole else number
