"""Who is away when, and who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.people import Absence, PersonId
from storage.schema import absences


def _absence(row: Any) -> Absence:
    deputy = None if row.deputy_id is None else PersonId(row.deputy_id)
    return Absence(PersonId(row.person_id), row.first, row.last, deputy)


class Absences:
    """Queries about absences of many people at once; `People` keeps and ends those of one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def between(self, first: date, last: date) -> tuple[Absence, ...]:
        """List the absences that touch the days from `first` to `last`, those entered last at the end."""
        touching = select(absences).where(absences.c.first <= last, absences.c.last >= first).order_by(absences.c.id)
        return tuple(_absence(row) for row in self._connection.execute(touching))

    def of(self, people: Iterable[PersonId], day: date) -> dict[PersonId, Absence]:
        """Find who of some people is away on `day`; of several absences the one entered last counts."""
        wanted = set(people)
        return {absence.person: absence for absence in self.between(day, day) if absence.person in wanted}

    def coming(self, person: PersonId, today: date) -> tuple[Absence, ...]:
        """List somebody's absences that are not over."""
        mine = select(absences).where(absences.c.person_id == person, absences.c.last >= today)
        return tuple(_absence(row) for row in self._connection.execute(mine.order_by(absences.c.first)))
