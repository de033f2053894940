"""Many messages put in the outbox at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, func, select, update

from bot.domain.messages import Address, Outgoing, dump
from bot.domain.people import PersonId
from storage.prepared import Prepared
from storage.schema import outbox
from storage.upserts import insert_into

REMINDER = 1
"""The outbox's rank of `Priority.REMINDER`."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One reminder to be: `key` is unique for ever; `check` is looked at again before sending."""

    key: str
    address: Address
    person: PersonId
    message: Outgoing
    check: dict[str, Any]


def post(connection: Connection, letters: Sequence[Letter], now: datetime) -> dict[str, int]:
    """Put reminders in the outbox in few statements; tell the rows by key. A key that was used before adds nothing."""
    if not letters:
        return {}
    last = _LAST.scalar(connection)
    _ADD.each(connection, [_row(letter, now) for letter in letters])
    # Nobody else writes meanwhile whom this transaction would see: what has come is its own.
    return {row.key: row.id for row in _SINCE.all(connection, last=last)}


def _insert(dialect: str) -> Insert:
    return insert_into(outbox, dialect).on_conflict_do_nothing()


_LAST = Prepared(select(func.coalesce(func.max(outbox.c.id), 0)))
_SINCE = Prepared(select(outbox.c.id, outbox.c.key).where(outbox.c.id > bindparam("last")))
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


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "key": letter.key,
        "channel": letter.address.channel.value,
        "chat": letter.address.chat,
        "thread": letter.address.thread,
        "person_id": letter.person,
        "priority": REMINDER,
        "payload": dump(letter.message),
        "check": letter.check,
        "state": "waiting",
        "not_before": now,
        "attempts": 0,
        "created_at": now,
    }


def defer(connection: Connection, rows: Sequence[int], until: datetime) -> None:
    """Give rows back that were claimed and may not be sent before an instant (aware); this counts as no attempt."""
    waiting = outbox.c.id.in_(list(rows)) & (outbox.c.state == "waiting")
    connection.execute(update(outbox).where(waiting).values(not_before=until, claimed_until=None, claimed_by=None))


def reword(connection: Connection, row: int, payload: dict[str, Any]) -> None:
    """Put other words in a row that has not been sent."""
    connection.execute(update(outbox).where(outbox.c.id == row).values(payload=payload))
