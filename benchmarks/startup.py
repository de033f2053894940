"""From start to the first getUpdates, and resident memory when idle, against python-telegram-bot's echo in the same run.

Run it with `python -m benchmarks.startup [rounds]`. The database exists, as at every start but the first.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import _bots, _quiet

ROUNDS = 5
IDLE = 3.0
"""Seconds after the first poll at which the memory is looked at."""


async def start(directory: Path) -> dict[str, tuple[float, int]]:
    """Start each once; seconds and bytes."""
    found: dict[str, tuple[float, int]] = {}
    async with _bots.serving() as server:
        config = await _bots.office(directory, server, [_bots.FIRST_USER])
        ways = {"echo of python-telegram-bot": _bots.echo(server), "ours": ("bot", "--config", str(config), "run")}
        for name, words in ways.items():
            started = time.perf_counter()
            async with _bots.bot(*words) as running:
                await _bots.until_it_polls(server)
                seconds = time.perf_counter() - started
                await asyncio.sleep(IDLE)
                found[name] = seconds, running.resident()
    return found


async def main(rounds: int) -> None:
    runs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as directory:
            runs.append(await start(Path(directory)))
    base = next(iter(runs[0]))
    for name in runs[0]:
        seconds, memory = (median(run[name][part] for run in runs) for part in (0, 1))
        slower = seconds / median(run[base][0] for run in runs)
        larger = memory / median(run[base][1] for run in runs)
        print(f"{name:<30} {seconds:5.2f} s  x {slower:.2f}   {memory / 2**20:6.1f} MiB  x {larger:.2f}")


if __name__ == "__main__":
    _quiet.hush()
    _bots.take_a_core()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
