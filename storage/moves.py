"""A group chat gets another id when it becomes a supergroup: every table that names it follows."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, exists, select, update

from bot.domain.messages import Channel
from storage.outbox import Outbox
from storage.schema import accounts, chats, conversations, digests, menus


def move_chat(connection: Connection, channel: Channel, old: str, new: str) -> None:
    """Let what is kept about the chat `old` be about `new`; doing it twice changes nothing.

    1. The group itself; a row that the new id has brought about meanwhile gives way, unless the old one is unknown.
    2. Conversations that run in it; one that has begun under the new id stays, the old one is left.
    3. What waits in the outbox, the numbered choices, the accounts that live there.
    """
    _move_group(connection, channel, old, new)
    _move_conversations(connection, channel, old, new)
    Outbox(connection).move(channel, old, new)
    _move_menu(connection, channel, old, new)
    connection.execute(update(accounts).where(accounts.c.channel == channel, accounts.c.chat == old).values(chat=new))


def _move_group(connection: Connection, channel: Channel, old: str, new: str) -> None:
    rows = select(chats.c.chat, chats.c.id).where(chats.c.channel == channel, chats.c.chat.in_((old, new)))
    known = {row.chat: row.id for row in connection.execute(rows)}
    if old not in known:
        return
    if new in known:
        connection.execute(delete(digests).where(digests.c.chat_id == known[new]))
        connection.execute(delete(chats).where(chats.c.id == known[new]))
    connection.execute(update(chats).where(chats.c.id == known[old]).values(chat=new, active=True))


def _move_conversations(connection: Connection, channel: Channel, old: str, new: str) -> None:
    other = conversations.alias()
    begun_anew = exists().where(
        other.c.channel == channel,
        other.c.chat == new,
        other.c.user == conversations.c.user,
        other.c.state == "running",
    )
    here = and_(conversations.c.channel == channel, conversations.c.chat == old)
    running = and_(here, conversations.c.state == "running")
    connection.execute(update(conversations).where(running, begun_anew).values(state="left", pending=None))
    connection.execute(update(conversations).where(here).values(chat=new))


def _move_menu(connection: Connection, channel: Channel, old: str, new: str) -> None:
    of_channel = menus.c.channel == channel
    if connection.scalar(select(menus.c.chat).where(of_channel, menus.c.chat == new)):
        connection.execute(delete(menus).where(of_channel, menus.c.chat == old))
    connection.execute(update(menus).where(of_channel, menus.c.chat == old).values(chat=new))
