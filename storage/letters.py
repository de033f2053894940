"""Many messages put in the outbox at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from bot.domain.messages import Address, Priority
from bot.domain.people import PersonId
from storage.envelopes import COLUMNS, envelope, insert
from storage.prepared import Prepared
from storage.schema import outbox


class Letter(NamedTuple):
    """One reminder to be: `key` is unique for ever; `check` is looked at again before sending.

    `payload` is the message as `bot.domain.messages.dump` packs it, maybe written as JSON already.
    """

    key: str
    address: Address
    person: PersonId
    payload: Any
    check: dict[str, Any]


def post(connection: Connection, letters: Sequence[Letter], now: datetime) -> dict[str, int]:
    """Put reminders in the outbox in few statements; tell the rows by key. A key that was used before adds nothing."""
    if not letters:
        return {}
    last = _LAST.scalar(connection)
    _ADD.each(connection, [_row(letter, now) for letter in letters])
    # Nobody else writes meanwhile whom this transaction would see: what has come is its own.
    return {row.key: row.id for row in _SINCE.all(connection, last=last)}


_LAST = Prepared(select(func.coalesce(func.max(outbox.c.id), 0)))
_SINCE = Prepared(select(outbox.c.id, outbox.c.key).where(outbox.c.id > bindparam("last")))
_ADD = Prepared(insert, COLUMNS)


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return envelope(
        letter.key,
        letter.address,
        letter.payload,
        priority=Priority.REMINDER,
        now=now,
        person=letter.person,
        check=letter.check,
    )


def reword(connection: Connection, row: int, payload: dict[str, Any]) -> None:
    """Put other words in a row that has not been sent."""
    connection.execute(update(outbox).where(outbox.c.id == row).values(payload=payload))
