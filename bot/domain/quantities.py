"""Numbers with their units in what agencies wrote ("12 tin, bài", "02 lớp tập huấn"), added up with their sources.

Only units that are known count, and only where the text says what was done: a number of a document, a day, a share or a plan
("dự kiến 03 lớp") is left alone. Units are united where they surely mean the same ("tin bài" and "tin, bài"); "tin" and
"bài" alone stay apart from "tin, bài".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.standings import Standing
from bot.vietnamese import fold

UNITS: dict[str, tuple[str, ...]] = {
    "tin, bài": (
        "tin, bài",
        "tin bài",
        "tin/bài",
        "tin và bài",
        "tin - bài",
        "tin-bài",
        "tin, bài viết",
        "tin, ảnh, bài",
    ),
    "tin": ("tin tức", "bản tin ngắn", "tin ngắn", "tin"),
    "bài": ("bài viết", "bài báo", "bài"),
    "phóng sự": ("phóng sự truyền hình", "phóng sự ngắn", "phóng sự ảnh", "phóng sự"),
    "video clip": ("video clip", "video ngắn", "videoclip", "video", "clip"),
    "tọa đàm": ("cuộc tọa đàm", "buổi tọa đàm", "tọa đàm", "toạ đàm"),
    "chuyên mục": ("chuyên mục",),
    "chuyên trang": ("chuyên trang",),
    "chương trình": ("chương trình",),
    "lớp tập huấn": ("lớp tập huấn", "lớp bồi dưỡng", "lớp"),
    "hội nghị": ("hội nghị",),
    "hội thảo": ("hội thảo",),
    "cuộc họp báo": ("cuộc họp báo", "buổi họp báo", "họp báo"),
    "cuộc": ("cuộc",),
    "buổi": ("buổi",),
    "sự kiện": ("sự kiện",),
    "lượt người": ("lượt người", "lượt cán bộ", "lượt học viên", "lượt đại biểu", "lượt người dân", "lượt ngư dân"),
    "lượt phóng viên": ("lượt phóng viên",),
    "lượt khách": ("lượt khách", "lượt du khách"),
    "lượt xem": ("lượt xem", "lượt view", "view"),
    "lượt truy cập": ("lượt truy cập",),
    "lượt tiếp cận": ("lượt tiếp cận",),
    "lượt tương tác": ("lượt tương tác",),
    "lượt tin": ("lượt tin", "lượt phát"),
    "đoàn khách": ("đoàn khách quốc tế", "đoàn khách nước ngoài", "đoàn khách"),
    "đoàn phóng viên": ("đoàn phóng viên nước ngoài", "đoàn phóng viên"),
    "đoàn": ("đoàn ra", "đoàn vào", "đoàn công tác", "đoàn"),
    "văn bản": ("văn bản",),
    "tài liệu": ("tài liệu",),
    "ấn phẩm": ("ấn phẩm",),
    "tờ rơi": ("tờ rơi", "tờ gấp", "tập gấp"),
    "băng rôn": ("băng rôn", "băng-rôn", "băng zôn"),
    "pano, áp phích": ("pano", "áp phích", "pa nô"),
    "infographic": ("infographic",),
    "số bản tin": ("số bản tin",),
    "bản": ("bản",),
    "cuốn": ("cuốn", "quyển"),
    "hợp đồng": ("hợp đồng",),
    "trang mạng xã hội": ("trang mạng xã hội",),
}

_NOT_COUNTED_AFTER = ("ngày", "tháng", "năm", "quý", "số", "điều", "khoản", "thứ", "mục", "giờ", "lúc")
_PLANNED = ("dự kiến", "sẽ", "kế hoạch", "chỉ tiêu", "còn lại")
_CLAUSE = re.compile(r"[;\n]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, the unit as in `UNITS`."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over reports; `codes` names those it comes from, in the order of the dues."""

    amount: int
    unit: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a quantity looks, and which unit each wording means, in one way of spelling."""

    quantity: re.Pattern[str]
    planned: re.Pattern[str]
    not_after: frozenset[str]
    units: dict[str, str]


@lru_cache(maxsize=2)
def _grammar(bare: bool) -> _Grammar:
    """Compile the grammar; `bare` for text without any diacritics, in which "bãi" and "bài" cannot be told apart anyway."""

    def spell(text: str) -> str:
        return fold(text) if bare else text

    units = {spell(wording): unit for unit, forms in UNITS.items() for wording in forms}
    longest_first = "|".join(re.escape(wording) for wording in sorted(units, key=len, reverse=True))
    number = r"(?<![\w.,/%-])(\d{1,3}(?:\.\d{3})+|\d{1,7})"
    return _Grammar(
        re.compile(rf"(?:\b(\w+)\s+)?{number}\s+({longest_first})\b"),
        re.compile(rf"(?<!chia )\b({'|'.join(map(spell, _PLANNED))})\b"),
        frozenset(map(spell, _NOT_COUNTED_AFTER)),
        units,
    )


def find(text: str) -> tuple[Quantity, ...]:
    """Find the quantities that a text says were done, with or without diacritics, in its order."""
    return tuple(quantity for clause in _CLAUSE.split(text) for quantity in _in_clause(clause))


def _in_clause(clause: str) -> Iterator[Quantity]:
    clause = " ".join(unicodedata.normalize("NFC", clause).lower().split())
    grammar = _grammar(clause.isascii())
    planned = grammar.planned.search(clause)
    for match in grammar.quantity.finditer(clause, 0, planned.start() if planned else len(clause)):
        before, number, wording = match.groups()
        if before not in grammar.not_after:
            yield Quantity(int(number.replace(".", "")), grammar.units[wording])


def add_up(standings: Iterable[Standing]) -> tuple[Total, ...]:
    """Add up the quantities of the reports that count, each unit apart, in the order in which the units first occur.

    Returned reports do not count.
    """
    sums: dict[str, int] = {}
    sources: dict[str, dict[str, None]] = {}
    for standing in standings:
        said = standing.said
        if said is None or said.returned:
            continue
        for quantity in find(said.results):
            sums[quantity.unit] = sums.get(quantity.unit, 0) + quantity.amount
            sources.setdefault(quantity.unit, {})[said.code] = None
    return tuple(Total(amount, unit, tuple(sources[unit])) for unit, amount in sums.items())
