"""Waits that end early when there is no more to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

_FIRST, _LONGEST = 1.0, 60.0


async def rest(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, so many seconds at most."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


async def persist(attempt: Callable[[], Awaitable[bool]], stopped: asyncio.Event) -> None:
    """Repeat an attempt until it tells that it succeeded, or until we are stopped, with growing pauses."""
    pause = _FIRST
    while not stopped.is_set() and not await attempt():
        await rest(stopped, pause)
        pause = min(2 * pause, _LONGEST)
