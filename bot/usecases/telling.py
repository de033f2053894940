"""Messages to one person, once for each key."""

from __future__ import annotations

from bot.domain.messages import Outgoing, Priority
from bot.domain.people import PersonId
from bot.usecases.desk import Desk


def tell_person(
    desk: Desk, key: str, person: PersonId, message: Outgoing, priority: Priority = Priority.REMINDER
) -> bool:
    """Say something to somebody where they can be reached; tells whether it was queued."""
    told = False
    for found in desk.people.reachable(desk.people.get_many([person]).values()):
        row = desk.outbox.add(
            f"{key}:{found.id}", found.home, message, priority=priority, now=desk.now, person=found.id
        )
        told = row is not None
    return told
