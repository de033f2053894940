"""Telegram's updates out of JSON, each by itself: one that cannot be parsed must not take others down with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot, Update

log = structlog.get_logger()

_LARGEST_ID = 2**63 - 1
_OF_PRESSED = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")
"""What we look at of a message whose button was pressed; the library would make objects of its text and buttons too."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that cannot be parsed; `reason` is a class of error, never what stood there."""

    update_id: int
    reason: str


Arrival = Update | Unreadable


def parse_all(packed: Sequence[Any], bot: Bot) -> list[Arrival]:
    """Parse a batch. What has no id of its own is left out: it can neither be noted nor acknowledged."""
    parsed = [parse(one, bot) for one in packed]
    found = [one for one in parsed if one is not None]
    if len(found) < len(parsed):
        log.error("updates.nameless", count=len(parsed) - len(found))
    return found


def parse(packed: Any, bot: Bot) -> Arrival | None:
    """Parse one update; `None` for what has no id."""
    update_id = packed.get("update_id") if isinstance(packed, dict) else None
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 < update_id <= _LARGEST_ID:
        return None
    try:
        update = Update.de_json(_lean(packed), bot)
        sound = _is_sound(update)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError) as error:
        return Unreadable(update_id, type(error).__name__)
    return update if sound else Unreadable(update_id, "unsound")


def _lean(packed: dict[str, Any]) -> dict[str, Any]:
    query = packed.get("callback_query")
    if not isinstance(query, dict) or not isinstance(pressed := query.get("message"), dict):
        return packed
    lean = {name: pressed[name] for name in _OF_PRESSED if name in pressed}
    return packed | {"callback_query": query | {"message": lean}}


def _is_sound(update: Update) -> bool:
    """Tell whether there is a chat, chat and person are named by numbers, and words are words.

    The library takes anything, and then stumbles over it.
    """
    message, named = update.effective_message, (update.effective_chat, update.effective_user)
    if update.effective_chat is None and (message or update.my_chat_member):
        return False
    words = (getattr(message, "text", None), getattr(message, "caption", None))
    return all(isinstance(one.id, int) for one in named if one is not None) and all(
        isinstance(one, str) for one in words if one is not None
    )
