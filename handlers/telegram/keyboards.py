"""Rows of buttons as Telegram's inline keyboards."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.messages import Button

MOST_DATA = 64
"""Bytes that the data of a button may have."""


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Make a keyboard; no rows make none. Raises `ValueError` for data that Telegram would refuse."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    if not 1 <= len(button.data.encode()) <= MOST_DATA:
        raise ValueError(button.data)
    return InlineKeyboardButton(button.label, callback_data=button.data)
