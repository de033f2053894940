"""Errands: slow work that a conversation waits for, for instance reading a document that was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bot import errors
from bot.conversations.steps import adapter
from bot.domain.messages import Channel, IncomingFile
from bot.domain.plans import PlanDraft
from bot.errors import NotFound, UserError
from bot.rendering.corrections import Correction
from storage import wanted
from storage.prepared import Prepared
from storage.schema import errands

_NEXT = Prepared(wanted.next_instant(errands))
_OLDEST = Prepared(select(func.min(errands.c.created_at)))

_CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Errand:
    """A document to fetch and read, and how often that has been begun before."""

    id: int
    conversation: int
    channel: Channel
    file: IncomingFile
    attempts: int


class Errands:
    """Queries about errands.

    A draft is kept as JSON, ``{"head": {"title": …}, "tasks": [{"no": "II.1", …}], …}``; a report that came back as
    ``{"correction": {"document": "summary:2024-Q4", "regions": […], …}}``; an error as its class, code and
    values, ``["UnreadableDocument", "document.too_big", {"megabytes": 25}]``.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, conversation: int, channel: Channel, file: IncomingFile, now: datetime) -> int:
        """Want a document read for a conversation."""
        row = {
            "conversation_id": conversation,
            "channel": channel,
            "file": adapter(IncomingFile).dump_python(file, mode="json"),
        }
        times = {"not_before": now, "created_at": now}
        added = insert(errands).values(**row, **times, state="wanted", attempts=0).returning(errands.c.id)
        return int(self._connection.execute(added).scalar_one())

    def claim(self, now: datetime, until: datetime, limit: int) -> list[Errand]:
        """Take errands on; who has not told by `until` how it ended is taken to have died."""
        return [_errand(row) for row in wanted.take_on(self._connection, errands, now, until, limit)]

    def done(self, errand: int, found: PlanDraft | Correction) -> bool:
        """Keep what was read; tells whether it was still wanted."""
        if isinstance(found, Correction):
            return self._end(
                errand, state="done", result={_CORRECTION: adapter(Correction).dump_python(found, mode="json")}
            )
        return self._end(errand, state="done", result=adapter(PlanDraft).dump_python(found, mode="json"))

    def failed(self, errand: int, error: UserError) -> bool:
        """Note why nothing could be read; tells whether it was still wanted."""
        return self._end(errand, state="failed", error=[type(error).__name__, error.code, error.values])

    def cancel(self, errand: int) -> bool:
        """Note that nobody waits any more; tells whether it was still wanted."""
        return self._end(errand, state="cancelled")

    def _end(self, errand: int, **values: Any) -> bool:
        mine = update(errands).where(errands.c.id == errand, errands.c.state == "wanted")
        return self._connection.execute(mine.values(not_before=None, **values)).rowcount == 1

    def again(self, errand: int, not_before: datetime) -> None:
        """Try an errand again from `not_before` on."""
        mine = update(errands).where(errands.c.id == errand, errands.c.state == "wanted")
        self._connection.execute(mine.values(not_before=not_before))

    def draft(self, errand: int) -> PlanDraft:
        """Give what was read; raises the error that reading ended in, or `NotFound("errand.unknown")`."""
        row = self._connection.execute(select(errands).where(errands.c.id == errand)).one_or_none()
        if row is None or row.state not in ("done", "failed"):
            raise NotFound("errand.unknown")
        if row.error is not None:
            name, code, values = row.error
            raise getattr(errors, name)(code, **values)
        draft: PlanDraft = adapter(PlanDraft).validate_python(row.result)
        return draft

    def correction(self, errand: int) -> Correction | None:
        """Give the corrected report that was read; `None` when it was none."""
        result = self._connection.scalar(select(errands.c.result).where(errands.c.id == errand))
        if result is None or _CORRECTION not in result:
            return None
        found: Correction = adapter(Correction).validate_python(result[_CORRECTION])
        return found

    def forget(self, before: datetime) -> int:
        """Delete what ended or was wanted before an instant, with what was read; returns how many."""
        return self._connection.execute(delete(errands).where(errands.c.created_at < before)).rowcount

    def waiting(self) -> int:
        """Count what is still wanted."""
        return wanted.count(self._connection, errands)

    def oldest(self) -> datetime | None:
        """Tell since when the oldest errand is kept; `None` when there is none."""
        found: datetime | None = _OLDEST.scalar(self._connection)
        return found

    def next_wake(self) -> datetime | None:
        """Tell when the next errand is to be looked at; `None` when there is none."""
        found: datetime | None = _NEXT.scalar(self._connection)
        return found


def _errand(row: Any) -> Errand:
    file = adapter(IncomingFile).validate_python(row.file)
    return Errand(row.id, row.conversation_id, Channel(row.channel), file, row.attempts - 1)
