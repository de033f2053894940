"""What the clock has last seen to, by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.schema import appointments


@dataclass(frozen=True, slots=True)
class Appointment:
    """For instance "sweep": `done` is a word about what was done (at most 32 signs), `at` an instant (aware)."""

    done: str
    at: datetime


class Appointments:
    """Queries about appointments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Appointment | None:
        """Find what was last noted under a name."""
        row = self._connection.execute(select(appointments).where(appointments.c.name == name)).first()
        return Appointment(row.done, row.at) if row else None

    def note(self, name: str, done: str, at: datetime) -> None:
        """Note something in the place of what was noted before."""
        values = {"done": done, "at": at}
        changed = self._connection.execute(update(appointments).where(appointments.c.name == name).values(**values))
        if changed.rowcount == 0:
            self._connection.execute(insert(appointments).values(name=name, **values))

    def forget(self, name: str) -> None:
        """Drop what was noted under a name."""
        self._connection.execute(delete(appointments).where(appointments.c.name == name))
