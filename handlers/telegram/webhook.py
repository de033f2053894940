"""Telegram's way in when it calls us: acknowledged only when the update is on the disk."""

from __future__ import annotations

import asyncio
import json

import structlog
from aiohttp import web

from handlers.telegram.intake import Intake
from handlers.telegram.parsing import Arrival, parse
from handlers.webhooks import bears_secret, body_of, derived_secret

log = structlog.get_logger()

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """Answers Telegram's calls once `ready` is set. `secret` must come with each of them."""

    def __init__(self, intake: Intake, secret: str, ready: asyncio.Event) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._ready = ready

    async def handle(self, request: web.Request) -> web.Response:
        """Take one update: 401 without the secret, 413 and 400 for what is none, 503 when it could not be kept.

        One that cannot be parsed is noted as such and acknowledged: refused, it would come again for a day.
        """
        if not bears_secret(request, HEADER, self._secret):
            log.warning("webhook.refused")
            return web.Response(status=401)
        update = _read(await body_of(request))
        if update is None:
            return web.Response(status=400)
        if not self._ready.is_set():
            return web.Response(status=503)
        return web.Response(status=200 if await self._intake.take_one(update) else 503)


def _read(content: bytes) -> Arrival | None:
    try:
        return parse(json.loads(content))
    except (ValueError, RecursionError):
        return None


def secret_of(token: str, configured: str) -> str:
    """Tell the webhook's secret: the configured one, else one derived from the token, the same at every start."""
    return configured or derived_secret(token, "nhacviec webhook")
