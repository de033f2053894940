"""The checks that Telegram makes on keyboards."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.demo.params import Json, refused

_BUTTON_LIMIT = 100
_ROW_LIMIT = 8
_DATA_BYTES = 64
_ACTIONS = frozenset(
    {
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)


def checked_markup(markup: Any) -> Json | None:
    """Check a `reply_markup`; raises `ApiError` as Telegram would. None stays None."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise refused("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _checked_inline(markup["inline_keyboard"])
    if "keyboard" in markup or markup.get("force_reply") or markup.get("remove_keyboard"):
        return markup
    return None


def _checked_inline(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refused('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    filled = [row for row in rows if row]
    if sum(map(len, filled)) > _BUTTON_LIMIT or any(len(row) > _ROW_LIMIT for row in filled):
        raise refused("reply markup is too long")
    for row in filled:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": filled} if filled else None


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise refused("can't parse inline keyboard button: text is empty")
    actions = _ACTIONS & button.keys()
    if len(actions) != 1:
        raise refused("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= _DATA_BYTES:
        raise refused("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_link(str(button["url"]))


def _check_link(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "tg":
        return
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        raise refused(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
