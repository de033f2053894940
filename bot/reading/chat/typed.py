"""A typed message as canonical words that still know where in the message they stand, and phrases to find in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.reading.chat.spelling import canonical, respell, variants
from bot.vietnamese import clean

_WORD = re.compile(r"[^\W\d_]+")
_GLUE = re.compile(r"\d$|\w[/-]$")
_IN_SOURCE = re.compile(r"\\.|\(\?P<\w+>|\(\?P=\w+\)|\(\?<?[:=!]|\[[^\]]*\]|\{[^}]*\}|(?P<exact>')?(?P<word>[^\W\d_]+)")
_SOUTHERN_NO = re.compile(
    r"hong(?= (?:c[oó]|ph[aả]i|l[aà]m|bi[eế]t|[dđ][uư][oợ]c|k[iị]p|th[aấ]y|c[oò]n|g[iì]|sao|ai|v[uư][oớ]ng)\b)",
    re.IGNORECASE,
)
"""Typed in the south for "không"; elsewhere "hong" may be "hỏng"."""
_TICKED = re.compile(r"(?<![\w.,/])\d{1,2}[xX](?![\w])")
_AFTER_NUMBER = frozenset(form for word in ("xong", "chưa", "đang", "rồi", "ok", "done") for form in variants(word))


class Phrase:
    """Words to find, written with all their marks as a regular expression over canonical text.

    Each word stands for every form in which it may be typed (`bot.reading.chat.spelling.variants`). Only whole words match.
    A word after an apostrophe has to be typed with its marks. Several sources are alternatives.
    """

    def __init__(self, *sources: str) -> None:
        self._source = "|".join(sources)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{_IN_SOURCE.sub(_spelt, self._source)})(?!\w)")

    def find(self, plain: str, start: int = 0) -> re.Match[str] | None:
        """Find the first occurrence at or after `start`."""
        return self._regex.search(plain, start)

    def every(self, plain: str) -> Iterator[re.Match[str]]:
        """Find all occurrences, left to right."""
        return self._regex.finditer(plain)

    def covers(self, plain: str) -> bool:
        """Tell whether the whole text is this phrase."""
        return self._regex.fullmatch(plain) is not None

    def begins(self, plain: str) -> bool:
        """Tell whether the text begins with this phrase."""
        return self._regex.match(plain) is not None

    def blank(self, plain: str) -> str:
        """Take every occurrence out, leaving spaces in its place."""
        return self._regex.sub(lambda found: " " * len(found[0]), plain)


def _spelt(part: re.Match[str]) -> str:
    word = part["word"]
    if word is None:
        return part[0]
    return canonical(word) if part["exact"] else f"(?:{'|'.join(variants(word))})"


@dataclass(frozen=True)
class Typed:
    """A message: `text` in the form that is kept, `plain` in canonical words.

    `starts[i]` and `ends[i]` tell which stretch of `text` the sign `plain[i]` comes from.
    """

    text: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """Give the words of the message from which `plain[start:end]` comes."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""

    def without(self, start: int, end: int) -> Typed:
        """Blank the stretch `plain[start:end]`."""
        blanked = self.plain[:start] + " " * (end - start) + self.plain[end:]
        return Typed(self.text, blanked, self.starts, self.ends)

    def part(self, start: int, end: int) -> Typed:
        """Take the stretch `plain[start:end]`; quotes still come from the whole message."""
        return Typed(self.text, self.plain[start:end], self.starts[start:end], self.ends[start:end])


def read_typed(text: str) -> Typed:
    """Read a message as it came."""
    kept = clean(text)
    shouted = kept.isupper()
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, piece in _pieces(kept, shouted):
        pieces.append(piece)
        one_to_one = len(piece) == end - start and not kept[start].isalpha()
        starts += range(start, end) if one_to_one else [start] * len(piece)
        ends += range(start + 1, end + 1) if one_to_one else [end] * len(piece)
    return Typed(kept, "".join(pieces), tuple(starts), tuple(ends))


def _pieces(text: str, shouted: bool) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, canonical) for the words and what is between them.

    What is glued to a number or by a stroke ("320tr", "12/BC-UBND") is no short form of a word; a status is set apart from its
    number ("1xong 2chưa").
    """
    at = 0
    for word in _WORD.finditer(text):
        if at < word.start():
            yield at, word.start(), text[at : word.start()].replace("_", " ")
        form = respell(word[0], shouted)
        if _SOUTHERN_NO.match(text, word.start()):
            form = canonical("không")
        elif text[: word.start()][-1:].isdigit() and form in _AFTER_NUMBER:
            form = f" {form}"
        elif _TICKED.search(text, max(0, word.start() - 2), word.end() + 1):
            form = " xong"
        elif _GLUE.search(text, max(0, word.start() - 2), word.start()):
            form = canonical(word[0])
        yield word.start(), word.end(), form
        at = word.end()
    if at < len(text):
        yield at, len(text), text[at:].replace("_", " ")
