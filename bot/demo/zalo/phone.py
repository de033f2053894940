"""A phone with the local Zalo on it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from bot.demo.params import Json
from bot.demo.phones import Phone, PhoneFile
from bot.demo.picture_sizes import picture_size
from bot.demo.telegram.text import typed
from bot.demo.zalo.model import ZaloChange, ZaloChat, ZaloMessage
from bot.demo.zalo.world import ZaloWorld
from bot.errors import NotAllowed


class ZaloHandset:
    """Shows one chat of a world to one of its people, and acts for that person."""

    def __init__(self, world: ZaloWorld, phone: Phone) -> None:
        self.phone = phone
        self._world = world
        self._me = world.users[str(phone.user_id)]

    @property
    def _chat(self) -> ZaloChat:
        return self._world.chats[str(self.phone.chat_id)]

    def view(self) -> Json:
        """Draw the whole phone."""
        return {**self._frame(), "messages": [self._message(message) for message in self._chat.messages]}

    def _frame(self) -> Json:
        chat, phone = self._chat, self.phone
        return {
            "id": phone.id,
            "title": phone.title,
            "role": phone.role,
            "channel": "zalo",
            "hints": list(phone.hint),
            "group": chat.is_group,
            "chatTitle": chat.title or self._world.bot.name,
            "members": len(chat.members) + 1,
            "started": True,
            "blocked": False,
            "description": "",
            "commands": [],
            "keyboard": None,
            "pinned": None,
        }

    def _message(self, message: ZaloMessage) -> Json:
        return {
            "id": message.id,
            "mine": message.sender.id == self._me.id,
            "bot": message.sender.is_bot,
            "sender": {"id": message.sender.id, "name": message.sender.name},
            "time": message.date.isoformat(),
            "text": "" if message.kind in ("sticker", "voice") else message.text,
            "entities": [entity for entity in typed(message.text).entities if entity["type"] == "url"],
            "edited": False,
            "read": message.read,
            "reply": self._quoted(message),
            "buttons": [],
            "attachment": self._attachment(message),
            "service": None,
            "album": None,
            "reactions": [],
        }

    def _quoted(self, message: ZaloMessage) -> Json | None:
        quoted = next((other for other in self._chat.messages if other.id == message.reply_to), None)
        if quoted is None:
            return None
        return {"id": quoted.id, "name": quoted.sender.name, "text": quoted.text[:120], "attachment": None}

    def _attachment(self, message: ZaloMessage) -> Json | None:
        if message.kind in ("sticker", "voice"):
            return {"kind": "sticker", "emoji": "🙂" if message.kind == "sticker" else "🎤"}
        file = message.file
        if file is None:
            return None
        width, height = picture_size(file.content) or (0, 0)
        url = f"files/{self.phone.id}/{file.id}/{quote(file.name, safe='')}"
        shape: Json = {
            "name": file.name,
            "mime": file.mime,
            "bytes": len(file.content),
            "width": width,
            "height": height,
        }
        return {"kind": "photo" if message.kind == "image" else "document", "url": url, **shape}

    def listen(self, listener: Callable[[Json], None]) -> Callable[[], None]:
        """Tell of each change that this phone shows."""

        def hear(change: ZaloChange) -> None:
            if change.chat_id != self._chat.id:
                return
            if change.kind == "typing":
                listener({"phone": self.phone.id, "kind": "typing", "message": None, "action": "typing"})
            elif change.message is not None:
                shown = {"message": self._message(change.message), "frame": self._frame()}
                listener({"phone": self.phone.id, "kind": "message", **shown})

        return self._world.listen(hear)

    def say(self, text: str, reply_to: str | None) -> None:
        """Write a text."""
        self._world.say(self._me, text, self._chat, reply_to)

    def press(self, message_id: str, data: str) -> None:
        """Refuse: there are no buttons on this channel."""
        raise NotAllowed("demo.no_buttons", message=message_id, data=data)

    def send_file(self, file: PhoneFile, caption: str) -> None:
        """Send a file."""
        self._world.send_file(self._me, file.name, file.content, file.mime, caption, self._chat)

    def file(self, file_id: str) -> PhoneFile | None:
        """Find a file of this world."""
        found = self._world.files.get(file_id)
        return PhoneFile(found.name, found.mime, found.content) if found else None

    def documents(self) -> list[Json]:
        """List nothing: on this channel documents come as links in texts."""
        return []
