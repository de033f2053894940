"""The nouns of the local Telegram: users, chats, messages, files, presses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.demo.params import Json
from bot.demo.telegram.text import Formatted

ChatKind = Literal["private", "group", "supergroup"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]
AttachmentKind = Literal["photo", "document", "voice", "sticker", "location", "contact", "poll"]
ChangeKind = Literal[
    "message", "edited", "deleted", "read", "typing", "answered", "reaction", "chat", "profile", "update"
]


@dataclass
class User:
    """A person, or the bot. `started`: has written to the bot at least once; `gone`: has deleted the account."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    is_bot: bool = False
    language: str = "vi"
    started: bool = False
    blocked: bool = False
    gone: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class StoredFile:
    """A file kept in memory; `size` of a picture is (width, height) in pixels, else None."""

    id: str
    name: str
    mime: str
    content: bytes
    path: str
    size: tuple[int, int] | None = None

    @property
    def unique_id(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]


@dataclass(frozen=True)
class Attachment:
    """What hangs on a message beside text; `data` is the wire form of what is not a file (location, contact, poll)."""

    kind: AttachmentKind
    file: StoredFile | None = None
    thumbnail: StoredFile | None = None
    data: Json = field(default_factory=dict)


@dataclass
class Message:
    """One message; `body` is its text or caption, `keyboard` the wire form of its inline keyboard.

    `service` is the wire form of what happened, for instance ``{"migrate_to_chat_id": -1001}``, for messages that
    nobody wrote. `read` says that the bot has fetched it.
    """

    id: int
    chat_id: int
    sender: User
    date: datetime
    body: Formatted = field(default_factory=lambda: Formatted(""))
    attachment: Attachment | None = None
    keyboard: Json | None = None
    reply_to: int | None = None
    thread: int | None = None
    album: str | None = None
    edited_at: datetime | None = None
    service: Json | None = None
    silent: bool = False
    protected: bool = False
    deleted: bool = False
    read: bool = False
    reactions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, or the caption where there is an attachment."""
        return self.body.text

    @property
    def buttons(self) -> list[list[Json]]:
        """The rows of the inline keyboard in wire form; empty without one."""
        return self.keyboard["inline_keyboard"] if self.keyboard else []

    @property
    def labels(self) -> list[str]:
        """The texts of all buttons, row after row."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass
class Chat:
    """A private chat (its id is the person's), a group or a supergroup with or without topics."""

    id: int
    kind: ChatKind
    title: str = ""
    members: dict[int, MemberStatus] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    forum: bool = False
    moved_to: int | None = None
    pinned: list[int] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: Json | None = None
    menu_button: Json | None = None
    last_id: int = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id


@dataclass
class Press:
    """A press on an inline button; the bot's answer (a toast, or an alert) arrives later."""

    id: str
    user: User
    chat_id: int
    message_id: int
    data: str
    answered: bool = False
    answer: str = ""
    alert: bool = False
    url: str = ""


@dataclass(frozen=True)
class Change:
    """Tells a listener what changed; `detail` depends on the kind (a press that was answered, a chat action)."""

    kind: ChangeKind
    chat_id: int | None = None
    message_id: int | None = None
    detail: Any = None


Listener = Callable[[Change], None]
