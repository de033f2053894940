"""Words of the head and foot of official documents (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import re
from datetime import date

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
OPEN_NUMBER = "……"
RECEIVERS = "Nơi nhận:"
ADDRESSED = "Kính gửi"
FILED = "- Lưu: VT."
DEFAULT_RECEIVERS = ("Như trên", "Các cơ quan, đơn vị có liên quan")


def number_line(number: str, kind: str, symbol: str) -> str:
    """Write "Số: 05/BC-SVHTTDL"; a letter has no kind and keeps the symbol alone."""
    shown = number.zfill(2) if number.isdigit() else number
    return f"Số: {shown}/{kind}-{symbol}" if kind else f"Số: {shown}/{symbol}"


def place_and_date(place: str, day: date | None, month: date) -> str:
    """Write "Quảng Ngãi, ngày 05 tháng 01 năm 2024"; the day is left open for the hand that signs while it is `None`."""
    shown = day or month
    number = f"{day.day:02d}" if day else "……"
    month_number = f"{shown.month:02d}" if shown.month < 3 else str(shown.month)
    return f"{place}, ngày {number} tháng {month_number} năm {shown.year}"


def addressed(name: str) -> str:
    """Address the document to one body."""
    return f"{ADDRESSED}: {name}."


def authority(title: str) -> tuple[str, ...]:
    """Lay out who signs: "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" makes two lines; a deputy always signs for the head."""
    lines = tuple(part.strip() for part in re.split(r"[/\n]", title) if part.strip())
    if len(lines) == 1 and lines[0].startswith("PHÓ "):
        return (f"KT. {lines[0].removeprefix('PHÓ ')}", lines[0])
    return lines
