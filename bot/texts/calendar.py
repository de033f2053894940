"""What is not sure about the calendar of days off."""

from __future__ import annotations

from bot.domain.calendar import Doubts
from bot.texts import days

MEND = "Khi có thông báo, ghi ngày nghỉ và ngày làm bù vào mục [calendar] của tệp cấu hình, hoặc nâng cấp bot."


def doubtful(doubts: Doubts) -> tuple[str, ...]:
    """Write a sentence for each thing that is not sure."""
    years = tuple(f"lịch nghỉ năm {year} mới là tạm tính, chưa có quyết định" for year in doubts.years)
    return years + tuple(f"{days.long_day(row.day)} tạm tính là ngày nghỉ: {row.source}" for row in doubts.days)
