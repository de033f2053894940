"""Group chats the bot has been taken into, and the private chats that get the weekly digest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.domain.chats import Chat, ChatId
from bot.domain.messages import Address, Channel
from bot.domain.people import PersonId
from storage.schema import chats


def _chat(row: Any) -> Chat:
    address = Address(Channel(row.channel), row.chat, row.thread)
    person = None if row.person_id is None else PersonId(row.person_id)
    return Chat(ChatId(row.id), address, row.title, person, row.digest, row.active)


class Chats:
    """Queries about chats."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def chat(self, channel: Channel, chat: str) -> Chat | None:
        """Find a group chat by the channel's id."""
        mine = (chats.c.channel == channel) & (chats.c.chat == chat)
        row = self._connection.execute(select(chats).where(mine)).one_or_none()
        return None if row is None else _chat(row)

    def upsert_chat(self, address: Address, title: str) -> ChatId:
        """Note that the bot is in a group chat of that title. The topic that is kept is the one the digest was asked for in."""
        known = self.chat(address.channel, address.chat)
        if known is not None:
            values: dict[str, Any] = {"active": True, "title": title or known.title}
            self._connection.execute(update(chats).where(chats.c.id == known.id).values(**values))
            return known.id
        row = {"channel": address.channel, "chat": address.chat, "thread": address.thread, "title": title}
        added = insert(chats).values(**row, digest=False, active=True).returning(chats.c.id)
        return ChatId(self._connection.execute(added).scalar_one())

    def private_chat(self, person: PersonId, address: Address) -> Chat:
        """Find the one private chat by which somebody gets the digest; it is `address` where there has been none yet."""
        mine = select(chats).where(chats.c.person_id == person)
        row = self._connection.execute(mine).one_or_none()
        if row is None:
            added = {"channel": address.channel, "chat": address.chat, "title": "", "person_id": person}
            self._connection.execute(insert(chats).values(**added, digest=False, active=True))
            row = self._connection.execute(mine).one()
        return _chat(row)

    def set_digest(self, chat: ChatId, wanted: bool, thread: str | None = None) -> None:
        """Switch the weekly digest of a chat on or off; in a group it goes to the topic `thread`."""
        self._connection.execute(update(chats).where(chats.c.id == chat).values(digest=wanted, thread=thread))

    def set_active(self, chat: ChatId, active: bool) -> None:
        """Note whether the bot is in a group chat."""
        self._connection.execute(update(chats).where(chats.c.id == chat).values(active=active))

    def move_chat(self, channel: Channel, old: str, new: str) -> bool:
        """Give a group chat its new id after it has become a supergroup; tells whether it was known."""
        if self.chat(channel, new) is not None:
            return False
        mine = (chats.c.channel == channel) & (chats.c.chat == old)
        return self._connection.execute(update(chats).where(mine).values(chat=new)).rowcount == 1

    def digest_chats(self) -> tuple[Chat, ...]:
        """List the chats that want the weekly digest: groups that can be written to, and people, whether or not they can."""
        wanted = chats.c.digest.is_(True) & chats.c.active.is_(True)
        return tuple(_chat(row) for row in self._connection.execute(select(chats).where(wanted).order_by(chats.c.id)))
