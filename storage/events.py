"""The log of changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bot.domain.events import Event
from bot.domain.people import PersonId
from storage.prepared import Prepared
from storage.schema import events

_LOG = Prepared(insert(events).returning(events.c.id), ("at", "person_id", "what", "subject", "before", "after"))


def _event(row: Any) -> Event:
    person = None if row.person_id is None else PersonId(row.person_id)
    return Event(row.at, person, row.what, row.subject, row.before, row.after)


class Events:
    """Who changed what, kept for ever."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def log(
        self, at: datetime, person: PersonId | None, what: str, subject: str, before: Any = None, after: Any = None
    ) -> int:
        """Keep one change, and tell its number; for instance ``log(now, person, "due.extended", "due:12", "2024-11-14",
        "2024-11-20")``.
        """
        row = {"at": at, "person_id": person, "what": what, "subject": subject, "before": before, "after": after}
        return int(_LOG.scalar(self._connection, **row))

    def get(self, number: int) -> Event | None:
        """Find one change by its number."""
        row = self._connection.execute(select(events).where(events.c.id == number)).one_or_none()
        return None if row is None else _event(row)

    def of(self, subject: str) -> tuple[Event, ...]:
        """List what happened to a subject, earliest first."""
        found = self._connection.execute(select(events).where(events.c.subject == subject).order_by(events.c.id))
        return tuple(_event(row) for row in found)

    def count(self, what: str, subject: str, since: datetime) -> int:
        """Count how often `what` happened to a subject since an instant (aware)."""
        query = select(func.count()).where(events.c.subject == subject, events.c.what == what, events.c.at >= since)
        return self._connection.execute(query).scalar_one()
