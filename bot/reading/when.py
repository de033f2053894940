"""Find the time of a task inside a sentence; only what is plainly said of the task counts."""

from __future__ import annotations

import re

from bot.domain.timeframes import FrameKind
from bot.reading.dates import read_timeframe
from bot.vietnamese import fold, one_line

_DATE = r"(?:\d{1,2}\s*(?:/|\.|-)\s*\d{1,2}(?:\s*(?:/|\.|-)\s*20\d\d)?|(?:mung )?\d{1,2} thang \d{1,2}(?: nam 20\d\d)?)"
_PERIOD = (
    r"(?:quy [ivx1-4]+(?:\s*(?:,|-|va)\s*(?:quy )?[iv]+)*|thang \d{1,2}|6 thang (?:dau|cuoi) "
    r"nam)(?:\s*(?:/|-|nam)\s*20\d\d)?"
)
_TIME = re.compile(
    rf"(?:xong |hoan thanh |thoi gian )?(?:truoc|cham nhat(?: la)?|khong muon hon|den het|xong "
    rf"trong|hoan thanh trong)\s+(?:vao )?"
    rf"(?:ngay\s*)?(?:{_DATE}(?: va (?:truoc )?(?:ngay )?{_DATE})?|{_PERIOD}|nam 20\d\d)(?: (?:hang|moi) (?:nam|quy|thang))?"
    r"|(?:thuc hien|trien khai|tien hanh) thuong xuyen(?: trong nam(?: hoc| 20\d\d)?)?(?=[.;]|$)"
    rf"|(?:hoan thanh|trong|vao)\s+(?:trong |vao )?{_PERIOD}"
    r"|trong nam 20\d\d(?=\s*[.;]?$)"
    r"|(?:thuc hien|trien khai|to chuc) (?:dinh ky )?(?:hang|moi) (?:nam|quy|thang)(?=[.;]|$)"
    r"|(?:truoc|cham nhat(?: la| vao)?|vao)\s+(?:ngay )?\d{1,2}(?: cua)? "
    r"(?:hang thang|moi thang|thang cuoi(?: cua)? (?:hang |moi )?quy)"
)
# A span said of the task itself, not one in the name of a programme.
_ENDS = rf"(?:{_DATE}|{_PERIOD}|nam 20\d\d)"
_SPAN = re.compile(
    rf"(?:^|[,;(]\s*|\b(?:thuc hien|trien khai|thoi gian|to chuc|dien ra|cao diem|bat dau):?\s+)"
    rf"(?P<span>tu (?:ngay )?{_ENDS} (?:den|toi)(?: het)? (?:ngay )?{_ENDS})"
)
_REPORT = re.compile(r"bao cao (?:ket qua )?(?:0?6 thang|quy|thang|nam|so ket|tong ket)[^,;.]{0,15}$")
_LABELLED = re.compile(r"thoi (?:gian|han)(?: thuc hien| hoan thanh| trien khai)?\s*:\s*([^.;()]+)")
_LEADING = re.compile(r"(?:dinh ky )?(?:hang|moi) (?:tuan|thang|quy|nam)\b|dinh ky (?:6 thang|quy|thang|nam)\b")


def sentence_time(text: str, year: int | None) -> str | None:
    """Find the deadline or period that a sentence sets, as printed; `None` where it sets none that can be read.

    `year` is the plan's, for what prints none; where it is not known any year serves to tell an expression.
    """
    text = one_line(text)
    folded = fold(text)
    if len(folded) != len(text):
        return None
    for found in _LABELLED.finditer(folded):
        phrase = text[found.start(1) : found.end(1)].strip(" .,")
        if read_timeframe(phrase, year or 2024).kind is not FrameKind.UNSPECIFIED:
            return phrase
    if spanned := _SPAN.search(folded):
        phrase = text[spanned.start("span") : spanned.end("span")]
        if read_timeframe(phrase, year or 2024).kind is not FrameKind.UNSPECIFIED:
            return phrase
    repeated = leading_time(text) is not None
    for found in _TIME.finditer(folded):
        if repeated and _REPORT.search(folded[: found.start()]):
            continue
        phrase = text[found.start() : found.end()].strip()
        if read_timeframe(phrase, year or 2024).kind is not FrameKind.UNSPECIFIED:
            return phrase
    return None


def period_alone(text: str) -> str | None:
    """Find a piece between semicolons that is an expression of time and nothing else: "Sở A chủ trì; quý III"."""
    for piece in reversed(re.split(r"[;,]", text)):
        found = re.fullmatch(
            (
                rf"\s*(?:(?:thoi gian|thuc hien|trien khai|hoan thanh):?\s*)?(?:{_PERIOD}|(?:ca |trong |tu )?nam 20\d\d"
                rf"(?:\s*(?:-|–|den)\s*(?:nam )?20\d\d)?|thuong xuyen|hang (?:quy|thang|nam))\s*"
            ),
            fold(piece),
        )
        if found:
            return piece.strip()
    return None


_HEADING = re.compile(
    rf"(?:(?:cac |nhung )?(?:nhiem vu|cong viec|noi dung|hoat dong) )?(?:(?:thuc hien|hoan thanh|trien khai|can) )*"
    rf"(?P<time>(?:trong )?(?:{_PERIOD}|(?:ca )?nam 20\d\d)|thuong xuyen(?: trong nam)?)\s*[:.]?"
)


def heading_time(text: str) -> str | None:
    """Read a heading that says only when what stands under it is to be done: "Quý I/2026", "Nhiệm vụ thường xuyên"."""
    text = one_line(text)
    found = _HEADING.fullmatch(fold(text))
    return text[found.start("time") : found.end("time")] if found and len(fold(text)) == len(text) else None


def leading_time(text: str) -> str | None:
    """Find "Hằng quý" where a sentence begins with it."""
    found = _LEADING.match(fold(text))
    return one_line(text)[: found.end()] if found else None
