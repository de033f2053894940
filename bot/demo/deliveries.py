"""The task that brings updates to a bot's webhook, begun and ended by the bot's calls."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from urllib.parse import urlsplit

import aiohttp

ANSWER_WITHIN = aiohttp.ClientTimeout(total=10)
_LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class Deliveries(ABC):
    """Where updates go to; `url` is empty where there is no webhook, `retry_seconds` the first pause after a refusal."""

    def __init__(self) -> None:
        self.url = ""
        self.retry_seconds = 0.2
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Bring there what waits, and what comes."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End the delivery; what is in hand is broken off."""
        # Another call may begin one meanwhile: several workers set their webhook at the same time.
        while self._task is not None:
            task, self._task = self._task, None
            task.cancel()
            await asyncio.wait([task])

    @abstractmethod
    async def _run(self) -> None:
        """Deliver until cancelled."""


def is_secure(url: str) -> bool:
    """Tell whether an address may be a webhook's: by HTTPS, or on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _LOCAL_HOSTS
