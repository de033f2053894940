"""A phone with the local Telegram on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from bot.demo.params import Json
from bot.demo.phones import Phone, PhoneFile
from bot.demo.telegram.model import Attachment, Change, Chat, Message, Press
from bot.demo.telegram.world import TelegramWorld
from bot.errors import NotFound

_PICTURES = ("image/png", "image/jpeg", "image/gif")


class TelegramHandset:
    """Shows one chat of a world to one of its people, and acts for that person."""

    def __init__(self, world: TelegramWorld, phone: Phone) -> None:
        self.phone = phone
        self._world = world
        self._me = world.users[int(phone.user_id)]

    @property
    def _chat(self) -> Chat:
        chat = self._world.chats[int(self.phone.chat_id)]
        return self._world.chats[chat.moved_to] if chat.moved_to is not None else chat

    def view(self) -> Json:
        """Draw the whole phone."""
        return {**self._frame(), "messages": [self._message(message) for message in self._world.transcript(self._chat)]}

    def _frame(self) -> Json:
        world, chat, phone = self._world, self._chat, self.phone
        private = chat.kind == "private"
        open_to_me = private or self._me.id in chat.members
        return {
            "id": phone.id,
            "title": phone.title,
            "role": phone.role,
            "channel": "telegram",
            "hints": list(phone.hint),
            "group": not private,
            "chatTitle": world.bot.first_name if private else chat.title,
            "members": len(chat.members),
            "started": self._me.started or not private,
            "blocked": self._me.blocked and private,
            "description": world.description,
            "commands": world.commands_for(self._me.id, chat.id) if open_to_me else [],
            "keyboard": chat.reply_keyboard,
            "pinned": chat.pinned[-1] if chat.pinned else None,
        }

    def _message(self, message: Message) -> Json:
        return {
            "id": str(message.id),
            "mine": message.sender.id == self._me.id,
            "bot": message.sender.is_bot,
            "sender": {"id": message.sender.id, "name": message.sender.full_name},
            "time": message.date.isoformat(),
            "text": message.body.text,
            "entities": list(message.body.entities),
            "edited": message.edited_at is not None,
            "read": message.read,
            "reply": self._quoted(message),
            "buttons": message.buttons,
            "attachment": self._attachment(message.attachment) if message.attachment else None,
            "service": _service(message.service) if message.service else None,
            "album": message.album,
            "reactions": message.reactions,
        }

    def _quoted(self, message: Message) -> Json | None:
        quoted = self._chat.messages.get(message.reply_to or 0)
        if quoted is None or quoted.deleted:
            return None
        kind = quoted.attachment.kind if quoted.attachment else None
        return {"id": str(quoted.id), "name": quoted.sender.full_name, "text": quoted.text[:120], "attachment": kind}

    def _attachment(self, attachment: Attachment) -> Json:
        file = attachment.file
        if file is None:
            return {"kind": attachment.kind, **attachment.data}
        width, height = file.size or (0, 0)
        url = f"files/{self.phone.id}/{file.id}/{quote(file.name, safe='')}"
        shape: Json = {
            "name": file.name,
            "mime": file.mime,
            "bytes": len(file.content),
            "width": width,
            "height": height,
        }
        return {"kind": attachment.kind, "url": url, **shape, **attachment.data}

    def listen(self, listener: Callable[[Json], None]) -> Callable[[], None]:
        """Tell of each change that this phone shows."""

        def hear(change: Change) -> None:
            event = self._event(change)
            if event is not None:
                listener({"phone": self.phone.id, **event})

        return self._world.listen(hear)

    def _event(self, change: Change) -> Json | None:
        if change.kind == "profile" or (change.kind == "chat" and change.chat_id == self._chat.id):
            return {"kind": "frame", "frame": self._frame()}
        if change.chat_id != self._chat.id:
            return None
        if change.kind == "answered":
            return self._answer(change.detail)
        if change.kind in ("typing", "deleted"):
            return {"kind": change.kind, "message": str(change.message_id), "action": change.detail}
        if change.kind in ("message", "edited", "read", "reaction"):
            message = self._chat.messages[change.message_id or 0]
            return {"kind": "message", "message": self._message(message), "frame": self._frame()}
        return None

    def _answer(self, press: Press) -> Json | None:
        if press.user.id != self._me.id:
            return None
        return {"kind": "answered", "message": str(press.message_id), "text": press.answer, "alert": press.alert}

    def say(self, text: str, reply_to: str | None) -> None:
        """Write a text; `/start` unblocks, as the app's button of that name does."""
        if self._me.blocked and text.startswith("/start"):
            self._world.unblock(self._me)
        self._world.say(self._me, text, self._chat, _number(reply_to) if reply_to else None)

    def press(self, message_id: str, data: str) -> None:
        """Press a button; an old screen's button counts too, so the data are taken as they are."""
        self._world.forge_press(self._me, _number(message_id), data, self._chat)

    def send_file(self, file: PhoneFile, caption: str) -> None:
        """Send a file."""
        photo = file.mime in _PICTURES
        self._world.send_file(self._me, file.name, file.content, file.mime, caption, photo=photo, chat=self._chat)

    def file(self, file_id: str) -> PhoneFile | None:
        """Find a file of this world."""
        found = self._world.files.get(file_id)
        return PhoneFile(found.name, found.mime, found.content) if found else None

    def documents(self) -> list[Json]:
        """List the documents that the bot has sent here."""
        made = [
            (message, message.attachment)
            for message in self._world.transcript(self._chat)
            if message.sender.is_bot and message.attachment and message.attachment.kind == "document"
        ]
        return [{**self._attachment(attachment), "time": message.date.isoformat()} for message, attachment in made]


def _number(message_id: str) -> int:
    if not (message_id.isascii() and message_id.isdigit()):
        raise NotFound("demo.message", message=message_id)
    return int(message_id)


def _service(service: Mapping[str, object]) -> Json:
    """Name what happened and to whom, for instance ``{"what": "new_chat_members", "who": "Nhắc việc"}``."""
    what, detail = next(iter(service.items()))
    person = detail[0] if isinstance(detail, list) else detail
    return {"what": what, "who": person.get("first_name", "") if isinstance(person, dict) else ""}
