"""Tries to deliver one row of the outbox, and judges what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

import structlog

from bot.domain.messages import Address, Channel, Outgoing
from bot.errors import DeliveryError
from bot.usecases.desk import Doors
from bot.usecases.outbox import Failed, GivenUp, Held, Moved, Outcome, Sent, Unreachable
from handlers.counters import Counters
from handlers.files import Attachments, Workshop
from handlers.pacing import Trouble, backoff
from handlers.progress import Busy, Progress
from storage.outbox import Row

log = structlog.get_logger()

PATIENCE = 90.0
"""Seconds that one delivery may take, its files included."""
MAX_SERVER_ERRORS = 12
MAX_AGE = timedelta(days=1)


class Deliverer(Busy, Protocol):
    """One channel's way out."""

    async def deliver(self, address: Address, message: Outgoing, files: Attachments) -> str:
        """Send one message and tell the channel's id of it (empty when there is none); raises `DeliveryError`.

        Codes that matter here: "blocked" (permanent: nobody there any more), "server" (the platform answered with an error
        of its own), "network" (it could not be reached).
        """
        ...


class Attempts:
    """Delivers rows by their channels. `pause` is asked to leave a channel alone for so many seconds."""

    def __init__(
        self,
        doors: Doors,
        channels: Mapping[Channel, Deliverer],
        workshop: Workshop,
        counters: Counters,
        pause: Callable[[Channel, float], None],
    ) -> None:
        self._doors = doors
        self._channels = channels
        self._workshop = workshop
        self._progress = Progress(doors, channels)
        self._counters = counters
        self._pause = pause
        self._troubles = {channel: Trouble() for channel in channels}

    async def attempt(self, row: Row) -> Outcome:
        """Deliver a row and tell what came of it."""
        try:
            async with asyncio.timeout(PATIENCE):
                message = row.message
                async with self._progress.of(row, message.document):
                    files = await self._workshop.attachments(message)
                    sent_as = await self._channels[row.address.channel].deliver(row.address, message, files)
        except DeliveryError as error:
            return self._judge(row, error)
        except TimeoutError:
            return self._judge(row, DeliveryError("network"))
        except MemoryError:
            # Its file is made when there is room again.
            return Failed(row, "memory", timedelta(seconds=backoff(row.attempts)))
        except Exception as error:  # the last resort of an outbox row: one bad row stops no other
            log.error("message.broken", row=row.id, error=type(error).__name__, exc_info=True)
            return GivenUp(row, type(error).__name__[:64])
        self._troubles[row.address.channel].success()
        age = (self._doors.clock.now() - row.created_at).total_seconds()
        self._counters.took(f"send_{row.priority}", max(age, 0.0))
        return Sent(row, sent_as)

    def _judge(self, row: Row, error: DeliveryError) -> Outcome:
        """Decide what becomes of a row that was not taken."""
        if error.moved_to is not None:
            return Moved(row, error.moved_to)
        if error.retry_after is not None:
            return self._hold(row, error.retry_after)
        if error.permanent:
            return Unreachable(row, error.code) if error.code == "blocked" else GivenUp(row, error.code)
        self._pause(row.address.channel, self._troubles[row.address.channel].failure())
        if self._hopeless(row, error):
            return GivenUp(row, error.code)
        return Failed(row, error.code, timedelta(seconds=backoff(row.attempts)))

    def _hold(self, row: Row, seconds: float) -> Outcome:
        if self._troubles[row.address.channel].too_fast(row.address.chat, asyncio.get_running_loop().time()):
            self._pause(row.address.channel, seconds)
        return Held(row, timedelta(seconds=seconds))

    def _hopeless(self, row: Row, error: DeliveryError) -> bool:
        if error.code == "server" and row.attempts + 1 >= MAX_SERVER_ERRORS:
            return True
        return self._doors.clock.now() - row.created_at > MAX_AGE and row.attempts > 0


def code_of(outcome: Outcome) -> str:
    """Tell why a row was not taken; empty where there is nothing to tell."""
    match outcome:
        case Failed(_, error, _) | GivenUp(_, error) | Unreachable(_, error):
            return error
        case _:
            return ""
