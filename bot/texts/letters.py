"""Words of the dunning letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.texts.days import short_day
from bot.texts.summary import counted

ABOUT = "V/v đôn đốc báo cáo kết quả thực hiện nhiệm vụ"
AS_LISTED = "Các cơ quan, đơn vị có tên tại Danh sách kèm theo"
LIST = "DANH SÁCH BÁO CÁO QUÁ HẠN"
COLUMNS = ("STT", "Cơ quan, đơn vị", "Nhiệm vụ", "Hạn cuối", "Quá hạn (ngày)")
CLOSING = "Rất mong các cơ quan, đơn vị quan tâm phối hợp thực hiện./."


def state(plans: Sequence[str], today: date, dues: int, agencies: int) -> str:
    """Say what is owed."""
    under = f"Thực hiện {'; '.join(plans)}, " if plans else ""
    start = f"{under}đến hết ngày {short_day(today)}"
    return (
        f"{start[:1].upper()}{start[1:]}, còn {counted(dues)} báo cáo của {counted(agencies)} cơ quan, đơn vị đã quá hạn "
        "nhưng chưa gửi (Danh sách kèm theo)."
    )


def ask(office: str, answer_by: date) -> str:
    """Ask for the reports by a new day."""
    return (
        f"{office} đề nghị các cơ quan, đơn vị khẩn trương báo cáo kết quả thực hiện, chậm nhất ngày {short_day(answer_by)}, "
        "để kịp thời tổng hợp, báo cáo cấp có thẩm quyền theo quy định."
    )


def letter_named(number: str | None, symbol: str, office: str) -> str:
    """Name the letter in its list."""
    return f"Công văn số {number or '…'}/{symbol} của {office}"
