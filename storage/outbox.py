"""What is still to be said, and what was: written with the fact that causes it, claimed, sent, marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, and_, bindparam, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.messages import Address, Channel, Outgoing, Priority, dump
from bot.domain.people import PersonId
from storage.answers import CLAIM, UNCLAIMED, Answers
from storage.claims import PRIORITIES, Claims, waiting
from storage.claims import Row as Row
from storage.envelopes import COLUMNS, envelope, insert
from storage.prepared import Prepared
from storage.schema import outbox
from storage.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Depth:
    """How full the outbox is: rows waiting by priority, rows parked, and when the oldest row that is due was written."""

    waiting: dict[Priority, int]
    parked: int
    oldest: datetime | None


_SENT = Prepared(
    # Whatever its state: a row cancelled while it was under way has been sent all the same.
    update(outbox).where(outbox.c.id == bindparam("row")),
    ("state", "sent_at", "message", "error", "claimed_until", "claimed_by"),
)


def _insert(dialect: str) -> Insert:
    return insert(dialect).returning(outbox.c.id)


_ADD = Prepared(_insert, (*COLUMNS, *CLAIM))
_MESSAGE = Prepared(select(outbox.c.message).where(outbox.c.key == bindparam("key")))


class Outbox(Claims):
    """The queries on the outbox, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.added: list[int] = []
        """The rows that have been added here."""
        self.answers: Answers | None = None
        """What takes on the answers that are added, if anything does."""

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

        `key` is for instance "reminder:12:7:20241107"; `not_before` (aware) holds the message back; `check` is looked at again
        at the moment of sending, for instance ``{"dues": [3, 4]}``.
        """
        values = envelope(
            key, address, dump(message), priority=priority, now=now, person=person, not_before=not_before, check=check
        )
        values |= UNCLAIMED if self.answers is None else self.answers.claim_of(values)
        added: int | None = _ADD.scalar(self._connection, **values)
        if added is not None:
            self.added.append(added)
            if self.answers is not None:
                self.answers.note(added, values)
        return added

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

    def withdraw(self, keys: Sequence[str]) -> list[PersonId]:
        """Take back what has not been sent and is not under way; tell whom the rest has reached, or may have."""
        mine = outbox.c.key.in_(list(keys))
        self._free(and_(mine, outbox.c.claimed_by.is_(None)), state="cancelled")
        under_way = or_(outbox.c.state == "sent", outbox.c.claimed_by.is_not(None))
        reached = select(outbox.c.person_id).where(mine, under_way, outbox.c.person_id.is_not(None))
        return [PersonId(person) for person in self._connection.scalars(reached.order_by(outbox.c.id))]

    def cancel_held(self, key: str, now: datetime) -> int:
        """Take back the row `key` if it is held back still; tell how many."""
        return self._free(and_(outbox.c.key == key, outbox.c.not_before > now), state="cancelled")

    def cancel_chat(self, channel: Channel, chat: str) -> int:
        """Take back all that waits for a chat; tell how much."""
        return self._free(_in_chat(channel, chat), state="cancelled")

    def _free(self, which: ColumnElement[bool], **values: Any) -> int:
        statement = update(outbox).where(which, waiting(outbox))
        changed = self._connection.execute(statement.values(claimed_until=None, claimed_by=None, **values))
        return changed.rowcount

    def move(self, channel: Channel, old: str, new: str) -> None:
        """Send what waits for the chat `old` to `new` instead."""
        statement = update(outbox).where(_in_chat(channel, old), waiting(outbox))
        self._connection.execute(statement.values(chat=new))

    def message_of(self, key: str) -> str | None:
        """Tell the channel's id of the message sent under `key`; `None` while it is not sent."""
        found: str | None = _MESSAGE.scalar(self._connection, key=key)
        return found

    def find(self, address: Address, message: str) -> int | None:
        """Find the row that was sent to a chat as `message`, for instance to know what somebody replies to."""
        statement = select(outbox.c.id).where(_in_chat(address.channel, address.chat), outbox.c.message == message)
        return self._connection.scalar(statement.order_by(outbox.c.id.desc()).limit(1))

    def depth(self, now: datetime) -> Depth:
        """Count what waits and what is parked."""
        counts = select(outbox.c.priority, func.count()).where(waiting(outbox)).group_by(outbox.c.priority)
        by_priority = {PRIORITIES[rank]: number for rank, number in self._connection.execute(counts)}
        parked = select(func.count()).where(outbox.c.state == "parked")
        oldest = select(func.min(outbox.c.created_at)).where(waiting(outbox), outbox.c.not_before <= now)
        return Depth(by_priority, self._connection.scalar(parked) or 0, self._connection.scalar(oldest))


def _still(worker: str | None, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Leave out what another worker has claimed."""
    return which if worker is None else and_(which, func.coalesce(outbox.c.claimed_by, worker) == worker)


def _in_chat(channel: Channel, chat: str) -> ColumnElement[bool]:
    return and_(outbox.c.channel == channel.value, outbox.c.chat == chat)
