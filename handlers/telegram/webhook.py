"""Telegram's way in when it calls us: acknowledged only when the update is on the disk."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot, Update

from handlers.telegram.intake import Intake

log = structlog.get_logger()

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """Answers Telegram's calls once `ready` is set. `secret` must come with each of them."""

    def __init__(self, bot: Bot, intake: Intake, secret: str, ready: asyncio.Event) -> None:
        self._bot = bot
        self._intake = intake
        self._secret = secret.encode()
        self._ready = ready

    async def handle(self, request: web.Request) -> web.Response:
        """Take one update: 401 without the secret, 413 and 400 for what is none, 503 when it could not be kept."""
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            log.warning("webhook.refused")
            return web.Response(status=401)
        # The web application cuts off what is too long, and answers 413.
        update = _read(await request.read(), self._bot)
        if update is None:
            return web.Response(status=400)
        if not self._ready.is_set():
            return web.Response(status=503)
        return web.Response(status=200 if await self._intake.take_one(update) else 503)


def _read(content: bytes, bot: Bot) -> Update | None:
    try:
        data: Any = json.loads(content)
        update = (
            Update.de_json(data, bot) if isinstance(data, dict) and isinstance(data.get("update_id"), int) else None
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    return update if update is not None and _is_sound(update) else None


def _is_sound(update: Update) -> bool:
    """Tell whether the chat and the person are named by numbers: the library takes anything, and then stumbles over it."""
    named = (update.effective_chat, update.effective_user)
    return all(isinstance(one.id, int) for one in named if one is not None)


def secret_of(token: str, configured: str) -> str:
    """Tell the webhook's secret: the configured one, else one derived from the token, the same at every start."""
    return configured or hmac.new(token.encode(), b"nhacviec webhook", hashlib.sha256).hexdigest()
