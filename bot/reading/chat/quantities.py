"""Figures in a message: percent, shares ("3/5 lớp"), quantities with their units, and an official document's number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.chat.lexicon import PARTICLES
from bot.reading.chat.numerals import WORDED, worded_value
from bot.reading.chat.spelling import variants
from bot.reading.chat.typed import Phrase, Typed
from bot.reading.chat.units import MONEY, UNITS

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_UNIT = rf"(?:{MONEY})(?: lượt(?: (?:người|xem|truy cập|tiếp cận))?)?|{UNITS}"
_MONEY = Phrase(MONEY)
_LARGE = "triệu|tr|tỷ|tỉ"
_NEIGHBOURS = "hai ba|ba bốn|bốn năm|năm sáu|sáu bảy|bảy tám|tám chín|năm bảy"
_DIGIT = "một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín"
_WORDED = (
    "(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|(?:một )?(?=trăm|nghìn|ngàn))"
    rf"(?: ?(?:mươi|chục|trăm|nghìn|ngàn|linh|lẻ|{_DIGIT}))*"
)

_PERCENT = Phrase(r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|phần trăm|pt)")
_WORDED_PERCENT = Phrase(rf"(?P<value>{WORDED}) (?:%|phần trăm)")
_PERCENT_RANGE = Phrase(
    r"\d{1,3} ?%?(?:-|–| - | – | đến | tới )\d{1,3} ?(?:%|phần trăm)",
    rf"(?:{_NEIGHBOURS}) (?:chục|mươi) (?:%|phần trăm)",
)
_OVER = Phrase(r"(?:đạt|được|vượt|hoàn thành|xong) 1[0-9]\d ?(?:%|phần trăm)")
_NOT_ALL = Phrase(r"chưa(?: \w+){0,3} 100 ?(?:%|phần trăm)")
_CHANGE = Phrase(r"(?:vượt|tăng|giảm)(?: \w+){0,3} \d{1,3}(?:[.,]\d{1,2})? ?(?:%|phần trăm)")
_HALF = Phrase(
    "(?:(?:được|xong|khoảng|tầm|đạt) )+(?:một |1 )?nửa(?! tháng| ngày| buổi| năm| đầu| chừng| vời)", "(?:một|1) nửa rồi"
)
_ROUGH = Phrase(r"(?:được |đạt |mới )?(?:khoảng|tầm|độ|chừng|cỡ|~) ?(?P<value>\d{1,3})")
_ALONE = re.compile(r"\W*(?:tiêns? đôj?|tien do)?\W*(?P<value>[1-9][05]|100)\W*", re.IGNORECASE)
_PARTICLES = Phrase(rf"(?:(?:{PARTICLES}) ?)+")
_REMAINING = Phrase(r"còn (?:khoảng |tầm |độ )?(?P<value>\d{1,2}) ?(?:%|phần trăm) (?:nữa|chưa|là xong|thôi)")
_LEFT = Phrase(r"còn(?: lại)?(?: khoảng| tầm)? (?P<value>\d{1,2}) ?(?:%|phần trăm)")
_NONE_OF_IT = Phrase("(?:không|chưa)(?: được| có)? (?:một )?phần trăm(?: nào| gì)?")
_BY_NOW = Phrase(
    r"(?:giờ|nay|hiện)(?: đã| được| lên| là| đạt| tới| đến| chắc)+ (?:khoảng |tầm )?(?P<value>\d{1,3})(?: ?%| phần trăm)?"
    r"(?: (?:rồi|ạ|nhé|nha|anh|chị|em|thôi))*(?= ?(?:[,.;!\n]|$))"
)
_FROM_TO = Phrase(r"từ (?:khoảng |tầm )?\d{1,3} ?%? (?:lên|đến|tới)(?: khoảng)? (?P<value>\d{1,3}) ?(?:%|phần trăm)")
_NUMBER_OF_TASK = re.compile(r"\d{1,2}(?= - )")
_SHARE = Phrase(
    rf"(?<![\d/.,])(?P<done>{_NUMBER}) ?(?:(?P<unit>{_UNIT}) ?)?"
    rf"(?:/|(?:trên|trong)(?: tổng số| tổng| số)?) ?(?P<all>{_NUMBER}) ?"
    rf"(?P<of>{_UNIT}|việc|nhiệm vụ|đầu việc|(?:tháng|quý|'kỳ)(?! ?\d))"
)
_PLAIN_SHARE = Phrase(r"(?<![\d/.,])(?P<done>[1-4])/(?P<all>[2-5])(?![\d/]|[.,]\d|\w| ?%)")
_QUANTITY = Phrase(
    rf"(?<![\d.,-])(?:{_NUMBER}) ?(?:tỷ|tỉ) (?:{_NUMBER}) ?(?:triệu|tr)(?: đồng)?",
    rf"(?<![\d.,-])(?:{_NUMBER}) ?(?:{_LARGE}) rưỡi",
    rf"(?<![\d.,-])\d{{1,4}}(?:{_LARGE})\d{{1,3}}",
    rf"(?<![\d.,-])(?<!\d/)(?<! /)(?:\d{{1,4}}(?:-| - ))?(?:{_NUMBER}) ?(?:cái )?(?:{_UNIT})",
    rf"(?:{_WORDED}) (?:cái )?(?:{UNITS})",
)

_DOCUMENT = re.compile(
    r"(?P<number>\b\d{1,5} ?/ ?(?:(?:19|20)\d\d/)?(?:[A-ZĐ][A-Za-zĐđ]+(?:-[A-Za-zĐđ0-9&]+)*|[a-zđ]{2,}(?:-[a-zđ0-9&]+)+)"
    r"(?:,? (?:ngày|ngay|hôm|hom) \d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?| (?:tháng|thang) \d{1,2} (?:năm|nam) \d{4}))?)"
)
_BASIS = Phrase(
    r"(?:thực hiện|căn cứ|theo|tại|triển khai|phúc đáp|tiếp nhận|nhận được)(?: \w+){0,4}?"
    " (?:kế hoạch|công văn|quyết định|văn bản|nghị quyết|nghị định|chỉ thị|thông báo|chương trình|đề án|hướng dẫn)"
    r"[^,;\n]{0,60}? (?P<day>ngày \d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)"
)
_ORDINAL = Phrase(r"(?:đợt|giai đoạn|bước|lần|khóa|kỳ) \d{1,2}(?![/.,]\d|\w| ?%)")
_NTH = Phrase("(?:việc|nhiệm vụ|mục|cái|đầu việc|nội dung|phần) thứ (?:hai|ba|tư|năm|sáu|bảy)")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?84|0)\d(?:[ .-]?\d){7,9}(?!\d)|\d{9,}")
_CLOCK = re.compile(r"\d{1,2} ?(?:h|g|giờ|gio)(?: ?\d{2})?(?!\w)|\d{1,2}:\d{2}(?!\d)")
_DOCUMENT_NUMBER = re.compile(r"\b\d{1,5}/(?:(?:19|20)\d\d/)?[^\W\d_]{2,}(?:-[^\W_]+)*")
_DAY_WORDS = ("ngày", "hôm", "thứ", "tháng", "quý", "năm", "tuần", "mùng", "vụ", "mục", "task")
_DAY_WORD = re.compile(rf"\b(?:{'|'.join(form for word in _DAY_WORDS for form in variants(word))}) $")


_EACH = re.compile(rf"\b(?:{'|'.join(form for word in ('mỗi', 'hằng', 'hàng') for form in variants(word))}) \w+ $")
"""A rate, no day: "mỗi tuần 1 bản tin"."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a message.

    `percent` is 0 to 100 or `None` where none, several or a range are named. `whole` tells whether a share ("3/3 lớp") is
    complete; `False` for a range of percent, `None` without any. `quantities` are stretches of `plain`. `rest` is `plain` with
    all figures but days blanked, `days_plain` with only those blanked that could be taken for days.
    """

    percent: int | None
    whole: bool | None
    quantities: tuple[tuple[int, int], ...]
    rest: str
    days_plain: str


def find_document(typed: Typed) -> str | None:
    """Find the number of an official document, with its date where it follows: "123/BC-SNgV ngày 10/11/2024"."""
    found = _DOCUMENT.search(typed.text)
    return None if found is None else found["number"]


def find_figures(typed: Typed) -> Figures:
    """Read the figures of a message or of a part of one."""
    plain = _without_references(typed)
    shares = [found for found in _undated(plain, _SHARE) if _same_unit(found["unit"], found["of"])]
    bare_shares = [] if shares else _undated(plain, _PLAIN_SHARE)
    spans = [found.span() for found in shares]
    days_plain = _blank(_NTH.blank(plain), [*spans, *(found.span() for found in bare_shares)])
    rest = _blank(plain, spans)
    ranges = _ranges(rest)
    whole = _is_whole(shares or bare_shares)
    percent = _percent(_NOT_ALL.blank(_CHANGE.blank(_blank(rest, ranges))), bool(ranges))
    over = [found.span() for found in _PERCENT.every(rest) if float(found["value"].replace(",", ".")) > 100]
    rest = _WORDED_PERCENT.blank(_PERCENT.blank(_blank(rest, ranges)))
    counted = [found.span() for found in _undated(rest, _QUANTITY)]
    spans = sorted([*spans, *ranges, *over, *counted])
    whole = False if ranges or _NOT_ALL.find(plain) else True if whole is None and _OVER.find(plain) else whole
    return Figures(percent, whole, tuple(spans), _blank(rest, counted), _blank(days_plain, counted))


def without_documents(plain: str) -> str:
    """Blank the numbers of official documents; their dates stay."""
    return _blank(plain, [found.span() for found in _DOCUMENT_NUMBER.finditer(plain)])


def _without_references(typed: Typed) -> str:
    """Blank what is written in figures and counts nothing: documents, telephones, hours, and the date of a document
    that the task is based on. The date of a document that was made stays.
    """
    plain = without_documents(typed.plain)
    plain = _blank(plain, [found.span("day") for found in _BASIS.every(plain)])
    plain = _ORDINAL.blank(plain)
    for pattern in (_TELEPHONE, _CLOCK):
        plain = _blank(plain, [found.span() for found in pattern.finditer(plain)])
    return plain


def _blank(plain: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    return plain


def _undated(plain: str, phrase: Phrase) -> list[re.Match[str]]:
    """Find figures that no word before them makes a date ("ngày 2/10 người dân ...")."""
    return [
        found
        for found in phrase.every(plain)
        if _DAY_WORD.search(plain, max(0, found.start() - 7), found.start()) is None
        or _EACH.search(plain, max(0, found.start() - 14), found.start()) is not None
    ]


def _ranges(plain: str) -> list[tuple[int, int]]:
    """Find "30-40%"; "1 - 100%, 2 - 75%" tells of tasks one after the other."""
    found = list(_PERCENT_RANGE.every(plain))
    numbers = [int(number[0]) for one in found if (number := _NUMBER_OF_TASK.match(one[0]))]
    listed = len(found) > 1 and numbers == list(range(numbers[0], numbers[0] + len(found))) if numbers else False
    return [] if listed or _FROM_TO.find(plain) else [one.span() for one in found]


def _same_unit(done: str | None, total: str) -> bool:
    """Tell a share ("7 lớp/10 lớp", "320tr/500tr") from two counts side by side ("02 lớp/120 lượt người")."""
    return done is None or done.split()[0] == total.split()[0] or (_MONEY.covers(done) and _MONEY.covers(total))


def _is_whole(shares: list[re.Match[str]]) -> bool | None:
    """Tell whether every share is complete; `None` when there is none or it makes no sense as a share."""
    pairs = [(_value(found["done"]), _value(found["all"])) for found in shares]
    return all(done >= total for done, total in pairs) if pairs else None


def _value(number: str) -> float:
    """Read a figure as Vietnamese writes it: dots group thousands, a comma begins the decimals.

    >>> _value("1.250"), _value("1,5")
    (1250.0, 1.5)
    """
    return float(re.sub(r"[.,](?=\d{3}(?!\d))", "", number).replace(",", "."))


def _percent(plain: str, ranged: bool) -> int | None:
    remaining = _REMAINING.find(plain)
    if remaining is not None:
        return 100 - int(remaining["value"])
    risen = _FROM_TO.find(plain) or _BY_NOW.find(plain)
    if risen is not None:
        return _in_range(risen["value"])
    if _NONE_OF_IT.find(plain) is not None:
        return 0
    plain = _without_rest(plain)
    values = {found["value"] for found in _PERCENT.every(plain)}
    values |= {str(worded_value(found["value"])) for found in _WORDED_PERCENT.every(plain)}
    if values or ranged:
        return _in_range(values.pop()) if len(values) == 1 and not ranged else None
    return 50 if _HALF.find(plain) else _rough(plain)


def _without_rest(plain: str) -> str:
    """Blank "còn 30%" beside "70%", which says the same."""
    left = _LEFT.find(plain)
    done = {100 - int(found["value"]) for found in _PERCENT.every(plain) if found["value"].isdigit()}
    return _LEFT.blank(plain) if left is not None and int(left["value"]) in done else plain


def _rough(plain: str) -> int | None:
    """Read "khoảng 60", or a bare "60", where that is all that is said, apart from words of politeness."""
    alone = _ALONE.fullmatch(_PARTICLES.blank(plain))
    if alone is not None:
        return _in_range(alone["value"])
    found = _ROUGH.find(plain)
    if found is None or any(sign.isdigit() for sign in plain[: found.start()]):
        return None
    return _in_range(found["value"]) if _PARTICLES.blank(plain[found.end() :]).strip(" .,!") == "" else None


def _in_range(value: str) -> int | None:
    """Take a percentage down to a whole number; one above 100 says nothing about how far a task is."""
    number = int(float(value.replace(",", ".")))
    return number if number <= 100 else None


def quantities(typed: Typed) -> Iterator[str]:
    """Quote the quantities with their units as they were typed."""
    for start, end in find_figures(typed).quantities:
        yield typed.quote(start, end)
