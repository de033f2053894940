"""PostgreSQL through psycopg: a few threads, each with its own connection and one transaction at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from bot.errors import StorageError
from storage.work import Work

T = TypeVar("T")

# Threads, and so connections at most, of one process.
SIZE = 4
# How often a transaction that collided with another is run at most.
ATTEMPTS = 12

# Waits that leave the process: seconds to connect; milliseconds for a lock, a statement, a transaction left lying.
_LIMITS: Mapping[str, Any] = {
    "connect_timeout": 10,
    "options": "-c lock_timeout=10000 -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000",
}

_COLLISIONS = frozenset({"40001", "40P01"})

# By SQLSTATE, the longest beginning that fits.
_CODES: Mapping[str, str] = {
    "08": "unreachable",
    "23": "constraint",
    "25006": "read_only",
    "28": "cannot_open",
    "3D": "cannot_open",
    "40": "busy",
    "53": "busy",
    "53100": "full",
    "55P03": "busy",
    "57014": "busy",
    "57P": "unreachable",
    "58030": "io",
    "XX001": "corrupt",
    "XX002": "corrupt",
}


class PostgresqlDatabase:
    """One database of a server. Transactions are serializable: those that collide are run again, unseen."""

    dialect = "postgresql"

    def __init__(self, url: URL, size: int = SIZE) -> None:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=size,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args=dict(_LIMITS),
        )
        self._engine = engine
        self._writer = engine.execution_options(isolation_level="SERIALIZABLE")
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._altering = engine.execution_options(isolation_level="READ COMMITTED")
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="postgresql")

    async def read(self, fn: Callable[[Connection], T]) -> T:
        return await self._hop(_run_once, self._reader, fn)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        return await self._hop(_run_until_kept, self._writer, fn)

    async def alter(self, fn: Callable[[Connection], T]) -> T:
        """Change the schema; what waits for another worker's change sees it once it is through."""
        return await self._hop(_run_once, self._altering, fn)

    async def _hop(self, run: Callable[[Engine, Work[T]], None], engine: Engine, fn: Callable[[Connection], T]) -> T:
        work = Work(fn)
        await asyncio.get_running_loop().run_in_executor(self._threads, run, engine, work)
        return work.result()

    async def close(self) -> None:
        await asyncio.to_thread(partial(self._threads.shutdown, wait=True))
        self._engine.dispose()


def _run_once(engine: Engine, work: Work[Any]) -> None:
    with work, _edge(), engine.connect() as connection, connection.begin():
        work.run(connection)


def _run_until_kept(engine: Engine, work: Work[Any]) -> None:
    for attempt in range(ATTEMPTS):
        # The first retry comes at once: by then the other transaction has committed.
        time.sleep(min(0.5, 0.002 * attempt**2))
        _run_once(engine, work)
        if not isinstance(work.error, _Collision):
            break


class _Collision(StorageError):
    """Two transactions could not both have their way."""


@contextmanager
def _edge() -> Iterator[None]:
    """Make psycopg's errors ours, told apart by class and SQLSTATE."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else None
        state: str = getattr(cause, "sqlstate", None) or ""
        raise (_Collision if state in _COLLISIONS else StorageError)(_code(error, state)) from error


def _code(error: SQLAlchemyError, state: str) -> str:
    fits = [start for start in _CODES if state.startswith(start)]
    if fits:
        return _CODES[max(fits, key=len)]
    # Without a SQLSTATE the server has not spoken: no connection, or none any more.
    lost = isinstance(error, OperationalError | InterfaceError) and not state
    return "unreachable" if lost else "other"
