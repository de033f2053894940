"""What a coordinator is told about reminders: whom to telephone, who could not be reminded, which deadlines need a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import Calendar
from bot.domain.deadlines import Due
from bot.domain.markup import Bullets, Paragraph, Text, b, p, spans, text
from bot.texts import days, dues
from bot.texts.summary import plan_title

LINES = 40
"""So many agencies are listed in one message; longer lists are on the screen of /status."""

FEW = 10
"""So many are named where there is nobody to telephone; /moi offers them all."""

NAME_WIDTH = 70


@dataclass(frozen=True, slots=True)
class Call:
    """A focal point to telephone. `why` says what keeps messages from them, empty when nothing does."""

    name: str
    phone: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class AgencyCalls:
    """What an agency owes, and whom to telephone about it."""

    agency: str
    dues: tuple[Due, ...]
    calls: tuple[Call, ...]


BLOCKED = "đã chặn bot"
NOT_JOINED = "chưa đồng ý tham gia bot"


def away(last: date, *, covered: bool) -> str:
    """Say that somebody is away, and whether anybody stands in."""
    return f"nghỉ đến {days.short_day(last)}" + ("" if covered else ", chưa có người thay")


def to_telephone(late: Sequence[AgencyCalls], today: date) -> Text:
    """List those who are late after the last reminder, with names and telephone numbers."""
    known, unknown = _apart(late)
    lines = tuple(
        spans(b(one.agency), f": {_what_is_late(one.dues, today)}\n{_whom(one.calls)}") for one in known[:LINES]
    )
    return text(
        p(b("Cần gọi điện: "), "đã nhắc đủ các lần, vẫn chưa có báo cáo."),
        Bullets(lines) if lines else None,
        _rest(len(known) - LINES),
        _without_anybody(unknown),
    )


def nobody_reminded(silent: Sequence[AgencyCalls], calendar: Calendar, today: date) -> Text:
    """List the agencies that have a deadline coming and nobody who gets the reminder."""
    known, unknown = _apart(silent)
    first = min((due for one in silent for due in one.dues), key=lambda due: due.last_day)
    lines = tuple(spans(b(one.agency), f": {_what(one.dues)}\n{_whom(one.calls)}") for one in known[:LINES])
    return text(
        p(b("Chưa nhắc được: "), f"{len(silent)} cơ quan có việc đến kỳ nhưng không có ai nhận tin."),
        p(f"Kỳ gần nhất: {days.after_label(days.deadline(first, today, calendar))}."),
        Bullets(lines) if lines else None,
        _rest(len(known) - LINES),
        _without_anybody(unknown),
    )


def _apart(found: Sequence[AgencyCalls]) -> tuple[list[AgencyCalls], list[AgencyCalls]]:
    """Part the agencies with somebody to telephone from those without."""
    return [one for one in found if one.calls], [one for one in found if not one.calls]


def _without_anybody(found: Sequence[AgencyCalls]) -> Paragraph | None:
    if not found:
        return None
    names = "; ".join(one.agency for one in found[:FEW])
    others = f" và {len(found) - FEW} cơ quan khác" if len(found) > FEW else ""
    how = "xem đủ và mời" if others else "mời"
    return p(b(f"Chưa có đầu mối tham gia bot ({len(found)}): "), f"{names}{others}. Gõ /moi để {how}.")


def _rest(count: int) -> str | None:
    return f"… và {count} cơ quan khác, xem /status" if count > 0 else None


def _what(found: Sequence[Due]) -> str:
    first = dues.name(found[0], NAME_WIDTH)
    return first if len(found) == 1 else f"{first} và {len(found) - 1} việc khác"


def _what_is_late(found: Sequence[Due], today: date) -> str:
    longest = max((today - due.last_day).days for due in found)
    return f"{_what(found)}, quá hạn {longest} ngày"


def _whom(calls: Sequence[Call]) -> str:
    return "; ".join(_call(call) for call in calls)


def _call(call: Call) -> str:
    reason = f" ({call.why})" if call.why else ""
    return f"{call.name}, {call.phone or 'chưa có số điện thoại'}{reason}"


def count_of(count: int, period: str) -> str:
    """Say how many deadlines of a period fall on a day: "13 kỳ hạn của Quý I/2024"."""
    return f"{count} kỳ hạn của {days.period_name(period)}"


def days_off(plan: str, found: Sequence[tuple[str, date]]) -> Text:
    """Point out the days off on which deadlines end; nothing has been moved."""
    lines = tuple(spans(b(days.long_day(day)), f": {name}") for name, day in found[:LINES])
    return text(
        p(b("Hạn rơi vào ngày nghỉ. "), dues.shorten(plan_title(plan), NAME_WIDTH)),
        Bullets(lines),
        "Bot giữ nguyên hạn và nhắc vào ngày làm việc liền trước. Muốn lùi hạn cho cơ quan nào, anh/chị dùng /giahan.",
    )
