"""Figures and schedules on a terminal, and the schedule as JSON."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from rich.markup import escape

from bot.commands.screens import console, table
from bot.domain.trends import Trend
from bot.texts import days as day_texts
from bot.texts.trends import on_a_phone
from bot.usecases.schedule import Month, Planned, Schedule
from bot.usecases.status import Picture

STAGE_TODAY = "hôm nay là hạn cuối"


def show_status(shown: Picture, trend: tuple[str, Trend] | None, zone: ZoneInfo) -> None:
    """Show how a period stands: the totals, the tasks by how far they are, the period before, a line for each agency."""
    out = console()
    totals, tasks = shown.figures.totals, shown.figures.tasks
    when = day_texts.moment(shown.as_of, zone)
    out.print(f"{day_texts.period_name(shown.period)}, tính đến {when}", style="bold")
    out.print(
        f"Phải báo cáo {totals.expected} · đã nhận {totals.received} (đúng hạn {totals.on_time}, muộn {totals.late}) · "
        f"quá hạn chưa có {totals.missing} · được miễn {totals.excused} · trả lại {totals.returned}"
    )
    out.print(
        f"Nhiệm vụ: chưa triển khai {tasks.not_started} · đang thực hiện {tasks.in_progress} · hoàn thành {tasks.done} · "
        f"vướng mắc {tasks.blocked} · chưa báo cáo {tasks.unreported}"
    )
    if trend is not None:
        out.print(on_a_phone(day_texts.period_name(trend[0]), trend[1]))
    lines = table("Cơ quan", *((name, "right") for name in ("Phải", "Đã nhận", "Đúng hạn", "Muộn", "Quá hạn")))
    for agency in shown.figures.agencies:
        counts = (agency.expected, agency.received, agency.on_time, agency.late, agency.missing)
        lines.add_row(escape(agency.name), *map(str, counts))
    out.print(lines)


def show_schedule(shown: Schedule, zone: ZoneInfo) -> None:
    """Show the messages to come, and how many they are against what each channel carries in a month, with those sent."""
    out = console()
    lines = table("Lúc", "Người nhận", "Kênh", "Nhắc việc")
    for planned in shown.planned:
        lines.add_row(
            f"{planned.at.astimezone(zone):%H:%M %d/%m/%Y}",
            escape(planned.to.name),
            planned.to.home.channel,
            escape("\n".join(f"{due.no} {due.title} ({stage_name(offset)})".strip() for due, offset in planned.dues)),
        )
    out.print(lines)
    for channel in sorted({*shown.by_channel, *(name for name, month in shown.months.items() if month.sent)}):
        words = f"{channel}: {shown.by_channel.get(channel, 0)} tin nhắn"
        month = shown.months.get(channel)
        out.print(words if month is None else f"{words}; {month_words(month)}")
    if not shown.planned:
        out.print("Không có tin nhắc nào trong thời gian này.")
    if shown.unheard:
        out.print(f"Đến hạn nhắc nhưng chưa có ai nhận: {'; '.join(shown.unheard)}", style="bold", markup=False)


def month_words(month: Month) -> str:
    """Say how a month stands: "tháng 2024-11: đã gửi 40, sắp nhắc 9 / hạn mức 3000 tin"."""
    return f"tháng {month.month}: đã gửi {month.sent}, sắp nhắc {month.planned} / hạn mức {month.limit} tin"


def stage_name(offset: int) -> str:
    """Name a stage: "trước 7 ngày", "hôm nay là hạn cuối", "quá hạn 3 ngày"."""
    if offset == 0:
        return STAGE_TODAY
    return f"quá hạn {offset} ngày" if offset > 0 else f"trước {-offset} ngày"


def schedule_as_json(shown: Schedule, zone: ZoneInfo) -> dict[str, Any]:
    """Write the schedule as ``{"until", "messages": [{"at", "to", "channel", "dues": [...]}], "channels": {...}}``.

    `channels` has the `messages` of each channel; where it has a monthly `quota`, also what has been `sent` this `month` and
    what of `messages` is `planned` in it.
    """
    channels = sorted({*shown.by_channel, *shown.months})
    return {
        "until": shown.until.astimezone(zone).isoformat(timespec="seconds"),
        "messages": [_message(planned, zone) for planned in shown.planned],
        "channels": {
            channel.value: {"messages": shown.by_channel.get(channel, 0), **_month(shown.months.get(channel))}
            for channel in channels
        },
        "unheard": list(shown.unheard),
    }


def _month(month: Month | None) -> dict[str, Any]:
    if month is None:
        return {"quota": None}
    return {"quota": month.limit, "month": month.month, "sent": month.sent, "planned": month.planned}


def _message(planned: Planned, zone: ZoneInfo) -> dict[str, Any]:
    dues = [
        {"no": due.no, "title": due.title, "last_day": due.last_day.isoformat(), "stage": offset}
        for due, offset in planned.dues
    ]
    return {
        "at": planned.at.astimezone(zone).isoformat(timespec="seconds"),
        "to": planned.to.name,
        "channel": planned.to.home.channel.value,
        "dues": dues,
    }
