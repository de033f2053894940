"""The weekly digest for leaders: one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.markup import Block, Bullets, Span, Text, b, i, p, spans, text
from bot.texts import days

LISTED = 5


@dataclass(frozen=True, slots=True)
class Week:
    """What the digest tells. `late` has (agency, dues missing, days); `ahead` (day, what, how many agencies owe it); `opinions`
    (agency, task, difficulty or proposal). `changed` counts reports since the last digest."""

    period: str
    day: date
    received: int
    expected: int
    new_reports: int
    done: int
    blocked: int
    late: Sequence[tuple[str, int, int]]
    ahead: Sequence[tuple[date, str, int]]
    opinions: Sequence[tuple[str, str, str]]


def has_news(week: Week) -> bool:
    """Tell whether there is more to say than one line."""
    return bool(week.new_reports or week.late or week.ahead)


def digest(week: Week) -> Text:
    """Tell leaders how far, who is behind, what comes next."""
    if not has_news(week):
        received = f"đã báo cáo {week.received}/{week.expected}, không có thay đổi so với tuần trước."
        return text(p(b(f"Bản tin tuần {days.short_day(week.day)}: "), received))
    return text(
        p(b(f"Bản tin tuần – {days.period_name(week.period)}"), "\n", i(days.long_day(week.day))),
        p(*_how_far(week)),
        *_listed(
            f"🔴 Quá hạn ({len(week.late)} cơ quan)",
            [spans(b(name), f": {missing} việc, {ago} ngày") for name, missing, ago in week.late],
        ),
        *_listed("🟡 Sắp đến hạn", [_ahead(*line) for line in week.ahead]),
        *_listed(
            "Cần lãnh đạo cho ý kiến", [spans(b(who), f" – {task}: {words}") for who, task, words in week.opinions]
        ),
    )


def _how_far(week: Week) -> tuple[Span, ...]:
    tasks = f"Nhiệm vụ: {week.done} hoàn thành, {week.blocked} vướng mắc."
    received = f"{week.received}/{week.expected}"
    return spans(f"{_light(week)} Đã báo cáo ", b(received), f", tuần này thêm {week.new_reports}. {tasks}")


def _ahead(day: date, what: str, many: int) -> tuple[Span, ...]:
    return spans(b(days.long_day(day)), f": {what}" + (f" ({many} cơ quan)" if many > 1 else ""))


def _light(week: Week) -> str:
    if week.late:
        return "🔴"
    return "🟢" if week.received == week.expected else "🟡"


def _listed(title: str, lines: Sequence[tuple[Span, ...]]) -> list[Block]:
    if not lines:
        return []
    rest = len(lines) - LISTED
    blocks: list[Block] = [p(b(f"{title}:")), Bullets(tuple(lines[:LISTED]))]
    return [*blocks, p(i(f"… và {rest} mục khác"))] if rest > 0 else blocks


def switched(on: bool, when: str) -> Text:
    """Confirm in a group that the weekly digest is on or off."""
    if on:
        return text(f"Đã bật bản tin tuần cho nhóm này: {when}. Gõ /bantin lần nữa để tắt.")
    return text("Đã tắt bản tin tuần cho nhóm này. Gõ /bantin lần nữa để bật.")
