"""Taking rows of the outbox on: at most one of a chat at a time, answers first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, literal_column, or_, select, update
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from bot.domain.messages import Address, Channel, Outgoing, Priority, load
from bot.domain.people import PersonId
from storage.prepared import Prepared
from storage.schema import outbox
from storage.types import UtcDateTime

RANKS = {Priority.ANSWER: 0, Priority.REMINDER: 1, Priority.BROADCAST: 2}
PRIORITIES = {rank: priority for priority, rank in RANKS.items()}

_o = outbox.alias("o")
_q = outbox.alias("q")
_NOW = bindparam("now", type_=UtcDateTime())


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the outbox. `payload` is a packed `Outgoing`, unpacked only when it is sent: a bad one harms no other.

    `check` is what to look at again before sending: ``{"dues": [3, 4], "days": ["2024-11-14", "2024-12-31"], "fixed": false}``
    are dues, their last days when it was written (left out where any day will do), and whether the words stay as they are.
    `worker` has claimed it.
    """

    id: int
    key: str
    address: Address
    person: PersonId | None
    priority: Priority
    payload: dict[str, Any]
    check: dict[str, Any] | None
    attempts: int
    created_at: datetime
    worker: str | None = None

    @property
    def message(self) -> Outgoing:
        """The message, unpacked."""
        return load(self.payload)

    @property
    def edits(self) -> str | None:
        """The channel's id of the message that this one changes; also a row that nobody can read has none."""
        match self.payload:
            case {"edits": str(message)}:
                return message
        return None

    @property
    def only_tidies(self) -> bool:
        """See `only_tidies`."""
        return only_tidies(self.payload)


def only_tidies(payload: object) -> bool:
    """Tell whether a message only takes the buttons of an earlier one away, which nobody waits for."""
    match payload:
        case {"keyboard_only": True, **rest}:
            return not rest.get("rows")
    return False


def waiting(rows: FromClause) -> ColumnElement[bool]:
    """Tell whether a row has not been sent."""
    # Written out, not bound: SQLite takes a partial index only for the very words of its condition.
    return rows.c.state == literal_column("'waiting'")


def _unclaimed(rows: FromClause) -> ColumnElement[bool]:
    return or_(rows.c.claimed_until.is_(None), rows.c.claimed_until <= _NOW)


def _before(first: FromClause, second: FromClause) -> ColumnElement[bool]:
    """Order the rows of one chat: as they were written, but answers pass everything else."""
    answer, other = first.c.priority == 0, second.c.priority > 0
    return or_(and_(answer, other), and_(or_(answer, other), first.c.id < second.c.id))


# A chat's earlier row stands in the way when it is due, when it has failed and waits to be tried again, and when it is an
# answer: that waits only because the platform asked for it. One that is only meant for later does not.
_BLOCKED = exists().where(
    waiting(_q),
    _q.c.channel == _o.c.channel,
    _q.c.chat == _o.c.chat,
    _q.c.id != _o.c.id,
    or_(
        _q.c.claimed_until > _NOW,
        and_(_before(_q, _o), or_(_q.c.not_before <= _NOW, _q.c.attempts > 0, _q.c.priority == 0)),
    ),
)

RETURNED = (
    outbox.c.id,
    outbox.c.key,
    outbox.c.channel,
    outbox.c.chat,
    outbox.c.thread,
    outbox.c.person_id,
    outbox.c.priority,
    outbox.c.payload,
    outbox.c.check,
    outbox.c.attempts,
    outbox.c.created_at,
    outbox.c.claimed_by,
)
_PICKED = (
    select(_o.c.id)
    .where(
        waiting(_o),
        _unclaimed(_o),
        _o.c.not_before <= _NOW,
        _o.c.priority <= bindparam("lowest"),
        # Not the bare column: SQLite would go by the index that begins with it and sort all that waits, at every claim.
        _o.c.channel.concat("").in_(bindparam("channels", expanding=True)),
        ~_BLOCKED,
    )
    .order_by(_o.c.priority, _o.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_o)
    .cte("picked")
)

_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(select(_PICKED.c.id)), waiting(outbox), _unclaimed(outbox))
    .values(claimed_until=bindparam("until", type_=UtcDateTime()), claimed_by=bindparam("worker"))
    .returning(*RETURNED)
)


_RIPE = select(func.min(outbox.c.not_before)).where(waiting(outbox), outbox.c.not_before > _NOW)
_STALE = select(func.min(outbox.c.claimed_until)).where(waiting(outbox), outbox.c.claimed_until > _NOW)
_HAS_DUE = Prepared(
    select(exists().where(waiting(outbox), outbox.c.not_before <= _NOW, outbox.c.priority > RANKS[Priority.ANSWER]))
)
_WAKES = Prepared(select(_RIPE.scalar_subquery(), _STALE.scalar_subquery()))


def row_of(found: Any) -> Row:
    """Make a row of what the columns `RETURNED` hold."""
    return Row(
        id=found.id,
        key=found.key,
        address=Address(Channel(found.channel), found.chat, found.thread),
        person=None if found.person_id is None else PersonId(found.person_id),
        priority=PRIORITIES[found.priority],
        payload=found.payload,
        check=found.check,
        attempts=found.attempts,
        created_at=found.created_at,
        worker=found.claimed_by,
    )


class Claims:
    """Queries about what is to be sent next."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self,
        now: datetime,
        until: datetime,
        worker: str,
        limit: int,
        *,
        lowest: Priority = Priority.BROADCAST,
        channels: Iterable[Channel] = tuple(Channel),
    ) -> list[Row]:
        """Take rows to send for `worker`, answers first; they are its own until `until`.

        Of each chat at most one row is taken: its first, an answer before all others, and none while another row of the chat
        is under way. `lowest` leaves out what is less urgent.
        """
        found = self._connection.execute(
            _CLAIM,
            {
                "now": now,
                "until": until,
                "worker": worker,
                "most": limit,
                "lowest": RANKS[lowest],
                "channels": [channel.value for channel in channels],
            },
        )
        rows = [row_of(each) for each in found]
        return sorted(rows, key=lambda row: (RANKS[row.priority], row.id))

    def has_due(self, now: datetime) -> bool:
        """Tell whether anything but answers has come due and is not sent, whoever has it in hand."""
        return bool(_HAS_DUE.scalar(self._connection, now=now))

    def next_wake(self, now: datetime) -> datetime | None:
        """Tell when the next row comes due or the next claim runs out, after `now`; `None` when nothing waits."""
        times = _WAKES.first(self._connection, now=now)
        return min((time for time in times if time is not None), default=None)
