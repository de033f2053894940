"""People report while processes of the bot are killed at random instants and started again; afterwards everything is counted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.clock import RandomIds, SystemClock
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.domain.office import Office
from bot.usecases import clockwork
from bot.usecases.desk import Doors
from storage.engine import Storage
from tests.acceptance import stories
from tests.acceptance.crews import hired
from tests.acceptance.processes import Bot
from tests.acceptance.silence import all_sent
from tests.waiting import until

DATABASE = "sqlite:///nhacviec.db"
FIRST_USER = 1001
AT_ONCE = 4
"""So many people report at the same time."""
STARTING = 1.2
"""Within so many seconds after the start every other kill falls: while the bot opens its database and greets Telegram."""
WORKING = 0.5
"""Within so many seconds after its first poll, or another sign of work, the other kills fall: while it works."""


@dataclass(frozen=True, slots=True)
class Toll:
    """What the kills cost: turns that were never answered, reports missing and figures wrong, messages not sent; `repeated`
    counts messages that came twice, of `messages` in all.
    """

    kills: int
    reports: int
    messages: int
    unanswered: int
    missing: int
    unsent: int
    repeated: int

    @property
    def lost(self) -> int:
        """All that was lost."""
        return self.unanswered + self.missing + self.unsent


async def measure(
    directory: Path, *, kills: int, patience: float, seed: int, url: str = DATABASE, workers: int = 1
) -> Toll:
    """Kill one of so many workers so many times; `patience` is how long one answer may take, in seconds."""
    # A report takes about a second of the bot's life: people must not run out before the kills do.
    users = range(FIRST_USER, FIRST_USER + AT_ONCE * (2 + kills))
    async with await Storage.open(url, data_dir=directory) as storage:
        doors = Doors(storage, SystemClock(), Office(), RandomIds())
        await doors.write(stories.prepare, users)
        # Takes seconds for so many, and no worker lives that long here.
        await doors.write(clockwork.turn_of_year)
    server = TelegramServer(TelegramWorld(SystemClock()))
    await server.start()
    try:
        stories.bring_phones(server, users)
        async with hired(directory, server, url, workers) as bots:
            came = await _suffer(bots, server, iter(users), kills, patience, random.Random(seed))
            await _until_all_is_sent(url, directory, patience)
            # What was sent last is noted as sent before a worker ends.
            assert [await bot.stop() for bot in bots] == [0] * workers
    finally:
        await server.stop()
    return await _count(directory, url, server, kills, came)


@dataclass(frozen=True, slots=True)
class _Came:
    """Who has reported, and how many turns were never answered."""

    users: list[int]
    unanswered: int


async def _suffer(
    bots: Sequence[Bot],
    server: TelegramServer,
    users: Iterator[int],
    kills: int,
    patience: float,
    chance: random.Random,
) -> _Came:
    over = asyncio.Event()
    lanes = [asyncio.create_task(_lane(server, users, patience, over)) for _ in range(AT_ONCE)]
    for bot in bots:
        await bot.start()
    for number in range(kills):
        await _wait_for_an_instant(server, chance, starting=number % 2 == 0, alone=len(bots) == 1)
        bot = chance.choice(bots)
        await bot.kill()
        await bot.start()
    over.set()
    came = await asyncio.gather(*lanes)
    return _Came([user for lane in came for user in lane.users], sum(lane.unanswered for lane in came))


async def _until_all_is_sent(url: str, directory: Path, patience: float) -> None:
    """Wait until nothing waits; what the worker killed last had in hand is taken on by others only after some seconds."""
    async with await Storage.open(url, data_dir=directory, migrate=False) as storage:
        doors = Doors(storage, SystemClock(), Office(), RandomIds())
        with suppress(TimeoutError):  # what is left is counted
            await until(lambda: doors.read(all_sent), patience)


async def _lane(server: TelegramServer, users: Iterator[int], patience: float, over: asyncio.Event) -> _Came:
    came: list[int] = []
    unanswered = 0
    for user in users:
        came.append(user)
        unanswered = await stories.report(server, user, patience)
        if unanswered or over.is_set():
            break
    return _Came(came, unanswered)


async def _wait_for_an_instant(server: TelegramServer, chance: random.Random, *, starting: bool, alone: bool) -> None:
    if starting:
        await asyncio.sleep(chance.uniform(0, STARTING))
        return
    seen = _signs(server, alone=alone)
    await server.wait_for(lambda: _signs(server, alone=alone) > seen, 60)
    await asyncio.sleep(chance.uniform(0, WORKING))


def _signs(server: TelegramServer, *, alone: bool) -> int:
    """Count what shows that somebody works: polls, or messages of workers that do not poll."""
    return server.polls if alone else len(server.calls_of("sendMessage"))


async def _count(directory: Path, url: str, server: TelegramServer, kills: int, came: _Came) -> Toll:
    async with await Storage.open(url, data_dir=directory, migrate=False) as storage:
        found = await Doors(storage, SystemClock(), Office(), RandomIds()).read(stories.recount)
    shown = sum(len(stories.said_by_bot(server, user)) for user in came.users)
    missing = abs(len(came.users) - found.reports) + abs(found.reports - found.received)
    too_few = max(0, found.sent - shown)
    unsent, repeated = found.unsent + too_few, max(0, shown - found.sent)
    return Toll(kills, found.reports, shown, came.unanswered, missing, unsent, repeated)
