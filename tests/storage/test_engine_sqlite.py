"""What only SQLite needs: shared commits, its own ways to fail, the settings of its file."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, insert, select, text

from bot.errors import StorageError
from storage import sqlite
from storage.engine import Storage
from storage.schema import agencies


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """Give an open file."""
    async with await Storage.open("sqlite:///a.db", data_dir=tmp_path) as opened:
        yield opened


def add(connection: Connection, name: str) -> None:
    connection.execute(insert(agencies).values(name=name, folded=name))


def names(connection: Connection) -> list[str]:
    return list(connection.execute(select(agencies.c.name).order_by(agencies.c.id)).scalars())


def raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


class Held:
    """Keeps the writing thread busy, so that what comes meanwhile has to wait."""

    def __init__(self, storage: Storage) -> None:
        self._begun, self._go = threading.Event(), threading.Event()
        self._task = asyncio.create_task(storage.write(self._hold))

    def _hold(self, connection: Connection) -> None:
        self._begun.set()
        self._go.wait(20)

    async def __aenter__(self) -> None:
        await asyncio.to_thread(self._begun.wait, 20)

    async def __aexit__(self, *error: object) -> None:
        await asyncio.sleep(0)
        self._go.set()
        await self._task


async def together(storage: Storage, *jobs: Callable[[Connection], object]) -> list[object]:
    """Let writes wait together, so that they are one group; return what they returned or raised."""
    async with Held(storage):
        tasks = [asyncio.create_task(storage.write(job)) for job in jobs]
    return [*await asyncio.gather(*tasks, return_exceptions=True)]


async def test_writes_that_wait_share_commits(storage: Storage) -> None:
    statements: list[str] = []
    await storage.write(lambda connection: raw(connection).set_trace_callback(statements.append))
    statements.clear()
    jobs = [partial(add, name=f"{number}") for number in range(250)]
    assert await together(storage, *jobs) == [None] * 250
    # The one that held them up, then two full groups and the rest.
    assert statements.count("COMMIT") == statements.count("BEGIN IMMEDIATE") == 4
    assert await storage.read(names) == [f"{number}" for number in range(250)]


async def test_a_write_nobody_waits_for_any_more_is_not_begun(storage: Storage) -> None:
    async with Held(storage):
        writes = [asyncio.create_task(storage.write(add, name)) for name in "abcd"]
        await asyncio.sleep(0)
        writes[0].cancel()
        writes[2].cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*writes, return_exceptions=True)
    assert await storage.read(names) == ["b", "d"]


async def test_a_commit_that_fails_fails_all_of_its_group(storage: Storage) -> None:
    await storage.write(
        lambda c: c.execute(
            text("CREATE TABLE parts (of INTEGER REFERENCES agencies(id) DEFERRABLE INITIALLY DEFERRED)")
        )
    )
    outcomes = await together(
        storage,
        lambda connection: add(connection, "a"),
        lambda connection: connection.execute(text("INSERT INTO parts VALUES (99)")),
        lambda connection: add(connection, "b"),
    )
    assert [repr(outcome) for outcome in outcomes] == ["StorageError('constraint')"] * 3
    await storage.write(add, "c")
    assert await storage.read(names) == ["c"]


async def test_a_full_disk_fails_all_of_its_group_and_is_told(storage: Storage) -> None:
    def leave_few_pages(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")

    await storage.write(leave_few_pages)
    outcomes = await together(
        storage,
        lambda connection: add(connection, "a"),
        lambda connection: add(connection, "x" * 400_000),
        lambda connection: add(connection, "b"),
    )
    assert [repr(outcome) for outcome in outcomes] == ["StorageError('full')"] * 3
    await storage.write(add, "c")
    assert await storage.read(names) == ["c"]


async def test_another_process_is_waited_for_and_then_told_of(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await storage.write(lambda connection: raw(connection).execute("PRAGMA busy_timeout=100").close())
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as failure:
        await storage.write(add, "a")
    assert failure.value.code == "busy"
    assert await storage.read(names) == []
    other.close()
    await storage.write(add, "b")
    assert await storage.read(names) == ["b"]


async def test_the_file_is_opened_as_the_house_wants_it(storage: Storage, tmp_path: Path) -> None:
    def settings(connection: Connection) -> dict[str, object]:
        wanted = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}

    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": sqlite.BUSY_TIMEOUT * 1000}
    assert await storage.write(settings) == expected
    assert stat.S_IMODE((tmp_path / "a.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "code"), [("missing/a.db", "cannot_open"), ("text.db", "corrupt"), ("", "cannot_open")]
)
async def test_what_cannot_be_opened_is_told_apart(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "text.db").write_text("Kế hoạch " * 1000)
    # One of a test before may be told to end, and still be at it.
    before = set(threading.enumerate())
    with pytest.raises(StorageError) as failure:
        await Storage.open(f"sqlite:///{tmp_path / name}/" if not name else f"sqlite:///{name}", data_dir=tmp_path)
    assert failure.value.code == code
    left = set(threading.enumerate()) - before
    assert not [thread.name for thread in left if "connection_worker" in thread.name]
