"""What only PostgreSQL needs: collisions that are run again, a server that is away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text

from bot.errors import StorageError
from storage import postgresql
from storage.engine import Storage
from storage.schema import agencies
from tests.databases import Postgresql


@pytest.fixture
async def storage(postgresql_server: Postgresql, tmp_path: Path) -> AsyncIterator[Storage]:
    """Give an open database of the private server."""
    with postgresql_server.migrated() as url:
        async with await Storage.open(url, data_dir=tmp_path, migrate=False) as opened:
            yield opened


class Twins:
    """Two writes that both count before either adds: only one of them may have its way at the first attempt."""

    def __init__(self) -> None:
        self._both_have_counted = threading.Barrier(2)
        self.runs = 0

    def add_as_many_as_there_are(self, connection: Connection, name: str) -> int:
        self.runs += 1
        found: int = connection.execute(select(func.count()).select_from(agencies)).scalar_one()
        if not self._both_have_counted.broken and self.runs <= 2:
            self._both_have_counted.wait(20)
        connection.execute(insert(agencies).values(name=name, folded=name))
        return found


async def test_a_write_that_collides_is_run_again_unseen(storage: Storage) -> None:
    twins = Twins()
    jobs = (storage.write(twins.add_as_many_as_there_are, name) for name in "ab")
    assert sorted(await asyncio.wait_for(asyncio.gather(*jobs), 30)) == [0, 1]
    assert twins.runs == 3


async def test_a_write_that_always_collides_gives_up(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "ATTEMPTS", 3)
    collide = text("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$")
    runs: list[int] = []

    def fail(connection: Connection) -> None:
        runs.append(1)
        connection.execute(collide)

    with pytest.raises(StorageError) as failure:
        await storage.write(fail)
    assert failure.value.code == "busy"
    assert len(runs) == 3


@pytest.mark.parametrize(
    ("state", "code"),
    [("53100", "full"), ("53300", "busy"), ("57P01", "unreachable"), ("25006", "read_only"), ("23505", "constraint")],
)
async def test_failures_are_told_apart_by_sqlstate(storage: Storage, state: str, code: str) -> None:
    raising = text(f"DO $$ BEGIN RAISE EXCEPTION SQLSTATE '{state}'; END $$")
    with pytest.raises(StorageError) as failure:
        await storage.write(lambda connection: connection.execute(raising))
    assert failure.value.code == code


async def test_a_connection_the_server_has_dropped_is_replaced(storage: Storage) -> None:
    own = select(func.pg_backend_pid())
    await asyncio.gather(*(storage.read(lambda c: c.execute(own).scalar_one()) for _ in range(8)))
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    await storage.write(lambda connection: connection.execute(others).all())
    assert len(await asyncio.gather(*(storage.read(lambda c: c.execute(own).scalar_one()) for _ in range(8)))) == 8


async def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as failure:
        await Storage.open(f"postgresql:///nhacviec?host={tmp_path}", data_dir=tmp_path)
    assert failure.value.code == "unreachable"
