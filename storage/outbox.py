"""What is still to be said, and what was: written with the fact that causes it, claimed, sent, marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    RowMapping,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from bot.domain.messages import Address, Channel, Outgoing, Priority, dump, load
from bot.domain.people import PersonId
from storage.prepared import Prepared
from storage.schema import outbox
from storage.types import UtcDateTime

_RANKS = {Priority.ANSWER: 0, Priority.REMINDER: 1, Priority.BROADCAST: 2}
_PRIORITIES = {rank: priority for priority, rank in _RANKS.items()}

_o = outbox.alias("o")
_q = outbox.alias("q")
_NOW = bindparam("now", type_=UtcDateTime())


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the outbox. `payload` is a packed `Outgoing`, unpacked only when it is sent: a bad one harms no other.

    Example of `check`: ``{"dues": [3, 4]}``; what is to be looked at again before sending. `worker` has claimed it.
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


@dataclass(frozen=True, slots=True)
class Depth:
    """How full the outbox is: rows waiting by priority, rows parked, and when the oldest row that is due was written."""

    waiting: dict[Priority, int]
    parked: int
    oldest: datetime | None


def _waiting(rows: FromClause) -> ColumnElement[bool]:
    # Written out, not bound: SQLite takes a partial index only for the very words of its condition.
    return rows.c.state == literal_column("'waiting'")


def _unclaimed(rows: FromClause) -> ColumnElement[bool]:
    return or_(rows.c.claimed_until.is_(None), rows.c.claimed_until <= _NOW)


def _before(first: FromClause, second: FromClause) -> ColumnElement[bool]:
    """Order the rows of one chat: as they were written, but answers pass everything else."""
    answer, other = first.c.priority == 0, second.c.priority > 0
    return or_(and_(answer, other), and_(or_(answer, other), first.c.id < second.c.id))


# A chat's earlier row stands in the way when it is due, or when it has failed and waits to be tried again; one that is
# only meant for later does not.
_BLOCKED = exists().where(
    _waiting(_q),
    _q.c.channel == _o.c.channel,
    _q.c.chat == _o.c.chat,
    _q.c.id != _o.c.id,
    or_(
        _q.c.claimed_until > _NOW,
        and_(_before(_q, _o), or_(_q.c.not_before <= _NOW, _q.c.attempts > 0)),
    ),
)

_PICKED = (
    select(_o.c.id)
    .where(
        _waiting(_o),
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
    .where(outbox.c.id.in_(select(_PICKED.c.id)), _waiting(outbox), _unclaimed(outbox))
    .values(claimed_until=bindparam("until", type_=UtcDateTime()), claimed_by=bindparam("worker"))
    .returning(
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
)

_SENT = Prepared(
    # Whatever its state: a row cancelled while it was under way has been sent all the same.
    update(outbox).where(outbox.c.id == bindparam("row")),
    ("state", "sent_at", "message", "error", "claimed_until", "claimed_by"),
)


def _insert(dialect: str) -> Insert:
    added = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(outbox)
    return added.on_conflict_do_nothing().returning(outbox.c.id)


_ADD = Prepared(
    _insert,
    (
        "key",
        "channel",
        "chat",
        "thread",
        "person_id",
        "priority",
        "payload",
        "check",
        "state",
        "not_before",
        "attempts",
        "created_at",
    ),
)
_MESSAGE = Prepared(select(outbox.c.message).where(outbox.c.key == bindparam("key")))
_RIPE = Prepared(select(func.min(outbox.c.not_before)).where(_waiting(outbox), outbox.c.not_before > _NOW))
_STALE = Prepared(select(func.min(outbox.c.claimed_until)).where(_waiting(outbox), outbox.c.claimed_until > _NOW))


def _row(found: RowMapping) -> Row:
    return Row(
        id=found["id"],
        key=found["key"],
        address=Address(Channel(found["channel"]), found["chat"], found["thread"]),
        person=None if found["person_id"] is None else PersonId(found["person_id"]),
        priority=_PRIORITIES[found["priority"]],
        payload=found["payload"],
        check=found["check"],
        attempts=found["attempts"],
        created_at=found["created_at"],
        worker=found["claimed_by"],
    )


class Outbox:
    """The queries on the outbox, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        key: str,
        address: Address,
        message: Outgoing,
        *,
        priority: Priority,
        now: datetime,
        person: PersonId | None = None,
        not_before: datetime | None = None,
        check: dict[str, Any] | None = None,
    ) -> int | None:
        """Put a message in the outbox; tell its row, or `None` when `key` has been used before and nothing is added.

        `key` is for instance "reminder:12:-7:3"; `not_before` (aware) holds the message back; `check` is looked at again
        at the moment of sending, for instance ``{"dues": [3, 4]}``.
        """
        added: int | None = _ADD.scalar(
            self._connection,
            key=key,
            channel=address.channel.value,
            chat=address.chat,
            thread=address.thread,
            person_id=person,
            priority=_RANKS[priority],
            payload=dump(message),
            check=check,
            state="waiting",
            not_before=not_before or now,
            attempts=0,
            created_at=now,
        )
        return added

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
                "lowest": _RANKS[lowest],
                "channels": [channel.value for channel in channels],
            },
        )
        rows = [_row(each) for each in found.mappings()]
        return sorted(rows, key=lambda row: (_RANKS[row.priority], row.id))

    def sent(self, rows: Sequence[tuple[int, str]], now: datetime) -> None:
        """Mark rows as sent; each with the id that its channel gave the message."""
        over = {"state": "sent", "sent_at": now, "error": None, "claimed_until": None, "claimed_by": None}
        _SENT.each(self._connection, [over | {"row": row, "message": message} for row, message in rows])

    def retry(self, row: int, not_before: datetime, error: str, worker: str | None = None) -> None:
        """Give a row back after a failed attempt, to be tried again from `not_before` on. Its chat waits behind it.

        Where a `worker` is named, here and below, nothing is changed that another has claimed meanwhile.
        """
        self._free(
            _still(worker, outbox.c.id == row), not_before=not_before, error=error, attempts=outbox.c.attempts + 1
        )

    def release(self, rows: Iterable[int], worker: str | None = None) -> None:
        """Give rows back that were claimed and not tried."""
        self._free(_still(worker, outbox.c.id.in_(list(rows))))

    def release_claims(self, worker: str | None) -> int:
        """Give back all that `worker`, or anybody at all, has claimed; tell how much."""
        claimed = outbox.c.claimed_by.is_not(None) if worker is None else outbox.c.claimed_by == worker
        return self._free(claimed)

    def hold(self, channel: Channel, chat: str, until: datetime, worker: str | None = None) -> None:
        """Hold a chat's waiting rows back until `until`, as its platform asks; this counts as no attempt."""
        later = func.max if self._connection.dialect.name == "sqlite" else func.greatest
        self._free(
            _still(worker, _in_chat(channel, chat)),
            not_before=later(outbox.c.not_before, bindparam(None, until, type_=UtcDateTime())),
        )

    def put_off(self, rows: Iterable[int], until: datetime) -> None:
        """Give rows back, to be sent from `until` on; this counts as no attempt, and no row waits behind them."""
        self._free(outbox.c.id.in_(list(rows)), not_before=until)

    def readdress(self, old: Address, new: Address) -> int:
        """Send to another chat what waits for a chat and answers nothing said there; tell how much."""
        which = and_(_in_chat(old.channel, old.chat), outbox.c.priority > 0)
        return self._free(which, channel=new.channel.value, chat=new.chat, thread=new.thread, attempts=0)

    def park(self, row: int, error: str) -> None:
        """Set a row aside that cannot be sent."""
        self._free(outbox.c.id == row, state="parked", error=error, attempts=outbox.c.attempts + 1)

    def cancel(self, rows: Iterable[int]) -> int:
        """Take back rows that have not been sent; tell how many."""
        return self._free(outbox.c.id.in_(list(rows)), state="cancelled")

    def cancel_chat(self, channel: Channel, chat: str) -> int:
        """Take back all that waits for a chat; tell how much."""
        return self._free(_in_chat(channel, chat), state="cancelled")

    def _free(self, which: ColumnElement[bool], **values: Any) -> int:
        statement = update(outbox).where(which, _waiting(outbox))
        changed = self._connection.execute(statement.values(claimed_until=None, claimed_by=None, **values))
        return changed.rowcount

    def move(self, channel: Channel, old: str, new: str) -> None:
        """Send what waits for the chat `old` to `new` instead."""
        statement = update(outbox).where(_in_chat(channel, old), _waiting(outbox))
        self._connection.execute(statement.values(chat=new))

    def message_of(self, key: str) -> str | None:
        """Tell the channel's id of the message sent under `key`; `None` while it is not sent."""
        found: str | None = _MESSAGE.scalar(self._connection, key=key)
        return found

    def find(self, address: Address, message: str) -> int | None:
        """Find the row that was sent to a chat as `message`, for instance to know what somebody replies to."""
        statement = select(outbox.c.id).where(_in_chat(address.channel, address.chat), outbox.c.message == message)
        return self._connection.scalar(statement.order_by(outbox.c.id.desc()).limit(1))

    def next_wake(self, now: datetime) -> datetime | None:
        """Tell when the next row comes due or the next claim runs out, after `now`; `None` when nothing waits."""
        times = [statement.scalar(self._connection, now=now) for statement in (_RIPE, _STALE)]
        return min((time for time in times if time is not None), default=None)

    def depth(self, now: datetime) -> Depth:
        """Count what waits and what is parked."""
        counts = select(outbox.c.priority, func.count()).where(_waiting(outbox)).group_by(outbox.c.priority)
        waiting = {_PRIORITIES[rank]: number for rank, number in self._connection.execute(counts)}
        parked = select(func.count()).where(outbox.c.state == "parked")
        oldest = select(func.min(outbox.c.created_at)).where(_waiting(outbox), outbox.c.not_before <= now)
        return Depth(waiting, self._connection.scalar(parked) or 0, self._connection.scalar(oldest))


def _still(worker: str | None, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Leave out what another worker has claimed."""
    return which if worker is None else and_(which, func.coalesce(outbox.c.claimed_by, worker) == worker)


def _in_chat(channel: Channel, chat: str) -> ColumnElement[bool]:
    return and_(outbox.c.channel == channel.value, outbox.c.chat == chat)
