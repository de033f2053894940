"""Calls of the Bot API that carry no files: a form there, as the library sends it, and plain JSON back.

python-telegram-bot's own methods make objects of every part of a message that comes back, of which we want the number: half of
what a call costs. All that carries files stays the library's.
"""

from __future__ import annotations

from typing import Any

from telegram import Bot

from handlers.telegram.request import AiohttpRequest


class Calls:
    """Methods of the Bot API by their names, for instance ``await calls("sendMessage", chat_id=7, text="Vâng")``."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def __call__(self, method: str, **values: Any) -> Any:
        """Make a call and give its result, values that are `None` left out; raises `TelegramError` as the library does."""
        request = self._bot.request
        assert isinstance(request, AiohttpRequest)
        given = {name: value for name, value in values.items() if value is not None}
        return await request.call(f"{self._bot.base_url}/{method}", given)
