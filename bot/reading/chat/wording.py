"""A chat message in the words that may stand in an official report: greetings, mere statuses and politeness left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.chat.intents import is_question
from bot.reading.chat.lexicon import DONE, NO_HINDRANCE, PARTICLES, SPEAKER, WORK
from bot.reading.chat.numerals import WORDED
from bot.reading.chat.quantities import find_figures
from bot.reading.chat.typed import Phrase, Typed, read_typed
from bot.reading.chat.units import UNITS

A_CHAT = 30
"""A message of more words is prose: only what stands before and after it is left out."""

_YOU = "anh|chị|cô|chú|bác|sếp|bạn|sở|phòng|lãnh đạo|đồng chí|mọi người|các anh chị|quý sở|a|c"
_ME = "em|e|mình|tôi|tui|(?:bên|tụi|bọn|phòng|sở|huyện|xã|đơn vị|cơ quan|ban|chúng) (?:em|mình|tôi|tui)"
_BREAK = re.compile(r"[;\n!?]+|[.,](?!\d)|\s(?=(?:nhưng|nhung|tuy nhiên|tuy nhien)\b)")
_GREETING = Phrase(
    rf"(?:(?:{_ME}) )?(?:xin )?(?:báo cáo|thưa|trả lời) (?:{_YOU})(?: [^\s,:]+){{1,3}} ?:",
    rf"(?:dạ|vâng|alo|ok|oke|okie|thưa|kính thưa|chào|kính gửi)(?: (?:{_YOU}|em|e))*",
    rf"(?:{_ME})? ?(?:xin |gửi )*(?:báo cáo|trả lời|thông tin)(?: (?:lại|với|tới|đến|cho))*(?: (?:{_YOU})(?! [^\W\d_]+ đã))+",
    rf"(?:{_ME}) (?:xin |gửi )*(?:báo cáo|trả lời)(?! \d)",
    rf"(?:{_ME})(?! ơi)",
    "(?:à|ờ|ủa|ui|ừ)(?: quên| mà| nhầm| đúng rồi)*",
    "báo cáo(?= ?:)|trả lời(?= ?:)",
)
_ADDRESSED = Phrase("kính gửi")
_JOINT = Phrase("nhưng|tuy nhiên|mà|và")
_SAID = Phrase(
    rf"(?:đã |làm )*(?:{DONE})(?: (?:cả|hết))* rồi(?: (?:{PARTICLES}))*(?= \d)",
    rf"(?:đã |làm )*(?:{DONE})(?= \d+ (?:{UNITS})(?: [^\W\d]+)*$)",
)
_STATUS = Phrase(
    rf"{DONE}|{WORK}|đã|đang|vẫn|chưa|không|sắp|gần|cơ bản|mới|vừa|rồi|được|đạt|hết|cả|toàn bộ",
    "tất cả|lâu|tiếp tục|hiện(?: nay| tại)?|dở dang|đâu vào đâu|gì đó|một phần (?:ba|tư|bốn|năm)|hai phần ba",
    r"(?:nhiệm vụ|việc|mục|số|task|nv) ?\d{1,2}(?![/.,]\d| ?%)",
    rf"khoảng|tầm|chừng|cỡ|độ|hơn|trên|dưới|phân nửa|phần nửa|một nửa|nửa|tiến độ|(?:\d{{1,3}}|{WORDED}) ?(?:%|phần trăm|pt)",
    "(?:nhiệm vụ|công việc|nội dung|việc|phần|cái)(?: (?:này|đó|trên|được giao))?",
    r"khối lượng|nhưng|tuy nhiên|do|vì|bởi|mà|gặp|bị|là|nên|có|thì|xử l(?:ý|í)|giải quyết|xin phép",
    rf"báo cáo(?= (?:{_YOU}))|từ (?:lâu|trước|hồi nào|đời nào|bao giờ)",
    "(?:sao )?(?:vẫn |cứ |còn |lại )*(?:nhắc|hối|hỏi)(?: hoài| mãi| em| mình| tôi| nữa)*",
)
_AROUND = Phrase("còn|hơi|chậm|trễ|muộn|khó khăn|vướng mắc|lý do|nguyên nhân|cũng|thấy|tuy|(?:ở )?chỗ")
"""What may stand beside the difficulty in its clause without adding to it."""
_POLITE = Phrase(
    rf"{PARTICLES}|{SPEAKER}|{_YOU}|đ/c|bch|qs|chqs|bộ đội|quân sự|biên phòng|công an|đồn|ban|tỉnh|thị xã|thành phố"
)
_DENIED = Phrase(NO_HINDRANCE)
_SHORT = 8
_TELLING = Phrase(rf"{DONE}|đã|rồi")
_UNKNOWING = Phrase(
    "(?:cũng |thì |vẫn )*(?:không|chưa|chả|chẳng) (?:biết|rõ|nhớ|hiểu|nắm)(?: (?:được|gì|rõ|nữa|luôn|hết|cả|ghi|nói|việc này))*"
)
_TAIL = Phrase(
    rf"(?:(?:{_YOU}|em|e) )?(?:ạ|nhé|nha|nhá|nghen|nhe|hén|ơi|hihi|hehe|haha|hic)(?: (?:{_YOU}|em|e))?",
    rf"rồi(?P<you> (?:{_YOU}|em|e))",
)
_PAPERS = re.compile(r"\btin bài\b")
_EDGES = " ,;:.!?-–\n"


def official(text: str, difficulty: str | None = None) -> str:
    """Give what of a message may stand as the results in a report, in the person's own words; empty for a mere status.

    `difficulty` is a part of the message that stands elsewhere in the report.

    >>> official("Xong rồi, 12 tin bài nhé chị ơi")
    '12 tin, bài'
    """
    typed = read_typed(text)
    if not any(sign.isalpha() for sign in _POLITE.blank(typed.plain)):
        return ""
    if len(typed.plain.split()) > A_CHAT:
        return _stripped(typed, 0, len(typed.plain))
    hindered = _place(typed, difficulty)
    kept = [(start, end) for start, end in _clauses(typed) if not _is_chat(typed.plain, (start, end), hindered)]
    return _PAPERS.sub("tin, bài", "".join(_joined(typed, kept)).strip(_EDGES))


def plain_answer(text: str) -> str:
    """Leave out what is mere politeness before and after an answer, which may say that nothing has been done.

    >>> plain_answer("dạ chưa xong, còn 2 xã chị ơi")
    'chưa xong, còn 2 xã'
    """
    typed = read_typed(text)
    return _stripped(typed, 0, len(typed.plain)) or text


def asks_back(text: str) -> bool:
    """Tell whether words are nothing but a question: "ghi gì đây ạ?"."""
    plain = read_typed(text).plain
    told = any(sign.isdigit() for sign in plain) or _TELLING.find(plain) is not None
    return not told and len(plain.split()) <= _SHORT and is_question(plain)


def knows_nothing(text: str) -> bool:
    """Tell whether words only say that the person does not know: "ko biết"."""
    plain = read_typed(text).plain
    rest = _POLITE.blank(_UNKNOWING.blank(plain))
    return rest != plain and _UNKNOWING.find(plain) is not None and not any(sign.isalpha() for sign in rest)


def _place(typed: Typed, difficulty: str | None) -> tuple[int, int]:
    """Find the stretch of `plain` from which the difficulty was quoted; empty where there is none."""
    at = typed.text.find(difficulty) if difficulty else -1
    if not difficulty or at < 0:
        return 0, 0
    inside = [place for place, start in enumerate(typed.starts) if at <= start < at + len(difficulty)]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _clauses(typed: Typed) -> Iterator[tuple[int, int]]:
    """Cut at signs that are not inside a quantity ("12 tin, bài")."""
    counted = find_figures(typed).quantities
    at = 0
    for found in _BREAK.finditer(typed.plain):
        if any(start < found.start() < end for start, end in counted):
            continue
        yield at, found.start()
        at = found.end()
    yield at, len(typed.plain)


def _is_chat(plain: str, clause: tuple[int, int], hindered: tuple[int, int]) -> bool:
    """Tell whether a clause only says how far the task is, asks, greets, or repeats the difficulty."""
    start, end = clause
    shut = range(max(start, hindered[0]), min(end, hindered[1]))
    words = "".join(" " if place in shut else plain[place] for place in range(start, end))
    if _ADDRESSED.begins(words.strip()):
        return True
    if is_question(words) and not any(sign.isdigit() for sign in words):
        return True
    for phrase in (_DENIED, _GREETING, _STATUS, _POLITE, *((_AROUND,) if shut else ())):
        words = phrase.blank(words)
    return not any(sign.isalnum() for sign in words)


def _joined(typed: Typed, kept: list[tuple[int, int]]) -> Iterator[str]:
    """Put clauses together with the sign that stood before each."""
    for number, (start, end) in enumerate(kept):
        words = _stripped(typed, start, end)
        sign = typed.plain[:start].rstrip(" ")[-1:] if start else ""
        if words:
            yield (("\n" if sign == "\n" else f"{sign if sign in ',;.' else ','} ") if number else "") + words


def _stripped(typed: Typed, start: int, end: int) -> str:
    """Quote a stretch without the greeting before it and the politeness behind it."""
    start, end = _without_edges(typed.plain, start, end)
    while (found := _opening(typed.plain[start:end])) and found < end - start:
        start, end = _without_edges(typed.plain, start + found, end)
    while (tail := _closing(typed.plain[start:end])) is not None and tail > 0:
        start, end = _without_edges(typed.plain, start, start + tail)
    return typed.quote(start, end)


def _without_edges(plain: str, start: int, end: int) -> tuple[int, int]:
    words = plain[start:end]
    return start + len(words) - len(words.lstrip(_EDGES)), start + len(words.rstrip(" ,;:!?-–\n"))


def _opening(plain: str) -> int:
    """Measure the greeting or the mere status that opens a clause; 0 where there is none."""
    return max(
        (found.end() for phrase in (_GREETING, _SAID, _JOINT) for found in phrase.every(plain) if found.start() == 0),
        default=0,
    )


def _closing(plain: str) -> int | None:
    """Find where the politeness begins that ends a clause."""
    ended = plain.rstrip(" .")
    tails = (found for found in _TAIL.every(ended) if found.end() == len(ended))
    return next((found.start("you") if found["you"] else found.start() for found in tails), None)
