"""Conversations and their journals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select, update

from bot.conversations.steps import Entry
from bot.domain.messages import Address, Channel
from bot.domain.people import PersonId
from storage.prepared import Prepared
from storage.schema import conversations, journal

_THERE = (
    conversations.c.channel == bindparam("channel"),
    conversations.c.chat == bindparam("chat"),
    conversations.c.user == bindparam("user"),
)
# Written out, not bound: SQLite takes a partial index only for the very words of its condition.
_RUNNING = Prepared(select(conversations).where(*_THERE, conversations.c.state == literal_column("'running'")))
_GET = Prepared(select(conversations).where(conversations.c.id == bindparam("conversation")))
_ANSWERED_BY = Prepared(
    select(conversations)
    .where(*_THERE, conversations.c.answered == bindparam("message"))
    .order_by(conversations.c.id.desc())
    .limit(1)
)
_START = Prepared(
    insert(conversations).returning(conversations.c.id),
    (
        "person_id",
        "channel",
        "chat",
        "user",
        "script",
        "version",
        "args",
        "state",
        "started_at",
        "touched_at",
    ),
)
_JOURNAL = Prepared(
    select(journal.c.kind, journal.c.label, journal.c.value)
    .where(journal.c.conversation_id == bindparam("conversation"))
    .order_by(journal.c.position)
)
_APPEND = Prepared(insert(journal), ("conversation_id", "position", "kind", "label", "value"))
_DROP = Prepared(
    delete(journal).where(
        journal.c.conversation_id == bindparam("conversation"), journal.c.position >= bindparam("first")
    )
)


@lru_cache(maxsize=64)
def _change(columns: tuple[str, ...]) -> Prepared:
    return Prepared(update(conversations).where(conversations.c.id == bindparam("conversation")), columns)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation.

    `pending` is the position of its open question, `card` the outbox key of the message that shows its buttons. `answered` is
    the channel's id of the message that last gave an answer in words, to the question at `answered_at`; -1 when it was what
    the conversation began with. `wanted` is what the person wanted in the middle of it, and was asked whether to leave it
    for: ``{"kind": "text", "text": "/status"}``.
    """

    id: int
    person: PersonId | None
    address: Address
    user: str
    script: str
    version: int
    args: dict[str, Any]
    state: str
    pending: int | None
    card: str | None
    touched_at: datetime
    expires_at: datetime | None
    answered: str | None = None
    answered_at: int | None = None
    wanted: dict[str, Any] | None = None


def _conversation(row: Any) -> Conversation:
    address = Address(Channel(row.channel), row.chat)
    return Conversation(
        row.id,
        row.person_id,
        address,
        row.user,
        row.script,
        row.version,
        row.args,
        row.state,
        row.pending,
        row.card,
        row.touched_at,
        row.expires_at,
        row.answered,
        row.answered_at,
        row.wanted,
    )


class Conversations:
    """Queries about conversations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def running(self, address: Address, user: str) -> Conversation | None:
        """Find the conversation somebody is in, in one chat."""
        found = _RUNNING.first(self._connection, channel=address.channel, chat=address.chat, user=user)
        return _conversation(found) if found else None

    def get(self, conversation: int) -> Conversation | None:
        found = _GET.first(self._connection, conversation=conversation)
        return _conversation(found) if found else None

    def answered_by(self, address: Address, user: str, message: str) -> Conversation | None:
        """Find the newest conversation that a message of somebody's gave the last answer in words to, ended or not."""
        where = {"channel": address.channel, "chat": address.chat, "user": user}
        found = _ANSWERED_BY.first(self._connection, **where, message=message)
        return _conversation(found) if found else None

    def start(
        self,
        person: PersonId | None,
        address: Address,
        user: str,
        script: str,
        version: int,
        args: dict[str, Any],
        now: datetime,
    ) -> int:
        """Keep a new conversation; somebody has at most one running in a chat."""
        made: int = _START.scalar(
            self._connection,
            person_id=person,
            channel=address.channel,
            chat=address.chat,
            user=user,
            script=script,
            version=version,
            args=args,
            state="running",
            started_at=now,
            touched_at=now,
        )
        return made

    def journal(self, conversation: int) -> tuple[Entry, ...]:
        """Read the journal, in order."""
        return tuple(Entry(*row) for row in _JOURNAL.all(self._connection, conversation=conversation))

    def append(self, conversation: int, first: int, entries: Sequence[Entry]) -> None:
        """Put `entries` at the positions from `first` on, where the journal ends."""
        _APPEND.each(
            self._connection,
            (
                {
                    "conversation_id": conversation,
                    "position": position,
                    "kind": entry.kind,
                    "label": entry.label,
                    "value": entry.value,
                }
                for position, entry in enumerate(entries, start=first)
            ),
        )

    def drop(self, conversation: int, first: int = 0) -> None:
        """Forget the journal from the position `first` on."""
        _DROP.run(self._connection, conversation=conversation, first=first)

    def update(self, conversation: int, **values: Any) -> None:
        """Change columns of a conversation: state, pending, card, version, answered, wanted, touched_at, expires_at."""
        if values:
            _change(tuple(sorted(values))).run(self._connection, conversation=conversation, **values)

    def expire(self, now: datetime) -> int:
        """End what nobody has answered until now, and forget what was answered; returns how many."""
        ended = (
            update(conversations)
            .where(conversations.c.state == "running", conversations.c.expires_at <= now)
            .values(state="expired", pending=None, wanted=None)
            .returning(conversations.c.id)
        )
        ids = self._connection.scalars(ended).all()
        if ids:
            self._connection.execute(delete(journal).where(journal.c.conversation_id.in_(ids)))
        return len(ids)
