"""Takes away, a page of rows at a time, what has been kept long enough.

Each walk goes through a table in the order of its ids, once: up to which id it has come is noted with what it did. What it
passes over, such as a message that still waits, is kept.

The row with the highest id stays in any case: SQLite would give its number away anew, and numbers stand in buttons and keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, or_, select, update

from storage.appointments import Appointments
from storage.schema import conversations, errands, events, link_codes, outbox, reminders, updates
from storage.traces import WORDLESS

PAGE = 200
"""Rows of a table looked at in one transaction, which takes a few hundredths of a second."""

PASSING_KEYS = ("turn:", "failed:", "slower:", "strip:")
"""Keys of answers to one update, which cannot come again. All other keys stay, or what they stand for could be said twice."""

PASSING_EVENTS = ("agency.unheard", "evidence.refused", "invite.refused", "message.held", "message.refused")
"""What was noted for a while only; all other events tell who changed what is on record."""


@dataclass(frozen=True, slots=True)
class Step:
    """How many rows a step took away or emptied, and whether there may be more to do."""

    rows: int
    more: bool


class Retention:
    """One step each, in one transaction; `before` is an instant (aware). Call them until there is no `more`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._marks = Appointments(connection)

    def words(self, before: datetime) -> Step:
        """Take the words out of messages; to whom, when and under which key stays."""
        return self._walk("kept.words", outbox, "created_at", before, self._empty)

    def answers(self, before: datetime) -> Step:
        """Delete messages that answered one update, but for those that somebody's answers refer to."""
        return self._walk("kept.answers", outbox, "created_at", before, self._delete_answers)

    def conversations(self, before: datetime) -> Step:
        """Delete conversations that have ended, with their journals and errands."""
        return self._walk("kept.conversations", conversations, "started_at", before, self._delete_conversations)

    def events(self, before: datetime) -> Step:
        """Delete what was noted for a while only."""
        return self._walk("kept.events", events, "at", before, self._delete_events)

    def failures(self, before: datetime) -> Step:
        """Delete the ids of updates that could not be dealt with, and link codes that have run out."""
        gone = self._delete(updates, updates.c.at < before)
        return Step(gone + self._delete(link_codes, link_codes.c.expires_at < before), more=False)

    def _walk(
        self, name: str, table: Table, instant: str, before: datetime, take: Callable[[Sequence[int]], int]
    ) -> Step:
        """Look at the next page of a table and take what is old; a younger row before an older one is passed over."""
        mark = self._marks.get(name)
        page = self._connection.execute(
            select(table.c.id, table.c[instant])
            .where(table.c.id > (int(mark.done) if mark else 0))
            .order_by("id")
            .limit(PAGE)
        ).all()
        old = [row.id for row in page if row[1] < before]
        if not old:
            return Step(0, more=False)
        self._marks.note(name, str(old[-1]), before)
        return Step(take(old), more=len(page) == PAGE)

    def _empty(self, ids: Sequence[int]) -> int:
        said = outbox.c.id.in_(ids) & (outbox.c.state != "waiting")
        return self._connection.execute(update(outbox).where(said).values(**WORDLESS)).rowcount

    def _delete_answers(self, ids: Sequence[int]) -> int:
        passing = or_(*(outbox.c.key.startswith(prefix, autoescape=True) for prefix in PASSING_KEYS))
        needed = exists().where(reminders.c.outbox_id == outbox.c.id)
        return self._delete(
            outbox, outbox.c.id.in_(ids), outbox.c.state != "waiting", passing, ~needed, _not_last(outbox)
        )

    def _delete_conversations(self, ids: Sequence[int]) -> int:
        ended = conversations.c.state != "running"
        # Its number would be given away with it.
        last_errand = select(errands.c.conversation_id).order_by(errands.c.id.desc()).limit(1).scalar_subquery()
        others = conversations.c.id != func.coalesce(last_errand, 0)
        return self._delete(conversations, conversations.c.id.in_(ids), ended, others, _not_last(conversations))

    def _delete_events(self, ids: Sequence[int]) -> int:
        return self._delete(events, events.c.id.in_(ids), events.c.what.in_(PASSING_EVENTS), _not_last(events))

    def _delete(self, table: Table, *which: ColumnElement[bool]) -> int:
        return self._connection.execute(delete(table).where(*which)).rowcount


def _not_last(table: Table) -> ColumnElement[bool]:
    return table.c.id < select(func.max(table.c.id)).scalar_subquery()
