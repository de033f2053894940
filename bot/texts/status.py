"""`/status`: the picture in words, one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.markup import Bullets, Text, b, i, p, spans, text
from bot.texts import days

LISTED = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures the words need."""

    expected: int
    received: int
    on_time: int
    late: int
    missing: int
    not_started: int
    in_progress: int
    done: int
    blocked: int
    unreported: int


def status(
    period: str,
    as_of: datetime,
    zone: ZoneInfo,
    counts: Counts,
    late: Sequence[tuple[str, int, int]],
    scope: str | None,
) -> Text:
    """Say how a period stands; `late` has (agency, dues missing, days since the oldest last day)."""
    where = f" – {scope}" if scope else ""
    if not counts.expected:
        return text(p(b(days.period_name(period)), f"{where}: không có báo cáo nào đến hạn trong kỳ."))
    rest = len(late) - LISTED
    return text(
        p(b(f"Tình hình {days.period_name(period)}{where}"), "\n", i(f"đến {days.moment(as_of, zone)}")),
        p(
            "Đã báo cáo ",
            b(f"{counts.received}/{counts.expected}"),
            f" ({_percent(counts.received, counts.expected)}): ",
            _outcomes(counts),
        ),
        p(_tasks(counts)),
        p(b("Quá hạn:")) if late else None,
        Bullets(tuple(spans(b(name), f": {_missing(missing, ago)}") for name, missing, ago in late[:LISTED]))
        if late
        else None,
        p(i(f"… và {rest} cơ quan khác")) if rest > 0 else None,
    )


def _outcomes(counts: Counts) -> str:
    return f"{counts.on_time} đúng hạn, {counts.late} chậm; {counts.missing} quá hạn chưa báo cáo."


def _tasks(counts: Counts) -> str:
    return (
        f"Nhiệm vụ: {counts.done} hoàn thành, {counts.in_progress} đang thực hiện, {counts.blocked} vướng mắc, "
        f"{counts.not_started} chưa triển khai, {counts.unreported} chưa báo cáo."
    )


def _missing(missing: int, ago: int) -> str:
    return f"{missing} việc, chậm nhất {ago} ngày" if missing > 1 else f"{missing} việc, {ago} ngày"


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"
