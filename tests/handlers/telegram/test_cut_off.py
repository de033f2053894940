"""A sender that is cut off from the database: it stops before others take it for dead, and what it sent is noted later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain.messages import Priority
from bot.errors import StorageError
from bot.usecases.desk import Desk
from bot.usecases.outbox import Batch
from handlers import sender
from handlers.pacing import Limits
from tests.handlers.telegram.rig import Rig
from tests.loglines import logged

PEOPLE = range(1000, 1040)


class Line:
    """The line to the database, which can be cut. `refused` is set at the second refusal, `given_up` `claimed` when rows are taken on."""

    def __init__(self, rig: Rig) -> None:
        self._claim = rig.doors.claim
        self._cut = asyncio.Event()
        self.refused = asyncio.Event()
        self.claimed = asyncio.Event()
        self.refusals = 0

    def cut(self) -> None:
        self._cut.set()

    def mend(self) -> None:
        self._cut.clear()

    async def claim(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        if self._cut.is_set():
            self.refusals += 1
            if self.refusals == 2:
                self.refused.set()
            raise StorageError("unreachable")
        claimed = await self._claim(fn, *args)
        if isinstance(claimed, Batch) and claimed.rows:
            self.claimed.set()
        return claimed


async def test_nothing_more_is_sent_while_the_database_is_away(
    rig: Rig, server: TelegramServer, world: TelegramWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(rig)
    monkeypatch.setattr(rig.doors, "claim", line.claim)
    monkeypatch.setattr(sender, "SURE", 0.05)
    # From the first refusal to the second all could go.
    monkeypatch.setattr(sender, "AGAIN", 0.6)
    rig.limits = Limits(overall=100)
    rig.__post_init__()
    for user in PEOPLE:
        world.user(user, str(user), started=True)
        await rig.say(user, "tin", Priority.BROADCAST)
    with logged() as log:
        async with rig.running():
            await _interrupt(line, server)
    assert all(len(world.transcript(user)) == 1 for user in PEOPLE)
    assert line.refusals >= 2
    assert [log.getvalue().count(event) for event in ("outbox.round_failed", "outbox.works_again")] == [1, 1]


async def _interrupt(line: Line, server: TelegramServer) -> None:
    await server.wait_for(lambda: len(server.calls_of("sendMessage")) >= 3)
    line.cut()
    await asyncio.wait_for(line.refused.wait(), 10)
    assert len(server.calls_of("sendMessage")) < len(PEOPLE) - 10
    line.mend()
    await server.wait_for(lambda: len(server.calls_of("sendMessage")) == len(PEOPLE), 20)


async def test_what_is_too_long_in_hand_is_left_to_others(
    rig: Rig, server: TelegramServer, world: TelegramWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(rig)
    monkeypatch.setattr(rig.doors, "claim", line.claim)
    monkeypatch.setattr(sender, "PATIENCE", 10_000.0)
    world.user(1000, "Lan", started=True)
    await rig.say(1000, "tin")
    async with rig.running():
        await asyncio.wait_for(line.claimed.wait(), 10)
    assert server.calls_of("sendMessage") == []
    assert sum((await rig.doors.read(_waiting)).values()) == 1


def _waiting(desk: Desk) -> dict[Priority, int]:
    return desk.outbox.depth(desk.now).waiting
