"""Figures and schedules on a terminal, and the schedule as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from rich.markup import escape

from bot.commands.screens import console, table
from bot.domain.messages import Channel
from bot.texts import days as day_texts
from bot.usecases.schedule import Planned, Schedule
from bot.usecases.status import Picture

STAGE_TODAY = "hôm nay là hạn cuối"


def show_status(shown: Picture, zone: ZoneInfo) -> None:
    """Show how a period stands: the totals, the tasks by how far they are, a line for each agency."""
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
    lines = table("Cơ quan", *((name, "right") for name in ("Phải", "Đã nhận", "Đúng hạn", "Muộn", "Quá hạn")))
    for agency in shown.figures.agencies:
        counts = (agency.expected, agency.received, agency.on_time, agency.late, agency.missing)
        lines.add_row(escape(agency.name), *map(str, counts))
    out.print(lines)


def show_schedule(shown: Schedule, quotas: Mapping[Channel, int], zone: ZoneInfo) -> None:
    """Show the messages to come, and how many they are against what each channel carries in a month."""
    out = console()
    lines = table("Lúc", "Người nhận", "Kênh", "Nhắc việc")
    for planned in shown.planned:
        lines.add_row(
            f"{planned.at.astimezone(zone):%H:%M %d/%m/%Y}",
            escape(planned.person.name),
            planned.account.home.channel,
            escape("\n".join(f"{due.no} {due.title} ({stage_name(offset)})".strip() for due, offset in planned.dues)),
        )
    out.print(lines)
    for channel, count in shown.by_channel.items():
        quota = f" / hạn mức {quotas[channel]} tin một tháng" if channel in quotas else ""
        out.print(f"{channel}: {count} tin nhắn{quota}")
    if not shown.planned:
        out.print("Không có tin nhắc nào trong thời gian này.")
    if shown.unheard:
        out.print(f"Đến hạn nhắc nhưng chưa có ai nhận: {'; '.join(shown.unheard)}", style="bold", markup=False)


def stage_name(offset: int) -> str:
    """Name a stage: "trước 7 ngày", "hôm nay là hạn cuối", "quá hạn 3 ngày"."""
    if offset == 0:
        return STAGE_TODAY
    return f"quá hạn {offset} ngày" if offset > 0 else f"trước {-offset} ngày"


def schedule_as_json(shown: Schedule, quotas: Mapping[Channel, int], zone: ZoneInfo) -> dict[str, Any]:
    """Write the schedule as ``{"until", "messages": [{"at", "to", "channel", "dues": [...]}], "channels": {...}}``.

    `channels` has the `messages` of each channel, and its monthly `quota` where it has one.
    """
    channels = sorted({*shown.by_channel, *quotas})
    return {
        "until": shown.until.astimezone(zone).isoformat(timespec="seconds"),
        "messages": [_message(planned, zone) for planned in shown.planned],
        "channels": {
            channel.value: {"messages": shown.by_channel.get(channel, 0), "quota": quotas.get(channel)}
            for channel in channels
        },
        "unheard": list(shown.unheard),
    }


def _message(planned: Planned, zone: ZoneInfo) -> dict[str, Any]:
    dues = [
        {"no": due.no, "title": due.title, "last_day": due.last_day.isoformat(), "stage": offset}
        for due, offset in planned.dues
    ]
    return {
        "at": planned.at.astimezone(zone).isoformat(timespec="seconds"),
        "to": planned.person.name,
        "channel": planned.account.home.channel.value,
        "dues": dues,
    }
