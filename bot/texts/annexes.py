"""Words of the report's annexes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.clock import VIETNAM
from bot.domain.deadlines import DueState
from bot.domain.standings import Standing
from bot.texts.days import short_day

TASKS = "TÌNH HÌNH THỰC HIỆN CÁC NHIỆM VỤ"
REPORTS = "TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC CƠ QUAN, ĐƠN VỊ"
TASK_COLUMNS = ("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Kết quả", "Tình trạng")
REPORT_COLUMNS = ("STT", "Cơ quan, đơn vị", "Nhiệm vụ", "Hạn cuối", "Thời điểm báo cáo", "Tình trạng", "Mã báo cáo")
BY_PHONE = " (điều phối nhập thay)"


def annex(number: str) -> str:
    """Number an annex in Roman figures."""
    return f"Phụ lục {number}"


def enclosed(of: str) -> str:
    """Say which document the annex belongs to."""
    return f"(Kèm theo {of})"


def report_named(number_line: str, office: str) -> str:
    """Name the report in its annexes: "Báo cáo số 12/BC-STTTT của Sở ..."."""
    return f"Báo cáo {number_line[:1].lower()}{number_line[1:].replace(':', '')} của {office}"


def bodies(count: int) -> str:
    """Count bodies."""
    return f"{count:02d} cơ quan, đơn vị"


def by_day(day: date) -> str:
    """Give a last day."""
    return f"Chậm nhất {short_day(day)}"


def instant(value: datetime) -> str:
    """Give an instant (aware) in the plan's zone as "14/11/2024 09:15"."""
    return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def punctuality(standing: Standing, today: date) -> str:
    """Say whether a report came in time."""
    if standing.state is DueState.EXCUSED:
        return "Được miễn"
    if standing.state is DueState.RETURNED or (standing.said and standing.said.returned):
        return "Trả lại"
    if standing.said:
        return "Đúng hạn" if standing.said.in_time else "Trễ hạn"
    return "Chưa gửi" if standing.is_late(today) else "Chưa đến hạn"


def states(counts: Mapping[str, int]) -> str:
    """Say how a task stands; where several agencies differ, how many stand how."""
    if len(counts) == 1:
        return next(iter(counts))
    return "\n".join(f"{state}: {number:02d}" for state, number in counts.items())
