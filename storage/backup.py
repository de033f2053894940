"""Copies of the database: taken while the bot runs, checked before they are believed, put back whole or not at all.

Plain blocking functions: a command calls them as they are, the bot through a thread. A copy of SQLite is a file of SQLite,
a copy of PostgreSQL an archive of `pg_dump`; either holds personal data and is readable by its owner alone.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.errors import SchemaTooNew, StorageError
from storage import dumps
from storage.engine import read_url, sqlite_file
from storage.migrations import VERSIONS
from storage.sqlite import own_errors

_SQLITE = b"SQLite format 3\0"
_OS_CODES: Mapping[int, str] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.ENOENT: "missing",
    errno.EISDIR: "missing",
    errno.ENOTDIR: "missing",
}


def back_up(url: str, target: Path, *, data_dir: Path) -> None:
    """Write a consistent copy of the database to `target`; replaces an older copy only when the new one is good.

    Raises `StorageError` with code "onto_itself" when `target` is the database itself, "missing", "full", "read_only",
    "corrupt", or for PostgreSQL "no_pg_tools", "unreachable".
    """
    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite":
        _refuse_own_files(sqlite_file(parsed, data_dir), target)
    with _beside(target) as part:
        if parsed.get_backend_name() == "sqlite":
            _copy(sqlite_file(parsed, data_dir), part)
        else:
            dumps.dump(parsed, part)
        check(part)
        _put_in_place(part, target)


def _refuse_own_files(database: Path, target: Path) -> None:
    """Refuse to write a copy over the database or its log: the running bot would go on writing a file without a name."""
    own = [database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]
    with os_errors():
        if any(_is_same(file, target) for file in own):
            raise StorageError("onto_itself")


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def check(file: Path) -> int:
    """Check a copy from end to end and return the version of its schema.

    Raises `SchemaTooNew`, or `StorageError`: "missing", "corrupt", or "not_a_backup" for a file of another kind.
    """
    version = _checked_sqlite(file) if _starts_with(file, _SQLITE) else _checked_dump(file)
    if version > len(VERSIONS):
        raise SchemaTooNew(version, len(VERSIONS))
    return version


def restore(url: str, file: Path, *, data_dir: Path) -> Path | None:
    """Put a copy in the database's place; raises `StorageError` "in_use" while the bot runs, "not_a_backup" for the other kind.

    1. Check the copy; nothing has changed until it has passed.
    2. Make sure that nobody has the database open.
    3. SQLite: keep the old file beside the new one as `….before-restore`, which is returned, then swap in one step.
       PostgreSQL: replace all tables in one transaction; returns None.

    An older schema is brought up to date when the bot next starts.
    """
    parsed = read_url(url)
    check(file)
    if _starts_with(file, _SQLITE) is not (parsed.get_backend_name() == "sqlite"):
        raise StorageError("not_a_backup")
    if parsed.get_backend_name() == "sqlite":
        return _restore_sqlite(file, sqlite_file(parsed, data_dir))
    dumps.load(parsed, file)
    return None


def _restore_sqlite(file: Path, database: Path) -> Path | None:
    with _beside(database) as part:
        _copy(file, part)
        with os_errors():
            old = _set_aside(database)
            _give_to_owner(part, like=old or database.parent)
        _put_in_place(part, database)
    return old


def _set_aside(database: Path) -> Path | None:
    """Copy the old file and what belongs to it, once nobody has it open; return where it is now, `None` if it was gone."""
    was_there = database.exists()
    if was_there:
        _close_log(database)
    old = database.with_name(f"{database.name}.before-restore")
    for suffix in ("", "-wal", "-shm"):
        companion = database.with_name(database.name + suffix)
        _discard(old.with_name(old.name + suffix))
        if companion.exists():
            kept = old.with_name(old.name + suffix)
            shutil.copy2(companion, kept)
            _give_to_owner(kept, like=companion)
        if suffix:
            # A log left behind by a damaged or lost file would be played into the new one.
            _discard(companion)
    return old if was_there else None


def _give_to_owner(part: Path, like: Path) -> None:
    # An administrator restores as root; the bot does not run as root and must be able to open its file.
    if os.geteuid() == 0:
        owner = like.stat()
        os.chown(part, owner.st_uid, owner.st_gid)


def _close_log(database: Path) -> None:
    """Bring the write-ahead log into the file; SQLite does it only when no other connection is open."""
    try:
        with own_errors(), closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").close()
    except StorageError as error:
        # A damaged file is the very reason to restore.
        if error.code == "busy":
            raise StorageError("in_use") from error
        if error.code != "corrupt":
            raise


def _copy(source: Path, target: Path) -> None:
    """Copy a file of SQLite as of one instant, while others read and write it."""
    if not source.is_file():
        raise StorageError("missing")
    with own_errors(), closing(sqlite3.connect(source, timeout=10, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),)).close()


def _checked_sqlite(file: Path) -> int:
    try:
        with own_errors(), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise StorageError("corrupt")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise StorageError("corrupt")
            return _version(connection)
    except StorageError as error:
        # A disk that fails or is full says nothing about the file: nobody should restore because of it.
        raise StorageError("corrupt" if error.code == "other" else error.code) from error


def _version(connection: sqlite3.Connection) -> int:
    named = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'"
    if not connection.execute(named).fetchone()[0]:
        raise StorageError("not_a_backup")
    version: int = connection.execute("SELECT version FROM schema_version").fetchone()[0]
    return version


def _checked_dump(file: Path) -> int:
    if not _starts_with(file, dumps.MAGIC):
        raise StorageError("not_a_backup")
    return dumps.read_version(file)


def _starts_with(file: Path, magic: bytes) -> bool:
    with os_errors(), file.open("rb") as opened:
        return opened.read(len(magic)) == magic


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Lend an empty file in the target's directory, its owner's alone; what is left of it goes."""
    part = target.with_name(f".{target.name}.part")
    with os_errors():
        _discard(part)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    try:
        yield part
    finally:
        _discard(part)


def _put_in_place(part: Path, target: Path) -> None:
    """Give the finished file its name, so that after a power cut there is the old one or the new one, whole."""
    with os_errors():
        _sync(part)
        part.replace(target)
        _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _discard(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


@contextmanager
def os_errors() -> Iterator[None]:
    """Make errors of files ours, told apart by the system's code."""
    try:
        yield
    except OSError as error:
        raise StorageError(_OS_CODES.get(error.errno or 0, "io")) from error
