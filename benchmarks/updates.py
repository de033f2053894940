"""Updates a second through the whole main path, and what one costs, against python-telegram-bot's echo in the same run.

Ours: people report in seven turns, each committed with `synchronous=FULL` before it is acknowledged, answers sent. The echo
keeps nothing. Some people have spoken before, unmeasured: what is loaded at the first use is no part of the main path.
Run it with `python -m benchmarks.updates [people] [rounds]`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import _bots, _quiet
from bot.demo.telegram.server import TelegramServer
from tests.acceptance import stories

PEOPLE = 60
ROUNDS = 3
PATIENCE = 60.0
BEFORE = 5
"""People who have spoken before it is measured."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Updates a second, and milliseconds of the bot's processor time an update."""

    rate: float
    cpu: float


async def echoing(people: int) -> Speed:
    async with _bots.serving() as server:
        users = range(_bots.FIRST_USER, _bots.FIRST_USER + people + BEFORE)
        stories.bring_phones(server, users)
        async with _bots.bot(*_bots.echo(server)) as running:
            await _bots.until_it_polls(server)
            await _chat_all(server, users[:BEFORE])
            return await _timed(running, _chat_all(server, users[BEFORE:]), people * len(stories.TURNS))


async def _chat_all(server: TelegramServer, users: Sequence[int]) -> None:
    await asyncio.gather(*(_chat(server, user) for user in users))


async def _chat(server: TelegramServer, user: int) -> None:
    for number in range(1, len(stories.TURNS) + 1):
        server.world.say(user, f"Đã tổ chức {number} cuộc họp báo")
        await _until_said(server, user, number)


async def _until_said(server: TelegramServer, user: int, number: int) -> None:
    await stories.until(server, user, lambda: len(stories.said_by_bot(server, user)) >= number, PATIENCE)


async def reporting(people: int) -> Speed:
    with tempfile.TemporaryDirectory() as directory:
        async with _bots.serving() as server:
            users = range(_bots.FIRST_USER, _bots.FIRST_USER + people + BEFORE)
            stories.bring_phones(server, users)
            config = await _bots.office(Path(directory), server, users)
            async with _bots.bot("benchmarks._unpaced", str(config)) as running:
                await _bots.until_it_polls(server)
                await stories.report_all(server, users[:BEFORE], PATIENCE)
                work = stories.report_all(server, users[BEFORE:], PATIENCE)
                return await _timed(running, work, people * len(stories.TURNS))


async def _timed(running: _bots.Running, work: Awaitable[object], updates: int) -> Speed:
    started, cpu = time.perf_counter(), running.cpu()
    await work
    return Speed(updates / (time.perf_counter() - started), 1000 * (running.cpu() - cpu) / updates)


async def main(people: int, rounds: int) -> None:
    found: dict[str, list[Speed]] = {"echo of python-telegram-bot": [], "reports of ours": []}
    for _ in range(rounds):
        found["echo of python-telegram-bot"].append(await echoing(people))
        found["reports of ours"].append(await reporting(people))
    rates = {name: median(one.rate for one in speeds) for name, speeds in found.items()}
    costs = {name: median(one.cpu for one in speeds) for name, speeds in found.items()}
    base = next(iter(found))
    print(f"{people} people at once, {people * len(stories.TURNS)} updates a round, median of {rounds}")
    for name in found:
        rate, cost = rates[name] / rates[base], costs[name] / costs[base]
        print(f"{name:<30} {rates[name]:7,.0f}/s  x {rate:.2f}   {costs[name]:6.2f} ms CPU an update  x {cost:.2f}")


if __name__ == "__main__":
    _quiet.hush()
    _bots.take_a_core()
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(main(*(given + [PEOPLE, ROUNDS][len(given) :])))
