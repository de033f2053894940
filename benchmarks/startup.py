"""From start to the first getUpdates, and resident memory when idle, against python-telegram-bot's echo in the same run.

Run it with `python -m benchmarks.startup [rounds]`. The database exists, as at every start but the first.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import _bots, _quiet
from benchmarks._results import Result, Wanted, tell

ROUNDS = 5
IDLE = 3.0
"""Seconds after the first poll at which the memory is looked at."""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds and seconds of processor time until the first poll, and bytes in memory some seconds later."""

    seconds: float
    cpu: float
    memory: int


async def start(directory: Path) -> dict[str, Start]:
    """Start each once."""
    found: dict[str, Start] = {}
    async with _bots.serving() as server:
        config = await _bots.office(directory, server, [_bots.FIRST_USER])
        ways = {"echo of python-telegram-bot": _bots.echo(server), "ours": ("bot", "--config", str(config), "run")}
        for name, words in ways.items():
            started = time.perf_counter()
            async with _bots.bot(*words) as running:
                await _bots.until_it_polls(server)
                seconds, cpu = time.perf_counter() - started, running.cpu()
                await asyncio.sleep(IDLE)
                found[name] = Start(seconds, cpu, running.resident())
    return found


async def main(rounds: int) -> None:
    runs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as directory:
            runs.append(await start(Path(directory)))
    echo, ours = (_middle([run[name] for run in runs]) for name in runs[0])
    wanted = Wanted("≤", 1.7)
    tell(
        Result("start to first poll", "s", ours.seconds, "echo", echo.seconds, wanted),
        Result("start to first poll, processor time", "s", ours.cpu, "echo", echo.cpu),
        Result("resident memory, idle", "MiB", ours.memory / 2**20, "echo", echo.memory / 2**20, wanted),
    )


def _middle(starts: Sequence[Start]) -> Start:
    parts = ([getattr(one, name) for one in starts] for name in ("seconds", "cpu", "memory"))
    return Start(*(median(part) for part in parts))


if __name__ == "__main__":
    _quiet.hush()
    _bots.take_a_core()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
