"""People report while the bot's process is killed at random instants and started again; afterwards everything is counted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.clock import RandomIds, SystemClock
from bot.demo.telegram_server import TelegramServer
from bot.demo.telegram_world import TelegramWorld
from bot.domain.office import Office
from bot.usecases.desk import Doors
from storage.engine import Storage
from tests.acceptance import stories
from tests.acceptance.processes import Bot, configure

DATABASE = "sqlite:///nhacviec.db"
FIRST_USER = 1001
AT_ONCE = 4
"""So many people report at the same time."""
STARTING = 1.2
"""Within so many seconds after the start every other kill falls: while the bot opens its database and greets Telegram."""
WORKING = 0.5
"""Within so many seconds after its first poll the other kills fall: while it works."""


@dataclass(frozen=True, slots=True)
class Toll:
    """What the kills cost: `lost` counts unanswered turns, missing reports, unsent messages and wrong figures; `repeated`
    counts messages that came twice, of `messages` in all.
    """

    kills: int
    reports: int
    messages: int
    lost: int
    repeated: int


async def measure(directory: Path, *, kills: int, patience: float, seed: int) -> Toll:
    """Kill so many times; `patience` is how long one answer may take, in seconds."""
    # A report takes about a second of the bot's life: people must not run out before the kills do.
    users = range(FIRST_USER, FIRST_USER + AT_ONCE * (2 + kills))
    async with await Storage.open(DATABASE, data_dir=directory) as storage:
        await Doors(storage, SystemClock(), Office(), RandomIds()).write(stories.prepare, users)
    server = TelegramServer(TelegramWorld(SystemClock()))
    await server.start()
    try:
        stories.bring_phones(server, users)
        bot = Bot(configure(directory, server))
        came = await _suffer(bot, server, iter(users), kills, patience, random.Random(seed))
    finally:
        await server.stop()
    return await _count(directory, server, kills, came)


@dataclass(frozen=True, slots=True)
class _Came:
    """Who has reported, and how many turns were never answered."""

    users: list[int]
    unanswered: int


async def _suffer(
    bot: Bot, server: TelegramServer, users: Iterator[int], kills: int, patience: float, chance: random.Random
) -> _Came:
    over = asyncio.Event()
    lanes = [asyncio.create_task(_lane(server, users, patience, over)) for _ in range(AT_ONCE)]
    await bot.start()
    for number in range(kills):
        await _wait_for_an_instant(server, chance, starting=number % 2 == 0)
        await bot.kill()
        await bot.start()
    over.set()
    came = await asyncio.gather(*lanes)
    # What was sent last is noted as sent before the bot ends.
    assert await bot.stop() == 0
    return _Came([user for lane in came for user in lane.users], sum(lane.unanswered for lane in came))


async def _lane(server: TelegramServer, users: Iterator[int], patience: float, over: asyncio.Event) -> _Came:
    came: list[int] = []
    unanswered = 0
    while not over.is_set() and not unanswered:
        for user in islice(users, 1):
            came.append(user)
            unanswered += await stories.report(server, user, patience)
    return _Came(came, unanswered)


async def _wait_for_an_instant(server: TelegramServer, chance: random.Random, *, starting: bool) -> None:
    if not starting:
        polls = server.polls
        await server.wait_for(lambda: server.polls > polls, 60)
    await asyncio.sleep(chance.uniform(0, STARTING if starting else WORKING))


async def _count(directory: Path, server: TelegramServer, kills: int, came: _Came) -> Toll:
    async with await Storage.open(DATABASE, data_dir=directory, migrate=False) as storage:
        found = await Doors(storage, SystemClock(), Office(), RandomIds()).read(stories.recount)
    shown = sum(len(stories.said_by_bot(server, user)) for user in came.users)
    missing = abs(len(came.users) - found.reports) + abs(found.reports - found.received)
    too_few = max(0, found.sent - shown)
    lost = came.unanswered + missing + found.unsent + too_few
    return Toll(kills, found.reports, shown, lost, max(0, shown - found.sent))
