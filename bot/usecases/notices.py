"""Tells an agency what the office has decided about one of its dues."""

from __future__ import annotations

from bot.domain.deadlines import Due
from bot.domain.markup import Text
from bot.domain.messages import Button, Outgoing, Priority
from bot.domain.reminders import next_opening
from bot.domain.reports import DueId
from bot.usecases.desk import Desk
from bot.usecases.receivers import receivers

Rows = tuple[tuple[Button, ...], ...]


def about(due: DueId) -> Rows:
    """Offer to report on one due, or to put it off: ``do:report:12``, ``do:later:12``."""
    return ((Button("Báo cáo", f"do:report:{due}"), Button("Để sau", f"do:later:{due}")),)


def tell_agency(desk: Desk, key: str, due: Due, content: Text, rows: Rows = ()) -> int:
    """Put a message to an agency's focal points, or to who stands in, in the outbox; returns to how many.

    `key` is unique for what is told. Outside the sending hours it waits for the next opening: an officer who works in the
    evening wakes nobody.
    """
    opening = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
    told = 0
    for who in receivers(desk, [due.agency])[due.agency]:
        row = desk.outbox.add(
            f"{key}:{who.id}",
            who.home,
            Outgoing(content, rows),
            priority=Priority.REMINDER,
            now=desk.now,
            person=who.id,
            not_before=opening,
        )
        told += row is not None
    return told
