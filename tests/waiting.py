"""Waiting for what only a database or a disk knows: they have no bell, so they are asked again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def until(ask: Callable[[], Awaitable[object]], patience: float = 10) -> None:
    """Ask until the answer counts as true; raises `TimeoutError` after `patience` seconds."""
    async with asyncio.timeout(patience):
        while not await ask():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.005)
