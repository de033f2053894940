"""What goes between intake and sender of one process without a transaction of its own.

Answers go from the transaction that writes them straight to the sender, and what has been sent is noted with the next message
that comes in: a conversation costs one commit a turn. It is for a database that no other worker shares.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from bot.domain.messages import Address
from bot.usecases.outbox import Batch, Claim, Sent

Write = Callable[[Sequence[Sent], Claim | None], Awaitable[Batch]]
"""Writes all that follows from a message, what was sent before included, and gives the answers that were taken on."""

MOMENT = 0.02
"""Seconds that something sent may wait to be noted, for a message to come in with which it is."""


class Answering(Protocol):
    """What the intake needs of the sender."""

    async def answer(self, address: Address, write: Write) -> None:
        """Run a write that may bring answers to a chat, and send them at once."""
        ...


class Unnoted:
    """What has been sent and is not noted yet; `settle` is called when it has waited for a moment."""

    def __init__(self, settle: Callable[[], None]) -> None:
        self._settle = settle
        self._sent: list[Sent] = []
        self._alarm: asyncio.TimerHandle | None = None

    def add(self, sent: Sent) -> None:
        """Let something wait to be noted."""
        self._sent.append(sent)
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(MOMENT, self._settle)

    def take(self) -> list[Sent]:
        """Take all that waits, to note it now."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        sent, self._sent = self._sent, []
        return sent
