"""`/status`: the picture in words, one screen that fits under a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.figures import Figures, Rate, Tally, TaskTally
from bot.domain.markup import Bullets, Paragraph, Text, b, i, p, spans, text
from bot.domain.standings import LateAgency
from bot.domain.trends import Trend
from bot.texts import days
from bot.texts.dues import shorten
from bot.texts.trends import on_a_phone

LISTED = 8
NAME, SCOPE = 60, 120
"""Signs of a name in a list, and of what stands beside the title."""


def status(
    period: str,
    as_of: datetime,
    zone: ZoneInfo,
    figures: Figures,
    late: Sequence[LateAgency],
    scope: str | None,
    trend: tuple[str, Trend] | None = None,
) -> Text:
    """Say how a period stands, and against which other one it is better or worse."""
    where = f" – {shorten(scope, SCOPE)}" if scope else ""
    if not figures.totals.expected:
        return text(p(b(days.period_name(period)), f"{where}: không có báo cáo nào đến hạn trong kỳ."))
    rest = len(late) - LISTED
    return text(
        p(b(f"Tình hình {days.period_name(period)}{where}"), "\n", i(f"đến {days.moment(as_of, zone)}")),
        received(figures.totals),
        p(_tasks(figures.tasks)),
        p(i(on_a_phone(days.period_name(trend[0]), trend[1]))) if trend else None,
        p(b("Quá hạn:")) if late else None,
        Bullets(tuple(spans(b(shorten(one.name, NAME)), f": {missing(one)}") for one in late[:LISTED]))
        if late
        else None,
        p(i(f"… và {rest} cơ quan khác")) if rest > 0 else None,
    )


def received(tally: Tally) -> Paragraph:
    """Say how many reports came, and how."""
    return p(
        "Đã báo cáo ",
        b(f"{tally.received}/{tally.expected}"),
        f" ({percent(tally.received, tally.expected)}): {tally.on_time} đúng hạn, {tally.late} trễ hạn; "
        f"{tally.missing} quá hạn chưa báo cáo.",
    )


def _tasks(tasks: TaskTally) -> str:
    counted = (
        (tasks.done, "hoàn thành"),
        (tasks.in_progress, "đang thực hiện"),
        (tasks.blocked, "vướng mắc"),
        (tasks.not_started, "chưa triển khai"),
        (tasks.unreported, "chưa báo cáo"),
    )
    return f"Nhiệm vụ: {', '.join(f'{number} {state}' for number, state in counted if number) or 'không có'}."


def missing(late: LateAgency) -> str:
    """Say how far an agency is behind: "2 việc, lâu nhất 9 ngày"."""
    return f"{late.missing} việc, {'lâu nhất ' if late.missing > 1 else ''}{late.days} ngày"


def percent(part: int, whole: int) -> str:
    """Write a part of a whole, halves rounded up as everywhere."""
    share = Rate(part, whole).percent
    return "chưa có" if share is None else f"{share}%"
