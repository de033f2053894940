"""Splits a report on several tasks: by their numbers, "the others", "all but", or the things they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.reports import Status
from bot.reading.chat.lexicon import PARTICLES, SPEAKER, UNITS
from bot.reading.chat.quantities import Figures, find_figures
from bot.reading.chat.reply import Part
from bot.reading.chat.statuses import read_status
from bot.reading.chat.typed import Phrase, Typed
from bot.reading.days import find_days

_PREFIX = "(?:task|mục|nhiệm vụ|việc|số|ý|phần|stt|câu|chỉ tiêu|đầu việc|nội dung|cái)(?: số| thứ)?"
_ONE = r"(?:\d{1,2}|[a-h](?=[).:]))"
_NUMBER_LIST = Phrase(
    rf"(?:\(|#)?(?P<prefix>{_PREFIX}:? ?(?:\(|#)?)?(?P<first>{_ONE})(?![\d%]|[.,/]\d| ?(?:%|phần trăm))"
    rf"(?:(?: ?, ?(?:{_PREFIX} )?|(?:,)? và (?:{_PREFIX} )?| ?[+&] ?| ?- ?| )(?!(?:\d{{1,3}} ?(?:%|phần trăm)|\d{{1,2}}/))\d{{1,2}}(?![\d%]|[.,/]\d| ?(?:%|phần trăm)))*"
    r"(?:[).:/]|-(?=\D)| ?-(?= ))?"
)
_ROMAN_PART = Phrase(rf"{_PREFIX} [ivx]+[.]\d{{1,2}}")
_OTHERS = Phrase(
    "(?:(?:các|những|mấy|số|phần|tất cả) ?)?(?:(?:mục|việc|task|nhiệm vụ|cái|phần|nội dung) )?(?:còn lại|khác|kia|kia thì)"
)
_ALL_BUT = Phrase(r"(?:hết|tất cả|cả|toàn bộ|xong)?(?: \w+){0,3} ?(?:trừ|ngoại trừ|chỉ còn|còn thiếu|còn mỗi)")
_CLAUSES = re.compile(r"[;\n]|[,.](?!\d)| còn (?!\w*i? ?laji)|!")
_BREAK = re.compile(r"[;\n!]|,(?! ?\d)|\.(?!\d)")
_SUBJECT_ENDS = 4
_THING = Phrase(UNITS)
_PARTICLES = Phrase(f"(?:{PARTICLES}|{SPEAKER})")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part to be: the numbers it names and the stretch of `plain` that is about them."""

    targets: tuple[int, ...] | None
    start: int
    end: int


def split(typed: Typed, figures: Figures, today: date) -> tuple[Part, ...]:
    """Split a message into what it says about each task; empty when it is about one task or does not name them.

    One part means that the message names its one task by number.
    """
    return _all_but(typed) or _by_number(typed, figures, today) or _by_thing(typed, today)
