"""Loops over the database: when they look again."""

from __future__ import annotations

import asyncio

from bot.clock import SystemClock
from handlers.rounds import Rounds


class Made:
    """When rounds were made."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._more = asyncio.Event()

    def add(self) -> None:
        self.times.append(asyncio.get_running_loop().time())
        self._more.set()

    async def at_least(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.times) < count:
                self._more.clear()
                await self._more.wait()


async def _loop(rounds: Rounds, made: Made) -> None:
    async def round_() -> None:
        made.add()

    while not rounds.closing:
        await rounds.make(round_)
        await rounds.rest(None)


async def test_who_is_woken_by_every_message_looks_once_for_many() -> None:
    rounds, made = Rounds("thing", SystemClock(), breath=0.05), Made()
    task = asyncio.create_task(_loop(rounds, made))
    await made.at_least(1)
    for _ in range(20):
        rounds.wake()
        await asyncio.sleep(0)
    await made.at_least(2)
    assert made.times[1] - made.times[0] >= 0.05
    rounds.stop()
    await task
    assert len(made.times) <= 3


async def test_without_a_breath_each_wake_is_a_round() -> None:
    rounds, made = Rounds("thing", SystemClock()), Made()
    task = asyncio.create_task(_loop(rounds, made))
    for count in (1, 2, 3):
        await made.at_least(count)
        rounds.wake()
    rounds.stop()
    await task


async def test_a_breath_does_not_hold_up_the_end() -> None:
    rounds, made = Rounds("thing", SystemClock(), breath=60), Made()
    task = asyncio.create_task(_loop(rounds, made))
    await made.at_least(1)
    rounds.wake()
    await asyncio.sleep(0)
    rounds.stop()
    async with asyncio.timeout(5):
        await task
