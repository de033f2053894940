"""PostgreSQL through psycopg: a few threads, each with its own connection and one transaction at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from selectors import EVENT_READ, DefaultSelector
from typing import Any, TypeVar

import psycopg
from sqlalchemy import URL, Connection, Delete, Dialect, Engine, Insert, TextClause, Update, create_engine, event
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import StorageError
from storage.beside import NotBeside, check, mark
from storage.postgresql_errors import LIMITS, Collision, code_of, is_collision
from storage.postgresql_presence import PostgresqlPresence
from storage.work import Work

T = TypeVar("T")

# Threads, and so connections at most, of one process.
SIZE = 4
DOUBTED_AFTER = 1.0
"""Seconds of rest after which a connection is asked whether it still leads anywhere."""
_RESTING_SINCE = "resting_since"
# How often a transaction that collided with another is run at most.
ATTEMPTS = 12

ALONE = "LOCK TABLE schema_version IN EXCLUSIVE MODE"
"""Lets writers follow one another. Unlike a SELECT this does not yet settle what the transaction sees, so that it sees all
that the one before it did. Readers and backups are not held up, and a process that dies lets go.
"""


class PostgresqlDatabase:
    """One database of a server, shared by any number of processes.

    Writers follow one another, as they do on SQLite: use cases may read and then decide. Two kinds go beside them: what is
    said in a chat, as long as it changes nothing but the chat's own (`storage.beside`), and taking rows off a queue.
    """

    dialect = "postgresql"

    def __init__(self, url: URL, size: int = SIZE) -> None:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=size,
            max_overflow=0,
            connect_args=dict(LIMITS),
        )
        event.listen(engine, "before_execute", _watch)
        event.listen(engine, "checkin", _rest)
        event.listen(engine, "checkout", partial(_look_after, engine.dialect))
        # It ends the pipeline of many rows by itself; that those after a bad one failed too is no news beside the error.
        logging.getLogger("psycopg").setLevel(logging.ERROR)
        self._engine = engine
        self._writer = engine.execution_options(isolation_level="REPEATABLE READ")
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._looser = engine.execution_options(isolation_level="READ COMMITTED")
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="postgresql")

    async def read(self, fn: Callable[[Connection], T]) -> T:
        return await self._hop(self._reader, _once, fn)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        return await self._hop(self._writer, _alone, fn)

    async def write_in_turn(self, turn: str, fn: Callable[[Connection], T]) -> T:
        """Write beside others, but after those of the same turn that came before; alone where more is changed.

        `turn` is for instance "telegram:1001". The function is begun anew when it turns out to change what is not its own.
        """
        return await self._hop(self._writer, partial(_in_turn, key_of(turn)), fn)

    async def claim(self, fn: Callable[[Connection], T]) -> T:
        """Take rows off a queue: each statement sees what has been committed before it, and `SKIP LOCKED` skips."""
        return await self._hop(self._looser, _until_kept, fn)

    async def alter(self, fn: Callable[[Connection], T]) -> T:
        """Change the schema; what waits for another worker's change sees it once it is through."""
        return await self._hop(self._looser, _once, fn)

    def presence(self, worker: str) -> PostgresqlPresence:
        """Give a worker a place among the others; it has a connection of its own."""
        _, arguments = self._engine.dialect.create_connect_args(self._engine.url)
        return PostgresqlPresence({**arguments, **LIMITS}, worker)

    async def _hop(
        self, engine: Engine, run: Callable[[Connection, Work[T]], None], fn: Callable[[Connection], T]
    ) -> T:
        work = Work(fn)
        await asyncio.get_running_loop().run_in_executor(self._threads, _connected, engine, run, work)
        return work.result()

    async def close(self) -> None:
        await asyncio.to_thread(partial(self._threads.shutdown, wait=True))
        self._engine.dispose()


def _rest(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_RESTING_SINCE] = time.monotonic()


def _look_after(
    dialect: Dialect, connection: psycopg.Connection[Any], record: ConnectionPoolEntry, _proxy: object
) -> None:
    """See whether a connection still leads to the server, where there is doubt; raises what has the pool make a new one.

    Asking the server each time costs a tenth of a transaction. One that it has ended has something to be read.
    """
    resting = time.monotonic() - record.info.get(_RESTING_SINCE, -DOUBTED_AFTER)
    if resting < DOUBTED_AFTER and not (connection.closed or _has_news(connection)):
        return
    try:
        dialect.do_ping(connection)  # type: ignore[arg-type]  # SQLAlchemy has a protocol of its own for it
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _has_news(connection: psycopg.Connection[Any]) -> bool:
    with DefaultSelector() as selector:
        selector.register(connection, EVENT_READ)
        return bool(selector.select(0))


def key_of(name: str) -> int:
    """Make a key for an advisory lock, a signed 64-bit number, of a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def _connected(engine: Engine, run: Callable[[Connection, Work[Any]], None], work: Work[Any]) -> None:
    with work, _edge(), engine.connect() as connection:
        run(connection, work)


def _once(connection: Connection, work: Work[Any]) -> None:
    with _edge(), connection.begin():
        work.run(connection)


def _alone(connection: Connection, work: Work[Any]) -> None:
    _until_kept(connection, work, first=ALONE)


def _until_kept(connection: Connection, work: Work[Any], first: str = "") -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _edge(), connection.begin():
                if first:
                    connection.exec_driver_sql(first)
                work.run(connection)
        except Collision:
            if attempt == ATTEMPTS:
                raise
            # The first retry comes at once: by then the other transaction has committed.
            time.sleep(min(0.5, 0.002 * (attempt - 1) ** 2))
        else:
            return


def _in_turn(key: int, connection: Connection, work: Work[Any]) -> None:
    with _turn(connection, key):
        try:
            _until_kept(mark(connection, beside=True), work)
        except StorageError as error:
            # A key that is taken may have been taken beside us just now: alone it will show.
            if not isinstance(error, NotBeside) and error.code != "constraint":
                raise
            _alone(mark(connection, beside=False), work)


def _watch(connection: Connection, statement: Any, *_rest: Any) -> None:
    """Stop whoever changes more than its own while others do the same beside it; raises `NotBeside`."""
    if isinstance(statement, Insert | Update | Delete):
        check(connection, getattr(statement.table, "name", ""))
    elif isinstance(statement, TextClause):
        check(connection, "")


@contextmanager
def _turn(connection: Connection, key: int) -> Iterator[None]:
    """Wait for a turn, in the order of coming. It is the session's, so that a transaction begun in it sees the one before."""
    _say(connection, "SELECT pg_advisory_lock(%s)", key)
    try:
        yield
    finally:
        try:
            _say(connection, "SELECT pg_advisory_unlock(%s)", key)
        except psycopg.Error:
            # What was written stays written; the server gives the turn on when the session ends.
            connection.invalidate()


def _say(connection: Connection, statement: str, key: int) -> None:
    """Execute a statement outside every transaction."""
    raw: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]  # that driver's
    raw.autocommit = True
    try:
        raw.execute(statement.encode(), [key])
    finally:
        if not raw.closed:
            raw.autocommit = False


@contextmanager
def _edge() -> Iterator[None]:
    """Make psycopg's errors ours, told apart by class and SQLSTATE."""
    try:
        yield
    except (SQLAlchemyError, psycopg.Error) as error:
        raise (Collision if is_collision(error) else StorageError)(code_of(error)) from error
