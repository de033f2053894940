"""A percentage as the answer to a question for one: "60", "khoảng sáu mươi", "một nửa"."""

from __future__ import annotations

from bot.reading.chat.lexicon import PARTICLES
from bot.reading.chat.numerals import WORDED, worded_value
from bot.reading.chat.quantities import find_figures
from bot.reading.chat.typed import Phrase, read_typed

_ABOUT = r"(?:(?:khoảng|tầm|chừng|cỡ|độ|được|đạt|gần|hơn|mới|đã|đang|làm|xong|chắc|dạ|~) )*"
_TAIL = rf"(?: (?:{PARTICLES}))*"
_WORDED = Phrase(rf"{_ABOUT}(?P<value>{WORDED}){_TAIL}")
_HALF = Phrase(rf"{_ABOUT}(?:(?:một|1|phân|quá) )?nửa(?: (?:kế hoạch|khối lượng|công việc))?{_TAIL}")


def read_percentage(text: str) -> int | None:
    """Read words that name one percentage, 0 to 100; `None` for all else, also for a bare number without a sign.

    >>> read_percentage("khoảng sáu mươi lăm"), read_percentage("được 1 nửa rồi"), read_percentage("6 chục")
    (65, 50, 60)
    """
    typed = read_typed(text)
    percent = find_figures(typed).percent
    if percent is not None:
        return percent
    plain = typed.plain.strip(" .,!~")
    if _HALF.covers(plain):
        return 50
    worded = _WORDED.find(plain)
    if worded is None or worded.span() != (0, len(plain)):
        return None
    return worded_value(worded["value"])
