"""Splits a report on several tasks: by their numbers, "the others", "all but", or the things they are about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.reports import Status
from bot.reading.chat.lexicon import DONE, PARTICLES, SPEAKER
from bot.reading.chat.quantities import find_figures
from bot.reading.chat.reply import Part
from bot.reading.chat.spelling import bare
from bot.reading.chat.statuses import begins_status, read_status, status_place
from bot.reading.chat.typed import Phrase, Typed, read_typed
from bot.reading.chat.units import UNITS
from bot.reading.days import find_days

_PREFIX = "(?:task|mục|nhiệm vụ|việc|số|ý|stt|câu|chỉ tiêu|đầu việc|nội dung|cái)(?: số| thứ)?"
_JOINT = rf"(?: ?, ?(?:và )?(?:{_PREFIX} )?| ?[+&] ?| (?:cùng )?với (?:{_PREFIX} )?)"
_ONE = r"\d{1,2}(?![./]\d|\w)"
_NEXT = rf"(?!(?:[1-9][05]|100) ?(?:[,.;\n]|$)){_ONE}"
"""A round number that ends a clause is a percentage: "câu 2 50, câu 3 chưa"."""
_WORDED = {"một": 1, "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_IN_WORDS = rf"(?P<worded>{'|'.join(_WORDED)})(?! (?:số|vài|phần|ít|nay|này|sau|trước|mươi|trăm|tuần|tháng|ngày|\d))"
_LIST = Phrase(
    rf"(?:[(#])?(?P<prefix>{_PREFIX}:? ?[(#]?)?(?:(?P<named>[ivx]+\.\d{{1,2}}(?:\.\w)?)|(?P<letter>[a-h](?=[).:]))"
    rf"|(?<!\d )(?P<numbers>{_ONE}(?:(?: (?:{_PREFIX} )?{_NEXT})+|(?:{_JOINT}{_ONE})*)(?: và (?:{_PREFIX} )?{_ONE})?))",
    rf"{_PREFIX} {_IN_WORDS}",
    rf"{_PREFIX} (?P<dotted>\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?)(?![/.,]?\d)",
    r"(?:mục|ý|điểm) (?P<item>[a-h])",
)
_MARK = re.compile(r" ?[).:/-]+(?= |$|[^\W\d])")
_OTHERS = Phrase(
    "(?:(?:các|những|mấy|số|phần|tất cả) )?(?:(?:mục|việc|task|nhiệm vụ|cái|phần|nội dung|số) )?"
    "(?:còn lại|khác|kia)(?: thì| đều)?"
)
_ALL_BUT = Phrase(
    rf"(?:{DONE})(?: \w+){{0,3}},? (?:ngoại trừ|trừ|riêng|chỉ còn|còn thiếu|còn mỗi|còn)(?= (?:{_PREFIX}|\d))"
)
_MANY = r"(?:[2-9]|1\d|hai|ba|bốn|năm|sáu|các|tất cả(?: các)?|toàn bộ(?: các)?)"
_TASKS = "(?:việc|nhiệm vụ|mục|cái|task|đầu việc)"
_EVERY = Phrase(
    rf"cả {_MANY}(?: {_TASKS})?(?! \w+ \d)|{_MANY} {_TASKS}(?: này| trên)?(?= (?:đều|xong|cũng|đang|chưa))",
    rf"(?:{DONE})(?: (?:cả|hết|rồi))+(?: (?:{PARTICLES}))*,? {_MANY} {_TASKS}|(?:tất cả|cả|toàn bộ)(?: {_TASKS})? (?:đều|cũng)",
)
_EXCEPT = Phrase(rf"(?:ngoại )?trừ(?= (?:{_PREFIX}|\d))")
_FINISHED = Phrase(rf"(?:{DONE}) (?:hết|cả|toàn bộ|tất cả)")
_BUT = Phrase("trừ|ngoại trừ|riêng|chỉ còn|còn(?: lại)?|nhưng|chỉ có")
_BREAK = re.compile(r"[;\n!?]|,(?! ?\d+ ?(?:,|va|và))|\.(?!\d)")
_THING_BREAK = re.compile(r"[;\n!]|[,.](?!\d)| conF?(?= )")
_STATUS_BEFORE = Phrase(
    rf"(?:{DONE}|chưa(?: \w+)?|đang(?: \w+){{1,2}}|vướng|kẹt|còn)(?: (?:rồi|được|hết|các|những))*:?"
)
_NEXT_STATUS = Phrase(r"(?:chưa|còn|đang)(?: \w+)? \d{1,2}")
_THING = Phrase(
    UNITS,
    r"(?:(?:\d|hai|mấy|các) )?(?:cái|phần|mục|việc|nhiệm vụ) (?:đầu tiên|đầu|cuối|kia|này|sau|giữa|thứ \w+)",
    "(?:lớp |mở lớp )?(?:tập huấn|bồi dưỡng)|tuyên truyền|đăng (?:tin|bài)|viết bài|in ấn|khảo sát|kiểm tra|triển lãm|đón đoàn",
    "dự thảo|bản đồ|quay phim|lắp đặt|mua sắm|giải ngân|hồ sơ|thủ tục|phát sóng|thi tìm hiểu|cuộc thi|sơ kết|tổng kết",
)
_ADDRESS = re.compile(r"^\s*(?:da[JX]? )?")
_FILLERS = Phrase(f"(?:{PARTICLES}|{SPEAKER})")
_FINE = Phrase(rf"(?:ok|oke|okie)(?: (?:{PARTICLES}|hết))*")
_HALTED = Phrase("hoãn|hủy|dừng|ngưng")
_LONGEST_SUBJECT = 5
_VALUES = {bare(name): number for name, number in _WORDED.items()}
_LINE = re.compile(r"[^\n]*\w[^\n]*")
_LABEL = re.compile(r"\s*[-–+*•]? ?(?P<name>[^:\n\d]{2,60}):")
_HEADING = Phrase(
    "(?:kết quả|khó khăn|vướng mắc|đề xuất|kiến nghị|tiến độ|tình hình|ghi chú|số liệu|kính gửi|báo cáo|nguyên nhân|lý do"
    "|phương hướng|nhiệm vụ trọng tâm|tồn tại|hạn chế|nơi nhận|thời gian|địa điểm|trạng thái|tình trạng)"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part to be: what it names, and the stretch of `plain` that is about it, from `body` on without the naming."""

    targets: tuple[int, ...] | None
    start: int
    end: int
    name: tuple[int, int]


def split(typed: Typed, today: date) -> tuple[Part, ...]:
    """Split a message into what it says about each task; empty when it does not name tasks.

    One part with one target means that the message is about that task only.
    """
    whole = _all_at_once(typed, today) or _all_but(typed, today)
    numbered = () if whole else _by_number(typed, today)
    if whole or len(numbered) > 1:
        return whole or numbered
    return _by_line(typed, today) or _by_thing(typed, today) or numbered


def named_at_all(typed: Typed, today: date) -> tuple[int, ...]:
    """Give the numbers of the tasks that a message names, be it first or last: "1 và 2 không phải của đơn vị em".

    Empty where there is a number of which it is not certain that it names a task.
    """
    plain = _without_figures(typed, today)
    found = list(_LIST.every(plain))
    if not all(_is_naming(plain, one) for one in found):
        return ()
    return tuple(dict.fromkeys(number for one in found for number in _targets(one)))


def _is_naming(plain: str, found: re.Match[str]) -> bool:
    """Tell whether a number is called that of a task, or stands where nothing else can: first or last of all."""
    called = any(found[group] is not None for group in ("prefix", "named", "letter", "item", "worded", "dotted"))
    around = plain[: found.start()], plain[found.end() :]
    return called or any(not _FILLERS.blank(words).strip(" .,:;-–()") for words in around)


def _all_at_once(typed: Typed, today: date) -> tuple[Part, ...]:
    """Read "cả 3 xong hết", "3 việc đều đang làm", "xong cả rồi, 2 việc": one thing said of all, and of nothing else."""
    figures = find_figures(typed)
    named = _EVERY.find(figures.rest)
    status = read_status(figures.rest, figures, (), today)
    if named is None or status is None or _LIST.find(_EVERY.blank(figures.rest)) or _BUT.find(typed.plain):
        return ()
    return (Part(None, status, figures.percent, typed.text),)


def _all_but(typed: Typed, today: date) -> tuple[Part, ...]:
    """Read "xong hết trừ số 4": the others are done, how far the named ones are is said or to be asked."""
    excepted = _EXCEPT.find(typed.plain)
    if excepted is not None and (done := _FINISHED.find(typed.plain, excepted.end())) is not None:
        return _excepted(typed, excepted.start(), done.start())
    found = _ALL_BUT.find(typed.plain)
    named = _LIST.find(_without_figures(typed, today), found.end()) if found else None
    if found is None or named is None or named.start() != found.end() + 1 or named["numbers"] is None:
        return ()
    rest = _part(typed, _Piece(_targets(named), named.start(), len(typed.plain), named.span()), today)
    return Part(None, Status.DONE, None, typed.quote(found.start(), found.end()).strip()), rest


def _excepted(typed: Typed, start: int, done: int) -> tuple[Part, ...]:
    """Read "trừ số 2 thì xong hết"."""
    named = _LIST.find(typed.plain, start)
    if named is None or named.end() > done or not named["numbers"]:
        return ()
    others = Part(None, Status.DONE, None, typed.quote(done, len(typed.plain)))
    return others, Part(_targets(named), None, None, typed.quote(start, named.end()))


def _by_number(typed: Typed, today: date) -> tuple[Part, ...]:
    parts = tuple(_part(typed, piece, today) for piece in _pieces(typed, today))
    told = sum(part.status is not None for part in parts)
    if told > 0 and all(part.status is not None or find_figures(read_typed(part.text)).quantities for part in parts):
        return () if len(parts) == 1 and parts[0].targets is None else parts
    if not parts or told == 0 or (len(parts) == 1 and parts[0].targets is None):
        return ()
    return parts if told * 2 >= len(parts) else ()


def _part(typed: Typed, piece: _Piece, today: date) -> Part:
    body = typed.without(*piece.name).part(piece.start, piece.end)
    figures = find_figures(body)
    status = read_status(body.plain, figures, find_days(figures.days_plain, today), today)
    status = status or _in_a_word(body.plain.strip(" :,;.-\n"))
    return Part(piece.targets, status, figures.percent, typed.quote(piece.start, piece.end).strip(" ,;.\n"))


def _in_a_word(said: str) -> Status | None:
    """Read what says how far a task is only where nothing else is said of it: "3: ok", "4 - hoãn"."""
    if _FINE.covers(said):
        return Status.DONE
    return Status.BLOCKED if _HALTED.covers(said) else None


def _pieces(typed: Typed, today: date) -> list[_Piece]:
    """Cut before each naming that is followed by how far it is, and around each that is preceded by it."""
    names = sorted(_names(typed, today))
    pieces: list[_Piece] = []
    for index, (start, name_start, name_end, targets) in enumerate(names):
        end = names[index + 1][0] if index + 1 < len(names) else len(typed.plain)
        pieces.append(_Piece(targets, start, end, (name_start, name_end)))
    return pieces


def _names(typed: Typed, today: date) -> Iterator[tuple[int, int, int, tuple[int, ...] | None]]:
    """Yield (start of the piece, start and end of the naming, targets)."""
    plain = _without_figures(typed, today)
    clauses = [0, *(found.end() for found in _BREAK.finditer(plain))]
    before = 0
    for found in _LIST.every(plain):
        begins = clauses[bisect_right(clauses, found.start()) - 1]
        mark = _MARK.match(plain, found.end())
        end = mark.end() if mark else found.end()
        if _names_forward(typed.plain, plain, found, begins, before, marked=mark is not None):
            yield found.start(), found.start(), end, _targets(found)
            before = end
        elif _names_backward(plain, found):
            yield max(begins, before), found.start(), end, _targets(found)
            before = end
    for found in _OTHERS.every(plain):
        yield clauses[bisect_right(clauses, found.start()) - 1], found.start(), found.end(), None


def _names_forward(plain: str, masked: str, found: re.Match[str], begins: int, before: int, *, marked: bool) -> bool:
    """Tell whether a number names the task of which the words after it speak.

    It stands at the beginning, or after what was said about the task before; a bare number is followed by a status.
    """
    lead = _FILLERS.blank(plain[max(begins, before) : found.start()]).strip(" ,:-")
    named = any(found[group] is not None for group in ("prefix", "named", "item", "worded", "dotted"))
    first = (
        not lead
        or (named and _BUT.covers(lead))
        or (before > 0 and status_place(plain[before : found.start()]) is not None)
    )
    return first and (marked or named or begins_status(plain[found.end() :].lstrip(" :-")))


def _names_backward(plain: str, found: re.Match[str]) -> bool:
    """Tell whether a status stands right before the numbers and nothing but the end of the clause behind: "xong 1 3 5"."""
    after = _FILLERS.blank(plain[found.end() : found.end() + 12]).lstrip(" ")
    ended = not after or after[0] in ",;.\n!" or _NEXT_STATUS.begins(after)
    lead = plain[max(0, found.start() - 40) : found.start()].rstrip(" ")
    return ended and any(status.end() == len(lead) for status in _STATUS_BEFORE.every(lead))


def _without_figures(typed: Typed, today: date) -> str:
    """Blank days and quantities, whose figures name no task."""
    figures = find_figures(typed)
    plain = figures.rest
    for mention in find_days(figures.days_plain, today):
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    return plain


def _targets(found: re.Match[str]) -> tuple[int, ...]:
    letter = found["letter"] or found["item"]
    if letter:
        return (ord(letter) - ord("a") + 1,)
    if found["worded"]:
        return (_VALUES[bare(found["worded"])],)
    return tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", found["numbers"] or "")))


def _by_line(typed: Typed, today: date) -> tuple[Part, ...]:
    """Split a list of which every line begins with the name of a thing: "- Tập huấn: đang chuẩn bị"."""
    lines = [(found.start(), found.end()) for found in _LINE.finditer(typed.plain)]
    labels = [_LABEL.match(typed.plain, start, end) for start, end in lines]
    if len(lines) < 2 or any(label is None or _HEADING.begins(label["name"]) for label in labels):
        return ()
    parts = tuple(_part(typed, _Piece((), start, end, (start, start)), today) for start, end in lines)
    return parts if all(part.status is not None for part in parts) else ()


def _by_thing(typed: Typed, today: date) -> tuple[Part, ...]:
    """Split "pano xong rồi, clip đang dựng, hội thảo chưa có ngày": each clause has a subject and says how far it is.

    Three clauses of which two differ are certain; two are when both begin with something that is produced.
    """
    clauses = list(_clauses(typed.plain))
    subjects = [_subject(typed.plain[start:end], today) for start, end in clauses]
    things = all(_THING.begins(_ADDRESS.sub("", typed.plain[start:end])) for start, end in clauses)
    if None in subjects or len(clauses) < 2 or (len(clauses) == 2 and not things):
        return ()
    parts = tuple(_thing(typed, _Piece((), start, end, (start, start)), today) for start, end in clauses)
    statuses = {part.status for part in parts}
    return parts if None not in statuses and len(statuses) > 1 else ()


def _thing(typed: Typed, piece: _Piece, today: date) -> Part:
    """Read what is said of a thing; a time to come and nothing else ("hội nghị tháng sau") says that it is not begun."""
    part = _part(typed, piece, today)
    coming = any(day.ahead > today for day in find_days(typed.plain[piece.start : piece.end], today))
    return replace(part, status=Status.NOT_STARTED) if part.status is None and coming else part


def _clauses(plain: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _THING_BREAK.finditer(plain):
        if plain[at : found.start()].strip():
            yield at, found.start()
        at = found.end()
    if plain[at:].strip():
        yield at, len(plain)


def _subject(clause: str, today: date) -> str | None:
    """Give the words before the status or the day of a clause; `None` when there are none, or too many to be a name."""
    days = find_days(clause, today)
    places = [place for place in (status_place(clause), *(day.start for day in days)) if place is not None]
    at = min(places, default=None)
    subject = " ".join(_FILLERS.blank(clause[:at]).strip(" :").split()) if at is not None else ""
    return subject if 0 < len(subject.split()) <= _LONGEST_SUBJECT else None
