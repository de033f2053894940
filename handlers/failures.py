"""The last resort of an update: tried a little, then set down, so that what comes after it is not held up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.domain.messages import Channel, Incoming, Outgoing, Priority
from bot.errors import StorageError
from bot.texts import delivery as texts
from bot.usecases.desk import Desk, Doors

log = structlog.get_logger()

Receive = Callable[[Incoming], Awaitable[None]]
WAITS = (0.1, 0.5)
"""Seconds before each further attempt."""


class Patience:
    """Hands updates to `receive`, and sets down those that cannot be dealt with."""

    def __init__(
        self, doors: Doors, receive: Receive, *, wake: Callable[[], None], waits: tuple[float, ...] = WAITS
    ) -> None:
        self._doors = doors
        self._receive = receive
        self._wake = wake
        self._waits = waits

    async def read(self, channel: Channel, update: str, reading: Callable[[], Incoming | None]) -> Incoming | None:
        """Read what a channel delivered; `None` for what means nothing, and for what cannot be read, which is set down."""
        try:
            return reading()
        except Exception as error:  # the last resort of an update, before it is one of ours
            log.error(
                "update.unreadable", update=update, channel=channel.value, error=type(error).__name__, exc_info=True
            )
        await self._fail(channel, update)
        return None

    async def put_aside(self, channel: Channel, update: str, reason: str) -> None:
        """Set down what could not even be parsed; `reason` is a class of error. Raises a passing `StorageError`."""
        log.error("update.unreadable", update=update, channel=channel.value, error=reason)
        await self._fail(channel, update)

    async def take(self, incoming: Incoming) -> bool:
        """Deal with one update; tell whether it was, or whether it was set down instead.

        Raises a passing `StorageError` when nothing can be kept: then it must not be acknowledged, and has to come again.
        """
        for wait in (*self._waits, None):
            if await self._try(incoming, last=wait is None):
                return True
            if wait is not None:
                await asyncio.sleep(wait)
        await self._set_down(incoming)
        self._wake()
        return False

    async def _set_down(self, incoming: Incoming) -> None:
        """Note an update as failed and tell the person; where that cannot be kept either, it is noted without a word."""
        try:
            await self._doors.write(_set_down, incoming)
        except StorageError as error:
            if error.passing:
                raise
            await self._fail(incoming.address.channel, incoming.update)

    async def _fail(self, channel: Channel, update: str) -> None:
        try:
            await self._doors.write(lambda desk: desk.updates.fail(channel, update, desk.now))
        except StorageError as error:
            if error.passing:
                raise
            # Not even its id can be kept: to let it come again would hold up everything behind it.
            log.error("update.dropped", channel=channel.value, error=error.code)

    async def _try(self, incoming: Incoming, *, last: bool) -> bool:
        try:
            await self._receive(incoming)
        except Exception as error:  # the last resort of an update: a poisonous one must not stop the queue
            if isinstance(error, StorageError) and error.passing:
                raise
            log.error(
                "update.failed",
                update=incoming.update,
                channel=incoming.address.channel.value,
                kind=incoming.kind.value,
                error=type(error).__name__,
                exc_info=last,
            )
            return False
        return True


def _set_down(desk: Desk, incoming: Incoming) -> None:
    """Note an update as failed and tell the person, once."""
    channel = incoming.address.channel
    desk.updates.fail(channel, incoming.update, desk.now)
    if incoming.private or (incoming.to_bot and incoming.sender.user):
        message = Outgoing(texts.went_wrong(), reply_to=incoming.message)
        key = f"failed:{channel.value}:{incoming.update}"
        desk.outbox.add(key, incoming.address, message, priority=Priority.ANSWER, now=desk.now)
