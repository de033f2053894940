"""Delivers updates to the bot's webhook as Telegram does: in order within a chat, again until they are taken."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict

import aiohttp

from bot.demo.deliveries import ANSWER_WITHIN, Deliveries, is_secure
from bot.demo.faults import Faults
from bot.demo.http_calls import Pulse
from bot.demo.params import Json, Params, refused
from bot.demo.telegram.state import TelegramState
from bot.demo.telegram.updates import Update
from bot.demo.telegram.wire import unix

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Webhook(Deliveries):
    """The address that updates go to, and the task that brings them there.

    Starting and stopping follow the bot's calls: (1) `point_to` ends the old delivery, (2) takes the new address, (3) starts
    the new delivery with all that waits. What was not taken stays in the queue throughout.
    """

    def __init__(self, state: TelegramState, faults: Faults, pulse: Pulse) -> None:
        super().__init__()
        self.attempts = 50
        self._state, self._faults, self._pulse = state, faults, pulse
        self._secret = ""
        self._connections = 40
        self._last_error: tuple[int, str] | None = None

    async def point_to(self, params: Params) -> bool:
        """Answer `setWebhook` and `deleteWebhook` (an empty address)."""
        url, secret = params.text("url"), params.text("secret_token")
        _check(url, secret)
        await self.stop()
        if params.flag("drop_pending_updates"):
            self._state.updates.clear()
        self._state.updates.allow(params.json("allowed_updates"))
        self.url, self._secret, self._last_error = url, secret, None
        self._connections = params.integer("max_connections", 40)
        if url:
            self.begin()
        return True

    def info(self) -> Json:
        """Answer `getWebhookInfo`."""
        info: Json = {"url": self.url, "has_custom_certificate": False}
        info["pending_update_count"] = len(self._state.updates)
        if self.url:
            info["max_connections"] = self._connections
        if self._last_error:
            info["last_error_date"], info["last_error_message"] = self._last_error
        return info

    async def _run(self) -> None:
        lanes: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        slots = asyncio.Semaphore(self._connections)
        taken: set[int] = set()
        async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session, asyncio.TaskGroup() as deliveries:
            while True:
                for update in self._fresh(taken):
                    taken.add(update.id)
                    deliveries.create_task(self._deliver(session, update, lanes[update.lane], slots))
                await self._pulse.wait()

    def _fresh(self, taken: set[int]) -> list[Update]:
        fresh = [update for update in self._state.updates.waiting() if update.id not in taken]
        fault = self._faults.strike_delivery("webhook") if fresh else None
        if fault == "duplicate":
            return [update for update in fresh for _ in range(2)]
        return fresh[::-1] if fault == "reorder" else fresh

    async def _deliver(
        self, session: aiohttp.ClientSession, update: Update, lane: asyncio.Lock, slots: asyncio.Semaphore
    ) -> None:
        async with lane, slots:
            delay = self.retry_seconds
            for _ in range(self.attempts):
                if await self._post(session, update):
                    break
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5)
        self._state.updates.done(update)
        self._state.mark_read([update.about])
        self._pulse.beat()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with session.post(self.url, json=update.packed, headers=headers) as response:
                taken, problem = response.ok, f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError):
            taken, problem = False, "Connection failed"
        if not taken:
            self._last_error = (unix(self._state.clock.now()), problem)
            self._pulse.beat()
        return taken


def _check(url: str, secret: str) -> None:
    if url and not is_secure(url):
        raise refused("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise refused("secret token contains unallowed characters")
