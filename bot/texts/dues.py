"""What is owed, named in a line or two."""

from __future__ import annotations

from bot.domain.deadlines import DeadlineKind, Due

TITLE_ON_A_PHONE = 110


def shorten(text: str, width: int = TITLE_ON_A_PHONE) -> str:
    """Cut a text at a word's end so that it has at most `width` characters."""
    if len(text) <= width:
        return text
    return text[: width - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def name(due: Due, width: int = TITLE_ON_A_PHONE) -> str:
    """Name what is owed: "II.5.a Tổ chức giới thiệu, quảng bá…"; a report asked for by a rule has no number in front."""
    if due.kind is DeadlineKind.RULE:
        return shorten(due.title, width)
    return shorten(f"{due.no} {due.title}".strip(), width)
