"""Zalo's way in when it calls us."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import structlog
from aiohttp import web

from handlers.webhooks import bears_secret, body_of, derived_secret
from handlers.zalo.intake import Intake
from handlers.zalo.updates import unwrap

log = structlog.get_logger()

HEADER = "X-Bot-Api-Secret-Token"


class Webhook:
    """Answers Zalo's calls once `ready` is set. `secret` must come with each of them."""

    def __init__(self, intake: Intake, secret: str, ready: asyncio.Event) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._ready = ready

    async def handle(self, request: web.Request) -> web.Response:
        """Take one update: 401 without the secret, 400 for what is none, 503 when it could not be kept.

        Whether Zalo brings an update again is unknown: one that could not be kept is held here and tried again.
        """
        if not bears_secret(request, HEADER, self._secret):
            log.warning("webhook.refused", channel="zalo")
            return web.Response(status=401)
        update = unwrap(_read(await body_of(request)))
        if update is None:
            return web.Response(status=400)
        if not self._ready.is_set():
            return web.Response(status=503)
        if await self._intake.take(update):
            return web.json_response({"ok": True})
        self._intake.insist_aside(update)
        return web.Response(status=503)


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def secret_of(token: str, configured: str) -> str:
    """Tell the webhook's secret: the configured one, else one derived from the token, the same at every start."""
    return configured or derived_secret(token, "nhacviec zalo webhook")
