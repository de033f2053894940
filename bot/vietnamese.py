"""Vietnamese text: one form for keeping it, one for comparing it, one for ordering it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Icelandic and African letters that look like Đ and that some keyboards and fonts produce.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Half of a surrogate pair is no letter either, and no database takes it.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Bring text from outside into the one form that is kept.

    Unicode NFC; look-alikes of Đ become Đ; zero-width, direction and control characters go; runs of spaces become one
    and lines keep no space at their ends; at most one blank line between paragraphs.
    """
    text = (
        text.translate(_LOOKALIKES)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    text = unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", text)))
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def one_line(text: str) -> str:
    """Clean text and put it on one line."""
    return " ".join(clean(text).split())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Take text to its bare form for comparing: lower case, without diacritics, đ as d, single spaces.

    >>> fold("Sở Văn hoá,  Thể thao") == fold("so van hóa, the thao")
    True
    """
    plain = unicodedata.normalize("NFD", text.translate(_LOOKALIKES).casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("đ", "d")
    return " ".join(bare.split())


# The order of the Vietnamese alphabet; within a letter the tones follow as in dictionaries.
_ALPHABET = {letter: index for index, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


@lru_cache(maxsize=8192)
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Order names as a Vietnamese dictionary does: by letters first, by tones only between equals."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        letters.append(_ALPHABET.get(letter, 100 + ord(letter[0])) if not letter.isspace() else 0)
        tones.append(tone)
    return tuple(letters), tuple(tones), text


def first_upper(text: str) -> str:
    """Write the first letter large and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def utf16_length(text: str) -> int:
    """Count as the channels do, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
