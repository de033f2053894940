"""What stands in the way, in the person's own words."""

from __future__ import annotations

import re

from bot.domain.reports import Status
from bot.reading.chat.lexicon import CANNOT, NO_HINDRANCE, OBSTACLE
from bot.reading.chat.typed import Phrase, Typed

_CAUSE = Phrase(
    "(?:là )?(?:do|vì|bởi|tại vì|tại(?= không| chưa| thiếu)|nguyên nhân|lý do)(?: là|:)?(?! dự kiến)",
    "(?:khó khăn|vướng mắc)(?: (?:lớn nhất|chính|chủ yếu|hiện nay|nhất))* (?:là|ở chỗ)",
    "(?:khó khăn|vướng mắc|tồn tại|lý do|nguyên nhân|kiến nghị|đề xuất)(?:,? (?:vướng mắc|hạn chế|đề xuất|kiến nghị))? ?:",
)
_NO_CAUSE = Phrase(
    "đơn vị|vị trí|vị thế|vi phạm|(?:tiến|mức|chế|trình|tốc|thái|nhiệt|cường) độ|do đó|vì vậy|vì thế",
    "(?:lúc|cái|ở|việc|trong|sau|làm|hôm) đó",
)
_OBSTACLE = Phrase(OBSTACLE, "không kịp(?: (?:làm|triển khai|thực hiện))?")
_CANNOT = Phrase(CANNOT)
_WAITED_FOR = Phrase("chờ|đợi")
_HELD_UP_BY = Phrase(
    "(?:chờ|đợi) (?:có )?"
    "(?:hướng dẫn|kinh phí|vốn|văn bản|ý kiến|chủ trương|phê duyệt|cấp|tỉnh|bộ|ubnd|sở|đề án|phân bổ|bố trí)"
)
_BROKEN = Phrase("hỏng|bị hỏng|bị lỗi|trục trặc|không (?:cho|chịu|đồng ý|chấp thuận|thống nhất|nhập)")
_SUFFERED = Phrase("(?:đang|bị)(?= (?:tắc|kẹt))|gặp(?= khó)")
_NO_HINDRANCE = Phrase(NO_HINDRANCE)
_END_OF_CLAUSE = Phrase(
    r"nên|để (?:làm|triển khai|thực hiện|có|tiếp|hoàn)|nhưng|tuy nhiên|thì (?:mới|sẽ)|đề nghị|kiến nghị|mong|dự kiến"
    "|còn lại"
)
_LED_TO = Phrase(r"nên(?: \w+){0,2}? (?:chậm|trễ|muộn|kẹt|dang dở)")
_OPENING = Phrase("nhưng|mà|tuy nhiên|thì|song")
_NEW_THOUGHT = Phrase("đang|sẽ|đã|mai|em|mình|hẹn|xin|chưa|hiện|bên em")
_POLITE_TAIL = Phrase(
    "(?:ạ|nhé|nha|rồi ạ|rồi|ơi|ak|ah|(?:em|anh|chị|cô|chú|sếp|ad|bác|e|a|c) ơi|anh ạ|chị ạ|em ạ|á|hic|huhu|đó|luôn)"
)
_SEPARATORS = ",.;!?\n"


def find_difficulty(typed: Typed, status: Status | None) -> str | None:
    """Quote what hinders a task; a denied difficulty is none.

    It begins after "do", "vì" where the message says why, else with the word of hindrance, and ends where another thought does.
    """
    plain = _NO_HINDRANCE.blank(typed.plain)
    hindered = _OBSTACLE.find(plain) or _last_resort(plain, status)
    cause = _CAUSE.find(_NO_CAUSE.blank(plain))
    if status is None or (hindered is None and (cause is None or status is Status.DONE)):
        return None if status in (None, Status.DONE) else _what_led(typed, plain)
    if cause is not None:
        return _quote(typed, plain, cause.end(), ".;!?\n")
    return None if hindered is None else _quote(typed, plain, _subject_start(plain, hindered), _SEPARATORS)


def _what_led(typed: Typed, plain: str) -> str | None:
    """Quote what comes before "nên hơi chậm", from the beginning of its thought."""
    led = _LED_TO.find(plain)
    if led is None:
        return None
    signs = max((plain.rfind(sign, 0, led.start()) for sign in _SEPARATORS), default=-1) + 1
    begins = max((found.end() for found in _OPENING.every(plain[: led.start()])), default=0)
    return _quote(typed, plain, max(signs, begins), _SEPARATORS)


def _last_resort(plain: str, status: Status | None) -> re.Match[str] | None:
    if status is Status.NOT_STARTED:
        return _HELD_UP_BY.find(plain)
    if status is not Status.BLOCKED:
        return None
    return _WAITED_FOR.find(plain) or _CANNOT.find(plain)


def _subject_start(plain: str, hindered: re.Match[str]) -> int:
    """Begin with the thing that has broken down, where it opens the clause: "trang web hỏng server"."""
    begins = max((plain.rfind(sign, 0, hindered.start()) for sign in _SEPARATORS), default=-1) + 1
    subject = plain[begins : hindered.start()].split()
    broken = _BROKEN.begins(plain[hindered.start() :])
    if broken and 0 < len(subject) <= 3:
        return begins
    suffered = _SUFFERED.find(plain[hindered.start() :])
    return hindered.start() + (suffered.end() + 1 if suffered and suffered.start() == 0 else 0)


def _quote(typed: Typed, plain: str, start: int, stops: str) -> str | None:
    start += len(plain[start:]) - len(plain[start:].lstrip(f" {_SEPARATORS}"))
    end = _end(plain, start, stops)
    end = _without_tail(plain, start, end)
    return typed.quote(start, end) or None


def _end(plain: str, start: int, stops: str) -> int:
    """Find where the thought ends: a separator that is not inside a figure, or words that begin another thought."""
    following = _END_OF_CLAUSE.find(plain, start + 1)
    last = following.start() if following is not None else len(plain)
    for at in range(start + 1, last):
        new = plain[at] == "," and _NEW_THOUGHT.begins(plain[at + 1 : at + 20].lstrip())
        if new or (plain[at] in stops and not plain[at + 1 : at + 2].isdigit()):
            return at
    return last


def _without_tail(plain: str, start: int, end: int) -> int:
    while True:
        trimmed = start + len(plain[start:end].rstrip(f" {_SEPARATORS}"))
        tail = next(
            (found for found in _POLITE_TAIL.every(plain[start:trimmed]) if found.end() == trimmed - start), None
        )
        if tail is None:
            return trimmed
        end = start + tail.start()
