"""A process that is to be killed: keeps numbers, several at once, and says each aloud once it is acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

from sqlalchemy import Connection, insert

from storage.engine import Storage
from storage.schema import agencies


def keep(connection: Connection, number: int) -> None:
    connection.execute(insert(agencies).values(name=f"{number}", folded=f"{number}"))


async def go_on_for_ever(url: str) -> None:
    numbers = itertools.count()
    async with await Storage.open(url, data_dir=Path()) as storage, asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(count_aloud(storage, numbers))


async def count_aloud(storage: Storage, numbers: itertools.count[int]) -> None:
    for number in numbers:
        await storage.write(keep, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(go_on_for_ever(sys.argv[1]))
