"""What the local Telegram knows, and the few ways in which that changes."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from typing import Any

from bot.clock import Clock
from bot.demo.params import Json
from bot.demo.picture_sizes import picture_size
from bot.demo.telegram.model import (
    Attachment,
    Change,
    ChangeKind,
    Chat,
    Listener,
    Message,
    Press,
    StoredFile,
    User,
)
from bot.demo.telegram.updates import UpdateQueue
from bot.demo.telegram.wire import message_json
from bot.errors import NotFound

BOT_ID = 7_000_000_001


class TelegramState:
    """Users, chats, messages, files, presses and the bot's profile; tells its listeners of every change."""

    def __init__(self, clock: Clock, *, bot_name: str = "Nhắc việc", bot_username: str = "nhacviec_demo_bot") -> None:
        self.clock = clock
        self.bot = User(BOT_ID, bot_name, username=bot_username, is_bot=True, started=True)
        self.users: dict[int, User] = {BOT_ID: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.privacy = True
        self.description = ""
        self.short_description = ""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.menu_button: Json = {"type": "default"}
        self.updates = UpdateQueue(lambda: self.tell("update"))
        self._listeners: list[Listener] = []
        self._counts: dict[str, int] = {}

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` at every change, in the thread that makes it; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(
        self, kind: ChangeKind, chat_id: int | None = None, message_id: int | None = None, detail: Any = None
    ) -> None:
        """Tell every listener of a change."""
        change = Change(kind, chat_id, message_id, detail)
        for listener in tuple(self._listeners):
            listener(change)

    def count(self, what: str) -> int:
        """Count up, from 1, so that the same play draws the same identifiers."""
        self._counts[what] = self._counts.get(what, 0) + 1
        return self._counts[what]

    def message(self, chat_id: int, message_id: int) -> Message:
        """Find a message that was not deleted; raises `NotFound`."""
        chat = self.chats.get(chat_id)
        message = chat.messages.get(message_id) if chat else None
        if message is None or message.deleted:
            raise NotFound("demo.message", chat=chat_id, message=message_id)
        return message

    def packed(self, message: Message) -> Json:
        """Write a message in wire form."""
        return message_json(message, self.chats[message.chat_id], self.users)

    def post(self, chat: Chat, sender: User, **what: Any) -> Message:
        """Put a message in a chat; `what` are fields of `Message`."""
        message = Message(chat.next_id(), chat.id, sender, self.clock.now(), **what)
        chat.messages[message.id] = message
        self.tell("message", chat.id, message.id)
        return message

    def store(self, name: str, content: bytes, mime: str = "", folder: str = "documents") -> StoredFile:
        """Keep a file and give it an id and a path; the kind is guessed from the name when not given."""
        number = self.count("file")
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = name[name.rfind(".") :] if "." in name else ""
        path = f"{folder}/file_{number}{suffix}"
        file = StoredFile(f"BQACAgUAAxkBAAI{number:08d}", name, mime, content, path, picture_size(content))
        self.files[file.id] = file
        return file

    def as_photo(self, file: StoredFile) -> Attachment:
        """Hang a picture on a message, with a smaller size beside it as Telegram makes one."""
        width, height = file.size or (0, 0)
        scale = min(90 / max(width, height, 1), 1)
        small = StoredFile(
            f"{file.id}-s", file.name, file.mime, file.content, file.path, (round(width * scale), round(height * scale))
        )
        self.files[small.id] = small
        return Attachment("photo", file, small)

    def mark_read(self, about: Iterable[tuple[int, int] | None]) -> None:
        """Mark people's messages as fetched by the bot."""
        for place in about:
            chat = self.chats.get(place[0]) if place else None
            message = chat.messages.get(place[1]) if chat and place else None
            if message and not message.read:
                message.read = True
                self.tell("read", message.chat_id, message.id)

    def commands_for(self, user_id: int, chat_id: int) -> list[Json]:
        """List the commands that the app's menu shows to a person in a chat: the narrowest scope that has any."""
        private = chat_id > 0
        admin = not private and self.chats[chat_id].members.get(user_id) in ("creator", "administrator")
        scopes = [f"chat_member:{chat_id}:{user_id}"] if not private else []
        scopes += [f"chat_administrators:{chat_id}"] if admin else []
        scopes += [f"chat:{chat_id}"]
        scopes += ["all_chat_administrators"] if admin else []
        scopes += ["all_private_chats" if private else "all_group_chats", "default"]
        language = self.users[user_id].language
        keys = [(scope, spoken) for scope in scopes for spoken in (language, "")]
        return next((self.commands[key] for key in keys if self.commands.get(key)), [])
