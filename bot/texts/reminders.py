"""Reminders before and after a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.domain.calendar import Calendar
from bot.domain.deadlines import Due
from bot.domain.markup import Bullets, Span, Text, b, i, p, spans, text
from bot.texts import days, dues

LINES = 12


@dataclass(frozen=True, slots=True)
class AgencyDues:
    """What one agency owes."""

    agency: str
    dues: tuple[Due, ...]


def reminder(groups: Sequence[AgencyDues], today: date, calendar: Calendar, paused: date | None = None) -> Text:
    """Remind one person of all that has come due in a sweep; the lines are numbered through.

    `paused` is the day since which the bot stood still, when this message makes up for it.
    """
    listed = [(group, due) for group in groups for due in group.dues]
    late = sum(1 for _, due in listed if due.last_day < today)
    several = len(groups) > 1
    lines = tuple(_line(group, due, today, calendar, several=several) for group, due in listed[:LINES])
    rest = len(listed) - LINES
    return text(
        p(b(_heading(len(listed), late)), ", ".join(group.agency for group in groups)),
        p(i(_after_a_pause(paused, today))) if paused else None,
        Bullets(lines, True),
        p(i(f"… và {rest} việc khác, xem /nhiemvu")) if rest > 0 else None,
        _how_to_answer(len(listed)),
    )


def _heading(count: int, late: int) -> str:
    if late == 0:
        return "Nhắc việc: "
    return "Việc đã quá hạn báo cáo: " if late == count else f"Nhắc việc ({late} việc đã quá hạn): "


def _line(group: AgencyDues, due: Due, today: date, calendar: Calendar, *, several: bool) -> tuple[Span, ...]:
    whose = f" ({group.agency})" if several else ""
    return spans(b(dues.name(due)), whose, "\n" + days.deadline(due, today, calendar))


def _after_a_pause(since: date, today: date) -> str:
    span = f"{days.short_day(since)} – {days.short_day(today)}"
    return f"Trong thời gian bot ngừng ({span}) có lần nhắc chưa gửi; tin này gộp lại."


@lru_cache(maxsize=64)
def _how_to_answer(count: int) -> str:
    example = "1 xong" if count > 1 else "xong rồi"
    return f"Anh/chị chọn Báo cáo, hoặc trả lời tin này, ví dụ: “{example}, 12 tin bài”."


def snoozed(day: date, at: str, names: Sequence[str]) -> Text:
    """Echo when a person will be reminded again, and of what."""
    rest = len(names) - LINES
    return text(
        p("Sẽ nhắc lại lúc ", b(f"{at} {days.long_day(day)}"), ":" if names else "."),
        Bullets(tuple(spans(name) for name in names[:LINES])) if names else None,
        p(i(f"… và {rest} việc khác")) if rest > 0 else None,
        p("Hạn báo cáo không thay đổi."),
    )


def nothing_to_snooze() -> Text:
    return text("Hiện không có việc nào đang chờ anh/chị báo cáo.")
