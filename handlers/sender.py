"""Empties the outbox through the channels: many chats at once, one message at a time in a chat, paced to each platform."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from math import inf

import structlog

from bot.domain.messages import Address, Channel, Priority
from bot.errors import StorageError
from bot.usecases import outbox, paces
from bot.usecases.desk import Doors
from bot.usecases.outbox import LEASE, Batch, Claim, GivenUp, Moved, Outcome, Sent, Unreachable, Untried
from handlers.attempts import PATIENCE, Attempts, Deliverer, code_of
from handlers.counters import Counters
from handlers.files import Workshop
from handlers.handover import Unnoted, Write
from handlers.health import Health
from handlers.pacing import Limits, Pace, rates_of
from handlers.resting import rest
from handlers.rounds import AGAIN
from handlers.tray import Tray
from storage.outbox import Row

log = structlog.get_logger()

CAPACITY = 96
"""Rows in hand at most; answers may exceed it by `RESERVE`, so that a broadcast never stands in their way."""
RESERVE = 64
HEARTBEAT = 15.0
"""Seconds after which the outbox is looked at in any case: the wall clock may have jumped."""
SURE = 10.0
"""Seconds after a word with the database for which sending goes on: others may soon take us for dead."""


class Sender:
    """Sends what stands in the outbox. `wake` after each write, `run` in a task, `stop` to end it."""

    def __init__(
        self,
        doors: Doors,
        channels: Mapping[Channel, Deliverer],
        workshop: Workshop,
        *,
        limits: Mapping[Channel, Limits],
        worker: str,
        counters: Counters,
    ) -> None:
        self._doors = doors
        self._channels = channels
        self._attempts = Attempts(doors, channels, workshop, counters, self._pause)
        self._worker = worker
        self._counters = counters
        self._paces = {channel: Pace(limits.get(channel, Limits())) for channel in channels}
        # Alone one's own pace is enough.
        self._rates = rates_of(limits) if doors.shared else {}
        self._tray = Tray(self._paces)
        # Each with the time until which sending it may begin: then a delivery still ends within the claim.
        self._in_hand: dict[int, float] = {}
        self._sure_until = 0.0
        self._flights: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._unnoted = Unnoted(self.wake)
        self._work = asyncio.Event()
        self._health = Health()
        self._closing = False
        self._drain_limit = 5.0
        self._alarm: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """Look at the outbox at once: something has been written."""
        self._work.set()

    def stop(self, limit: float = 5.0) -> None:
        """Take nothing more on and let `run` end when what is under way has arrived, or after `limit` seconds."""
        self._drain_limit = limit
        self._closing = True
        self._work.set()

    async def run(self) -> None:
        """Send until stopped.

        1. What this worker had claimed when it last ended is taken back.
        2. A round: outcomes are noted and the next rows are claimed, in one transaction.
        3. Rows go out as the pace allows; each that ends starts another round.
        4. When stopped: rows not yet tried are given back, those under way are awaited, a last round notes how they ended.
        """
        await self._doors.claim(outbox.start, self._worker)
        try:
            batch = Batch(more=True)
            while not self._closing:
                await self._wait(batch)
                self._work.clear()
                batch = await self._round()
            await self._drain()
        finally:
            self._end()

    async def _wait(self, batch: Batch) -> None:
        if batch.more and self._wanted() is not None:
            return
        wait = HEARTBEAT
        if batch.wake_at is not None:
            wait = min(wait, (batch.wake_at - self._doors.clock.now()).total_seconds())
        # A row that has come due already waits for its chat, whose end wakes this loop anyhow.
        await rest(self._work, max(wait, 0.05))

    async def answer(self, address: Address, write: Write) -> None:
        """Run a write that may bring answers to a chat: what was sent before is noted with it, its answers go out at once.

        What could not be noted so is noted by the next round.
        """
        outcomes, wanted, asked_at = self._unnoted.take(), self._wanted(), self._now()
        if wanted is not None and address.channel not in wanted.channels:
            wanted = None
        try:
            batch = await write(outcomes, wanted)
        except BaseException:
            self._outcomes += outcomes
            self._work.set()
            raise
        self._take_on(batch, outcomes, asked_at)
        if batch.more:
            self._work.set()

    def _take_on(self, batch: Batch, noted: Iterable[Outcome], asked_at: float) -> None:
        for outcome in noted:
            self._in_hand.pop(outcome.row.id, None)
        self._sure_until = asked_at + SURE
        self._accept(batch, asked_at + LEASE.total_seconds() - PATIENCE)

    async def _round(self) -> Batch:
        outcomes, self._outcomes = [*self._outcomes, *self._unnoted.take()], []
        asked_at = self._now()
        try:
            batch = await self._exchange(outcomes)
        except StorageError as error:
            if self._health.fails_anew("outbox", error.code):
                log.error("outbox.round_failed", error=error.code, outcomes=len(outcomes))
            if error.passing:
                # The rows stay in hand, so that none is sent again while the database is away.
                self._outcomes = outcomes + self._outcomes
            else:
                await self._note_each(outcomes)
            await asyncio.sleep(AGAIN)
            return Batch(more=True)
        if self._health.recovers("outbox"):
            log.info("outbox.works_again")
        self._take_on(batch, outcomes, asked_at)
        return batch

    async def _exchange(self, outcomes: Sequence[Outcome]) -> Batch:
        """Note outcomes and claim rows; what changes more than rows of the outbox is noted apart, as it would be in a chat."""
        far = [outcome for outcome in outcomes if isinstance(outcome, GivenUp | Unreachable | Moved)]
        if far:
            await self._doors.write(outbox.exchange, far, None)
        near = [outcome for outcome in outcomes if outcome not in far] if far else outcomes
        if self._rates:
            return await self._doors.claim(paces.exchange, near, self._wanted(), self._rates)
        return await self._doors.claim(outbox.exchange, near, self._wanted())

    async def _note_each(self, outcomes: Iterable[Outcome]) -> None:
        """Note outcomes one by one after they could not be noted together: one bad value harms no other row."""
        for outcome in outcomes:
            try:
                await self._note_one(outcome)
            except StorageError:
                self._outcomes.append(outcome)
            else:
                self._in_hand.pop(outcome.row.id, None)

    async def _note_one(self, outcome: Outcome) -> None:
        try:
            await self._doors.write(outbox.exchange, [outcome], None)
        except StorageError as error:
            if error.passing:
                raise
            log.error("outcome.not_kept", row=outcome.row.id, error=error.code)
            await self._doors.write(outbox.set_down, outcome.row, error.code)

    def _wanted(self) -> Claim | None:
        if self._closing:
            return None
        now = self._now()
        channels = tuple(channel for channel, pace in self._paces.items() if not pace.paused(now))
        room = CAPACITY - len(self._in_hand)
        if room > 0:
            return Claim(self._worker, room, channels)
        if room + RESERVE > 0:
            return Claim(self._worker, room + RESERVE, channels, lowest=Priority.ANSWER)
        return None

    def _accept(self, batch: Batch, until: float) -> None:
        # A jump of the clock can make our own claims run out: what is in hand is not taken twice.
        fresh = [row for row in batch.rows if row.id not in self._in_hand]
        self._in_hand.update((row.id, until) for row in fresh)
        now = self._now()
        self._tray.put(fresh, {row: now + wait for row, wait in batch.waits.items()})
        self._pump()

    def _pump(self) -> None:
        """Start all that may go now, and set an alarm for the next."""
        now = self._now()
        if now > self._sure_until:
            # The next round, once it succeeds, goes on from here.
            self._work.set()
            return
        while not self._closing and (row := self._tray.take(now)) is not None:
            if now < self._in_hand[row.id]:
                self._start(row)
            else:
                self._tray.done(row)
                self._outcomes.append(Untried(row))
        self._set_alarm(self._tray.wait(now))

    def _start(self, row: Row) -> None:
        flight = asyncio.create_task(self._send(row))
        self._flights.add(flight)
        flight.add_done_callback(self._flights.discard)

    def _set_alarm(self, seconds: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if seconds < inf and not self._closing:
            self._alarm = asyncio.get_running_loop().call_later(seconds, self._pump)

    async def _send(self, row: Row) -> None:
        outcome = await self._attempts.attempt(row)
        self._tray.done(row)
        self._counters.count("messages", type(outcome).__name__.lower())
        if isinstance(outcome, Sent) and self._may_wait(row):
            self._unnoted.add(outcome)
        else:
            self._note_soon(outcome)
        self._pump()

    def _may_wait(self, row: Row) -> bool:
        """Tell whether the next message in may note a row: an answer, where nobody else shares the database."""
        return row.priority is Priority.ANSWER and not self._doors.shared

    def _note_soon(self, outcome: Outcome) -> None:
        """Let the next round note an outcome; what of its chat is in hand waits behind a message that has not gone out."""
        if not isinstance(outcome, Sent):
            row = outcome.row
            log.warning("message.not_sent", row=row.id, outcome=type(outcome).__name__.lower(), error=code_of(outcome))
            behind = self._tray.clear_chat(row.address.channel, row.address.chat)
            self._outcomes += [Untried(other) for other in behind]
        self._outcomes.append(outcome)
        self._work.set()

    def _pause(self, channel: Channel, seconds: float) -> None:
        if seconds <= 0:
            return
        self._paces[channel].pause(self._now() + seconds)
        self._put_down([channel])
        log.warning("channel.paused", channel=channel.value, seconds=seconds)
        asyncio.get_running_loop().call_later(seconds, self.wake)

    def _put_down(self, channels: Iterable[Channel]) -> None:
        self._outcomes += [Untried(row) for row in self._tray.clear(channels)]

    async def _drain(self) -> None:
        self._put_down(self._channels)
        if self._flights:
            await asyncio.wait(self._flights, timeout=self._drain_limit)
        outcomes, self._outcomes = [*self._outcomes, *self._unnoted.take()], []
        try:
            await self._doors.write(outbox.exchange, outcomes, None)
        except StorageError as error:
            if error.passing:
                # What has gone out is not known to have, and is sent again after the next start.
                log.error("outbox.drain_failed", error=error.code, outcomes=len(outcomes))
                return
            await self._note_each(outcomes)

    def _end(self) -> None:
        self._set_alarm(inf)
        for flight in self._flights:
            flight.cancel()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
