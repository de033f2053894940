"""PostgreSQL's own programs: `pg_dump` writes an archive, `pg_restore` reads it. The password goes by the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from sqlalchemy import URL

from bot.errors import StorageError

MAGIC = b"PGDMP"

# A province's database is dumped in seconds; after an hour something hangs.
_TIMEOUT_SECONDS = 3600

_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def dump(url: URL, target: Path) -> None:
    """Write the database as of one instant to an archive; raises "unreachable", "no_pg_tools", "pg_tool_failed"."""
    try:
        _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", _address(url))
    except StorageError as error:
        # The program ends alike whatever went wrong: whether the server is there is asked anew.
        if error.code == "pg_tool_failed":
            _count_others(url)
        raise


def load(url: URL, file: Path) -> None:
    """Replace the archive's tables in one transaction; raises `StorageError` "in_use" while anybody is connected."""
    if _count_others(url):
        raise StorageError("in_use")
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run(url, "pg_restore", *options, f"--dbname={_address(url)}", str(file))


def read_version(file: Path) -> int:
    """Read an archive from end to end and return the version of its schema; raises `StorageError` "corrupt"."""
    try:
        _run(None, "pg_restore", "--file=/dev/null", str(file))
        told = _run(None, "pg_restore", "--data-only", "--table=schema_version", "--file=-", str(file))
    except StorageError as error:
        raise StorageError("corrupt" if error.code == "pg_tool_failed" else error.code) from error
    numbers = [line for line in told.splitlines() if line.isdigit()]
    if len(numbers) != 1:
        raise StorageError("not_a_backup")
    return int(numbers[0])


def _count_others(url: URL) -> int:
    try:
        with psycopg.connect(_address(url), password=url.password, connect_timeout=10) as connection:
            found = connection.execute(_OTHERS).fetchone()
    except psycopg.OperationalError as error:
        raise StorageError("unreachable") from error
    return int(found[0]) if found else 0


def _address(url: URL) -> str:
    """Write the address without its password: a command line can be seen by everybody on the machine."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string()


def _run(url: URL | None, name: str, *arguments: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise StorageError("no_pg_tools")
    secret = {"PGPASSWORD": url.password} if url is not None and url.password else {}
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, no shell
            [program, *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            env={**os.environ, **secret, "PGCONNECT_TIMEOUT": "10"},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise StorageError("pg_tool_failed") from error
    return done.stdout
