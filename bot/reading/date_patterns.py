"""The patterns of official expressions of time, and the item that each makes: days, months, quarters, small words."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.reading.date_parts import Item, Period, Word

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
# No "sau": without diacritics it is "next"; with them it has been written as a number.
_MONTHS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11,
    "muoi hai": 12, "chap": 12,
}  # fmt: skip
_WEEKDAYS = {"hai": "mon", "2": "mon", "ba": "tue", "3": "tue", "tu": "wed", "4": "wed", "nam": "thu", "5": "thu"} | {
    "sau": "fri",
    "6": "fri",
    "bay": "sat",
    "7": "sat",
}
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "chin": 9, "muoi": 10}
_UNITS = {"ngay lam viec": "wd", "ngay": "d", "gio": "h", "h": "h", "tuan": "w", "thang": "m"}
_EVERY = {"nam": "year", "quy": "quarter", "thang": "month", "tuan": "week", "ngay": "day"}
_EVERY_MONTHS = {1: "month", 3: "quarter", 6: "half", 12: "year"}

_YEAR = r"(?:20\d\d)(?!\d)"
_MONTH_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNT = rf"\d{{1,3}}|{'|'.join(_COUNTS)}"
# "T2" to "T7" alone are days of the week.
_NO_WEEKDAY = (
    rf"0?1|0[2-9]|[89]|1[0-2]|[2-7](?=\s*/\s*{_YEAR}|\s*-\s*t?\.?\s?(?:(?:[89]|1[0-2])\b|\d{{1,2}}\s*/\s*{_YEAR}))"
)
_SHORT_YEAR = r"(?<=[/.-])2\d(?![\d/.])"
_AFTER_MONTH = rf"(?:\s*(?:/|-|\.|,?\s*nam)?\s*(?P<{{}}>{_YEAR}|(?<=/){_SHORT_YEAR}))?"


def _number(text: str, names: dict[str, int]) -> int:
    return int(text) if text.isdigit() else names[text]


def _year(text: str | None) -> int | None:
    """Read "2024", or "24" of "15/11/24"."""
    return int(text) + (2000 if len(text) == 2 else 0) if text else None


def _relative(found: re.Match[str]) -> Item:
    count = _number(found["rel_n"] or found["rel_n2"], _COUNTS)
    return Word("relative", f"{count}{_UNITS[found['rel_unit'] or found['rel_unit2']]}")


def _day(found: re.Match[str]) -> Item:
    return Period("day", int(found["d"]), int(found["dm"]), _year(found["dy"]))


def _day_words(found: re.Match[str]) -> Item:
    return Period("day", int(found["wd"]), _number(found["wm"], _MONTHS), _year(found["wy"]))


def _day_alone(found: re.Match[str]) -> Item:
    return Period("day", int(found["d1"] or found["d2"]))


def _half(found: re.Match[str]) -> Item:
    return Period("half", 1 if found["half_of"] == "dau" else 2, None, _year(found["half_y"]))


def _months_of_year(found: re.Match[str]) -> Item:
    """Read "9 tháng đầu năm"; more months than a year has are no period."""
    count = _number(found["n_of"], _COUNTS)
    what = "first_months" if found["of"] == "dau" else "last_months"
    return Period(what, count, None, _year(found["of_y"])) if 1 <= count <= 12 else Word("event")


def _every_months(found: re.Match[str]) -> Item:
    every = _EVERY_MONTHS.get(_number(found["n_months"], _COUNTS))
    return Word("every", every) if every else Word("other")


def _every(found: re.Match[str]) -> Item:
    return Word("every", _EVERY[found["unit"]])


def _times(found: re.Match[str]) -> Item:
    """Read "01 lần/quý"; so many times a year are a month, a quarter or a half each where the year divides so."""
    unit = _EVERY[found["per"] or found["per2"] or found["per3"]]
    said = found["n_times"] or found["n_times3"]
    times = _number(said, _COUNTS) if said else 1
    return Word("every", _EVERY_MONTHS.get(12 // times, unit) if unit == "year" and 0 < times <= 12 else unit)


def _listed(found: re.Match[str]) -> Item:
    return Word("every", _EVERY[found["listed"]])


def _every_quarter(_: re.Match[str]) -> Item:
    return Word("every", "quarter")


def _of_month(found: re.Match[str]) -> Item:
    return Word("every", _EVERY[found["month_of"]])


def _report_every(found: re.Match[str]) -> Item:
    return Word("every", _EVERY[found["report_unit"]])


def _weekly(found: re.Match[str]) -> Item:
    return Word("every", f"week:{_WEEKDAYS[found['weekday']]}" if found["weekday"] else "week:sun")


def _month(found: re.Match[str]) -> Item:
    return Period("month", _number(found["m"] or found["t"], _MONTHS), None, _year(found["my"]))


def _month_year(found: re.Match[str]) -> Item:
    return Period("month", int(found["my_m"]), None, int(found["my_y"]))


def _quarter(found: re.Match[str]) -> Item:
    return Period("quarter", _number(found["q"], _ROMAN), None, _year(found["qy"]))


def _year_alone(found: re.Match[str]) -> Item:
    return Period("year", int(found["y"]), None, int(found["y"]))


def _plan_year(_: re.Match[str]) -> Item:
    """Read the year of "đến hết năm", which is the plan's."""
    return Period("year", 0)


def _bare(found: re.Match[str]) -> Item:
    return Word("bare", f"{_ROMAN.get(found['bare'], 0) or int(found['bare'])}/{found['bare_y'] or ''}")


# Tried in this order at every place of the folded text; the first that fits is taken. A `None` maker makes a Word of the
# group's own name.
PATTERNS: tuple[tuple[str, str, Callable[[re.Match[str]], Item] | None], ...] = (
    (
        "event",
        (
            r"truoc,? trong va sau[^;.]*|\bmua (?:mua|kho|he|bao|lu|xuan|dong|du lich|le hoi|tuyen sinh)\b"
            r"|\bdip (?:(?:cac|ngay|le|ky niem) )*[\d/.]+(?:(?: va|,| -) ?[\d/.]+)*"
            r"|\bhe 20\d\d|\bquy (?:vi*|[05-9])\b|\btruoc khi ket thuc[^;.]*"
        ),
        None,
    ),
    # These do not undo what else is said: "Tháng 01/2025 (trước Tết Nguyên đán)", "Thường xuyên trong năm học".
    (
        "season",
        (
            rf"(?:\b(?:truoc|trong|sau|dip) )*\btet\b(?: (?:nguyen dan|co truyen|duong lich))?(?: (?:nam )?{_YEAR})?"
            rf"|(?:\b(?:trong|dau|cuoi) )?\bnam hoc\b(?: {_YEAR}(?:\s*-\s*{_YEAR})?)?"
        ),
        None,
    ),
    (
        "relative",
        (
            rf"(?:\b(?:trong|sau|cham nhat|khong qua|toi da)(?: la)?(?: thoi (?:gian|han)| vong)?\s+(?P<rel_n>{_COUNT})\s*"
            r"(?P<rel_unit>ngay lam viec|ngay|gio|h|tuan|thang)\b"
            r"(?!\s*(?:\d|(?<=h )ngay|(?<=gio )ngay|dau|cuoi|/|mot|hai|ba|bon|tu|nam|sau(?! khi)|bay|"
            r"tam))"
            rf"|\b(?P<rel_n2>{_COUNT})\s*(?P<rel_unit2>ngay lam viec|ngay|gio|tuan|thang)"
            r"(?=,? (?:ke tu|sau khi|tu khi|tu ngay|truoc khi)))"
        ),
        _relative,
    ),
    (
        "reference",
        r"\b\d+/[a-z0-9]*[a-z][\w/&-]*(?:,? ngay (?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} thang \d{1,2} nam \d{4}))?",
        None,
    ),
    (
        "times",
        (
            r"\b(?P<n_times>\d{1,3}|mot|hai) (?:lan|so|ky)\s*/\s*(?P<per>nam|quy|thang|tuan|ngay)\b|\b(?:0?1|mot) "
            r"(?P<per2>nam|quy|thang)\s*(?:/\s*(?:0?1 )?|mot |0?1 )lan"
            r"|\b(?:0?1|mot|moi) (?P<per3>nam|quy|thang|tuan) (?P<n_times3>\d{1,2}|mot|hai|ba|bon) (?:lan|dot|ky|so)\b"
        ),
        _times,
    ),
    ("week", r"\btuan (?:thu )?(?:\d|nhat|hai|ba|tu|cuoi|dau)\b(?= (?:cua )?thang)", None),
    ("hour", r"\b\d{1,2}(?::\d{2}\b|\s*(?:h|g|gio)\s*(?:\d{2})?(?:\s*phut)?\b),?", None),
    ("next_quarter", r"thang dau(?: tien)?(?: cua)? quy (?:sau|tiep theo|ke tiep|lien ke)", None),
    ("last_month", r"thang cuoi(?: cung)?(?: cua)?(?: moi| hang)? quy|thang thu (?:ba|3) cua quy", None),
    ("next_month", r"(?:cua )?thang (?:ke tiep|sau|tiep theo|lien ke)|thang sau lien ke", None),
    ("next_year", r"(?:cua )?nam (?:sau|ke tiep|lien ke)\b|(?<!cac )(?<!nhung )nam tiep theo", None),
    ("later", r"(?:va |den )?(?:cac|nhung|nhieu) nam (?:tiep theo|sau|ke tiep|toi)|tro di", None),
    (
        "day_full",
        (
            rf"(?:ngay\s*)?(?:mung |mong )?(?<!\d)(?P<d>\d{{1,2}})\s*(?P<sep>[/.-])\s*(?P<dm>\d{{1,2}})"
            rf"(?:\s*(?:(?P=sep)|/|nam)\s*(?P<dy>{_YEAR}|{_SHORT_YEAR}))?(?!\s*[/.]\s*\d|-\d(?!\d?/\d{{1,2}}(?!\d))|\s*\d)"
        ),
        _day,
    ),
    (
        "day_words",
        r"(?:ngay\s*)?(?:mung |mong )?(?<!\d)(?P<wd>\d{1,2})(?:(?:(?<=ngay \d)|(?<=ngay \d\d)),)?\s*"
        rf"thang\s*(?P<wm>0?\d{{1,2}}|{_MONTH_NAMES})\b(?!\s*lan)" + _AFTER_MONTH.format("wy"),
        _day_words,
    ),
    (
        "day_alone",
        (
            r"ngay\s*(?:mung |mong )?(?P<d1>\d{1,2})(?!\s*[/.-]?\s*\d)\b(?! lam viec)"
            r"|(?:ngay\s*)?(?<![\d/.-])(?P<d2>\d{1,2})(?=\s*(?:-|\bden|\btoi)\s*(?:ngay )?\d{1,2}\s*/\s*\d{1,2}(?!\d))"
        ),
        _day_alone,
    ),
    (
        "half",
        rf"(?:(?:0?6|sau) thang|nua) (?P<half_of>dau|cuoi) nam(?:\s*(?P<half_y>{_YEAR}))?",
        _half,
    ),
    (
        "months_of_year",
        rf"(?<![\d/])(?P<n_of>\d{{1,2}}|ba|chin) thang (?P<of>dau|cuoi) nam(?:\s*(?P<of_y>{_YEAR}))?",
        _months_of_year,
    ),
    ("every_months", rf"\b(?P<n_months>{_COUNT})\s*thang\s*(?:/\s*|mot |0?1 ?)lan", _every_months),
    ("every_half", r"\b(?:0?6|sau) thang\b|\bnua nam\b", None),
    ("every_quarter", r"\bdinh ky (?:0?3|ba) thang\b(?! (?:dau|cuoi))|\b(?:ca )?(?:4|bon) quy\b", _every_quarter),
    (
        "weekly",
        r"(?:thu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7])|chu nhat) (?:hang|moi) tuan",
        _weekly,
    ),
    (
        "month",
        rf"(?:\bthang\s*(?P<m>0?\d{{1,2}}|{_MONTH_NAMES})|\bt\.?\s?(?P<t>{_NO_WEEKDAY}))\b" + _AFTER_MONTH.format("my"),
        _month,
    ),
    ("month_year", rf"(?<![\d/.])(?P<my_m>\d{{1,2}})\s*(?:[/.-]|nam)\s*(?P<my_y>{_YEAR})", _month_year),
    (
        "quarter",
        r"\b(?:quy|qui|q\.?)\s*(?P<q>iv|iii|ii|i|[1-4]|mot|hai|ba|bon|tu)\b" + _AFTER_MONTH.format("qy"),
        _quarter,
    ),
    (
        "this_year",
        r"(?:trong|ca|(?<!den )(?<!toi )(?<!truoc )cuoi|dau|giua) nam(?! (?:20\d\d|\d|hoc))\b",
        None,
    ),
    (
        "year_end",
        r"(?:(?<=\bhet )|(?<=\bden cuoi )|(?<=\btoi cuoi )|(?<=\btruoc cuoi ))nam(?! (?:20\d\d|\d|hoc|nay|sau|toi))\b",
        _plan_year,
    ),
    (
        "every",
        (
            r"\b(?:hang|moi|tung|cac(?= quy)|theo(?= (?:quy|thang|tuan)(?:[,;.()]|$))|dinh ky(?=[^,;.]{1,6}(?! \d))) "
            r"(?P<unit>nam|quy|thang|tuan|ngay)\b"
        ),
        _every,
    ),
    (
        "report_every",
        r"\bbao cao (?:dinh ky )?(?P<report_unit>quy|thang|tuan)\b(?! (?:[ivx\d]|nay|truoc))",
        _report_every,
    ),
    ("of_month", r"(?<=\d )cua (?P<month_of>thang)(?=\s*(?:[,;.()]|$))", _of_month),
    ("listed", r"(?<=[,;] )(?P<listed>quy|thang|tuan)(?= ?\(| truoc)", _listed),
    (
        "annual",
        (
            r"nam bao cao|bao cao (?:tong ket )?nam\b(?! 20)|tong ket nam\b(?! 20)|\bva (?:bao cao )?nam(?= ?[(]| "
            r"truoc)|(?<=[,;] )nam(?= ?[(),.;]| truoc| bao cao| tong hop| gui|$)"
        ),
        None,
    ),
    ("year", rf"(?:\bnam\s*|\bn)?(?<!\d)(?P<y>{_YEAR})", _year_alone),
    ("bare", rf"(?<![\w/])(?P<bare>iv|iii|ii|i|\d{{1,2}})\b(?:\s*(?:/|-|,?\s*nam)\s*(?P<bare_y>{_YEAR}))?", _bare),
    ("before", r"\btruoc\b", None),
    (
        "by",
        (
            r"\bcham nhat\b|\bkhong (?:muon|cham|tre) hon\b|\bkhong qua\b|\bmuon nhat\b|\bhan (?:cuoi|chot)\b"
            r"|\bhan(?= ?:? ?(?:ngay )?\d{1,2} ?[/.-] ?\d{1,2}(?!\d))"
        ),
        None,
    ),
    ("on", r"\b(?:vao|trong)(?= ngay\b)", None),
    ("until", r"\b(?:den|toi|cho den)? ?het\b", None),
    ("to", r"\b(?:den|toi)\b", None),
    ("from", r"\bbat dau(?: tu)?\b|\btu(?= (?:nay|ngay|thang|quy|nam|dau|giua|cuoi|\d|khi .*\b(?:den|toi)\b))", None),
    ("edge", r"\b(?:cuoi|giua|dau)(?= (?:thang|quy|nam|tuan)\b)", None),
    ("done", r"\b(?:hoan thanh|xong|gui|nop|trinh|ban hanh)\b", None),
    ("and", r"\bva\b|[,;&+]", None),
    ("dash", r"[-–—]", None),
    ("ongoing", r"(?<!khong )\bthuong xuyen\b|\blien tuc\b|\bxuyen suot\b|\b(?:suot|quanh)(?= nam)", None),
    (
        "ad_hoc",
        (
            r"\bdot xuat\b|\btheo (?:yeu cau|chi dao)\b|(?<!sau )\bkhi co (?!(?:van ban )?huong dan|kinh phi)"
            r"|\bphat sinh\b|\bkhi can(?: thiet)?\b"
        ),
        None,
    ),
)
