"""Urging agencies that are late."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.markup import Block, Bullets, Span, Text, b, p, spans, text

LINES = 20
TO_CALL = 10
"""So many agencies that nobody can be reached of are named; the rest is counted."""
SEND = "Gửi"
CANCEL = "Hủy"


def in_the_name_of(coordinator: str) -> Text:
    return text(p(b("Đôn đốc: "), f"{coordinator} (điều phối) đề nghị anh/chị báo cáo các việc sau."))


def whom(lines: Sequence[tuple[str, str, int, Sequence[str]]], skipped: Sequence[str]) -> Text:
    """Show whom an urging reaches: (agency, what, days late, people), and who is to be called. `skipped` were urged today."""
    reached = [line for line in lines if line[3]]
    rest = len(reached) - LINES
    return text(
        p(b(f"Đôn đốc {len(reached)} cơ quan:")),
        Bullets(tuple(_line(*line) for line in reached[:LINES])),
        f"… và {rest} cơ quan khác." if rest > 0 else None,
        _to_call([name for name, _, _, people in lines if not people]),
        _already(skipped) if skipped else None,
    )


def _line(agency: str, what: str, late: int, people: Sequence[str]) -> tuple[Span, ...]:
    how_late = f", quá hạn {late} ngày" if late else ""
    return spans(b(agency), f": {what}{how_late} → {', '.join(people)}")


def _to_call(names: Sequence[str]) -> Block | None:
    if not names:
        return None
    rest = len(names) - TO_CALL
    more = f" và {rest} cơ quan khác" if rest > 0 else ""
    return p(b(f"Chưa có đầu mối nhận tin, cần gọi điện ({len(names)}): "), "; ".join(names[:TO_CALL]), f"{more}.")


def _already(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    return f"Hôm nay đã đôn đốc rồi nên bỏ qua: {shown}."


def nobody() -> Text:
    return text("Không có cơ quan nào quá hạn báo cáo.")


def already(names: Sequence[str]) -> Text:
    return text(f"{_already(names)} Mỗi cơ quan chỉ đôn đốc một lần một ngày.")


def nobody_to_reach(names: Sequence[str]) -> Text:
    return text(f"Chưa có đầu mối nào nhận được tin: {', '.join(names[:LINES])}. Đề nghị gọi điện, hoặc /moi để mời.")


def done(agencies: int, messages: int, *, waits: bool) -> Text:
    when = " Tin sẽ gửi vào đầu giờ làm việc tới." if waits else ""
    return text(f"Đã đôn đốc {agencies} cơ quan, {messages} người.{when}")


def cancelled() -> Text:
    return text("Đã hủy, không gửi gì.")
