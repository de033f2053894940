"""What stands in the way, in the person's own words."""

from __future__ import annotations

from bot.domain.reports import Status
from bot.reading.chat.lexicon import HINDERED, NO_HINDRANCE
from bot.reading.chat.typed import Phrase, Typed

_CAUSE = Phrase("(?:là )?(?:do|vì|bởi|tại vì|nguyên nhân|lý do|tại)(?: là|:)?(?! dự kiến| đó| vậy| thế)")
_HINDERED = Phrase(HINDERED + "|chờ (?!ký|duyệt)|không kịp(?: (?:làm|triển khai|thực hiện))?|tắc")
_STRONG = Phrase("vướng(?: mắc)?|kẹt|tắc|hư hỏng|hỏng|khó khăn|gặp khó")
_NO_HINDRANCE = Phrase(NO_HINDRANCE)
_END_OF_CLAUSE = Phrase(r"nên|để (?:làm|triển khai|thực hiện|có|tiếp|hoàn)|nhưng|tuy nhiên|đề nghị|kiến nghị|mong|dự kiến|còn lại")
_POLITE_TAIL = Phrase("(?:ạ|nhé|nha|rồi ạ|ơi|(?:em|anh|chị|cô|chú|sếp|ad|bác|e|a|c) ơi|anh ạ|chị ạ|em ạ|á|hic|huhu|đó|luôn)")
_SEPARATORS = ",.;:!?\n"


def find_difficulty(typed: Typed, status: Status | None) -> str | None:
    """Quote what hinders a task; a denied difficulty is none.

    It begins after "do", "vì" where the message says why, else with the word of hindrance, and ends where another thought does.
    """
    plain = _NO_HINDRANCE.blank(typed.plain)
    hindered = _HINDERED.find(plain)
    if status is None or (hindered is None and status in (Status.DONE, None)):
        return None
    cause = _CAUSE.find(plain)
    if cause is not None and (hindered is not None or status is not Status.DONE):
        return _quote(typed, plain, cause.end(), to_sentence=True)
    return None if hindered is None else _quote(typed, plain, _start(plain, hindered.start()), to_sentence=False)


def _start(plain: str, at: int) -> int:
    """Begin with the subject where a thing has broken down ("trang web hỏng server"), else with the word itself."""
    return at


def _quote(typed: Typed, plain: str, start: int, *, to_sentence: bool) -> str | None:
    end = _end(plain, start, ".;!?\n" if to_sentence else _SEPARATORS)
    while start < end and plain[start] in f" {_SEPARATORS}":
        start += 1
    end = _without_tail(plain, start, end)
    return typed.quote(start, end) or None


def _end(plain: str, start: int, stops: str) -> int:
    """Find where the thought ends: a separator that is not inside a figure, or a word that begins another thought."""
    ends = [len(plain)]
    following = _END_OF_CLAUSE.find(plain, start + 1)
    if following is not None:
        ends.append(following.start())
    for at in range(start + 1, len(plain)):
        if plain[at] in stops and not plain[at + 1 : at + 2].isdigit():
            ends.append(at)
            break
    return min(ends)


def _without_tail(plain: str, start: int, end: int) -> int:
    while True:
        trimmed = start + len(plain[start:end].rstrip(f" {_SEPARATORS}"))
        tail = next((found for found in _POLITE_TAIL.every(plain[start:trimmed]) if found.end() == trimmed - start), None)
        if tail is None:
            return trimmed
        end = start + tail.start()
