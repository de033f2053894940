"""Tell the numbers, letters and bullets that stand in front of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands in front: its kind, its label without punctuation, and what follows it.

    Kinds from the outermost: appendix, part, capital, roman, article, number, decimal, letter, paren, dash, plus, dot.
    """

    kind: str
    label: str
    rest: str

    @property
    def is_bullet(self) -> bool:
        return self.kind in BULLETS

    @property
    def rank(self) -> int:
        """Tell how far in it stands, 0 outermost; "4.1.2" stands deeper than "4.1"."""
        return RANKS[self.kind] + (self.label.count(".") - 1 if self.kind == "decimal" else 0)


BULLETS = ("dash", "plus", "dot")
RANKS = {
    "appendix": 0,
    "part": 1,
    "capital": 2,
    "roman": 3,
    "article": 3,
    "number": 5,
    "decimal": 6,
    "letter": 12,
    "paren": 13,
    "dash": 14,
    "plus": 15,
    "dot": 16,
}

_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("appendix", r"(?i:phụ\s+lục)(?:\s+(?:số\s+)?(?P<label>[IVX]+|\d{1,2}))?(?=$|[\s.:\-–])\s*[.:\-–]?\s*"),
        (
            "part",
            r"(?i:phần|chương)\s+(?i:thứ\s+)?(?P<label>[IVX]+|\d{1,2}|(?i:nhất|hai|ba|tư|năm(?!\s+\d)))\b\s*[.:\-–]?\s*",
        ),
        ("article", r"(?i:điều)\s+(?P<label>\d{1,3})\s*[.:]\s*"),
        ("roman", r"(?![Vv]/[Vv])(?i:mục\s+)?(?P<label>[IVX]{1,5})\s*(?:[.):]|/(?!\d)|[-–](?=\s))\s*(?=\S)"),
        ("capital", r"(?P<label>[A-HĐK-U])\s*(?:[.)/]|[-–](?=\s))\s*(?=\S)"),
        ("decimal", r"(?:(?i:nhiệm vụ|mục)\s+)?(?P<label>\d{1,2}(?:\.\d{1,2}){1,3})\s*(?:[.)/:]\s*|\s+)(?=\D)"),
        (
            "number",
            (
                r"(?:(?i:nhiệm vụ|nội dung|hoạt động|công việc|giải pháp|dự án|mục|khoản)\s+)?(?P<label>\d{1,3})\s*"
                r"(?:(?!/[A-ZĐ][\wĐđ&]*-)[.)/:](?!\d)\s*|\s*[-–]\s+)(?=\S)"
            ),
        ),
        ("paren", r"\((?P<label>\d{1,2}|[a-zđê])\)\s*"),
        ("letter", r"(?:(?i:điểm)\s+)?(?P<label>[a-zđê])\s*(?:\)|[./](?=\s))\s*(?=\S)"),
        ("plus", r"(?P<label>\+)\s*(?=\S)"),
        ("dash", r"(?P<label>[-–—−])\s*(?=\S)"),
        ("dot", r"(?P<label>[•●▪■○◦·§*\uf0b7\uf0a7\uf02d]|o(?=\s)|Ø(?=\s))\s*(?=\S)"),
    )
)


# "Phần thứ hai" is counted as "Phần II".
_ORDINALS = {"nhất": "I", "hai": "II", "ba": "III", "tư": "IV", "năm": "V"}


@lru_cache(maxsize=4096)
def read_marker(text: str) -> Marker | None:
    """Read what stands in front of `text`; a bullet before a number is passed over ("- a) ...")."""
    for kind, pattern in _PATTERNS:
        found = pattern.match(text)
        if not found:
            continue
        label = found["label"] or ""
        marker = Marker(kind, _ORDINALS.get(label.casefold(), label), text[found.end() :].strip())
        inner = read_marker(marker.rest) if marker.is_bullet else None
        return inner if inner and not inner.is_bullet and inner.kind != "roman" else marker
    return None
