"""Rows of buttons as Telegram's inline keyboards."""

from __future__ import annotations

from typing import Any

from bot.domain.messages import Button

MOST_DATA = 64
"""Bytes that the data of a button may have."""


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> dict[str, Any] | None:
    """Make a keyboard as it goes over the line; no rows make none. Raises `ValueError` for data that Telegram would refuse.

    Example: ``{"inline_keyboard": [[{"text": "Báo cáo", "callback_data": "do:report"}]]}``.
    """
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]} if rows else None


def _button(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": button.label, "url": button.url}
    if not 1 <= len(button.data.encode()) <= MOST_DATA:
        raise ValueError(button.data)
    return {"text": button.label, "callback_data": button.data}
