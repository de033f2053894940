"""What comes in through a channel and what goes out, the same for every channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain import markup


class Channel(StrEnum):
    """The platforms people are on."""

    TELEGRAM = "telegram"
    ZALO = "zalo"


@dataclass(frozen=True, slots=True)
class Address:
    """A place messages go to: a chat on a channel, maybe a topic in it. Ids are kept as text."""

    channel: Channel
    chat: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as the channel knows them. The name is for display only and proves nothing."""

    channel: Channel
    user: str
    name: str = ""


class IncomingKind(StrEnum):
    """What sort of thing arrived."""

    TEXT = "text"
    PRESS = "press"
    FILES = "files"
    EDIT = "edit"
    OTHER = "other"  # sticker, voice, location, contact, poll ...
    BLOCKED = "blocked"  # the person stopped the bot, or it was removed from the group
    UNBLOCKED = "unblocked"
    MIGRATED = "migrated"  # a group became a supergroup; `text` is the new chat id


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file on the channel's side, not yet fetched; `size` in bytes, `None` when unknown; `url` when it has one."""

    ref: str
    name: str
    mime: str
    size: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that arrived.

    `update` is unique on its channel and makes a repeat harmless. `pressed` is the data of a pressed button.
    `message` is the channel's id of the message that was sent, edited or carries the pressed button; `reply_to` that of
    the message it answers. `to_bot` says that in a group the bot is meant: a command, a mention or a reply to it.
    """

    update: str
    kind: IncomingKind
    address: Address
    sender: Sender
    at: datetime
    private: bool = True
    to_bot: bool = True
    text: str = ""
    pressed: str | None = None
    message: str | None = None
    reply_to: str | None = None
    files: tuple[IncomingFile, ...] = ()
    album: str | None = None
    chat_title: str = ""
    press_id: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `data` comes back when it is pressed, at most 64 bytes; `url` opens an address instead."""

    label: str
    data: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that a message said was being made: that message's key in the outbox, and which file of how many it is."""

    key: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file made at the moment of sending by the renderer called `what` from `args` (JSON)."""

    what: str
    args: dict[str, Any] = field(default_factory=dict)
    announced: Announced | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A file kept under the data directory by the hash of its content."""

    sha256: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send, or a change to one that was sent.

    `rows` are rows of buttons. `edits` is the channel's id of the message to replace (a channel that cannot edit sends a
    new one). `keyboard_only` takes the buttons of `edits` away, or replaces them, and leaves its text; `deletes` takes the
    whole message away. `photo` and `document` carry the text as caption. `reply_to` is the channel's id of the message
    this one answers. `quiet` makes no sound. `upload` says that a file may be the answer: for instance "12:3" is the question
    at position 3 of conversation 12, for a channel that hands on no files.
    """

    body: markup.Text = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    photo: Rendered | Stored | None = None
    document: Rendered | Stored | None = None
    edits: str | None = None
    keyboard_only: bool = False
    deletes: bool = False
    reply_to: str | None = None
    quiet: bool = False
    upload: str | None = None


class Priority(StrEnum):
    """Who goes first when a platform's limit makes messages wait."""

    ANSWER = "answer"
    REMINDER = "reminder"
    BROADCAST = "broadcast"


def _dump_file(file: Rendered | Stored | None) -> dict[str, Any] | None:
    if file is None:
        return None
    if isinstance(file, Rendered):
        return {"what": file.what, "args": file.args}
    return {"sha256": file.sha256, "name": file.name, "mime": file.mime}


def _load_file(packed: dict[str, Any] | None) -> Rendered | Stored | None:
    if packed is None:
        return None
    if "what" in packed:
        return Rendered(packed["what"], packed["args"])
    return Stored(packed["sha256"], packed["name"], packed["mime"])


def dump(message: Outgoing) -> dict[str, Any]:
    """Pack a message as the outbox keeps it.

    Example: ``{"body": [{"p": [{"t": "Chào anh/chị"}]}], "rows": [[{"l": "Báo cáo", "d": "do:report"}]]}``; what is empty
    is left out.
    """
    packed: dict[str, Any] = {"body": markup.dump(message.body)}
    if message.rows:
        packed["rows"] = [
            [
                {"l": button.label, "u": button.url} if button.url else {"l": button.label, "d": button.data}
                for button in row
            ]
            for row in message.rows
        ]
    extras: dict[str, Any] = {
        "photo": _dump_file(message.photo),
        "document": _dump_file(message.document),
        "edits": message.edits,
        "keyboard_only": message.keyboard_only,
        "deletes": message.deletes,
        "reply_to": message.reply_to,
        "quiet": message.quiet,
        "upload": message.upload,
    }
    packed.update({name: value for name, value in extras.items() if value})
    return packed


def load(packed: dict[str, Any]) -> Outgoing:
    """Unpack a message of the outbox."""
    rows = tuple(
        tuple(Button(button["l"], button.get("d", ""), button.get("u")) for button in row)
        for row in packed.get("rows", [])
    )
    return Outgoing(
        body=markup.load(packed["body"]),
        rows=rows,
        photo=_load_file(packed.get("photo")),
        document=_load_file(packed.get("document")),
        edits=packed.get("edits"),
        keyboard_only=packed.get("keyboard_only", False),
        deletes=packed.get("deletes", False),
        reply_to=packed.get("reply_to"),
        quiet=packed.get("quiet", False),
        upload=packed.get("upload"),
    )
