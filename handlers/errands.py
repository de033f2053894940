"""Runs errands: fetches documents that were sent and reads them in a thread, outside every transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

from bot.domain.messages import Channel
from bot.domain.plans import PlanDraft
from bot.errors import DeliveryError, InvalidInput, StorageError, UnreadableDocument, UserError
from bot.reading.limits import Limits
from bot.rendering.corrections import Correction, read_correction
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.usecases import errands
from bot.usecases.desk import Doors
from handlers.counters import Counters
from handlers.evidence import Fetcher
from handlers.pacing import backoff
from handlers.rounds import BREATH, Rounds
from storage.errands import Errand

log = structlog.get_logger()

AT_ONCE = 2
MAX_ATTEMPTS = 5
FETCHING = 45.0
"""Seconds that fetching one document may take."""
READING = 60.0
"""Seconds that reading one may take; its own limits are tighter, this one is for what they do not see."""


class ErrandRunner:
    """Does what conversations wait for. `wake` when there may be an errand, `run` in a task, `stop` to end it.

    `answered` is called after each errand that has ended, to have the answer sent.
    """

    def __init__(
        self,
        doors: Doors,
        fetchers: Mapping[Channel, Fetcher],
        counters: Counters,
        answered: Callable[[], None],
        limits: Limits | None = None,
    ) -> None:
        self._doors = doors
        self._fetchers = fetchers
        self._counters = counters
        self._answered = answered
        self._limits = limits
        self._rounds = Rounds("errand", doors.clock, breath=BREATH)

    def wake(self) -> None:
        """Look at once."""
        self._rounds.wake()

    def stop(self) -> None:
        """Let `run` end with the errands in hand; what it has no time for is done after the next start."""
        self._rounds.stop()

    async def run(self) -> None:
        """Do errands until stopped, a few at a time."""
        while not self._rounds.closing:
            taken = await self._rounds.make(self.round)
            if taken is not None and not taken.errands:
                await self._rounds.rest(taken.wake_at)

    async def round(self) -> errands.Taken:
        """Do the errands that are due now, once."""
        due, wake_at = await self._doors.read(errands.look)
        if not due:
            return errands.Taken((), wake_at)
        taken = await self._doors.claim(errands.take, AT_ONCE)
        await asyncio.gather(*(self._do(errand) for errand in taken.errands))
        return taken

    async def _do(self, errand: Errand) -> None:
        try:
            await self._settle(errand, await self._try(errand))
        except StorageError as error:
            # Nothing was kept: when the lease is over, the errand is done again.
            log.error("errand.not_kept", errand=errand.id, error=error.code)
        except Exception as error:  # the last resort of an update: a document nobody foresaw must not stop the bot
            log.error("errand.failed", errand=errand.id, error=type(error).__name__, exc_info=True)
            await self._settle(errand, InvalidInput("errand.failed"))

    async def _settle(self, errand: Errand, outcome: PlanDraft | Correction | UserError | timedelta) -> None:
        self._counters.count("errands", type(outcome).__name__.lower())
        if isinstance(outcome, timedelta):
            await self._doors.write(errands.put_off, errand, outcome)
        else:
            await self._doors.write(errands.finish, SCRIPTS, errand, outcome)
            self._answered()

    async def _try(self, errand: Errand) -> PlanDraft | Correction | UserError | timedelta:
        """Fetch and read; tells the error where that is in vain, and how long to wait where it is not."""
        if errand.attempts >= MAX_ATTEMPTS:
            # It was begun before and never ended: reading it may have brought the process down.
            return InvalidInput("errand.failed")
        try:
            async with asyncio.timeout(FETCHING):
                content = await self._fetcher(errand).fetch(errand.file)
        except InvalidInput as refusal:
            return refusal
        except DeliveryError as error:
            if error.permanent:
                return InvalidInput("file.gone")
            return self._later(errand, error.code, error.retry_after)
        except (TimeoutError, OSError) as error:
            return self._later(errand, type(error).__name__)
        return await self._read(errand, content)

    def _fetcher(self, errand: Errand) -> Fetcher:
        fetcher = self._fetchers.get(errand.channel)
        if fetcher is None:
            raise DeliveryError("channel.unknown", permanent=True)
        return fetcher

    async def _read(self, errand: Errand, content: bytes) -> PlanDraft | Correction | UserError:
        try:
            async with asyncio.timeout(READING):
                return await asyncio.to_thread(self._open, content, errand.file.name)
        except UnreadableDocument as refusal:
            return refusal
        except MemoryError:
            return UnreadableDocument("document.too_heavy")
        except TimeoutError:
            return UnreadableDocument("document.too_slow", seconds=round(READING))

    def _open(self, content: bytes, name: str) -> PlanDraft | Correction:
        """Read a report of ours that was corrected by hand, or else a plan."""
        from bot.reading.plan_documents import read_document

        return read_correction(content) or read_document(content, name, limits=self._limits)

    def _later(self, errand: Errand, error: str, seconds: float | None = None) -> timedelta | UserError:
        if errand.attempts + 1 >= MAX_ATTEMPTS:
            return InvalidInput("file.gone")
        log.warning("errand.put_off", errand=errand.id, error=error)
        return timedelta(seconds=seconds or backoff(errand.attempts + 1))
