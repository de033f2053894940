"""Databases for tests: a private PostgreSQL server from the installed binaries, and files of SQLite."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg
from sqlalchemy import URL, create_engine, make_url

from storage.migrations import bring_up_to_date

# Nothing here outlives the run, so nothing need reach the disk.
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
# Many towns of several workers at once want many connections.
_SMALL = ("shared_buffers=32MB", "max_connections=400")
_START_SECONDS = 30.0
_MEMORY = Path("/dev/shm")
_ROOM = 2 << 30
"""Bytes; a run keeps less than a tenth of that at a time."""

# A tenth of the time a new database takes. Deleting, because truncating thirty tables is slow; foreign keys would ask
# for an order, so they look away.
_EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE found text;
BEGIN
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
        EXECUTE format('DELETE FROM %I', found);
    END LOOP;
    FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(format('%I', found)::regclass, 1, false);
    END LOOP;
END $$
"""


class NoPostgresql(Exception):
    """The server's programs are not installed."""


class Postgresql:
    """A server of our own, reached by a socket in its own directory; it ends with this process, however that ends."""

    def __init__(self, programs: Path, *, careful: bool = False) -> None:
        self._programs = programs
        self._settings = _SMALL if careful else (*_SMALL, *_CARELESS)
        # Short, because a socket's path may have 107 bytes only.
        self._home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if careful else in_memory() or "/tmp"))
        self._names = itertools.count(1)
        self._idle: list[str] = []
        self._cleaners: dict[str, psycopg.Connection] = {}
        self._server: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls, *, careful: bool = False) -> Self:
        """Start a server; raises `NoPostgresql`. A careful one has its commits on the disk before it tells of them.

        1. Give the directory to an ordinary user when we are root: PostgreSQL refuses to run as root.
        2. Make the cluster, without syncing.
        3. Start the server and wait until it answers.
        4. Make the template that every test's database is copied from.
        """
        server = cls(_programs(), careful=careful)
        try:
            server._make_cluster()
            server._serve()
            server._await_answer()
            server._make_template()
        except BaseException:
            server.stop()
            raise
        return server

    def stop(self) -> None:
        """Stop at once and remove everything."""
        for cleaner in self._cleaners.values():
            cleaner.close()
        if self._server is not None:
            # Asked to terminate it would wait for whoever is still connected.
            self._server.send_signal(signal.SIGINT)
            self._server.wait(timeout=30)
        shutil.rmtree(self._home, ignore_errors=True)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend the URL of a database without any table."""
        name = self._create("template0")
        yield self._url(name)
        self._execute("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def alone(self) -> Iterator[str]:
        """Lend the URL of a database with today's schema and nothing in it, to which nobody else is connected."""
        name = self._create("nhacviec_template")
        yield self._url(name)
        self._execute("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Lend the URL of a database with today's schema and nothing in it."""
        name = self._idle.pop() if self._idle else self._create("nhacviec_template")
        yield self._url(name)
        self._clean(name)
        self._idle.append(name)

    def _clean(self, name: str) -> None:
        """Delete all rows, over a connection that stays: a new one would look up every table anew, at ten times the cost."""
        try:
            self._cleaner(name).execute(_EMPTY.encode())
        except psycopg.OperationalError:
            # Some tests end every connection to their database.
            self._cleaners.pop(name).close()
            self._cleaner(name).execute(_EMPTY.encode())

    def _cleaner(self, name: str) -> psycopg.Connection:
        if name not in self._cleaners:
            self._cleaners[name] = psycopg.connect(self._conninfo(name), autocommit=True)
        return self._cleaners[name]

    def _create(self, template: str, name: str = "") -> str:
        name = name or f"test_{next(self._names)}"
        self._execute("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _execute(self, database: str, statement: str) -> None:
        with psycopg.connect(self._conninfo(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _make_cluster(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._home, *_ordinary_user())
        options = ["--pgdata", self._data, "--username", "nhacviec", "--auth", "trust", "--encoding", "UTF8"]
        command = [self._program("initdb"), *options, "--locale", "C", "--no-sync", "--no-instructions"]
        subprocess.run(_as_ordinary_user(command), check=True, stdout=subprocess.DEVNULL, timeout=120)

    def _serve(self) -> None:
        settings = [f"unix_socket_directories={self._home}", "listen_addresses=", *self._settings]
        options = [part for setting in settings for part in ("-c", setting)]
        command = [self._program("postgres"), "-D", self._data, *options]
        with (self._home / "log").open("wb") as log:
            self._server = subprocess.Popen(_as_ordinary_user(command), stdout=log, stderr=log, cwd="/")

    def _await_answer(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while True:
            try:
                psycopg.connect(self._conninfo("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > end or self._server is None or self._server.poll() is not None:
                    raise
                time.sleep(0.02)
            else:
                return

    def _make_template(self) -> None:
        name = self._create("template0", "nhacviec_template")
        _migrate(make_url(self._url(name)).set(drivername="postgresql+psycopg"))

    @property
    def _data(self) -> str:
        return str(self._home / "data")

    def _program(self, name: str) -> str:
        return str(self._programs / name)

    def _conninfo(self, database: str) -> str:
        return f"host={self._home} user=nhacviec dbname={database}"

    def _url(self, database: str) -> str:
        url = URL.create("postgresql", username="nhacviec", database=database, query={"host": str(self._home)})
        return url.render_as_string()


@contextmanager
def a_postgresql(*, careful: bool = False) -> Iterator[str]:
    """Lend the URL of a database with today's schema on a server of its own; a careful one keeps what it says it keeps."""
    server = Postgresql.start(careful=careful)
    try:
        with server.migrated() as url:
            yield url
    finally:
        server.stop()


def in_memory() -> Path | None:
    """Find the directory that is kept in memory; `None` where there is none, or little room, or nothing there may be run."""
    try:
        free = os.statvfs(_MEMORY)
    except OSError:
        return None
    roomy = free.f_bavail * free.f_frsize >= _ROOM
    return _MEMORY if roomy and not free.f_flag & os.ST_NOEXEC and os.access(_MEMORY, os.W_OK) else None


def make_sqlite(path: Path) -> None:
    """Make a file of SQLite with today's schema."""
    _migrate(URL.create("sqlite", database=str(path)))


def _migrate(url: URL) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        bring_up_to_date(connection)
    engine.dispose()


def _programs() -> Path:
    """Find the directory of the newest server; `initdb` on the path may be a link to it."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: int(home.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    homes += [Path(on_path).resolve().parent] if on_path else []
    for home in homes:
        if (home / "initdb").exists() and (home / "postgres").exists():
            return home
    raise NoPostgresql


def _ordinary_user() -> tuple[int, int]:
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return entry.pw_uid, entry.pw_gid


def _as_ordinary_user(command: list[str]) -> list[str]:
    """Wrap a command so that it does not run as root and does not outlive us."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return command
    wrapped = [setpriv, "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        user, group = _ordinary_user()
        wrapped += [f"--reuid={user}", f"--regid={group}", "--clear-groups"]
    return [*wrapped, *command]
