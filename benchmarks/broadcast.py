"""A broadcast at Telegram's 30 messages a second and 80 ms latency, while somebody asks something every three seconds.

Run it with `python -m benchmarks.broadcast [people]`; 3,000 take 100 seconds at best.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import _bots, _quiet
from benchmarks._results import Result, Wanted, tell
from bot.clock import RandomIds, SystemClock
from bot.demo.faults import FloodLimits
from bot.demo.telegram.server import TelegramServer
from bot.domain.markup import text
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.office import Office
from bot.usecases.desk import Desk, Doors
from storage.engine import Storage
from tests.acceptance import stories

PEOPLE = 3000
LATENCY = 0.08
EVERY = 3.0
ASKING = _bots.FIRST_USER
FIRST = 10_000


def _queue(desk: Desk, people: int) -> None:
    for user in range(FIRST, FIRST + people):
        home = Address(Channel.TELEGRAM, str(user))
        message = Outgoing(text("Bản tin tuần"))
        desk.outbox.add(f"broadcast:{user}", home, message, priority=Priority.BROADCAST, now=desk.now)


async def _ask(server: TelegramServer, waits: list[float]) -> None:
    """Ask for help again and again; note how many milliseconds each answer took, the server's latency included."""
    while True:
        known = len(stories.said_by_bot(server, ASKING))
        started = time.perf_counter()
        server.world.say(ASKING, "/help")
        await server.wait_for(lambda known=known: len(stories.said_by_bot(server, ASKING)) > known, 60)  # type: ignore[misc]  # mypy cannot infer a default
        waits.append(1000 * (time.perf_counter() - started))
        await asyncio.sleep(EVERY)


async def main(people: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        async with _bots.serving(LATENCY) as server:
            server.limits = FloodLimits()
            config = await _bots.office(Path(directory), server, [ASKING])
            stories.bring_phones(server, [ASKING, *range(FIRST, FIRST + people)])
            async with await Storage.open(_bots.DATABASE, data_dir=Path(directory)) as storage:
                await Doors(storage, SystemClock(), Office(), RandomIds()).write(_queue, people)
            waits: list[float] = []
            async with _bots.bot("bot", "--config", str(config), "run") as running:
                await server.wait_for(lambda: len(server.calls_of("sendMessage")) > 30, 60)
                asking = asyncio.create_task(_ask(server, waits))
                await server.wait_for(lambda: _arrived(server) >= people, 60 + people / 15)
                asking.cancel()
                cpu = running.cpu()
    _tell(server, people, waits, cpu)


def _arrived(server: TelegramServer) -> int:
    return sum(1 for call in server.calls_of("sendMessage") if call.status == 200 and int(call.chat or 0) >= FIRST)


def _tell(server: TelegramServer, people: int, waits: list[float], cpu: float) -> None:
    calls = server.calls_of("sendMessage")
    taken = [call.at for call in calls if call.status == 200]
    span, ideal = taken[-1] - taken[0], (len(taken) - 1) / 30
    refused = sum(1 for call in calls if call.status == 429)
    to_all = f"broadcast to {people:,} at 30/s, 80 ms to Telegram"
    tell(
        Result(to_all, "s", span, "N/30", ideal, Wanted("≤", 1.02)),
        Result("– sends answered 429", "%", 100 * refused / len(calls), wanted=Wanted("≤", 0.5, "ours")),
        Result("– answers to who writes meanwhile, longest", "ms", max(waits), wanted=Wanted("<", 300, "ours")),
        Result("– answers to who writes meanwhile, median", "ms", median(waits)),
        Result("– processor time a message", "ms", 1000 * cpu / people),
    )


if __name__ == "__main__":
    _quiet.hush()
    _bots.take_a_core()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
