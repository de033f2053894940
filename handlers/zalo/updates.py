"""What Zalo delivers, as what every channel delivers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.messages import Address, Channel, Incoming, IncomingFile, IncomingKind, Sender
from bot.vietnamese import clean, one_line

Json = dict[str, Any]

_LONGEST_ID = 64
_EVENTS = frozenset(
    "text image sticker voice link unsupported file video gif audio location contact card".split()  # noqa: SIM905 - a dozen names in two lines
)
"""The kinds of message by their events' names, those that have been told of and those that are likely."""
_IN_SECONDS = 100_000_000_000
"""Dates are milliseconds; a number below this can only be seconds."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account, by the names people call it in a group."""

    id: str = ""
    names: tuple[str, ...] = ()


def read_me(packed: Json) -> Me:
    """Read the answer to `getMe`."""
    names = [one_line(str(packed.get(key) or "")) for key in ("display_name", "account_name")]
    return Me(str(packed.get("id") or ""), tuple(name for name in names if name))


def unwrap(packed: Any) -> Json | None:
    """Take an update out of ``{"ok": true, "result": {…}}``, or as it is; `None` when it is none."""
    if isinstance(packed, dict) and isinstance(packed.get("result"), dict):
        packed = packed["result"]
    known = isinstance(packed, dict) and ("event_name" in packed or isinstance(packed.get("message"), dict))
    return packed if known else None


def key_of(update: Json) -> str:
    """Name an update, the same when it comes again: its message's id, else what it says."""
    message = update.get("message")
    given = str(message.get("message_id") or "") if isinstance(message, dict) else ""
    if 0 < len(given) <= _LONGEST_ID:
        return given
    return hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()


def chat_of(update: Json) -> str:
    """Tell the chat in which updates must be dealt with in order; "" when there is none."""
    return _id(_part(_part(update, "message"), "chat"))


def to_incoming(update: Json, me: Me, now: datetime) -> Incoming | None:
    """Tell what an update means to us; `None` for what means nothing or names no chat to answer in.

    `now` (aware) stands in where Zalo gives no time.
    """
    message = _part(update, "message")
    sender, chat = _part(message, "from"), _part(message, "chat")
    user = _id(sender)
    place = _id(chat) or user
    if not user or not place or sender.get("is_bot") is True or user == me.id or is_unknown(update):
        return None
    private = str(chat.get("chat_type") or "PRIVATE").upper() != "GROUP"
    kind = _kind(update, message)
    return Incoming(
        key_of(update),
        kind,
        Address(Channel.ZALO, place),
        Sender(Channel.ZALO, user, one_line(str(sender.get("display_name") or ""))),
        _at(message.get("date"), now),
        private=private,
        text=_words(message, me),
        message=_id(message, "message_id") or None,
        files=_photo(message) if kind is IncomingKind.FILES else (),
        chat_title=one_line(str(chat.get("title") or chat.get("display_name") or "")),
    )


def is_unknown(update: Json) -> bool:
    """Tell whether an event is of a kind nobody has told of, and brings neither words nor a picture: it wants no answer."""
    event, message = event_of(update), _part(update, "message")
    known = not event or (event.startswith("message.") and event.split(".")[1] in _EVENTS)
    return not known and not _address(message) and not str(message.get("text") or "").strip()


def event_of(update: Json) -> str:
    """Tell what an event is called, in so many signs as may stand in a log."""
    return str(update.get("event_name") or "")[:40]


def _part(packed: Json, name: str) -> Json:
    found = packed.get(name)
    return found if isinstance(found, dict) else {}


def _id(packed: Json, name: str = "id") -> str:
    given = str(packed.get(name) or "")
    return given if len(given) <= _LONGEST_ID else ""


def _kind(update: Json, message: Json) -> IncomingKind:
    """Tell the kind by what is there: names of events are said to change."""
    if str(update.get("event_name") or "").startswith("message.unsupported"):
        return IncomingKind.OTHER
    if _address(message):
        return IncomingKind.FILES
    return IncomingKind.TEXT if str(message.get("text") or "").strip() else IncomingKind.OTHER


def _address(message: Json) -> str:
    given = str(message.get("photo_url") or message.get("photo") or "")
    return given if given.startswith(("https://", "http://")) else ""


def _photo(message: Json) -> tuple[IncomingFile, ...]:
    name = _id(message, "message_id")
    return (IncomingFile(name, f"anh-{name[:12]}.jpg", "image/jpeg", url=_address(message)),)


def _words(message: Json, me: Me) -> str:
    """Take the text or caption without the bot's name, wherever it is called by it."""
    text = clean(str(message.get("text") or message.get("caption") or ""))
    for name in me.names:
        at = text.casefold().find(f"@{name}".casefold())
        if at >= 0:
            return f"{text[:at].rstrip()} {text[at + len(name) + 1 :].lstrip(' ,:')}".strip()
    return text


def _at(date: Any, now: datetime) -> datetime:
    if not isinstance(date, int | float) or date <= 0:
        return now
    try:
        return datetime.fromtimestamp(date if date < _IN_SECONDS else date / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return now
