"""Days as people type them: "mai", "thứ 6 tuần sau", "3 ngày nữa", "cuối tháng", "27/9"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.reading.chat.numerals import worded_value
from bot.reading.chat.periods import (
    COUNTS,
    Both,
    ago,
    edge,
    length,
    month_start,
    nearest,
    one_more,
    since,
    start,
    word,
)
from bot.reading.chat.typed import Phrase, Typed, read_typed
from bot.reading.date_parts import make_date

_FALLBACK_LENGTH = 40
_BARE_DATE = re.compile(r"(\d{1,2})[ .](\d{1,2})(?:[ .]((?:20)?\d\d))?")
_LIKE_A_DATE = re.compile(r"\d[./-]\d|\d [^\W\d]+\.? \d")
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day named in a message, at `plain[start:end]`.

    `ahead` is the day when it is still to come, `behind` when it is past; they differ only where the words leave it open
    ("thứ 6", "ngày 5"). `exact` is false for a period ("tuần sau"), of which they are the first day and `until` is the last.
    """

    start: int
    end: int
    ahead: date
    behind: date
    until: date
    exact: bool = True


Reader = Callable[[re.Match[str], date], "Both | None"]


def read_day(text: str, today: date, *, periods: bool = False) -> date | None:
    """Read the one day that `text` names, as printed: "trước thứ sáu tuần sau" is that Friday.

    Day and month without a year are those nearest to `today`; what is otherwise open ("thứ 6", "ngày 5") lies ahead. A period
    ("tuần sau", "tháng 11") is no day, unless `periods` asks for its first day. `None` when no day or several are named,
    or when it does not exist (31/2).
    """
    bare = _BARE_DATE.fullmatch(text.strip())
    typed = read_typed("/".join(filter(None, bare.groups())) if bare else text)
    mentions = find_days(typed.plain, today)
    exact = {mention.ahead for mention in mentions if mention.exact}
    days = exact or {mention.ahead for mention in mentions if periods}
    if len(days) == 1:
        return days.pop()
    return None if mentions or len(typed.text) > _FALLBACK_LENGTH else _by_dateparser(typed, today)


def _by_dateparser(typed: Typed, today: date) -> date | None:
    """Ask dateparser about ways of writing a date that are not ours; it must find day and month, and may not reckon."""
    if not _LIKE_A_DATE.search(typed.text):
        return None
    from datetime import datetime

    import dateparser

    settings = {
        "DATE_ORDER": "DMY",
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month"],
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001 - dateparser wants it naive
    }
    found = dateparser.parse(typed.text, languages=["vi"], settings=settings)
    return None if found is None else found.date()


def read_length(text: str, start: date) -> date | None:
    """Read a mere length of time, "thêm 5 ngày" or "1 tuần", counted from `start`.

    `None` for all else, "5 ngày nữa" among it, which counts from today.
    """
    plain = read_typed(text).plain.strip(" .,!")
    found = _MERE_LENGTH.find(plain)
    if found is None or found.span() != (0, len(plain)):
        return None
    both = length(found, start)
    return None if both is None else both[0]


def find_days(plain: str, today: date) -> tuple[DayMention, ...]:
    """Find all days in canonical text, in the order of their places; "thứ sáu 25/10" is one."""
    mentions: list[DayMention] = []
    weekdays: set[DayMention] = set()
    text = plain
    for phrase, reader, exact in _RULES:
        for found in phrase.every(plain):
            both = reader(found, today)
            if both is not None:
                mentions.append(_mention(found, both, exact=exact))
                weekdays |= {mentions[-1]} if reader is _weekday else set()
        plain = phrase.blank(plain)
    mentions.sort(key=lambda mention: mention.start)
    doubled = {one for one, other in pairwise(mentions) if one in weekdays and _dated(one, other, text)}
    return tuple(mention for mention in mentions if mention not in doubled)


def _dated(weekday: DayMention, other: DayMention, text: str) -> bool:
    """Tell whether a date stands right behind a weekday and falls on one."""
    between = text[weekday.end : other.start].strip(" ,(")
    return (
        not between and other.exact and other.ahead == other.behind and other.ahead.weekday() == weekday.ahead.weekday()
    )


def _mention(found: re.Match[str], both: Both, *, exact: bool) -> DayMention:
    if exact:
        return DayMention(found.start(), found.end(), *both, until=both[0])
    return DayMention(found.start(), found.end(), both[0], both[0], until=both[1], exact=False)


def _written(found: re.Match[str], today: date) -> Both | None:
    """Read "27/9", "15/11/2024", "ngày 5 tháng 11 năm 2024", "2024-11-15"."""
    day, month, year = int(found["day"]), int(found["month"]), word(found, "year")
    one = make_date(int(year) + (2000 if len(year) == 2 else 0), month, day) if year else nearest(today, month, day)
    return None if one is None else (one, one)


def _spoken(found: re.Match[str], today: date) -> Both | None:
    """Read "hai mươi tháng mười", as dictated; "tháng giêng" is January."""
    named = word(found, "spoken_month")
    month = 1 if named == "gieng" else int(named) if named.isdigit() else worded_value(named)
    one = nearest(today, month, worded_value(found["spoken"])) if month <= 12 else None
    return None if one is None else (one, one)


def _day_of_this_month(found: re.Match[str], today: date) -> Both | None:
    """Read "ngày 5 tháng sau", "25 tháng này"."""
    which = word(found, "which")
    first = month_start(today, {"truoc": -1, "nay": 0}.get(which, 1))
    one = make_date(first.year, first.month, int(found["day"]))
    return None if one is None else (one, one)


def _day_of_month(found: re.Match[str], today: date) -> Both | None:
    """Read "ngày 5", "mùng bảy": the next one ahead, the last one behind, today included in both."""
    day = worded_value(found["spoken"]) if word(found, "spoken") else int(found["day"])
    months = [month_start(today, shift) for shift in range(-2, 3)]
    days = [one for one in (make_date(first.year, first.month, day) for first in months) if one]
    ahead = next((one for one in days if one >= today), None)
    behind = next((one for one in reversed(days) if one <= today), None)
    return None if ahead is None or behind is None else (ahead, behind)


_WEEKDAYS = {
    name: index // 2
    for index, name in enumerate(["2", "hai", "3", "ba", "4", "tu", "5", "nam", "6", "sau", "7", "bay"])
}
_WEEKS = {
    "tuan sau nua": 14,
    "tuan sau": 7,
    "tuan toi": 7,
    "tuan nua": 7,
    "sau": 7,
    "tuan truoc": -7,
    "tuan nay": 0,
    "tuan roi": -7,
}


def _weekday(found: re.Match[str], today: date) -> Both | None:
    """Read "thứ 6", "t6 tuần sau", "chủ nhật này", "thứ hai vừa rồi"."""
    named = _WEEKDAYS.get(word(found, "weekday"), _SUNDAY)
    which = word(found, "which")
    if which in _WEEKS:
        one = today + timedelta(named - today.weekday() + _WEEKS[which])
        return one, one
    ahead = today + timedelta((named - today.weekday() - 1) % 7 + 1)
    behind = today - timedelta((today.weekday() - named - 1) % 7 + 1)
    if which in ("vua roi", "vua qua", "truoc", "roi", "qua"):
        return behind, behind
    return (ahead, ahead) if which else (ahead, behind)


def _near(days: int) -> Reader:
    def read(found: re.Match[str], today: date) -> Both:
        return today + timedelta(days), today + timedelta(days)

    return read


_CUE = "(?:ngày|hôm|mùng|mồng|trước|đến|tới|hết|từ|vào|dự kiến|hạn|sáng|chiều|tối|bữa)"
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
_FROM = r"(?:\d{1,2}(?:/\d{1,2})? ?(?:-|–|đến|tới) ?(?:hết )?(?:ngày )?)?"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(COUNTS)}|nửa)"
_UNITS = "một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín"
_TEENS = rf"(?:mười|(?:hai|ba) mươi)(?: (?:{_UNITS}|mốt))?"
_SPOKEN_MONTH = (
    r"tháng (?P<spoken_month>giêng|mười(?: một| hai)?|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|\d{1,2})"
    "(?! (?:nữa|sau|trước|lần))"
)
_UNIT = "(?P<unit>ngày làm việc|ngày|hôm|bữa|tuần|tháng)"
_LENGTH_CUE = (
    "(?:sau|thêm|trễ|chậm|muộn|hoãn|lùi|khất|gia hạn|trong|còn|xin|nhắc)"
    "(?: (?:lại|khoảng|tầm|nhắc|em|mình|báo cáo|đến|tới|vòng|thêm|hạn|cho))*"
)
_WEEK = (
    "(?: (?P<which>tuần (?:sau nữa|sau|tới|trước|này|nữa|rồi)|vừa rồi|vừa qua|(?:sau|tới|này|trước|rồi|qua)(?! \\d)))?"
)
_MERE_LENGTH = Phrase(
    rf"(?:(?:xin|cho|gia hạn|lùi|kéo dài|thêm|hoãn|dời|khoảng|tầm) )*{_COUNT} {_UNIT}(?: (?:nhé|nha|ạ|thôi|đi))*"
)
_PERIOD = (
    "(?:(?P<into>sang|qua) )?(?P<period>tuần|tháng|quý|năm)"
    "(?: (?P<which>này|nay|sau nữa|sau|tới|trước|nữa|kế|vừa rồi|vừa qua))?"
)
_NUMBERED = rf"(?: ?(?P<number>(?:19|20)\d\d|\d{{1,2}}|iv|i{{1,3}})(?:(?:/| năm ){_YEAR})?(?!\w|[/.,]\d| ?%))?"

_RULES: tuple[tuple[Phrase, Reader, bool], ...] = (
    (Phrase(rf"{_YEAR}-{_MONTH}-{_DAY}"), _written, True),
    (Phrase(rf"(?:{_CUE} )*{_FROM}{_DAY} ?(?P<sep>[/.-]) ?{_MONTH} ?(?P=sep) ?(?P<year>\d{{4}}|\d\d)"), _written, True),
    (Phrase(rf"(?:{_CUE} )*{_FROM}{_DAY}/{_MONTH}(?!/| ?%| ?phần trăm)"), _written, True),
    (Phrase(rf"(?:{_CUE} )+{_DAY}[.-]{_MONTH}(?![/.-]\d| ?%)"), _written, True),
    (Phrase(rf"(?:{_CUE} )*{_FROM}{_DAY} tháng ?{_MONTH}(?:(?:,? năm |[/-])(?P<year>\d{{4}}))?"), _written, True),
    (Phrase(rf"(?:{_CUE} )+{_DAY} tháng (?P<which>này|nay|sau|tới|trước)"), _day_of_this_month, True),
    (Phrase(r"(?P<day>1[3-9]|2\d|3[01]) tháng (?P<which>này|nay|sau|tới|trước)"), _day_of_this_month, True),
    (Phrase(r"(?P<day>\d{1,2}) tháng (?P<which>này|nay)"), _day_of_this_month, True),
    (Phrase(rf"(?:{_CUE} )*(?P<spoken>{_TEENS}) {_SPOKEN_MONTH}"), _spoken, True),
    (Phrase(rf"(?:{_CUE} )+(?P<spoken>{_UNITS}) {_SPOKEN_MONTH}"), _spoken, True),
    (Phrase(r"(?:từ|hồi|trong|hết) (?P<period>t)(?P<number>\d{1,2})"), start, False),
    (Phrase(r"(?P<period>t)(?P<number>[89]|1[0-2])"), start, False),
    (
        Phrase(rf"(?:từ|kể từ|tính từ) (?P<edge>đầu|giữa|cuối) {_PERIOD}{_NUMBERED}(?: (?:đến|tới) (?:nay|giờ))?"),
        since,
        False,
    ),
    (Phrase(rf"(?P<edge>đầu|giữa|cuối|hết) {_PERIOD}{_NUMBERED}"), edge, True),
    (Phrase(rf"(?:thứ ?|t(?=[2-7]))(?P<weekday>[2-7]|hai|ba|tư|bốn|năm|sáu|bảy)(?!\w| ?%){_WEEK}"), _weekday, True),
    (Phrase(rf"chủ nhật{_WEEK}"), _weekday, True),
    (Phrase(rf"(?:cách đây|cách nay|trước đây) {_COUNT} {_UNIT}"), ago, True),
    (Phrase(rf"{_COUNT} {_UNIT} (?:trước|vừa qua|qua)"), ago, True),
    (Phrase(rf"{_LENGTH_CUE} {_COUNT} {_UNIT}(?: (?:nữa|sau|tới))?"), length, True),
    (Phrase(rf"{_COUNT} {_UNIT} (?:nữa|sau|tới)"), length, True),
    (Phrase("(?P<unit>tuần|tháng) nữa"), one_more, True),
    (Phrase("ngày kia|ngày mốt|(?<!mai )(?:'mốt|mốt(?= (?:nhắc|em|báo|gửi|mình)))"), _near(2), True),
    (Phrase("hôm kia"), _near(-2), True),
    (Phrase("(?:hôm|bữa|sáng|trưa|chiều|tối|đêm)(?: hôm)? qua"), _near(-1), True),
    (
        Phrase("(?:khi |hồi |lúc )?'nãy(?= (?:em|mình|tôi|làm|gửi|nộp|đã|bên|xong))|vừa nãy|lúc nãy|hồi nãy|ban nãy"),
        _near(0),
        True,
    ),
    (Phrase("(?:hôm|bữa|sáng|trưa|chiều|tối|đêm|ngày) nay|(?:trong|cuối|hết) ngày(?! \\d)|cuối giờ"), _near(0), True),
    (
        Phrase("(?:trưa|chiều|tối)(?=(?: (?:em|e|mình|tôi|anh|chị|a|c|bên|về))*(?: sẽ)? (?:báo|gửi|nộp|nhắn))"),
        _near(0),
        True,
    ),
    (Phrase("(?:(?:ngày|sáng|trưa|chiều|tối) )?(?<!nay )mai(?! mốt)"), _near(1), True),
    (Phrase(rf"ngày (?P<spoken>{_TEENS})(?! tháng)"), _day_of_month, True),
    (Phrase(rf"(?:mùng|mồng) (?P<spoken>{_UNITS}|mười)(?! tháng)"), _day_of_month, True),
    (Phrase(rf"(?:ngày|mùng|mồng|hôm|bữa) {_DAY}(?![/.-]\d| ?%)"), _day_of_month, True),
    (Phrase(rf"{_PERIOD}{_NUMBERED}"), start, False),
)
"""Earlier rules win: what one has read the later ones do not see."""
