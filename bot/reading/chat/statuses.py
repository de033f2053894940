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
    LATE_STAGE,
    NO_HINDRANCE,
    PARTICLES,
    PRODUCE,
    REPORTING,
    RESOURCE,
    SPEAKER,
    STOPPED,
    WAITING,
    WORK,
)
from bot.reading.chat.quantities import Figures
from bot.reading.chat.typed import Phrase
from bot.reading.days import DayMention

_PREPARATION = "dự toán|kế hoạch|dự thảo|đề cương|hồ sơ|danh sách|tờ trình|thiết kế|khâu|bước|phần"
"""What is finished before the work itself is: "mới lập xong dự toán"."""

_STOPPED = Phrase(STOPPED)
_HINDERED = Phrase(HINDERED)
_NO_HINDRANCE = Phrase(NO_HINDRANCE)
_UNFINISHED = Phrase(
    rf"(?:chưa|không)(?: (?!đang|đã)\w+){{0,3}}? (?:{DONE})|chưa (?:{LATE_STAGE})",
    rf"(?:sắp|gần|gần như|cơ bản(?: đã)?|hòm hòm|suýt|tương đối) (?:{DONE})|cơ bản|gần (?:được|tới|đến)|sắp được",
    rf"(?:{WORK}) (?:được|đã) \d+ (?:ngày|tuần|tháng|năm)",
    "(?:một|hai|ba|bốn) phần (?:ba|tư|bốn|năm|mười)",
    r"làm gần hết|(?:được|xong) (?:chút|ít|tí|tý|một phần|1 phần|một ít|một số|vài|mấy|phần nào|kha khá)",
    "(?:tiến độ|hơi|bị|còn)(?: hơi| còn| bị)* (?:chậm|trễ)",
    rf"(?:{DONE}) (?:một|1 phần|phần(?! việc| mình| của)|nửa|giai đoạn|bước|đợt|cơ bản|gần hết)",
    "một nửa|được nửa|dở dang|đang dở",
    rf"dự kiến(?: \w+){{0,8}} (?:{DONE})|(?:{DONE}) (?:vào )?dự kiến|(?:sẽ|chắc|phải)(?: \w+){{0,6}} (?:{DONE})",
    rf"nữa là (?:{DONE})",
    rf"chỉ còn|còn (?:khâu|phần|mỗi|bước|thủ tục|thiếu(?! (?:{RESOURCE}))|\d)",
    "(?:gần|phân|quá|hơn|trên|hơn một|hơn 1) nửa|nửa chừng",
    r"còn(?: \w+){1,6} (?:nữa|chưa|là xong)",
    "(?:chậm|trễ) (?:tí|chút|tiến độ|xíu)|duy trì|thường xuyên",
    r"(?:đã|vừa) trình(?! (?:\w+ ){0,3}ban hành)|trình (?:lãnh đạo|ubnd|sở|ký|tỉnh)(?! (?:\w+ ){0,3}ban hành)",
    rf"(?:đã|vừa) (?:gửi|có|xong) dự thảo|lấy ý kiến(?! xong| rồi)|tiếp tục (?:{WORK})",
    rf"chưa (?:{WORK})(?: được)?(?: gì)? (?:nhiều|mấy|bao nhiêu)",
    rf"mới (?:\w+ ){{1,3}}(?:{DONE}) (?:{_PREPARATION})",
)
_LATE_REPORT = Phrase(r"(?:gửi|nộp|báo cáo)(?: \w+){0,2} (?:trễ|chậm|muộn)")
_JUST = Phrase(rf"(?:mới|vừa)(?: làm| vừa)? (?:{DONE})")
_BEGUN = Phrase(
    rf"(?:mới|vừa)(?: \w+){{0,2}} (?:được|bắt đầu)|mới (?:{WORK}|đạt|có)|mới (?:{PRODUCE}) (?:được )?\d+",
    r"(?:đã|vừa) bắt đầu|bắt đầu (?:\w+ ){0,3}rồi|(?:mới|vừa)(?: (?!làm)\w+){1,5} thôi",
)
_ONLY_THEN = Phrase(
    rf"mới(?: \w+){{0,3}} (?:{WORK})|mới có (?:đoàn|lớp|hội nghị|đợt)",
    "mới (?:đi|mở|đón|đăng|quay|phát sóng|in|viết|lắp|mua|tập huấn|khảo sát)",
)
_WORKING = Phrase(
    rf"(?:đang|'vẫn(?! chưa)|vẫn(?= (?:đang|thế|tiếp tục|{WORK})(?!\w)))"
    rf"(?! (?:{WAITING}|tạm|'dừng|ngưng|ngừng|không|xem|đọc|nhắc|hối|hỏi|đòi|{AWAY})(?!\w))",
    "(?:hôm|sáng) nay (?:mới )?(?:bắt đầu|khởi động)",
)
_HALTING = Phrase(
    rf"(?:đang|vẫn)(?: còn| đang)? (?:{WAITING})",
    rf"(?:chờ|đợi) (?:{LATE_STAGE}|lãnh đạo|ubnd|sở|tỉnh|kinh phí|hướng dẫn|ý kiến|kế hoạch|phản hồi|cấp|bộ|huyện)",
)
_REPORTING_ONLY = Phrase(rf"(?:đang|vẫn) (?:{REPORTING})")
_AS_CAUSE = Phrase(r"(?:lý do|nguyên nhân|do|vì|bởi vì|tại)(?: là| ?:)? (?:đang|vẫn)(?: \w+)*")
_POSTED = Phrase(r"(?:đã|vừa|mới) đăng|đăng(?= \d| (?:đủ|bài|tin)(?!\w))")
_NOT_STARTED = Phrase(
    rf"(?:chưa|không) (?:kịp |thể |hề |dám |có |được )?(?:(?:{SPEAKER}) )?(?:{WORK}|động)(?! việc)",
    rf"(?:sẽ|sắp|chuẩn bị(?! và| xong| cho)|định|dự kiến)(?: \w+){{0,3}} (?:{WORK})",
    rf"chưa ai (?:{WORK})|chưa nhúc nhích|chưa gì|chưa đâu",
    "chưa (?:do|vì|bởi)",
    rf"(?:chờ|đợi)(?: \w+){{1,6}} (?:mới|thì|sẽ)(?: \w+)? (?:{WORK})",
    rf"(?:để|sang|qua) (?:quý|năm|tháng)(?: \w+){{0,2}} (?:{WORK})|chưa (?:đến|tới) (?:kỳ|lượt|hạn|thời gian|đợt)",
    "chưa có (?:gì|kết quả|kế hoạch|ngày|lịch|tin|bài|động tĩnh|triển khai)|chưa (?:một|1) (?:tin|bài|lớp)",
)
_NOT_YET = Phrase("chưa(?! (?:biết|hiểu|rõ|nhận|thấy|nghe|đọc|xem|tìm))")
_FINISHED = Phrase(DONE, f"đã được (?:{PRODUCE})")
_DID = Phrase(
    rf"đã(?! nhận| xem| đọc| biết| hiểu| rõ| nắm)(?: (?!sẽ|để)\w+){{0,2}}? (?:{PRODUCE})",
    rf"(?:{PRODUCE})(?: (?!nhầm)[^\s,;]+){{0,14}}? rồi(?! (?:(?:{SPEAKER}) )?(?:sẽ )?(?:báo|trả lời|phản hồi)(?! cáo))",
    rf"(?:{PRODUCE}) \d[^;\n!?]{{0,60}}? rồi(?: (?:{PARTICLES}))*(?=[ .!]*(?:\n|$))",
    rf"(?:{PRODUCE}) (?:đủ|đầy đủ)(?= \d)",
    rf"mới (?:{PRODUCE})(?: \w+){{0,4}}? (?:hôm|sáng|chiều) (?:qua|nay)",
)
_PLANNED = Phrase("dự kiến|chậm nhất|sẽ|khoảng|muộn nhất")
_STAGE_AHEAD = Phrase(
    "nghiệm thu|trình|ký|duyệt|thẩm định|phê duyệt|thanh toán|quyết toán|ban hành|bàn giao|phát hành|ra mắt"
)
_ON_TRACK = Phrase(
    r"(?:tiến độ|công việc|kế hoạch|chất lượng)(?: \w+){0,2}? (?:đảm bảo|bảo đảm)",
    "(?:đúng|kịp|theo(?: đúng)?|đảm bảo|bảo đảm) (?:tiến độ|kế hoạch|lộ trình)|(?:vẫn|đang) (?:ổn|bình thường|tốt)",
)
_AWAITED = Phrase(
    "(?:đang|vẫn|còn)(?: phải| đang)? (?:chờ|đợi)|'chờ|'đợi",
    "chưa (?:có (?:kết quả|ý kiến|phản hồi|trả lời|hồi âm)|trả lời|phản hồi|nhận được (?:kết quả|ý kiến|phản hồi))",
)
_WELL = "tốt|ổn(?: định)?|bình thường|thuận lợi|khả quan|suôn sẻ|trôi chảy"
_GOING_WELL = Phrase(
    rf"(?:tình hình|tiến độ|công việc|mọi việc|việc)(?: \w+){{0,4}}? (?:{_WELL})",
    rf"(?:{WORK}|tiến triển|diễn ra)(?: vẫn| rất| khá| đang)* (?:{_WELL})",
)
_ALREADY = Phrase("rồi|đã")
_GONE_BY = Phrase("rồi")
_RECEIVED = Phrase("nhận|đọc|xem|biết|hỏi|thấy|nghe|nghỉ|họp")
_WORK = Phrase(WORK)
_PRODUCED = Phrase(PRODUCE)
_SAYS_ALREADY = Phrase(rf"(?:(?:dạ|vâng) )?(?:có )?rồi(?: (?:{PARTICLES}))*")
_OPENS_ALREADY = Phrase(
    rf"(?:(?:dạ|vâng) )?(?:có )?rồi(?: (?:{PARTICLES}))*(?= ?[,.!\n](?! ?(?:để|sẽ|cảm ơn|ok|mai|lát|tí|chờ)))"
)
_COUNTED_DEED = Phrase("đã (?!nhận|xem|đọc|biết|hiểu|rõ|nắm|có|được|đến|hết|gần|lâu|nghe|thấy|hỏi|từng|bị)\\w+")
_NOTHING = Phrase(rf"chưa (?:hề )?(?:{WORK})(?: được)? (?:gì|chi)(?! nhiều| mấy)")
_BEGINNING = Phrase(
    rf"(?:đã |cũng |thì |vẫn |mới |cơ bản |sắp |gần )*(?:{DONE}|{WORK}|đang|chưa|được|đạt|vướng|kẹt|tắc|tạm|bị|hủy|dừng|không"
    r"|dự kiến|ok|oke|rồi|khoảng|tầm|đã|sắp|gần|cơ bản|vẫn|\d{1,3} ?(?:%|phần trăm))"
)
_PERCENT = Phrase(r"\d{1,3} ?(?:%|phần trăm)")
_MORNING = re.compile(r"sangS?\b")


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
    awaited: int | None


def signals(plain: str, *, ahead: bool = False) -> Signals:
    """Look for every signal; a hindrance that is denied is none. `ahead` says that a time to come is named."""
    hinder_plain = _NO_HINDRANCE.blank(plain)
    working_plain = _POSTED.blank(_REPORTING_ONLY.blank(_AS_CAUSE.blank(plain)))
    return Signals(
        _at(_STOPPED, plain),
        _at(_HINDERED, hinder_plain),
        _first(
            _at(_UNFINISHED, _LATE_REPORT.blank(plain)), None if ahead or _NOTHING.find(plain) else _at(_BEGUN, plain)
        ),
        _at(_WORKING, working_plain),
        _at(_HALTING, hinder_plain),
        _first(_at(_NOT_STARTED, plain), _at(_ONLY_THEN, plain) if ahead else None),
        _at(_NOT_YET, hinder_plain),
        _at(_FINISHED, _UNFINISHED.blank(plain)),
        _at(_DID, plain),
        _at(_AWAITED, plain),
    )


def begins_status(plain: str) -> bool:
    """Tell whether the words begin by saying how far something is."""
    return _BEGINNING.begins(plain)


def status_place(plain: str) -> int | None:
    """Find where the words first say how far something is."""
    said = signals(plain)
    places = [said.stopped, said.hindered, said.unfinished, said.working, said.halting, said.not_started, said.not_yet]
    return _first(*places, said.finished, said.did, _at(_PERCENT, plain))


def _at(phrase: Phrase, plain: str) -> int | None:
    found = phrase.find(plain)
    return None if found is None else found.start()


def _first(*places: int | None) -> int | None:
    return min((place for place in places if place is not None), default=None)


def read_status(plain: str, figures: Figures, days: tuple[DayMention, ...], today: date) -> Status | None:
    """Decide how far the task is; `None` when the words do not say.

    In this order: stopped; a percentage or a share; work going on; finished, unless something is left or the day named for it
    lies ahead; what comes first of "not finished", "hindered" and "not begun"; what has been done or waits.
    """
    ahead = _lies_ahead(plain, days, today)
    said = signals(plain, ahead=ahead)
    if said.stopped is not None:
        return Status.BLOCKED
    if figures.percent is not None:
        return _by_percent(figures.percent)
    if figures.whole is False or said.working is not None:
        return Status.IN_PROGRESS
    if said.finished is None and _GOING_WELL.find(plain) is not None:
        return Status.IN_PROGRESS
    if said.finished is not None and said.not_started is None and said.not_yet is None:
        left = said.unfinished is not None or said.halting is not None or ahead
        return Status.IN_PROGRESS if left else Status.DONE
    return (
        _by_first(said)
        or _by_deed(said, figures, ahead=ahead)
        or _by_hint(plain, ahead=ahead, past=completion_day(plain, days, today) is not None)
        or _by_count(plain, figures, ahead=ahead)
    )


def _by_percent(percent: int) -> Status:
    if percent == 0:
        return Status.NOT_STARTED
    return Status.DONE if percent == 100 else Status.IN_PROGRESS


def _by_first(said: Signals) -> Status | None:
    """Let what is said first decide between unfinished, not begun and hindered."""
    places = (
        (said.unfinished, Status.IN_PROGRESS),
        (_first(said.did) if said.awaited is not None else None, Status.IN_PROGRESS),
        (said.hindered, Status.BLOCKED),
        (said.not_started, Status.NOT_STARTED),
    )
    told = [(place, status) for place, status in places if place is not None]
    return min(told, key=lambda one: one[0])[1] if told else None


def _by_deed(said: Signals, figures: Figures, *, ahead: bool) -> Status | None:
    """Take what was done as done, unless beside it something is not done yet or a day to come is named."""
    if said.not_yet is not None:
        return Status.IN_PROGRESS if said.did is not None or said.finished is not None else Status.NOT_STARTED
    if said.did is not None or figures.whole:
        return Status.IN_PROGRESS if ahead or said.awaited is not None else Status.DONE
    if said.halting is not None:
        return Status.IN_PROGRESS
    return None


def _by_hint(plain: str, *, ahead: bool, past: bool) -> Status | None:
    """Take "rồi ạ", "tổ chức ngày 3/10" and "về hôm 5/10 rồi" (past) for done, and "tuần sau làm" for not begun."""
    if (
        _SAYS_ALREADY.covers(plain.strip(" .,!"))
        or (not ahead and _OPENS_ALREADY.begins(plain))
        or (past and not ahead and _is_deed(plain))
    ):
        return Status.DONE
    if ahead and _PLANNED.find(plain) is not None and _STAGE_AHEAD.find(plain) is not None:
        return Status.IN_PROGRESS
    if ahead and _WORK.find(plain) is not None:
        return Status.NOT_STARTED
    return Status.IN_PROGRESS if _ON_TRACK.find(plain) is not None else None


def _by_count(plain: str, figures: Figures, *, ahead: bool) -> Status | None:
    """Take "đã" with any verb and a quantity for done: "đã trả lời 3 báo nước ngoài"."""
    return Status.DONE if figures.quantities and not ahead and _COUNTED_DEED.find(plain) is not None else None


def _is_deed(plain: str) -> bool:
    """Tell whether what happened on a day is work, and not the reading of a message or a day off."""
    return _PRODUCED.find(plain) is not None or (_GONE_BY.find(plain) is not None and _RECEIVED.find(plain) is None)


def _lies_ahead(plain: str, days: tuple[DayMention, ...], today: date) -> bool:
    """Tell whether a day or a period is named that is still to come or still runs."""
    periods = any(not mention.exact and mention.until > today for mention in days)
    return expected_day(plain, days, today) is not None or (periods and _ALREADY.find(plain) is None)


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
    finished = _FINISHED.find(_UNFINISHED.blank(plain))
    after = finished is not None and finished.start() < mention.start
    already = _ALREADY.find(plain) or _JUST.find(plain)
    return already is not None or (after and mention.ahead != mention.behind) or _morning(plain, mention)


def _morning(plain: str, mention: DayMention) -> bool:
    return _MORNING.match(plain, mention.start) is not None
