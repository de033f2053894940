"""SQLite in a file: one thread writes, one reads, both aiosqlite's; waiting writes share a commit."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.errors import StorageError
from storage.prepared import apart
from storage.presence import Alone
from storage.work import Work

T = TypeVar("T")

# How long another process (a command beside the running bot) may hold the file, in seconds.
BUSY_TIMEOUT = 10.0
# Writes that share one commit at most, so that one that waits is not kept for long.
GROUP = 100

_WRITER = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "journal_size_limit=67108864")
_READER = ("query_only=ON",)

# By SQLite's primary result code.
_CODES: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_IOERR: "io",
    # No room for the log's index beside the file: the first thing a full disk refuses who opens a database.
    sqlite3.SQLITE_IOERR_SHMSIZE: "full",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_CONSTRAINT: "constraint",
}


class _Link(aiosqlite.Connection):
    """A connection with its own thread, in which functions of SQLAlchemy's connection run whole."""

    core: Connection

    @classmethod
    async def open(cls, path: Path, pragmas: tuple[str, ...]) -> Self:
        link = cls(partial(_connect, path, pragmas), iter_chunk_size=64)
        with own_errors():
            try:
                await link
            except BaseException:
                # aiosqlite tells its thread to stop but does not wait for it, and the loop may end before it.
                await asyncio.to_thread(link._thread.join)
                raise
            await link.hop(link._wrap)
        return link

    def _wrap(self) -> None:
        engine = create_engine("sqlite://", creator=lambda: self._conn, poolclass=StaticPool)
        self.core = engine.connect()

    def set(self, pragma: str) -> None:
        """Change a setting, in the thread and outside of a transaction, for instance `foreign_keys=OFF`."""
        self._conn.execute(f"PRAGMA {pragma}").close()

    @contextmanager
    def transaction(self, begin: str) -> Iterator[Connection]:
        """Open a transaction by this statement, in the thread; commit it, or roll it back if anything is raised."""
        with own_errors():
            try:
                with self.core.begin():
                    self._conn.execute(begin).close()
                    yield self.core
            finally:
                # SQLAlchemy lets go of a transaction whose COMMIT has failed, but SQLite keeps it open.
                self._conn.rollback()

    async def hop(self, fn: Callable[[], T]) -> T:
        """Run a function in the thread; cancelling the wait does not stop it."""
        execute: Callable[[Callable[[], T]], Awaitable[T]] = self._execute
        return await execute(fn)


class SqliteDatabase:
    """One file. Readers see the last commit and wait for nobody; writers follow one another."""

    dialect = "sqlite"

    def __init__(self, writer: _Link, reader: _Link) -> None:
        self._writer = writer
        self._reader = reader
        self._waiting: deque[Work[Any]] = deque()

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the file, or create it for its owner alone: it holds names and telephone numbers."""
        _create(path)
        writer = await _Link.open(path, _WRITER)
        try:
            return cls(writer, await _Link.open(path, _READER))
        except BaseException:
            await writer.close()
            raise

    async def read(self, fn: Callable[[Connection], T]) -> T:
        work = Work(fn)
        await self._reader.hop(partial(_look, self._reader, work))
        return work.result()

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Queue a write and wait for its commit.

        Each write sends its own call to the thread. The first of them to run commits all that wait, and the others find
        theirs done: whoever is cancelled leaves nobody else waiting.
        """
        work = Work(fn)
        self._waiting.append(work)
        try:
            await self._writer.hop(self._commit_waiting)
        finally:
            work.wanted = False
        return work.result()

    async def write_in_turn(self, _turn: str, fn: Callable[[Connection], T]) -> T:
        """Write: here all writers follow one another."""
        return await self.write(fn)

    async def claim(self, fn: Callable[[Connection], T]) -> T:
        """Write: one process empties the queues."""
        return await self.write(fn)

    async def alter(self, fn: Callable[[Connection], T]) -> T:
        """Change the schema; rows that would then point nowhere take the whole change back.

        Foreign keys are off meanwhile: rebuilding a table drops the old one, and dropping it would cascade.
        """
        work = Work(fn)
        await self._writer.hop(partial(self._alter, work))
        return work.result()

    def _alter(self, work: Work[Any]) -> None:
        with work:
            self._writer.set("foreign_keys=OFF")
            try:
                with self._writer.transaction("BEGIN IMMEDIATE") as core:
                    work.run(core)
                    if core.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise StorageError("constraint")
            finally:
                self._writer.set("foreign_keys=ON")

    def _commit_waiting(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), GROUP))]
        group = [work for work in group if work.wanted]
        try:
            if group:
                self._commit(group)
        except StorageError as error:
            for work in group:
                with work:
                    raise StorageError(error.code) from error

    def _commit(self, group: list[Work[Any]]) -> None:
        """Commit several writes at once, each in its savepoint; what fails is taken back alone.

        1. `BEGIN IMMEDIATE`: a transaction that reads before it locks can be refused at its first change.
        2. Each write; its error is kept for its own caller.
        3. A full disk or a failing one ends the whole transaction inside SQLite: nothing was kept, whoever caused it.
        4. `COMMIT`. If it fails, every write of the group has failed.
        """
        with self._writer.transaction("BEGIN IMMEDIATE") as core:
            for work in group:
                self._run_apart(core, work)

    def _run_apart(self, core: Connection, work: Work[Any]) -> None:
        with work, own_errors(), apart(core):
            work.run(core)
        if not self._writer.in_transaction:
            raise StorageError(getattr(work.error, "code", "other")) from work.error

    def presence(self, _worker: str) -> Alone:
        """Tell that there is nobody else."""
        return Alone()

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()


def _look(link: _Link, work: Work[Any]) -> None:
    with work, link.transaction("BEGIN") as core:
        work.run(core)


@contextmanager
def own_errors() -> Iterator[None]:
    """Make SQLite's errors ours, told apart by result code."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code: int = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        raise StorageError(_CODES.get(code) or _CODES.get(code & 0xFF, "other")) from error


def _create(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StorageError("cannot_open") from error


def _connect(path: Path, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    raw = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
    try:
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}").close()
    except sqlite3.Error:
        raw.close()
        raise
    return raw
