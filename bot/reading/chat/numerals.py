"""Numbers up to a hundred written in words: "sáu mươi", "ba lăm", "một trăm"."""

from __future__ import annotations

from bot.reading.chat.spelling import bare

_UNITS = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6}
_UNITS |= {"bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_DIGIT = "|".join(_UNITS)

WORDED = (
    r"(?:một )?trăm|một chục|[1-9] chục"
    rf"|(?:hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín)(?: mươi| chục)?(?: (?:{_DIGIT}))?|mười(?: (?:{_DIGIT}))?"
)
"""Source of a phrase for a number in words."""

_VALUES = {bare(word): value for word, value in _UNITS.items()}


def worded_value(words: str) -> int:
    """Read a number that `WORDED` found, in canonical words.

    >>> worded_value("sáu mươi lăm"), worded_value("muoiF hai"), worded_value("năm chục")
    (65, 12, 50)
    """
    value = 0
    for word in map(bare, words.split()):
        if word == "tram":
            return 100
        if word in ("muoi", "chuc"):
            value = max(value, 1) * 10
        else:
            figure = int(word) if word.isdigit() else _VALUES[word]
            value = value + figure if value >= 10 else value * 10 + figure
    return value
