"""What somebody leaves behind in conversations and messages, taken away when they are erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, update

from bot.domain.people import PersonId
from storage.schema import (
    accounts,
    chats,
    conversations,
    digests,
    errands,
    journal,
    link_codes,
    menus,
    outbox,
    people,
)

WORDLESS: dict[str, Any] = {"payload": {"body": []}, "check": None}
"""What a message is without its words."""

_SCRUBBED_ROW: dict[str, Any] = {"chat": "", "thread": None, "person_id": None, **WORDLESS}
_SCRUBBED_TALK: dict[str, Any] = {
    "chat": "",
    "user": "",
    "person_id": None,
    "args": {},
    "pending": None,
    "card": None,
    "answered": None,
    "wanted": None,
}


def remove(connection: Connection, person: PersonId) -> None:
    """Take away what is kept of somebody's chats; called while their accounts are still known.

    1. Conversations end, without who, where and what was said; so does the one in which this was asked for.
    2. What was sent keeps its key alone, so that nothing is sent twice; what waits is not sent.
    3. Answers on their way, such as the farewell, still arrive; `sweep` takes them away afterwards.
    """
    _end_conversations(connection, person)
    mine = or_(outbox.c.person_id == person, _in_a_chat_of(person, outbox.c.channel, outbox.c.chat))
    waits = outbox.c.state == "waiting"
    held = (outbox.c.priority > 0) & waits
    connection.execute(update(outbox).where(mine, held).values(state="cancelled", **_SCRUBBED_ROW))
    connection.execute(update(outbox).where(mine, ~waits).values(**_SCRUBBED_ROW))
    connection.execute(update(outbox).where(mine, waits).values(person_id=person))
    connection.execute(delete(menus).where(_in_a_chat_of(person, menus.c.channel, menus.c.chat)))
    connection.execute(delete(link_codes).where(link_codes.c.person_id == person))
    private = select(chats.c.id).where(chats.c.person_id == person)
    connection.execute(delete(digests).where(digests.c.chat_id.in_(private)))
    connection.execute(delete(chats).where(chats.c.person_id == person))


def sweep(connection: Connection) -> int:
    """Take away the answers that have gone out to erased people since; returns how many."""
    erased = select(people.c.id).where(people.c.erased_at.is_not(None))
    gone = update(outbox).where(outbox.c.person_id.in_(erased), outbox.c.state != "waiting")
    return connection.execute(gone.values(**_SCRUBBED_ROW)).rowcount


def _end_conversations(connection: Connection, person: PersonId) -> None:
    by_account = exists().where(
        accounts.c.person_id == person,
        accounts.c.channel == conversations.c.channel,
        accounts.c.user == conversations.c.user,
    )
    mine = or_(conversations.c.person_id == person, by_account)
    ids = select(conversations.c.id).where(mine)
    connection.execute(delete(journal).where(journal.c.conversation_id.in_(ids)))
    connection.execute(delete(errands).where(errands.c.conversation_id.in_(ids)))
    running = conversations.c.state == "running"
    connection.execute(update(conversations).where(mine, running).values(state="left"))
    connection.execute(update(conversations).where(mine).values(**_SCRUBBED_TALK))


def _in_a_chat_of(person: PersonId, channel: ColumnElement[str], chat: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(accounts.c.person_id == person, accounts.c.channel == channel, accounts.c.chat == chat)
