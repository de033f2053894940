"""Slows down who writes too fast: what exceeds the pace is kept at once, and dealt with in turn while others go on."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

import structlog

from bot.domain.messages import Incoming, IncomingKind
from bot.errors import StorageError
from bot.usecases import backlog
from bot.usecases.desk import Doors
from handlers.failures import Patience, Receive
from handlers.health import Health
from handlers.pacing import Bucket, Limits
from handlers.secrecy import is_secret
from storage.backlog import Lane, Waiting

log = structlog.get_logger()

ADOPT = 60.0
"""Seconds after which is looked for what a worker that died has left behind."""
_REMEMBERED = 10_000
_PACED = frozenset({IncomingKind.TEXT, IncomingKind.PRESS, IncomingKind.FILES, IncomingKind.EDIT, IncomingKind.OTHER})


class SlowLane:
    """Stands before `receive`. Each person may send a burst; beyond it `limits.said` messages a second are dealt with.

    Once something of a person waits, all that follows waits behind it. `run` in a task deals with what waits.
    """

    def __init__(
        self,
        doors: Doors,
        receive: Receive,
        patience: Patience,
        limits: Limits,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._doors = doors
        self._receive = receive
        self._patience = patience
        self._now = now
        self._interval = 1 / limits.said if limits.said else 0.0
        self._burst = limits.said_burst
        self._buckets: OrderedDict[Lane, Bucket] = OrderedDict()
        self._behind: set[Lane] = set()
        self._coming: Counter[Lane] = Counter()
        self._fresh: set[Lane] = set()
        self._work = asyncio.Event()
        self._health = Health()

    async def receive(self, incoming: Incoming) -> None:
        """Deal with a message, or keep it for later; either way it is on the disk afterwards."""
        lane = (incoming.sender.channel, incoming.sender.user)
        if not self._interval or not _is_paced(incoming) or self._in_time(lane):
            await self._receive(incoming)
            return
        self._behind.add(lane)
        self._fresh.add(lane)
        self._coming[lane] += 1
        try:
            await self._doors.write(backlog.keep, incoming)
        finally:
            self._coming[lane] -= 1
            self._work.set()

    def _in_time(self, lane: Lane) -> bool:
        now = self._now()
        if lane not in self._buckets:
            self._buckets[lane] = Bucket(self._interval, self._burst)
            if len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(lane)
        if lane in self._behind or self._buckets[lane].wait(now) > 0:
            return False
        self._buckets[lane].take(now)
        return True

    async def run(self) -> None:
        """Deal with what waits, one message of each person at a time, until cancelled."""
        if not self._interval:
            return
        while True:
            try:
                await self._adopt()
                while self._behind:
                    await self._round()
                    self._note_well()
                    await asyncio.sleep(self._interval)
                self._note_well()
                await self._sleep()
            except StorageError as error:
                if self._health.fails_anew("backlog", error.code):
                    log.error("backlog.round_failed", error=error.code)
                await asyncio.sleep(1)

    def _note_well(self) -> None:
        if self._health.recovers("backlog"):
            log.info("backlog.works_again")

    async def _adopt(self) -> None:
        self._behind.update(await self._doors.read(backlog.lanes))

    async def _sleep(self) -> None:
        self._work.clear()
        try:
            async with asyncio.timeout(ADOPT):
                await self._work.wait()
        except TimeoutError:
            return

    async def _round(self) -> None:
        # A message on its way to the disk is not seen by the look: its lane stays open, as does one that is joined meanwhile.
        self._fresh = {lane for lane, count in self._coming.items() if count}
        asked = frozenset(self._behind)
        found = await self._doors.read(backlog.next_of, asked)
        await asyncio.gather(*(self._deal(waiting) for waiting in found.values()))
        for lane in asked - found.keys() - self._fresh:
            self._behind.discard(lane)
            del self._coming[lane]

    async def _deal(self, waiting: Waiting) -> None:
        await self._patience.take(waiting.incoming)
        await self._doors.write(backlog.done, waiting.id)


def _is_paced(incoming: Incoming) -> bool:
    """Tell whether a message counts. What bears a mark of secrecy is not kept, not even for a moment."""
    meant = incoming.private or incoming.to_bot
    return meant and bool(incoming.sender.user) and incoming.kind in _PACED and not is_secret(incoming)
