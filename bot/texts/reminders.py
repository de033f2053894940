"""Reminders before and after a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import Calendar
from bot.domain.deadlines import Due
from bot.domain.markup import Bullets, Text, b, i, p, spans, text
from bot.texts import days, dues

LINES = 12


@dataclass(frozen=True, slots=True)
class AgencyDues:
    """What one agency owes."""

    agency: str
    dues: tuple[Due, ...]


def reminder(groups: Sequence[AgencyDues], today: date, calendar: Calendar) -> Text:
    """Remind one person of all that has come due in a sweep; the lines are numbered through."""
    listed = [(group, due) for group in groups for due in group.dues]
    late = any(due.last_day < today for _, due in listed)
    blocks: list[Bullets] = [
        Bullets(
            tuple(spans(b(dues.name(due)), "\n" + days.deadline(due, today, calendar)) for _, due in listed[:LINES]),
            True,
        )
    ]
    names = ", ".join(group.agency for group in groups)
    heading = "Việc đã quá hạn báo cáo" if late else "Nhắc việc"
    rest = len(listed) - LINES
    return text(
        p(b(f"{heading}: "), names),
        *blocks,
        p(i(f"… và {rest} việc khác, xem /nhiemvu")) if rest > 0 else None,
        p(
            f"Anh/chị bấm Báo cáo, hoặc trả lời tin này, ví dụ: “{'1 xong' if len(listed) > 1 else 'xong rồi'}, 12 tin bài”."
        ),
    )


def escalation(lines: Sequence[tuple[str, str, str]]) -> Text:
    """List for the coordinator who has to be telephoned: (agency, what is late, whom to call)."""
    return text(
        p(b("Cần gọi điện: "), "đã nhắc đủ các lần, vẫn chưa có báo cáo."),
        Bullets(tuple(spans(b(agency), f": {what}\n{whom}") for agency, what, whom in lines)),
    )


def whom_to_call(people: Sequence[tuple[str, str | None]]) -> str:
    """Name the focal points of an agency by (name, telephone)."""
    if not people:
        return "chưa có đầu mối tham gia bot (/moi để mời)"
    return "; ".join(f"{name}, {phone or 'chưa có số điện thoại'}" for name, phone in people)


def snoozed(day: date, at: str) -> Text:
    """Echo when a person will be reminded again."""
    return text(p("Sẽ nhắc lại lúc ", b(f"{at} {days.long_day(day)}"), ". Hạn báo cáo không thay đổi."))


def nothing_to_snooze() -> Text:
    return text("Hiện không có việc nào đang chờ anh/chị báo cáo.")
