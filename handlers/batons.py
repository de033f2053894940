"""What only one of several workers does: polling a channel. The others stand by and take over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from storage.presence import Baton

log = structlog.get_logger()


class Poller(Protocol):
    """Something that runs until it is told to stop."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


async def while_held(baton: Baton, stopped: asyncio.Event, begin: Callable[[], Poller], channel: str) -> None:
    """Run a poller whenever this worker has the baton, until stopped; a new one each time."""
    while not stopped.is_set():
        if not baton.held:
            log.info("poll.standing_by", channel=channel)
            await first_of(baton.taken(), stopped.wait())
            continue
        poller = begin()
        work = asyncio.create_task(poller.run())
        try:
            await first_of(asyncio.shield(work), baton.lost(), stopped.wait())
            poller.stop()
            await work
        finally:
            work.cancel()


async def first_of(*waits: Awaitable[object]) -> None:
    """Wait for the first of several, and let go of the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
