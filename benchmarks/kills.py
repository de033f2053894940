"""kill -9 at random instants while four people report, and what was lost and repeated.

Run it with `python -m benchmarks.kills [kills] [--workers N]`: 20 by itself, about two seconds each. With several workers it
is PostgreSQL, Telegram calls through a load balancer, and each kill hits one of them. The figures of docs/reliability.md
are those of 200.
"""

from __future__ import annotations

import asyncio
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import _quiet
from tests.acceptance.kills import DATABASE, measure
from tests.databases import a_postgresql

KILLS = 20
SEED = 2024


def main(kills: int, workers: int) -> None:
    started = time.perf_counter()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory()))
        url = DATABASE if workers == 1 else stack.enter_context(a_postgresql())
        measured = measure(directory, kills=kills, patience=120, seed=SEED, url=url, workers=workers)
        toll = asyncio.run(measured)
    print(f"workers {workers}, kills {toll.kills}, reports {toll.reports}, messages {toll.messages}")
    print(f"lost {toll.lost}, repeated {toll.repeated}; {time.perf_counter() - started:.0f} s")
    if toll.lost:
        print(toll)


if __name__ == "__main__":
    _quiet.hush()
    asked = ArgumentParser()
    asked.add_argument("kills", type=int, nargs="?", default=KILLS)
    asked.add_argument("--workers", type=int, default=1)
    main(**vars(asked.parse_args()))
