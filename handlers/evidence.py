"""Brings evidence home: a loop that fetches files from the channels to the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.domain.messages import Channel, IncomingFile
from bot.errors import DeliveryError, InvalidInput, StorageError
from bot.reading.marks import document_is_marked
from bot.usecases import evidence
from bot.usecases.desk import Doors
from bot.usecases.evidence import Fetched, Later, Lost, Outcome, Refused
from handlers.counters import Counters
from handlers.files import FileStore
from handlers.pacing import backoff
from handlers.rounds import BREATH, Rounds
from storage.evidence import Wanted

log = structlog.get_logger()

AT_ONCE = 4
MAX_ATTEMPTS = 10
PATIENCE = 120.0
"""Seconds that fetching one file may take."""


class Fetcher(Protocol):
    """One channel's way to the files people sent."""

    async def fetch(self, file: IncomingFile) -> bytes:
        """Fetch a file; raises `InvalidInput("file.too_big")` or `DeliveryError`."""
        ...


class EvidenceKeeper:
    """Fetches what is wanted. `wake` when a report may have brought files, `run` in a task, `stop` to end it."""

    def __init__(
        self,
        doors: Doors,
        fetchers: Mapping[Channel, Fetcher],
        store: FileStore,
        counters: Counters,
        *,
        at_once: int = AT_ONCE,
    ) -> None:
        self._doors = doors
        self._fetchers = fetchers
        self._store = store
        self._counters = counters
        self._at_once = at_once
        self._rounds = Rounds("evidence", doors.clock, breath=BREATH)

    def wake(self) -> None:
        """Look at once."""
        self._rounds.wake()

    def stop(self) -> None:
        """Let `run` end with the files in hand."""
        self._rounds.stop()

    async def fetch(self, channel: Channel, file: IncomingFile) -> bytes:
        """Fetch one file now, for instance a plan; raises what the channel's fetcher raises."""
        async with asyncio.timeout(PATIENCE):
            return await self._fetchers[channel].fetch(file)

    async def run(self) -> None:
        """Fetch until stopped, a few files at a time."""
        outcomes: Sequence[Outcome] = ()
        while not self._rounds.closing:
            errands = await self._rounds.make(partial(self._round, outcomes))
            if errands is None:
                continue
            outcomes = await asyncio.gather(*(self._bring(wanted) for wanted in errands.wanted))
            if not errands.wanted:
                await self._rounds.rest(errands.wake_at)
        try:
            await self._doors.claim(evidence.exchange, outcomes, 0)
        except StorageError as error:
            # They are fetched again after the next start.
            log.error("evidence.not_noted", error=error.code, outcomes=len(outcomes))

    async def _round(self, outcomes: Sequence[Outcome]) -> evidence.Taken:
        if not outcomes:
            due, wake_at = await self._doors.read(evidence.look)
            if not due:
                return evidence.Taken((), wake_at)
        return await self._doors.claim(evidence.exchange, outcomes, self._at_once)

    async def _bring(self, wanted: Wanted) -> Outcome:
        outcome = await self._try(wanted)
        self._counters.count("evidence", type(outcome).__name__.lower())
        return outcome

    async def _try(self, wanted: Wanted) -> Outcome:
        if wanted.channel not in self._fetchers:
            return self._later(wanted, "channel")
        try:
            content = await self.fetch(wanted.channel, wanted.file)
            if await asyncio.to_thread(document_is_marked, content, wanted.file.name):
                log.warning("evidence.refused", evidence=wanted.id)
                return Refused(wanted)
            return Fetched(wanted, await self._store.keep(content), len(content))
        except InvalidInput as error:
            log.warning("evidence.lost", evidence=wanted.id, error=error.code)
            return Lost(wanted)
        except DeliveryError as error:
            if error.permanent or wanted.attempts + 1 >= MAX_ATTEMPTS:
                log.warning("evidence.lost", evidence=wanted.id, error=error.code)
                return Lost(wanted)
            return self._later(wanted, error.code, error.retry_after)
        except (TimeoutError, OSError) as error:
            return self._later(wanted, type(error).__name__)

    def _later(self, wanted: Wanted, error: str, seconds: float | None = None) -> Later:
        log.warning("evidence.put_off", evidence=wanted.id, error=error)
        return Later(wanted, timedelta(seconds=seconds or backoff(wanted.attempts + 3, 3600.0)))
