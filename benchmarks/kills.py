"""kill -9 at random instants while four people report, and what was lost and repeated.

Run it with `python -m benchmarks.kills [kills]`: 20 by itself, about two seconds each. The figures of docs/reliability.md are
those of 200.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import _quiet
from tests.acceptance.kills import measure

KILLS = 20
SEED = 2024


async def main(kills: int) -> None:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as directory:
        toll = await measure(Path(directory), kills=kills, patience=120, seed=SEED)
    print(f"kills {toll.kills}, reports {toll.reports}, messages {toll.messages}")
    print(f"lost {toll.lost}, repeated {toll.repeated}; {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    _quiet.hush()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
