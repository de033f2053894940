"""How far a task is, from the words of a message or of a part of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.reports import Status
from bot.reading.chat.lexicon import (
    AWAY,
    DONE,
    HINDERED,
    NO_HINDRANCE,
    PRODUCE,
    REPORTING,
    SPEAKER,
    STOPPED,
    WAITING,
    WORK,
)
from bot.reading.chat.quantities import Figures
from bot.reading.chat.typed import Phrase
from bot.reading.days import DayMention

_STOPPED = Phrase(STOPPED)
_HINDERED = Phrase(HINDERED)
_NO_HINDRANCE = Phrase(NO_HINDRANCE)
_LATE_STAGE = "ký|duyệt|trình|thẩm định|phê duyệt|nghiệm thu|thanh toán|quyết toán|ban hành|gửi|nộp|báo cáo|đủ|hết|chốt"
_UNFINISHED = Phrase(
    rf"(?:chưa|không)(?: (?!đang|đã)\w+){{0,3}}? (?:{DONE})|(?:sắp|gần|cơ bản(?: đã)?|hòm hòm|gần như|suýt|tương đối) (?:{DONE})"
    rf"|cơ bản|gần (?:được|tới|đến)|sắp được|chưa (?:{_LATE_STAGE})|(?:{DONE}) (?:một|1|phần|nửa|giai đoạn|bước|đợt|cơ bản|gần hết)"
    rf"|(?:mới|vừa)(?: \w+){{0,2}} (?:được|bắt đầu)|mới (?:xong|đạt)|(?:đã|vừa) bắt đầu|bắt đầu (?:\w+ )?rồi|dự kiến(?: \w+){{0,8}} (?:{DONE})"
    rf"|(?:{DONE}) (?:vào )?dự kiến|(?:còn|chỉ còn)(?: \w+){{1,6}} (?:nữa|chưa|là xong)|làm gần hết|(?:mới|sẽ|chắc|phải)(?: \w+){{0,6}} (?:{DONE})"
    rf"|duy trì|thường xuyên|(?:đã|vừa) trình(?! (?:\w+ ){0, 3}ban hành)|(?:đã|vừa) (?:gửi|có|xong) dự thảo|đang dở|dở dang|một nửa|được nửa|chậm (?:tí|chút|tiến độ)"
    rf"|trong tuần (?:này|tới)? ?(?:là )?(?:{DONE})|trình (?:lãnh đạo|ubnd|sở|ký|tỉnh)|lấy ý kiến(?! xong| rồi)|tiếp tục (?:{WORK})"
)
_WORKING = Phrase(rf"(?:đang|vẫn(?! chưa))(?! (?:{WAITING}|tạm|dừng|ngưng|ngừng|không|chưa|{AWAY})(?!\w))")
_HALTING = Phrase(rf"(?:đang|vẫn)(?: còn)? (?:{WAITING})|vẫn đang (?:{WAITING})")
_REPORTING_ONLY = Phrase(rf"(?:đang|vẫn) (?:{REPORTING}|nhắn)")
_POSTED = Phrase(r"(?:đã|vừa|mới) đăng|đăng(?= \d| bài| tin)")
_NOT_STARTED = Phrase(
    rf"(?:chưa|không) (?:kịp |thể |hề |dám |có |được )?(?:(?:{SPEAKER}) )?(?:{WORK}|động)(?! việc)|chưa (?:đến|tới) (?:kỳ|lượt|hạn|thời gian|đợt)"
    rf"|(?:sẽ|sắp|chuẩn bị|mới|định|dự kiến)(?: \w+){{0,3}} (?:{WORK})|chưa có (?:gì|kết quả|kế hoạch|ngày|lịch|tin|bài|động tĩnh|triển khai)"
    rf"|chưa gì|chưa đâu|chưa (?:một|1) (?:tin|bài|lớp)|(?:để|sang|qua) (?:quý|năm|tháng)(?: \w+){{0,2}} (?:{WORK})|chưa nhúc nhích|chưa ai (?:{WORK})"
)
_OTHER_NOT_YET = Phrase("chưa")
_FINISHED = Phrase(rf"{DONE}|đã được (?:{PRODUCE})")
_DID = Phrase(
    rf"đã(?: \w+){{0,2}}? (?:{PRODUCE})|(?:{PRODUCE})(?: \w+){{0,6}}? rồi|mới (?:{PRODUCE})(?: \w+){{0,4}}? (?:hôm|sáng|chiều) (?:qua|nay)"
)
_ALREADY = Phrase("rồi|đã")
_JUST_DONE = Phrase("rồi")
_SOME = Phrase(rf"(?:{PRODUCE}|có|được|đạt)(?: thêm| được)?(?= +[.,;]|\s*$)")


@dataclass(frozen=True, slots=True)
class Signals:
    """Where in a message what is said about progress begins; `None` for what is not said."""

    stopped: int | None
    hindered: int | None
    unfinished: int | None
    working: int | None
    halting: int | None
    not_started: int | None
    not_yet: int | None
    finished: int | None
    did: int | None


def signals(plain: str) -> Signals:
    """Look for every signal; a hindrance that is denied is none."""
    hinder_plain = _NO_HINDRANCE.blank(plain)
    working_plain = _POSTED.blank(_REPORTING_ONLY.blank(plain))
    return Signals(
        _at(_STOPPED, plain),
        _at(_HINDERED, hinder_plain),
        _at(_UNFINISHED, plain),
        _at(_WORKING, working_plain),
        _at(_HALTING, hinder_plain),
        _at(_NOT_STARTED, plain),
        _at(_OTHER_NOT_YET, hinder_plain),
        _at(_FINISHED, _UNFINISHED.blank(plain)),
        _at(_DID, plain),
    )


_BEGINNING = Phrase(
    rf"(?:đã |cũng |thì |vẫn |mới |cơ bản |sắp |gần |cũng đã )*(?:{DONE}|{WORK}|đang|chưa|được|đạt|vướng|kẹt|tắc|tạm|bị|hủy|dừng|không|dự kiến"
    r"|ok|oke|rồi|khoảng|tầm|đã|sắp|gần|cơ bản|vẫn|\d{1,3} ?(?:%|phần trăm))"
)
_PERCENT = Phrase(r"\d{1,3} ?(?:%|phần trăm)")


def begins_status(plain: str) -> bool:
    """Tell whether the words begin by saying how far something is."""
    return _BEGINNING.begins(plain)


def status_place(plain: str) -> int | None:
    """Find where the words first say how far something is."""
    said = signals(plain)
    places = [said.stopped, said.hindered, said.unfinished, said.working, said.halting, said.not_started, said.not_yet]
    told = [place for place in (*places, said.finished, said.did, _at(_PERCENT, plain)) if place is not None]
    return min(told, default=None)


def _at(phrase: Phrase, plain: str) -> int | None:
    found = phrase.find(plain)
    return None if found is None else found.start()


def read_status(plain: str, figures: Figures, days: tuple[DayMention, ...], today: date) -> Status | None:
    """Decide how far the task is; `None` when the words do not say.

    In this order: stopped; a percentage or a share; work going on; what came first of "not done yet", "not begun" and "hindered";
    finished, unless the day named for it lies ahead.
    """
    said = signals(plain)
    if said.stopped is not None:
        return Status.BLOCKED
    if figures.percent is not None:
        return _by_percent(figures.percent)
    if figures.whole is False:
        return Status.IN_PROGRESS
    if said.working is not None and not _only_halting(said):
        return Status.IN_PROGRESS
    if said.finished is not None and said.not_started is None and said.not_yet is None:
        return Status.IN_PROGRESS if said.unfinished is not None or expected_day(plain, days, today) else Status.DONE
    return _by_first(said) or _by_deed(said, plain, figures)


def _by_percent(percent: int) -> Status:
    if percent == 0:
        return Status.NOT_STARTED
    return Status.DONE if percent == 100 else Status.IN_PROGRESS


def _only_halting(said: Signals) -> bool:
    return said.halting is not None and said.halting == said.working


def _by_first(said: Signals) -> Status | None:
    """Let what is said first decide between unfinished, not begun and hindered."""
    places = [
        (said.unfinished, 0, Status.IN_PROGRESS),
        (said.hindered, 1, Status.BLOCKED),
        (said.not_started, 2, Status.NOT_STARTED),
    ]
    told = sorted((place, order, status) for place, order, status in places if place is not None)
    return told[0][2] if told else None


def _by_deed(said: Signals, plain: str, figures: Figures) -> Status | None:
    """Take what was done as done, unless something is not done yet beside it."""
    if said.not_yet is not None:
        return Status.IN_PROGRESS if said.did is not None or said.finished is not None else Status.NOT_STARTED
    if said.did is not None or figures.whole:
        return Status.DONE
    if said.halting is not None:
        return Status.IN_PROGRESS
    return None


def expected_day(plain: str, days: tuple[DayMention, ...], today: date) -> date | None:
    """Find the day by which work is to be finished: one that lies ahead, where the words do not say that it is past."""
    for mention in days:
        if mention.exact and not _is_past(plain, mention, today):
            return mention.ahead
    return None


def completion_day(plain: str, days: tuple[DayMention, ...], today: date) -> date | None:
    """Find the day on which it was finished: past or today, nearest to the word that says so."""
    past = [mention for mention in days if mention.exact and mention.behind <= today]
    finished = _FINISHED.find(plain)
    at = finished.start() if finished else 0
    return min(past, key=lambda mention: abs(mention.start - at)).behind if past else None


def _is_past(plain: str, mention: DayMention, today: date) -> bool:
    """Tell whether a day belongs to what has happened; one left open is past after "xong" or beside "rồi", "đã"."""
    if mention.ahead < today:
        return True
    if mention.ahead > today and mention.behind == mention.ahead:
        return False
    finished = _FINISHED.find(plain)
    after = finished is not None and finished.start() < mention.start
    return _ALREADY.find(plain) is not None or (after and mention.ahead != mention.behind) or _morning(plain, mention)


_MORNING = re.compile(r"sang ?|sáng")


def _morning(plain: str, mention: DayMention) -> bool:
    return _MORNING.match(plain, mention.start) is not None
