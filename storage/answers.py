"""Answers that a worker takes on as it writes them: nobody has to look for what has just been written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, or_, select, update
from sqlalchemy.sql.selectable import FromClause

from bot.domain.messages import Address, Channel
from storage.claims import PRIORITIES, RETURNED, Row, only_tidies, row_of, waiting
from storage.prepared import Prepared
from storage.schema import outbox
from storage.types import UtcDateTime

UNCLAIMED: dict[str, Any] = {"claimed_until": None, "claimed_by": None}
CLAIM = tuple(UNCLAIMED)

_q = outbox.alias("q")
_NOW = bindparam("now", type_=UtcDateTime())


def _in_chat(rows: FromClause) -> tuple[Any, ...]:
    return waiting(rows), rows.c.channel == bindparam("channel"), rows.c.chat == bindparam("chat")


_WAITING = Prepared(
    select(outbox.c.id, outbox.c.priority, outbox.c.attempts, outbox.c.claimed_until, outbox.c.payload).where(
        *_in_chat(outbox)
    )
)
_LEAVE = Prepared(update(outbox).where(outbox.c.id == bindparam("row"), waiting(outbox)), CLAIM)
_CLAIM_ALL = Prepared(
    update(outbox)
    .where(
        *_in_chat(outbox),
        outbox.c.priority == 0,
        outbox.c.not_before <= _NOW,
        # Nothing of the chat may be under way, or have failed and wait; nor may an answer be held back.
        ~exists().where(
            *_in_chat(_q),
            or_(_q.c.claimed_until > _NOW, _q.c.attempts > 0, (_q.c.priority == 0) & (_q.c.not_before > _NOW)),
        ),
    )
    .returning(*RETURNED),
    CLAIM,
)


class Answers:
    """Answers to one chat that are written in one transaction at `now`, `worker`'s own from the start, until `until`."""

    def __init__(self, connection: Connection, address: Address, now: datetime, until: datetime, worker: str) -> None:
        self._connection = connection
        self._chat = {"channel": address.channel.value, "chat": address.chat}
        self._now = now
        self._claim = {"claimed_until": until, "claimed_by": worker}
        self._written: dict[int, Row] = {}

    def claim_of(self, row: dict[str, Any]) -> dict[str, Any]:
        """Give the values of `CLAIM` for a row of the outbox that is to be written: only answers to the chat are taken on."""
        mine = row["priority"] == 0 and row["not_before"] <= self._now and self._chat.items() <= row.items()
        return self._claim if mine else UNCLAIMED

    def note(self, row: int, values: dict[str, Any]) -> None:
        """Note a row that was written; its id may be that of one that was taken back with its savepoint."""
        self._written.pop(row, None)
        if values["claimed_by"] is not None:
            self._written[row] = _row(row, values)

    def taken(self) -> list[Row]:
        """List the answers to send, in their order; none when anything of the chat is under way or has failed.

        Answers that waited before are among them. What was written is looked for once more: some may have been taken back.
        """
        there = _WAITING.all(self._connection, **self._chat)
        if {row.id for row in there if row.id in self._written or self._stands_before(row)} == self._written.keys():
            return [self._written[row] for row in sorted(self._written)]
        _LEAVE.each(self._connection, [UNCLAIMED | {"row": row} for row in self._written])
        found = _CLAIM_ALL.all(self._connection, **self._chat, **self._claim, now=self._now)
        return sorted((row_of(each) for each in found), key=lambda row: row.id)

    def _stands_before(self, row: Any) -> bool:
        """Tell whether a row that waits is an answer, is under way, or has failed; nobody waits for old buttons to go."""
        under_way = row.claimed_until is not None and row.claimed_until > self._now
        return not only_tidies(row.payload) and (row.priority == 0 or row.attempts > 0 or under_way)


def _row(row: int, values: dict[str, Any]) -> Row:
    return Row(
        id=row,
        key=values["key"],
        address=Address(Channel(values["channel"]), values["chat"], values["thread"]),
        person=values["person_id"],
        priority=PRIORITIES[values["priority"]],
        payload=values["payload"],
        check=values["check"],
        attempts=0,
        created_at=values["created_at"],
        worker=values["claimed_by"],
    )
