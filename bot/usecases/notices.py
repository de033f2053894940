"""Tells an agency what the office has decided about one of its dues."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.deadlines import Due
from bot.domain.markup import Text
from bot.domain.messages import Button, Outgoing
from bot.domain.people import PersonId
from bot.domain.reminders import next_opening
from bot.domain.reports import DueId
from bot.usecases.desk import Desk
from bot.usecases.receivers import receivers
from bot.usecases.telling import tell

Rows = tuple[tuple[Button, ...], ...]


def about(due: DueId) -> Rows:
    """Offer to report on one due, or to put it off: ``do:report:12``, ``do:later:12``."""
    return ((Button("Báo cáo", f"do:report:{due}"), Button("Để sau", f"do:later:{due}")),)


def tell_agency(
    desk: Desk, key: str, due: Due, content: Text, rows: Rows = (), only: Collection[PersonId] | None = None
) -> list[PersonId]:
    """Say something about a due to its agency's focal points, or to who stands in; returns to whom.

    `key` is unique for what is told. Outside the sending hours it waits for the next opening: an officer who works in the
    evening wakes nobody. `only` leaves out all other people.
    """
    opening = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
    return [
        who.id
        for who in receivers(desk, [due.agency])[due.agency]
        if (only is None or who.id in only) and tell(desk, key, who, Outgoing(content, rows), not_before=opening)
    ]
