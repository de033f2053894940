"""Conversations and their journals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.conversations.steps import Entry
from bot.domain.messages import Address, Channel
from bot.domain.people import PersonId
from storage.schema import conversations, journal


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


def _conversation(row: Row[Any]) -> Conversation:
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
        found = self._connection.execute(
            select(conversations).where(
                conversations.c.channel == address.channel,
                conversations.c.chat == address.chat,
                conversations.c.user == user,
                conversations.c.state == "running",
            )
        ).first()
        return _conversation(found) if found else None

    def get(self, conversation: int) -> Conversation | None:
        found = self._connection.execute(select(conversations).where(conversations.c.id == conversation)).first()
        return _conversation(found) if found else None

    def answered_by(self, address: Address, user: str, message: str) -> Conversation | None:
        """Find the newest conversation that a message of somebody's gave the last answer in words to, ended or not."""
        found = self._connection.execute(
            select(conversations)
            .where(
                conversations.c.channel == address.channel,
                conversations.c.chat == address.chat,
                conversations.c.user == user,
                conversations.c.answered == message,
            )
            .order_by(conversations.c.id.desc())
        ).first()
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
        result = self._connection.execute(
            insert(conversations).values(
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
        )
        key = result.inserted_primary_key
        assert key is not None
        return int(key[0])

    def journal(self, conversation: int) -> tuple[Entry, ...]:
        """Read the journal, in order."""
        rows = self._connection.execute(
            select(journal.c.kind, journal.c.label, journal.c.value)
            .where(journal.c.conversation_id == conversation)
            .order_by(journal.c.position)
        )
        return tuple(Entry(row.kind, row.label, row.value) for row in rows)

    def write(self, conversation: int, first: int, entries: Sequence[Entry]) -> None:
        """Put `entries` at the positions from `first` on; what stood there or later is dropped."""
        self._connection.execute(
            delete(journal).where(journal.c.conversation_id == conversation, journal.c.position >= first)
        )
        if entries:
            self._connection.execute(
                insert(journal),
                [
                    {
                        "conversation_id": conversation,
                        "position": position,
                        "kind": entry.kind,
                        "label": entry.label,
                        "value": entry.value,
                    }
                    for position, entry in enumerate(entries, start=first)
                ],
            )

    def update(self, conversation: int, **values: Any) -> None:
        """Change columns of a conversation: state, pending, card, version, answered, wanted, touched_at, expires_at."""
        self._connection.execute(update(conversations).where(conversations.c.id == conversation).values(**values))

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

    def compact(self, conversation: int) -> None:
        """Forget the journal of a conversation that has ended."""
        self._connection.execute(delete(journal).where(journal.c.conversation_id == conversation))
