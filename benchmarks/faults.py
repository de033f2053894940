"""What each trouble of the line to Telegram costs: people report through it, over HTTP, and everything is counted afterwards.

Run it with `python -m benchmarks.faults [people]`; with the 12 people it has by itself it takes about a minute.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import _quiet
from tests.acceptance.troubles import TROUBLES, measure

PEOPLE = 12
PATIENCE = 120.0


async def main(people: int) -> None:
    print(f"{people} people report through each trouble (7 turns each).\n")
    print("| trouble | calls struck | lost | repeated | seconds |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for trouble in TROUBLES:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as directory:
            cost = await measure(trouble, Path(directory), people=people, patience=PATIENCE)
        took = time.perf_counter() - started
        print(f"| {trouble.name} | {cost.struck} | {cost.lost} | {cost.repeated} | {took:.1f} |", flush=True)


if __name__ == "__main__":
    _quiet.hush()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
