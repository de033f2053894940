"""Tells an agency what the office has decided about one of its dues."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.deadlines import Due
from bot.domain.markup import Text
from bot.domain.messages import Button, Outgoing, Priority
from bot.domain.people import PersonId
from bot.domain.reminders import next_opening
from bot.domain.reports import DueId
from bot.usecases.desk import Desk
from bot.usecases.receivers import receivers

Rows = tuple[tuple[Button, ...], ...]


def about(due: DueId) -> Rows:
    """Offer to report on one due, or to put it off: ``do:report:12``, ``do:later:12``."""
    return ((Button("Báo cáo", f"do:report:{due}"), Button("Để sau", f"do:later:{due}")),)


def tell_agency(desk: Desk, key: str, due: Due, content: Text, rows: Rows = ()) -> int:
    """Put a message to an agency's focal points, or to who stands in, in the outbox; returns to how many. See `put`."""
    return len(put(desk, key, due, content, rows))


def put(
    desk: Desk, key: str, due: Due, content: Text, rows: Rows = (), only: Collection[PersonId] | None = None
) -> list[PersonId]:
    """Put a message to an agency's focal points, or to who stands in, in the outbox; returns whose.

    Each row's key is `key`, which is unique for what is told, and the person's number. Outside the sending hours it waits for
    the next opening: an officer who works in the evening wakes nobody. `only` leaves out all other people.
    """
    opening = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
    told: list[PersonId] = []
    for who in receivers(desk, [due.agency])[due.agency]:
        if only is not None and who.id not in only:
            continue
        row = desk.outbox.add(
            f"{key}:{who.id}",
            who.home,
            Outgoing(content, rows),
            priority=Priority.REMINDER,
            now=desk.now,
            person=who.id,
            not_before=opening,
        )
        told += [] if row is None else [who.id]
    return told
