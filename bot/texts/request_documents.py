"""Words of the compiled reply to a one-off request and of its workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.requests import AskedDay
from bot.texts.days import short_day
from bot.texts.dues import shorten
from bot.texts.summary import counted, moment

ABOUT = 180
"""So many signs of a request stand in the title of its reply."""
PART_GENERAL = "TÌNH HÌNH TRẢ LỜI"
PART_ANSWERS = "NỘI DUNG TRẢ LỜI CỦA CÁC CƠ QUAN, ĐƠN VỊ"
PART_TOTALS = "TỔNG HỢP SỐ LIỆU"
PART_MISSING = "CƠ QUAN, ĐƠN VỊ CHƯA TRẢ LỜI"
NO_ANSWERS = "Chưa có cơ quan, đơn vị nào trả lời."
NO_WORDS = "(Không có nội dung.)"
NOBODY_MISSING = "Các cơ quan, đơn vị được yêu cầu đã trả lời đầy đủ."
ANNEX = "THỜI ĐIỂM TRẢ LỜI CỦA CÁC CƠ QUAN, ĐƠN VỊ"
ANNEX_COLUMNS = ("STT", "Cơ quan, đơn vị", "Hạn cuối", "Thời điểm trả lời", "Đúng hạn", "Minh chứng", "Mã báo cáo")
ANSWERS, FIGURES = "Trả lời", "Số liệu"
ANSWER_COLUMNS = (
    ("Cơ quan, đơn vị", 40), ("Hạn cuối", 12), ("Đúng hạn", 14), ("Thời điểm trả lời", 18), ("Nội dung trả lời", 80),
    ("Minh chứng", 10), ("Lần gửi", 8), ("Mã báo cáo", 14), ("Ghi chú", 20),
)  # fmt: skip
FIGURE_COLUMNS = (("Nhóm", 26), ("Chỉ tiêu", 28), ("Số lượng", 12), ("Từ các báo cáo", 70))
ALL, QUANTITIES = "Tất cả cơ quan", "Số liệu trong trả lời"


def subject(text: str) -> str:
    """Give a request's first words as they stand in a sentence: without line ends and the sign at the end."""
    return " ".join(text.split()).rstrip(" .?!;:")


def short_subject(text: str) -> str:
    """Give a request's first sentence without what it says in brackets, for the title."""
    first = re.split(r"(?<=[^\d\W])[.?!;](?=\s|$)", re.sub(r"\s*\([^()]*\)", "", text), maxsplit=1)[0]
    return shorten(subject(first) or subject(text), ABOUT)


def abstract(shown: str) -> str:
    """Say what the reply is about."""
    return f"Tổng hợp báo cáo đột xuất của các cơ quan, đơn vị về nội dung “{shown}”"


def opening(office: str, asked_on: date, agencies: int, wanted: AskedDay, words: str) -> str:
    """Say what was asked, of how many, by when."""
    named = (
        f"trước ngày {short_day(wanted.named_day)}"
        if wanted.named_day
        else f"chậm nhất ngày {short_day(wanted.last_day)}"
    )
    return (
        f"Ngày {short_day(asked_on)}, {office} đã yêu cầu {counted(agencies)} cơ quan, đơn vị báo cáo {named} về nội "
        f"dung: “{words}”. Kết quả như sau:"
    )


def general(as_of: datetime, received: int, expected: int, on_time: int, late: int) -> str:
    """Say how many have answered."""
    parts = [f"{counted(number)} {what}" for number, what in ((on_time, "đúng hạn"), (late, "trễ hạn")) if number]
    how = f" ({', '.join(parts)})" if parts else ""
    return (
        f"Tính đến {moment(as_of)}, đã nhận trả lời của {counted(received)}/{counted(expected)} cơ quan, đơn vị{how}."
    )


def excused(names: Sequence[str]) -> str:
    """Name who need not answer."""
    return f"Được miễn trả lời: {'; '.join(names)}."


def files(count: int) -> str:
    """Say how many files came with an answer."""
    return f"kèm {counted(count)} tệp minh chứng" if count else ""


def difficulties(text: str) -> str:
    """Give what an agency wrote beside its answer."""
    return f"Khó khăn, kiến nghị: {text}"


def overdue(names: Sequence[str], last_day: date) -> str:
    """Name who has not answered though the day has passed."""
    return f"Quá hạn (hạn cuối ngày {short_day(last_day)}): {'; '.join(names)}."


def pending(names: Sequence[str], last_day: date, *, extended: bool) -> str:
    """Name who has not answered and still has time, all of them by an extension or not."""
    until = "" if extended else f" (hạn cuối ngày {short_day(last_day)})"
    return f"Chưa đến hạn{until}: {'; '.join(names)}."


def extended(name: str, last_day: date) -> str:
    """Name an agency that was given more time."""
    return f"{name} (gia hạn đến ngày {short_day(last_day)})"


def returned(names: Sequence[str]) -> str:
    """Name whose answer was sent back and has not come again."""
    return f"Đã trả lại để bổ sung: {'; '.join(names)}."


def workbook_title(code: str) -> str:
    """Name the workbook."""
    return f"Tổng hợp trả lời yêu cầu {code}"
