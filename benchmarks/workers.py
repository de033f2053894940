"""Updates a second with one, two and four workers on PostgreSQL, each commit on the disk, called through a load balancer.

All share the machine's cores, the local Telegram, the people, the balancer and the database server too: on two cores the
workers take from each other what they are to gain. What an update costs all workers together can be trusted.
Run it with `python -m benchmarks.workers [people]`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import _bots, _quiet
from benchmarks._results import Result, tell
from bot.clock import RandomIds, SystemClock
from bot.demo.telegram.server import TelegramServer
from bot.domain.office import Office
from bot.usecases import clockwork
from bot.usecases.desk import Doors
from storage.engine import Storage
from tests.acceptance import stories
from tests.acceptance.balancing import balancing, free_ports
from tests.acceptance.crews import settings_of
from tests.acceptance.processes import configure
from tests.databases import a_postgresql

PEOPLE = 24
WORKERS = (1, 2, 4)
ROUNDS = 4
"""So many times over, that many other people report at once."""
WARMING = 12
"""People for each worker who report before: each of its connections learns each statement by seeing it five times."""
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Speed:
    """Updates a second, and milliseconds of all workers' processor time an update."""

    rate: float
    cpu: float


async def reporting(workers: int, people: int) -> Speed:
    # What a worker loads or learns when it is first needed is there before the time is taken.
    first = range(_bots.FIRST_USER, _bots.FIRST_USER + WARMING * workers)
    users = range(first.stop, first.stop + people * ROUNDS)
    async with AsyncExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory()))
        url = stack.enter_context(a_postgresql(careful=True))
        await _prepare(url, directory, [*first, *users])
        server = await stack.enter_async_context(_bots.serving())
        stories.bring_phones(server, [*first, *users])
        running = await _hire(stack, configure(directory, server), url, workers)
        await server.wait_for(lambda: len(server.calls_of("setWebhook")) >= workers, _bots.READY)
        await _report(server, first, people)
        return await _timed(running, _report(server, users, people), len(users) * len(stories.TURNS))


async def _report(server: TelegramServer, users: Sequence[int], people: int) -> None:
    """Let people report, so many at once."""
    for start in range(0, len(users), people):
        unanswered = await stories.report_all(server, users[start : start + people], PATIENCE)
        assert not unanswered, unanswered


async def _prepare(url: str, directory: Path, users: Sequence[int]) -> None:
    async with await Storage.open(url, data_dir=directory, migrate=False) as storage:
        doors = Doors(storage, SystemClock(), Office(), RandomIds())
        await doors.write(stories.prepare, users)
        await doors.write(clockwork.turn_of_year)


async def _hire(stack: AsyncExitStack, config: Path, url: str, workers: int) -> list[_bots.Running]:
    front, *ports = free_ports(workers + 1)
    await stack.enter_async_context(balancing(front, ports))
    return [await stack.enter_async_context(_worker(config, settings_of(url, front, port))) for port in ports]


@asynccontextmanager
async def _worker(config: Path, settings: Mapping[str, str]) -> AsyncIterator[_bots.Running]:
    """Run a worker on whatever core is free."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks._unpaced", str(config)),
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield _bots.Running(process.pid)
    finally:
        await _bots.end(process)


async def _timed(running: Sequence[_bots.Running], work: Awaitable[None], updates: int) -> Speed:
    started, cpu = time.perf_counter(), sum(one.cpu() for one in running)
    await work
    used = sum(one.cpu() for one in running) - cpu
    return Speed(updates / (time.perf_counter() - started), 1000 * used / updates)


async def main(people: int) -> None:
    alone = await reporting(WORKERS[0], people)
    _tell(WORKERS[0], people, alone, None)
    for workers in WORKERS[1:]:
        _tell(workers, people, await reporting(workers, people), alone)


def _tell(workers: int, people: int, speed: Speed, alone: Speed | None) -> None:
    name = f"PostgreSQL, {workers} worker{'s' if workers > 1 else ''}, {people} people at once"
    against = "1 worker" if alone else ""
    tell(
        Result(f"{name}, updates a second", "/s", speed.rate, against, alone.rate if alone else None),
        Result("– processor time of all workers an update", "ms", speed.cpu, against, alone.cpu if alone else None),
    )


if __name__ == "__main__":
    _quiet.hush()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
