"""A small Zalo in memory, and how people act in it; the twin of the local Telegram.

Wherever a method takes a person or a chat, its object or its id will do; a chat left out is the person's private chat
with the bot.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from bot.clock import VIETNAM, Clock
from bot.demo.params import Json
from bot.demo.zalo.model import (
    ZaloChange,
    ZaloChat,
    ZaloEvent,
    ZaloFile,
    ZaloListener,
    ZaloMessage,
    ZaloRules,
    ZaloUpdate,
    ZaloUser,
    milliseconds,
)
from bot.errors import InvalidInput, NotAllowed, NotFound

BOT_ID = "1459232241454765289"
_CONTENT: dict[ZaloEvent, str] = {"text": "text", "sticker": "sticker", "voice": "voice_url", "link": "text"}


class ZaloWorld:
    """The local Zalo as its people use it; everything is synchronous and happens at once.

    `files_url` is where the server shows people's pictures; it sets it when it starts.
    """

    def __init__(self, clock: Clock, rules: ZaloRules | None = None, *, bot_name: str = "Bot Nhắc việc") -> None:
        self.clock = clock
        self.rules = rules or ZaloRules()
        self.bot = ZaloUser(BOT_ID, bot_name, is_bot=True, started=True)
        self.users: dict[str, ZaloUser] = {}
        self.chats: dict[str, ZaloChat] = {}
        self.files: dict[str, ZaloFile] = {}
        self.updates: deque[ZaloUpdate] = deque()
        self.files_url = ""
        self._listeners: list[ZaloListener] = []
        self._sent: dict[str, int] = {}
        self._ids = 0

    def user(self, user_id: str, name: str, *, started: bool = False, protected: bool = False) -> ZaloUser:
        """Let a person exist; `started` skips the first message that tells the bot of the chat."""
        person = ZaloUser(user_id, name, started=started, protected=protected)
        self.users[user_id] = person
        self.chats[user_id] = ZaloChat(user_id)
        return person

    def group(self, chat_id: str, title: str, members: Iterable[ZaloUser | str] = ()) -> ZaloChat:
        """Let a group exist with the bot in it; raises `NotAllowed` where there are none for bots."""
        if not self.rules.groups:
            raise NotAllowed("demo.no_groups")
        chat = ZaloChat(chat_id, title, {self._person(member).id for member in members})
        self.chats[chat_id] = chat
        return chat

    def say(
        self, user: ZaloUser | str, text: str, chat: ZaloChat | str | None = None, reply_to: str | None = None
    ) -> ZaloMessage:
        """Write a text."""
        if not text.strip():
            raise InvalidInput("demo.empty")
        return self._write(user, chat, "text", text=text.strip(), reply_to=reply_to)

    def send_file(
        self,
        user: ZaloUser | str,
        name: str,
        content: bytes,
        mime: str,
        caption: str = "",
        chat: ZaloChat | str | None = None,
    ) -> ZaloMessage:
        """Send a picture, or any other file, of which the bot learns nothing but that there was one."""
        kind: ZaloEvent = "image" if mime.startswith("image/") else "unsupported"
        return self._write(user, chat, kind, text=caption.strip(), file=self.store(name, content, mime))

    def sticker(self, user: ZaloUser | str, chat: ZaloChat | str | None = None) -> ZaloMessage:
        """Send a sticker."""
        return self._write(user, chat, "sticker", text="0e078a2f4f6aa634ff7b")

    def voice(self, user: ZaloUser | str, chat: ZaloChat | str | None = None) -> ZaloMessage:
        """Speak."""
        return self._write(user, chat, "voice", text="https://voice.example/1.aac")

    def card(self, user: ZaloUser | str, chat: ZaloChat | str | None = None) -> ZaloMessage:
        """Send a contact card, which bots cannot read."""
        return self._write(user, chat, "unsupported")

    def block(self, user: ZaloUser | str) -> None:
        """Block the bot."""
        self._person(user).blocked = True

    def unblock(self, user: ZaloUser | str) -> None:
        """Unblock the bot."""
        self._person(user).blocked = False

    def transcript(self, chat: ZaloChat | ZaloUser | str) -> list[ZaloMessage]:
        """List what a chat shows, oldest first."""
        return list(self.chats[chat if isinstance(chat, str) else chat.id].messages)

    def chat_text(self, chat: ZaloChat | ZaloUser | str) -> str:
        """Write a chat down as text, a message a paragraph."""
        lines = []
        for message in self.transcript(chat):
            what = "" if message.kind == "text" else f"<{message.kind}> "
            lines.append(f"{message.sender.name}: {what}{message.text}".rstrip())
        return "\n".join(lines)

    def last(self, chat: ZaloChat | ZaloUser | str) -> ZaloMessage:
        """Find the newest message of a chat; raises `NotFound` where there is none."""
        shown = self.transcript(chat)
        if not shown:
            raise NotFound("demo.message")
        return shown[-1]

    def post(self, chat: ZaloChat, sender: ZaloUser, kind: ZaloEvent = "text", **what: Any) -> ZaloMessage:
        """Put a message in a chat; `what` are fields of `ZaloMessage`."""
        self._ids += 1
        message_id = hashlib.sha256(str(self._ids).encode()).hexdigest()[:20]
        message = ZaloMessage(message_id, chat.id, sender, self.clock.now(), kind, **what)
        chat.messages.append(message)
        self.tell(ZaloChange("message", chat.id, message))
        return message

    def store(self, name: str, content: bytes, mime: str) -> ZaloFile:
        """Keep a file."""
        self._ids += 1
        file = ZaloFile(f"{self._ids:x}", name, mime, content)
        self.files[file.id] = file
        return file

    def sent_this_month(self) -> int:
        """Count the bot's messages of this month in Việt Nam."""
        return self._sent.get(self._month(), 0)

    def count_sent(self) -> None:
        """Count one more message of the bot."""
        self._sent[self._month()] = self.sent_this_month() + 1

    def take(self, *, newest: bool = False) -> ZaloUpdate | None:
        """Hand out one update, which does not come again; None where nothing waits."""
        if not self.updates:
            return None
        update = self.updates.pop() if newest else self.updates.popleft()
        update.message.read = True
        self.tell(ZaloChange("read", update.message.chat_id, update.message))
        return update

    def listen(self, listener: ZaloListener) -> Callable[[], None]:
        """Call `listener` at every change; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, change: ZaloChange) -> None:
        """Tell every listener of a change."""
        for listener in tuple(self._listeners):
            listener(change)

    def _month(self) -> str:
        return self.clock.now().astimezone(VIETNAM).strftime("%Y-%m")

    def _write(self, user: ZaloUser | str, chat: ZaloChat | str | None, kind: ZaloEvent, **what: Any) -> ZaloMessage:
        person = self._person(user)
        place = self.chats[chat if isinstance(chat, str) else chat.id] if chat else self.chats[person.id]
        if person.blocked and not place.is_group:
            raise NotAllowed("demo.blocked", user=person.id)
        if place.is_group and person.id not in place.members:
            raise NotAllowed("demo.chat", chat=place.id)
        message = self.post(place, person, kind, **what)
        if self._reaches_bot(place, message):
            self.updates.append(ZaloUpdate(self._packed(place, message), message))
            self.tell(ZaloChange("update"))
        return message

    def _reaches_bot(self, place: ZaloChat, message: ZaloMessage) -> bool:
        if place.is_group:
            answered = next((other for other in place.messages if other.id == message.reply_to), None)
            return f"@{self.bot.name}" in message.text or (answered is not None and answered.sender.is_bot)
        known = sum(person.started for person in self.users.values())
        quota = self.rules.user_quota
        if not message.sender.started and quota is not None and known >= quota:
            return False
        message.sender.started = True
        return True

    def _packed(self, place: ZaloChat, message: ZaloMessage) -> Json:
        kind: ZaloEvent = "unsupported" if message.sender.protected else message.kind
        packed: Json = {"event_name": f"message.{kind}.received"}
        if kind == "unsupported" and self.rules.bare_unsupported:
            return packed
        sender = {"id": message.sender.id, "display_name": message.sender.name, "is_bot": False}
        chat = {"id": place.id, "chat_type": "GROUP" if place.is_group else "PRIVATE"}
        inner: Json = {"message_id": message.id, "from": sender, "chat": chat, "date": milliseconds(message.date)}
        inner["message_type"] = {"text": "TEXT", "image": "CHAT_PHOTO", "sticker": "CHAT_STICKER"}.get(
            kind, kind.upper()
        )
        if kind == "image" and message.file:
            inner |= {"photo_url": f"{self.files_url}/{message.file.id}", "caption": message.text}
        elif kind in _CONTENT:
            inner[_CONTENT[kind]] = message.text
        return {**packed, "message": inner}

    def _person(self, user: ZaloUser | str) -> ZaloUser:
        person = self.users.get(user if isinstance(user, str) else user.id)
        if person is None:
            raise NotFound("demo.user", user=str(user))
        return person
