"""How many workers play a story: one by itself, more with `NHACVIEC_WORKERS=4 pytest tests/acceptance`, on PostgreSQL then.

They live in one process, each with its own connections, sender and place among the others; `tests/acceptance/crews.py` has
them as processes.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot import app, wiring
from bot.clock import Clock, CountingIds, Ids
from bot.config import Config
from bot.wiring import House
from handlers.pacing import UNLIMITED
from storage.engine import Storage
from tests.acceptance.balancing import balancing, free_ports
from tests.acceptance.crews import SECRET
from tests.databases import Postgresql

P = ParamSpec("P")
T = TypeVar("T")

_CODES = re.compile(r"BC-\w+|\b[2-9A-HJ-NP-Z]{8,12}\b|/files/\S+")
WORKERS = int(os.environ.get("NHACVIEC_WORKERS", "1"))


@cache
def _server() -> Postgresql:
    server = Postgresql.start()
    atexit.register(server.stop)
    return server


@contextmanager
def lent(url: str) -> Iterator[str]:
    """Lend a database for several workers in place of a file in a test's directory; else give back what was given.

    A file of another place belongs to a test about files.
    """
    if WORKERS == 1 or not url.startswith("sqlite:////"):
        yield url
        return
    with _server().migrated() as shared:
        yield shared


@asynccontextmanager
async def working(
    config: Config, url: str, directory: Path, clock: Clock, workers: int
) -> AsyncIterator[Sequence[House]]:
    """Run so many workers of a configuration on a database until the end of the block; several are called by Telegram."""
    stop, ids = asyncio.Event(), _Draws()
    async with AsyncExitStack() as stack:
        houses: list[House] = []
        for each in await _configurations(stack, config, workers):
            storage = await stack.enter_async_context(await _Storage.open(url, data_dir=directory, migrate=False))
            storage.ids = ids
            named = _Newcomer(ids, len(houses)) if houses else ids
            houses.append(wiring.build(each, storage, clock, named, UNLIMITED))
        living = [asyncio.create_task(app.live(house, stop)) for house in houses]
        try:
            yield houses
        finally:
            stop.set()
            await asyncio.gather(*living)


def comparable(went: str) -> str:
    """Leave out of a transcript what several workers draw in another order: they begin some things anew."""
    return went if WORKERS == 1 else _CODES.sub("…", went)


class _Draws(CountingIds):
    """Foreseeable ids that can be drawn once more."""

    def mark(self) -> int:
        return self._next

    def rewind(self, mark: int) -> None:
        self._next = mark


class _Storage(Storage):
    """Lets what is begun anew draw the ids it has drawn before: stories know the codes they type."""

    ids: _Draws

    async def write_in_turn(
        self, turn: str, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        marks: list[int] = []

        def again(connection: Connection) -> T:
            marks.append(self.ids.mark())
            self.ids.rewind(marks[0])
            return fn(connection, *args, **kwargs)

        return await super().write_in_turn(turn, again)


class _Newcomer:
    """Draws the name of one more worker apart, and all else as one worker would."""

    def __init__(self, ids: Ids, number: int) -> None:
        self._ids = ids
        self._name = f"{number:032x}"
        self.token, self.code = ids.token, ids.code

    def key(self) -> str:
        name, self._name = self._name, ""
        return name or self._ids.key()


def number_for(url: str, sections: Mapping[str, Any], wanted: int) -> int:
    """Tell how many workers play a story: one where it is on a file, or about an address that only one can listen on."""
    alone = url.startswith("sqlite") or any("webhook_listen" in section for section in sections.values())
    return 1 if alone else wanted


async def _configurations(stack: AsyncExitStack, config: Config, workers: int) -> list[Config]:
    if workers == 1:
        return [config]
    front, *ports = free_ports(workers + 1)
    await stack.enter_async_context(balancing(front, ports))
    return [_one_of_several(config, front, port, first=port == ports[0]) for port in ports]


def _one_of_several(config: Config, front: int, port: int, *, first: bool) -> Config:
    called = {"webhook_listen": f"127.0.0.1:{port}", "webhook_url": f"http://127.0.0.1:{front}/telegram"}
    telegram = config.telegram.model_copy(update={**called, "webhook_secret": type(config.telegram.token)(SECRET)})
    http = config.http if first else config.http.model_copy(update={"listen": ""})
    return config.model_copy(update={"telegram": telegram, "http": http})
