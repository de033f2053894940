"""Slows down who writes too fast: what exceeds the pace is kept at once, and dealt with in turn while others go on."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.messages import Incoming, IncomingKind
from bot.usecases import backlog
from bot.usecases.desk import Doors
from handlers.failures import Patience, Receive
from handlers.pacing import Bucket, Limits
from handlers.rounds import Rounds
from handlers.secrecy import is_secret
from storage.backlog import Lane, Waiting
from storage.paces import Rate
from storage.presence import Baton

ADOPT = 60.0
"""Seconds after which is looked for what waits, in any case."""
LOOK = 0.5
"""The same where there are several workers: each keeps behind what waits already, wherever it came in."""
FEW = 8
"""So many messages in a row are dealt with unasked; who goes on as fast is asked about with all workers together."""
_REMEMBERED = 10_000
_PACED = frozenset({IncomingKind.TEXT, IncomingKind.PRESS, IncomingKind.FILES, IncomingKind.EDIT, IncomingKind.OTHER})


@dataclass
class _Voice:
    """How fast somebody writes here; `said` messages since the last silence, `booked` of them with all workers together."""

    bucket: Bucket
    said: int = 0
    booked: int = 0


class SlowLane:
    """Stands before `receive`. Each person may send a burst; beyond it `limits.said` messages a second are dealt with.

    Once something of a person waits, all that follows waits behind it. `run` in a task deals with what waits: of several
    workers the one with the `baton`.
    """

    def __init__(
        self,
        doors: Doors,
        receive: Receive,
        patience: Patience,
        limits: Limits,
        *,
        baton: Baton | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._doors = doors
        self._receive = receive
        self._patience = patience
        self._baton = baton or Baton(held=True)
        self._now = now
        self._interval = 1 / limits.said if limits.said else 0.0
        self._burst = limits.said_burst
        self._voices: OrderedDict[Lane, _Voice] = OrderedDict()
        self._behind: set[Lane] = set()
        self._coming: Counter[Lane] = Counter()
        self._fresh: set[Lane] = set()
        self._rounds = Rounds("backlog", doors.clock)

    async def receive(self, incoming: Incoming) -> None:
        """Deal with a message, or keep it for later; either way it is on the disk afterwards."""
        lane = (incoming.sender.channel, incoming.sender.user)
        if not self._interval or not _is_paced(incoming) or await self._in_time(lane):
            await self._receive(incoming)
            return
        self._behind.add(lane)
        self._fresh.add(lane)
        self._coming[lane] += 1
        try:
            await self._doors.write(backlog.keep, incoming)
        finally:
            self._coming[lane] -= 1
            self._rounds.wake()

    async def _in_time(self, lane: Lane) -> bool:
        now, voice = self._now(), self._voice(lane)
        if lane in self._behind or voice.bucket.wait(now) > 0:
            return False
        if voice.bucket.idle(now):
            voice.said = voice.booked = 0
        voice.bucket.take(now)
        voice.said += 1
        return voice.said < FEW or not self._doors.shared or await self._in_time_for_all(lane, voice)

    def _voice(self, lane: Lane) -> _Voice:
        if lane not in self._voices:
            self._voices[lane] = _Voice(Bucket(self._interval, self._burst))
            if len(self._voices) > _REMEMBERED:
                self._voices.popitem(last=False)
        self._voices.move_to_end(lane)
        return self._voices[lane]

    async def _in_time_for_all(self, lane: Lane, voice: _Voice) -> bool:
        number, voice.booked = voice.said - voice.booked, voice.said
        rate = Rate(number * self._interval, max(0, self._burst - number) * self._interval)
        return await self._doors.claim(backlog.admit, lane, rate)

    async def run(self) -> None:
        """Deal with what waits, one message of each person at a time, until cancelled."""
        if not self._interval:
            return
        while True:
            if await self._rounds.make(self._round) is not None:
                await self._rest()

    async def _round(self) -> int:
        """Look, and deal with one message of each person that waits; tell with how many."""
        await self._look()
        if not self._baton.held or not self._behind:
            return 0
        found = await self._doors.read(backlog.next_of, frozenset(self._behind))
        await asyncio.gather(*(self._deal(waiting) for waiting in found.values()))
        return len(found)

    async def _look(self) -> None:
        """See whose messages wait, those that other workers have kept too."""
        # A message on its way to the disk is not seen by the look: its lane stays open, as does one that is joined meanwhile.
        self._fresh = {lane for lane, count in self._coming.items() if count}
        asked = frozenset(self._behind)
        found = frozenset(await self._doors.read(backlog.lanes))
        for lane in asked - found - self._fresh:
            self._behind.discard(lane)
            del self._coming[lane]
        self._behind |= found

    async def _rest(self) -> None:
        if not self._baton.held:
            await asyncio.sleep(LOOK)
        elif self._behind:
            await asyncio.sleep(self._interval)
        else:
            await self._rounds.rest(None, LOOK if self._doors.shared else ADOPT)

    async def _deal(self, waiting: Waiting) -> None:
        await self._patience.take(waiting.incoming)
        await self._doors.write(backlog.done, waiting.id)


def _is_paced(incoming: Incoming) -> bool:
    """Tell whether a message counts. What bears a mark of secrecy is not kept, not even for a moment."""
    meant = incoming.private or incoming.to_bot
    return meant and bool(incoming.sender.user) and incoming.kind in _PACED and not is_secret(incoming)
