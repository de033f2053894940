"""Urging agencies that are late."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.markup import Bullets, Span, Text, b, p, spans, text

LINES = 20
SEND = "Gửi"
CANCEL = "Hủy"


def in_the_name_of(coordinator: str) -> Text:
    return text(p(b("Đôn đốc: "), f"{coordinator} (điều phối) đề nghị anh/chị báo cáo các việc sau."))


def whom(lines: Sequence[tuple[str, str, int, Sequence[str]]], skipped: Sequence[str]) -> Text:
    """Show whom an urging reaches: (agency, what, days late, people). `skipped` were urged today."""
    rest = len(lines) - LINES
    return text(
        p(b(f"Đôn đốc {len(lines)} cơ quan:")),
        Bullets(tuple(_line(*line) for line in lines[:LINES])),
        f"… và {rest} cơ quan khác." if rest > 0 else None,
        _already(skipped) if skipped else None,
    )


def _line(agency: str, what: str, late: int, people: Sequence[str]) -> tuple[Span, ...]:
    how_late = f", quá hạn {late} ngày" if late else ""
    whose = ", ".join(people) or "chưa có đầu mối nhận tin, cần gọi điện"
    return spans(b(agency), f": {what}{how_late} → {whose}")


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
