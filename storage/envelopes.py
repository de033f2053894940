"""A message as it enters the outbox: the row that every sending starts with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Insert

from bot.domain.messages import Address, Priority
from bot.domain.people import PersonId
from storage.claims import RANKS
from storage.schema import outbox
from storage.upserts import insert_into

COLUMNS = (
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
)


def insert(dialect: str) -> Insert:
    """Begin the insert of `COLUMNS` that adds nothing under a key that was used before."""
    return insert_into(outbox, dialect).on_conflict_do_nothing()


def envelope(
    key: str,
    address: Address,
    payload: Any,
    *,
    priority: Priority,
    now: datetime,
    person: PersonId | None,
    not_before: datetime | None = None,
    check: dict[str, Any] | None,
) -> dict[str, Any]:
    """Give the values of `COLUMNS` for a message that waits, from `not_before` (aware) on or from `now`.

    `payload` is the message as `bot.domain.messages.dump` packs it, maybe written as JSON already.
    """
    return {
        "key": key,
        "channel": address.channel.value,
        "chat": address.chat,
        "thread": address.thread,
        "person_id": person,
        "priority": RANKS[priority],
        "payload": payload,
        "check": check,
        "state": "waiting",
        "not_before": not_before or now,
        "attempts": 0,
        "created_at": now,
    }
