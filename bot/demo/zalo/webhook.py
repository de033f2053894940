"""Delivers the local Zalo's updates to the bot's webhook."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.demo.deliveries import ANSWER_WITHIN, Deliveries, is_secure
from bot.demo.faults import Faults
from bot.demo.http_calls import Pulse
from bot.demo.params import ApiError, Json, Params
from bot.demo.zalo.model import ZaloUpdate, milliseconds
from bot.demo.zalo.world import ZaloWorld


class ZaloWebhook(Deliveries):
    """The address that updates go to, one after the other. One in hand at the end is lost."""

    def __init__(self, world: ZaloWorld, faults: Faults, pulse: Pulse) -> None:
        super().__init__()
        self._world, self._faults, self._pulse = world, faults, pulse
        self._secret = ""
        self._since = 0

    async def point_to(self, params: Params) -> Json:
        """Answer `setWebhook`."""
        url, secret = params.text("url"), params.text("secret_token")
        if not is_secure(url):
            raise ApiError(400, "Bad request: url must be HTTPS")
        if not 8 <= len(secret) <= 256:
            raise ApiError(400, "Bad request: secret_token must have from 8 to 256 characters")
        await self.stop()
        self.url, self._secret, self._since = url, secret, milliseconds(self._world.clock.now())
        self.begin()
        return self.info()

    async def remove(self) -> Json:
        """Answer `deleteWebhook`."""
        await self.stop()
        self.url = ""
        return {"url": "", "updated_at": milliseconds(self._world.clock.now())}

    def info(self) -> Json:
        """Answer `getWebhookInfo`, which is 404 where there is none."""
        if not self.url:
            raise ApiError(404, "Not found: webhook is not set")
        return {"url": self.url, "updated_at": self._since}

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session:
            while True:
                while self._world.updates:
                    await self._deliver_next(session)
                await self._pulse.wait()

    async def _deliver_next(self, session: aiohttp.ClientSession) -> None:
        fault = self._faults.strike_delivery("webhook")
        update = self._world.take(newest=fault == "reorder")
        for _ in range(2 if fault == "duplicate" else 1):
            if update is not None:
                await self._deliver(session, update)

    async def _deliver(self, session: aiohttp.ClientSession, update: ZaloUpdate) -> None:
        for attempt in range(self._world.rules.webhook_attempts):
            if attempt:
                await asyncio.sleep(self.retry_seconds)
            if await self._post(session, update):
                return

    async def _post(self, session: aiohttp.ClientSession, update: ZaloUpdate) -> bool:
        body = {"ok": True, "result": update.packed} if self._world.rules.wrapped_webhook else update.packed
        headers = {"X-Bot-Api-Secret-Token": self._secret}
        try:
            async with session.post(self.url, json=body, headers=headers) as response:
                return response.ok
        except (aiohttp.ClientError, TimeoutError):
            return False
