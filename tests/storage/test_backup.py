"""A backup is taken while the bot works, is checked, and brings everything back or changes nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from bot.errors import SchemaTooNew, StorageError
from storage import dumps
from storage.backup import back_up, check, restore
from storage.engine import Storage
from storage.migrations import VERSIONS, schema_version
from storage.schema import agencies, agency_aliases

pytestmark = pytest.mark.alone


@pytest.fixture
def database_url(database_url: str) -> str:
    """Give the address, unless PostgreSQL's own programs are missing and not required."""
    missing = database_url.startswith("postgresql") and shutil.which("pg_dump") is None
    if missing and not os.environ.get("NHACVIEC_REQUIRE_POSTGRESQL"):
        pytest.skip("the programs of a PostgreSQL client (pg_dump, pg_restore) are not installed")
    return database_url


def add_pair(connection: Connection, number: int) -> None:
    """Add two rows that belong together: a copy that has one without the other is not of one instant."""
    key = connection.execute(insert(agencies).values(name=f"{number}", folded=f"{number}").returning(agencies.c.id))
    connection.execute(insert(agency_aliases).values(agency_id=key.scalar_one(), alias="a", folded="a"))


def pairs(connection: Connection) -> list[str]:
    both = select(agencies.c.name, agency_aliases.c.alias).outerjoin(agency_aliases).order_by(agencies.c.id)
    rows = connection.execute(both).all()
    assert all(alias == "a" for _, alias in rows)
    return [name for name, _ in rows]


async def filled(url: str, data_dir: Path, *numbers: int) -> None:
    async with await Storage.open(url, data_dir=data_dir) as storage:
        for number in numbers:
            await storage.write(add_pair, number)


async def held(url: str, data_dir: Path) -> list[str]:
    async with await Storage.open(url, data_dir=data_dir) as storage:
        return await storage.read(pairs)


async def test_a_backup_brings_everything_back(database_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    await filled(database_url, tmp_path, 1, 2)
    back_up(database_url, copy, data_dir=tmp_path)
    assert check(copy) == len(VERSIONS)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    await filled(database_url, tmp_path, 3)
    old = restore(database_url, copy, data_dir=tmp_path)
    assert await held(database_url, tmp_path) == ["1", "2"]
    if old is not None:
        assert await held(f"sqlite:///{old}", tmp_path) == ["1", "2", "3"]


async def test_a_backup_while_the_bot_writes_is_of_one_instant(database_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    async with await Storage.open(database_url, data_dir=tmp_path) as storage:
        copying = asyncio.create_task(asyncio.to_thread(back_up, database_url, copy, data_dir=tmp_path))
        number = 0
        while not copying.done():
            await storage.write(add_pair, number)
            number += 1
        await copying
    restore(database_url, copy, data_dir=tmp_path)
    kept = await held(database_url, tmp_path)
    assert kept == [f"{n}" for n in range(len(kept))]
    assert len(kept) <= number


async def test_nothing_is_restored_under_a_running_bot(database_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    await filled(database_url, tmp_path, 1)
    back_up(database_url, copy, data_dir=tmp_path)
    async with await Storage.open(database_url, data_dir=tmp_path) as storage:
        await storage.write(add_pair, 2)
        with pytest.raises(StorageError) as refusal:
            await asyncio.to_thread(restore, database_url, copy, data_dir=tmp_path)
        assert refusal.value.code == "in_use"
        await storage.write(add_pair, 3)
        assert await storage.read(pairs) == ["1", "2", "3"]


async def test_a_damaged_copy_changes_nothing(database_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    await filled(database_url, tmp_path, *range(50))
    back_up(database_url, copy, data_dir=tmp_path)
    whole = copy.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:4096] + b"\0" * 8192 + whole[12288:]):
        copy.write_bytes(damaged)
        with pytest.raises(StorageError) as refusal:
            restore(database_url, copy, data_dir=tmp_path)
        assert refusal.value.code in ("corrupt", "not_a_backup")
    assert len(await held(database_url, tmp_path)) == 50


async def test_a_failing_backup_leaves_the_older_one(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    await filled("sqlite:///a.db", tmp_path, 1)
    back_up("sqlite:///a.db", copy, data_dir=tmp_path)
    with pytest.raises(StorageError) as failure:
        back_up("sqlite:///missing.db", copy, data_dir=tmp_path)
    assert failure.value.code == "missing"
    assert check(copy) == len(VERSIONS)
    assert not list(tmp_path.glob(".*"))  # noqa: ASYNC240 - nothing else runs in this loop


async def test_a_copy_from_a_newer_program_is_refused(database_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    newer = schema_version.update().values(version=len(VERSIONS) + 1)
    async with await Storage.open(database_url, data_dir=tmp_path) as storage:
        await storage.write(lambda connection: connection.execute(newer))
        with pytest.raises(SchemaTooNew):
            await asyncio.to_thread(back_up, database_url, copy, data_dir=tmp_path)
        older = schema_version.update().values(version=len(VERSIONS))
        await storage.write(lambda connection: connection.execute(older))


async def test_a_damaged_database_can_be_replaced(tmp_path: Path) -> None:
    copy, database = tmp_path / "copy", tmp_path / "a.db"
    await filled("sqlite:///a.db", tmp_path, 1)
    back_up("sqlite:///a.db", copy, data_dir=tmp_path)
    database.write_bytes(b"x" * 5000)
    (tmp_path / "a.db-wal").write_bytes(b"of another time")
    assert restore("sqlite:///a.db", copy, data_dir=tmp_path) == tmp_path / "a.db.before-restore"
    assert await held("sqlite:///a.db", tmp_path) == ["1"]


async def test_a_log_left_behind_is_not_played_into_what_is_restored(tmp_path: Path) -> None:
    url, copy, log = "sqlite:///a.db", tmp_path / "copy", tmp_path / "a.db-wal"
    await filled(url, tmp_path, 1)
    back_up(url, copy, data_dir=tmp_path)
    async with await Storage.open(url, data_dir=tmp_path) as storage:
        for number in range(2, 40):
            await storage.write(add_pair, number)
        left = await asyncio.to_thread(log.read_bytes)
    (tmp_path / "a.db").unlink()
    log.write_bytes(left)
    assert restore(url, copy, data_dir=tmp_path) is None
    assert await held(url, tmp_path) == ["1"]
    assert check(tmp_path / "a.db") == len(VERSIONS)
    assert (tmp_path / "a.db.before-restore-wal").read_bytes() == left


async def test_a_lost_database_comes_back(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    await filled("sqlite:///a.db", tmp_path, 1)
    back_up("sqlite:///a.db", copy, data_dir=tmp_path)
    assert restore("sqlite:///b.db", copy, data_dir=tmp_path) is None
    assert await held("sqlite:///b.db", tmp_path) == ["1"]


@pytest.fixture
async def sqlite_copy(tmp_path: Path) -> Path:
    """Give a good copy of a small SQLite database."""
    await filled("sqlite:///small.db", tmp_path, 1)
    back_up("sqlite:///small.db", tmp_path / "small.copy", data_dir=tmp_path)
    return tmp_path / "small.copy"


async def test_a_copy_of_the_other_kind_is_refused(database_url: str, tmp_path: Path, sqlite_copy: Path) -> None:
    if database_url.startswith("postgresql"):
        with pytest.raises(StorageError) as refusal:
            restore(database_url, sqlite_copy, data_dir=tmp_path)
        assert refusal.value.code == "not_a_backup"
        return
    restore(database_url, sqlite_copy, data_dir=tmp_path)
    assert await held(database_url, tmp_path) == ["1"]


def test_the_password_is_not_on_a_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody on the machine can read command lines, and nobody another's environment."""
    program, seen = tmp_path / "pg_dump", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\necho "$@" > {seen}\necho "$PGPASSWORD" >> {seen}\nexit 1\n', "utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(StorageError) as failure:
        back_up("postgresql://bot:m%40t-kh%E1%BA%A9u@127.0.0.1:1/office", tmp_path / "copy", data_dir=tmp_path)
    assert failure.value.code == "unreachable"
    arguments, password = seen.read_text("utf-8").splitlines()
    assert "postgresql://bot@127.0.0.1:1/office" in arguments
    assert "kh" not in arguments
    assert password == "m@t-khẩu"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing", None, "missing"),
        ("plan.txt", "Kế hoạch".encode(), "not_a_backup"),
        ("empty", b"", "not_a_backup"),
        ("cut", dumps.MAGIC, "corrupt"),
    ],
)
def test_what_is_no_copy_is_told_apart(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(StorageError) as refusal:
        check(tmp_path / name)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "name", ["live.db", "live.db-wal", "live.db-shm", "live.db-journal", "linked.db", "up/../live.db"]
)
async def test_a_copy_is_never_written_over_the_database_itself(tmp_path: Path, name: str) -> None:
    url = "sqlite:///live.db"
    (tmp_path / "up").mkdir()
    async with await Storage.open(url, data_dir=tmp_path) as storage:
        (tmp_path / "linked.db").symlink_to(tmp_path / "live.db")
        with pytest.raises(StorageError) as caught:
            await asyncio.to_thread(back_up, url, tmp_path / name, data_dir=tmp_path)
        await storage.write(add_pair, 1)
    assert caught.value.code == "onto_itself"
    assert await held(url, tmp_path) == ["1"]
