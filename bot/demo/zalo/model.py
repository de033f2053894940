"""The nouns of the local Zalo, and the switches for what is not known of the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.demo.params import Json

ZaloEvent = Literal["text", "image", "sticker", "voice", "link", "unsupported"]


@dataclass
class ZaloRules:
    """What sources disagree on or nobody has measured; the defaults are the likeliest.

    `idle`: an empty poll ends with HTTP 408, or with HTTP 200 and the code in the body. `errors_in_body`: so does every
    other error. `wrapped_webhook`: ``{"ok": true, "result": {...}}``, else flat. `array`: `getUpdates` answers a list.
    `bare_unsupported`: an unsupported event comes without its message. `may_initiate`: the bot may write to people who
    never wrote to it. `webhook_attempts`: how often a refused webhook is tried. `None` lifts a quota. What happens to the
    person after the last of `user_quota` is a guess: their messages do not arrive.
    """

    idle: Literal["http", "body"] = "http"
    errors_in_body: bool = False
    wrapped_webhook: bool = True
    array: bool = False
    bare_unsupported: bool = False
    may_initiate: bool = False
    groups: bool = True
    monthly_quota: int | None = 3000
    user_quota: int | None = 50
    webhook_attempts: int = 3


@dataclass
class ZaloUser:
    """A person; `started`: has written to the bot, `protected`: what they send arrives as unsupported."""

    id: str
    name: str
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    protected: bool = False


@dataclass(frozen=True)
class ZaloFile:
    """A picture or file kept in memory."""

    id: str
    name: str
    mime: str
    content: bytes


@dataclass
class ZaloMessage:
    """One message; the bot's pictures carry the address that it gave, people's are addressed by the server."""

    id: str
    chat_id: str
    sender: ZaloUser
    date: datetime
    kind: ZaloEvent = "text"
    text: str = ""
    file: ZaloFile | None = None
    url: str = ""
    reply_to: str | None = None
    read: bool = False


@dataclass
class ZaloChat:
    """A private chat (its id is the person's) or a group."""

    id: str
    title: str = ""
    members: set[str] = field(default_factory=set)
    messages: list[ZaloMessage] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return bool(self.title)


@dataclass(frozen=True)
class ZaloUpdate:
    """One event as the bot gets it, and the message it tells of."""

    packed: Json
    message: ZaloMessage


@dataclass(frozen=True)
class ZaloChange:
    """Tells a listener what changed."""

    kind: Literal["message", "read", "typing", "update"]
    chat_id: str | None = None
    message: ZaloMessage | None = None


ZaloListener = Callable[[ZaloChange], Any]


def milliseconds(instant: datetime) -> int:
    """Count milliseconds since 1970, as Zalo does."""
    return int(instant.timestamp() * 1000)
