"""The doors to the database: `read` and `write`, one hop and one transaction each, and two narrower ones beside `write`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Protocol, Self, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError, StorageError
from storage.presence import Presence

P = ParamSpec("P")
T = TypeVar("T")


class Database(Protocol):
    """What `Storage` needs of SQLite and of PostgreSQL."""

    @property
    def dialect(self) -> str: ...

    async def read(self, fn: Callable[[Connection], T]) -> T: ...

    async def write(self, fn: Callable[[Connection], T]) -> T: ...

    async def write_in_turn(self, turn: str, fn: Callable[[Connection], T]) -> T: ...

    async def claim(self, fn: Callable[[Connection], T]) -> T: ...

    async def alter(self, fn: Callable[[Connection], T]) -> T: ...

    def presence(self, worker: str) -> Presence: ...

    async def close(self) -> None: ...


class Storage:
    """Runs plain functions of a transaction, whole, in the database's own thread.

    A function gets a connection inside a transaction and must neither commit nor roll back: returning keeps what it did,
    raising takes it back. It may be run more than once (PostgreSQL asks for it when two transactions collide), so it
    touches nothing but its connection.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._closed = False

    @classmethod
    async def open(cls, url: str, *, data_dir: Path, migrate: bool = True) -> Self:
        """Open the database of `sqlite:///file` (relative to `data_dir`) or `postgresql://…`; bring its schema up to date.

        Raises `SchemaTooNew`, `StorageError`, or `ConfigError` for an address that is neither.
        """
        database = await _open(read_url(url), data_dir)
        storage = cls(database)
        if migrate:
            await storage._migrate()
        return storage

    async def _migrate(self) -> None:
        from storage.migrations import bring_up_to_date

        try:
            await self._database.alter(bring_up_to_date)
        except BaseException:
            await self.close()
            raise

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._database.dialect

    async def read(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that only looks; all it sees is of one instant."""
        self._must_be_open()
        return await self._database.read(lambda connection: fn(connection, *args, **kwargs))

    async def write(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that changes things; return when that is on the disk.

        If the caller is cancelled while it waits, a function that has begun is carried through; one that has not begun
        is not run.
        """
        self._must_be_open()
        return await self._database.write(lambda connection: fn(connection, *args, **kwargs))

    async def write_in_turn(
        self, turn: str, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write like `write`, after what came before in the same turn, for instance "telegram:1001".

        On PostgreSQL this goes beside the writes of other turns for as long as nothing shared is changed.
        """
        self._must_be_open()
        return await self._database.write_in_turn(turn, lambda connection: fn(connection, *args, **kwargs))

    async def claim(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that takes rows off a queue, with `SKIP LOCKED`, and gives back those it had taken.

        On PostgreSQL it goes beside all writes, and each of its statements sees what was committed before.
        """
        self._must_be_open()
        return await self._database.claim(lambda connection: fn(connection, *args, **kwargs))

    def presence(self, worker: str) -> Presence:
        """Give a worker a place among those that share the database; `worker` is its name, its alone."""
        return self._database.presence(worker)

    async def close(self) -> None:
        """Finish what is waiting and close; closing twice is allowed."""
        if not self._closed:
            self._closed = True
            await self._database.close()

    def _must_be_open(self) -> None:
        if self._closed:
            raise StorageError("closed")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def read_url(url: str) -> URL:
    """Read a database address; raises `ConfigError` for what is neither SQLite in a file nor PostgreSQL."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError("config.database_url") from error
    backend = parsed.get_backend_name()
    if backend == "postgresql" or (backend == "sqlite" and parsed.database not in (None, "", ":memory:")):
        return parsed
    raise ConfigError("config.database_url")


def sqlite_file(url: URL, data_dir: Path) -> Path:
    """Tell the file of a `sqlite:///` address; a relative one lies in `data_dir`."""
    return data_dir / (url.database or "")


async def _open(url: URL, data_dir: Path) -> Database:
    if url.get_backend_name() == "sqlite":
        from storage.sqlite import SqliteDatabase

        return await SqliteDatabase.open(sqlite_file(url, data_dir))
    from storage.postgresql import PostgresqlDatabase

    return PostgresqlDatabase(url)
