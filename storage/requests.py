"""One-off requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.domain.deadlines import DeadlineId
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.domain.requests import AskedDay, Request, RequestId
from bot.errors import NotFound
from storage.reminders import OPEN
from storage.schema import deadlines, dues, outbox, reminders, requests


def _request(row: Any) -> Request:
    return Request(row.id, row.text, row.created_by, row.created_at, row.closed_at)


class Requests:
    """Queries about one-off requests; what agencies owe by them is among the dues."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, text: str, by: PersonId, at: datetime) -> RequestId:
        """Keep a request."""
        row = insert(requests).values(text=text, created_by=by, created_at=at).returning(requests.c.id)
        return RequestId(self._connection.execute(row).scalar_one())

    def get(self, request: RequestId) -> Request:
        """Find a request; raises `NotFound("request.unknown")`."""
        row = self._connection.execute(select(requests).where(requests.c.id == request)).one_or_none()
        if row is None:
            raise NotFound("request.unknown", number=int(request))
        return _request(row)

    def latest(self, limit: int) -> tuple[Request, ...]:
        """List the requests that were not taken back, the newest first."""
        kept = select(requests).where(requests.c.closed_at.is_(None)).order_by(requests.c.id.desc()).limit(limit)
        return tuple(_request(row) for row in self._connection.execute(kept))

    def day(self, request: RequestId) -> AskedDay:
        """Tell by when answers are wanted; raises `NotFound("request.unknown")`."""
        mine = select(deadlines.c.last_day, deadlines.c.named_day).where(deadlines.c.request_id == request)
        row = self._connection.execute(mine).one_or_none()
        if row is None:
            raise NotFound("request.unknown", number=int(request))
        return AskedDay(row.last_day, row.named_day)

    def told(self, request: RequestId) -> set[PersonId]:
        """List whom a message about a request has reached: the request itself, or a reminder of it."""
        mine = select(dues.c.id).join(deadlines, deadlines.c.id == dues.c.deadline_id)
        query = (
            select(reminders.c.person_id)
            .join(outbox, outbox.c.id == reminders.c.outbox_id)
            .where(reminders.c.due_id.in_(mine.where(deadlines.c.request_id == request)), outbox.c.state == "sent")
        )
        return {PersonId(person) for person in self._connection.scalars(query)}

    def by_deadline(self, deadline: DeadlineId) -> Request | None:
        """Find the request that a deadline belongs to."""
        mine = select(requests).join(deadlines, deadlines.c.request_id == requests.c.id)
        row = self._connection.execute(mine.where(deadlines.c.id == deadline)).one_or_none()
        return None if row is None else _request(row)

    def close(self, request: RequestId, at: datetime) -> bool:
        """Note that a request was taken back; tells whether it was still open."""
        mine = (requests.c.id == request) & requests.c.closed_at.is_(None)
        return self._connection.execute(update(requests).where(mine).values(closed_at=at)).rowcount == 1

    def dues(self, request: RequestId) -> Sequence[DueId]:
        """List what agencies owe or have owed by a request."""
        mine = select(dues.c.id).join(deadlines, deadlines.c.id == dues.c.deadline_id)
        return self._connection.scalars(mine.where(deadlines.c.request_id == request).order_by(dues.c.id)).all()

    def still_owed(self, deadline: DeadlineId) -> int:
        """Count the agencies that have not answered by a deadline."""
        mine = (dues.c.deadline_id == deadline) & dues.c.state.in_(OPEN)
        return self._connection.execute(select(func.count()).select_from(dues).where(mine)).scalar_one()
