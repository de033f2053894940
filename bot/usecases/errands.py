"""Errands: slow work done outside every transaction, whose end answers the conversation that waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bot.conversations.steps import Answer
from bot.domain.messages import Address, IncomingFile
from bot.domain.plans import PlanDraft
from bot.errors import Conflict, UserError
from bot.rendering.corrections import Correction
from bot.usecases import conversations
from bot.usecases.conversations import Scripts
from bot.usecases.desk import Desk
from bot.usecases.speaking import Hand
from storage.errands import Errand, Errands

LEASE = timedelta(minutes=2)
KEPT = conversations.KEPT + timedelta(days=1)
"""How long a read document is kept: somewhat longer than the conversation about it can last."""


@dataclass(frozen=True)
class ReadDocument:
    """Want a document read for the conversation that somebody has in a chat."""

    address: Address
    user: str
    file: IncomingFile

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = int

    def perform(self, desk: Desk) -> int:
        running = desk.conversations.running(self.address, self.user)
        if running is None:
            raise Conflict("errand.unknown")
        return Errands(desk.connection).add(running.id, self.address.channel, self.file, desk.now)


@dataclass(frozen=True, slots=True)
class Taken:
    """What to do now, and when to look again."""

    errands: Sequence[Errand]
    wake_at: datetime | None


def look(desk: Desk) -> tuple[bool, datetime | None]:
    """Tell whether there is something to do or to forget, and when to look again.

    It only reads: every message that comes in asks for it.
    """
    kept = Errands(desk.connection)
    wake_at, oldest = kept.next_wake(), kept.oldest()
    due = wake_at is not None and wake_at <= desk.now
    return due or (oldest is not None and oldest < desk.now - KEPT), wake_at


def take(desk: Desk, limit: int) -> Taken:
    """Take errands on; what nobody can want any more is forgotten with what was read."""
    kept = Errands(desk.connection)
    kept.forget(desk.now - KEPT)
    claimed = kept.claim(desk.now, desk.now + LEASE, limit)
    return Taken(claimed, kept.next_wake())


def put_off(desk: Desk, errand: Errand, wait: timedelta) -> None:
    """Try an errand again after a while."""
    Errands(desk.connection).again(errand.id, desk.now + wait)


def finish(desk: Desk, scripts: Scripts, errand: Errand, outcome: PlanDraft | Correction | UserError) -> None:
    """Keep what an errand brought, or why it brought nothing, and answer the conversation that waits.

    When the person has left meanwhile, nothing is kept.
    """
    kept = Errands(desk.connection)
    waiting = desk.conversations.get(errand.conversation)
    if waiting is None or waiting.state != "running":
        kept.cancel(errand.id)
        return
    wanted = kept.failed(errand.id, outcome) if isinstance(outcome, UserError) else kept.done(errand.id, outcome)
    if wanted:
        _answer(desk, scripts, errand)


def _answer(desk: Desk, scripts: Scripts, errand: Errand) -> None:
    """Answer the conversation; one whose script has changed is brought over first, and then answered."""
    for attempt in (1, 2):
        waiting = desk.conversations.get(errand.conversation)
        if waiting is None:
            return
        # SQLite gives the number of an errand that is forgotten to another one, a conversation's never.
        hand = Hand(f"errand:{waiting.id}:{errand.id}:{attempt}")
        conversations.answer(desk, scripts, waiting, Answer(errand=errand.id), hand)
        if waiting.version == scripts[waiting.script].version:
            return


def waiting(desk: Desk) -> int:
    """Count the errands that are not done yet."""
    return Errands(desk.connection).waiting()
