"""Words of the calendar file."""

from __future__ import annotations

from datetime import date

CALENDAR = "Hạn báo cáo"
ALARM = "Sắp đến hạn báo cáo"


def summary(title: str) -> str:
    """Head an entry."""
    return f"Hạn báo cáo: {title}"


def description(no: str, title: str, named_day: date | None) -> str:
    """Say what is owed; where the plan printed another day ("trước ngày"), say that too."""
    source = f"Nhiệm vụ {no}: {title}" if no else title
    return f"{source}\nKế hoạch ghi: trước ngày {named_day:%d/%m/%Y}." if named_day else source
