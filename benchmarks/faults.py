"""What each trouble of the line costs: people report through it, over HTTP, and everything is counted afterwards.

    python -m benchmarks.faults [telegram|zalo] [--people 12] [--postgresql]

With 12 people it takes one to two minutes. PostgreSQL is a private server of the machine's own programs.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import _quiet
from tests.acceptance import troubles, zalo_troubles
from tests.acceptance.zalo_troubles import free_port
from tests.databases import Postgresql, make_sqlite

PATIENCE = 120.0


async def telegram(people: int, database: Callable[[Path], str]) -> None:
    """Print the table of Telegram's troubles."""
    print("| trouble | calls struck | lost | repeated | seconds |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for trouble in troubles.TROUBLES:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as directory:
            home = Path(directory)
            cost = await troubles.measure(trouble, home, database(home), people=people, patience=PATIENCE)
        took = time.perf_counter() - started
        print(f"| {trouble.name} | {cost.struck} | {cost.lost} | {cost.repeated} | {took:.1f} |", flush=True)


async def zalo(people: int, database: Callable[[Path], str]) -> None:
    """Print the table of Zalo's troubles."""
    print("| trouble | struck | lost | repeated | written again | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for trouble in zalo_troubles.TROUBLES:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as directory:
            home = Path(directory)
            cost = await zalo_troubles.measure(
                trouble, home, database(home), people=people, patience=PATIENCE, port=free_port()
            )
        took = time.perf_counter() - started
        print(
            f"| {trouble.name} | {cost.struck} | {cost.lost} | {cost.repeated} | {cost.again} | {took:.1f} |",
            flush=True,
        )


CHANNELS: dict[str, Callable[[int, Callable[[Path], str]], Coroutine[None, None, None]]] = {
    "telegram": telegram,
    "zalo": zalo,
}


def new_sqlite(home: Path) -> str:
    """Make a database in a directory; gives its address."""
    make_sqlite(home / "town.db")
    return f"sqlite:///{home / 'town.db'}"


@contextmanager
def new_postgresql() -> Iterator[Callable[[Path], str]]:
    """Run a private server; gives what makes a database on it and gives its address."""
    server = Postgresql.start()
    try:
        with ExitStack() as lent:
            yield lambda _home: lent.enter_context(server.migrated())
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    parser.add_argument("channel", nargs="?", choices=CHANNELS)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        database = stack.enter_context(new_postgresql()) if asked.postgresql else new_sqlite
        for name in [asked.channel] if asked.channel else CHANNELS:
            print(f"\n{name}: {asked.people} people report through each trouble (7 turns each).\n")
            asyncio.run(CHANNELS[name](asked.people, database))


if __name__ == "__main__":
    _quiet.hush()
    main()
