"""What only PostgreSQL needs: who waits for whom, collisions that are run again, a server that is away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update

from bot.errors import InvalidInput, StorageError
from storage import postgresql
from storage.engine import Storage
from storage.prepared import Prepared
from storage.schema import agencies, updates
from tests.databases import Postgresql
from tests.waiting import until

NOW = datetime(2024, 11, 8, 1, 0, tzinfo=UTC)


@pytest.fixture
def url(postgresql_server: Postgresql) -> Iterator[str]:
    """Give the address of a database of the private server."""
    with postgresql_server.migrated() as made:
        yield made


@pytest.fixture
async def storage(url: str, tmp_path: Path) -> AsyncIterator[Storage]:
    """Give it open."""
    async with await Storage.open(url, data_dir=tmp_path, migrate=False) as opened:
        yield opened


def _note(connection: Connection, update: str) -> None:
    connection.execute(insert(updates).values(channel="telegram", id=update, at=NOW, failed=False))


async def test_writers_follow_one_another_and_see_what_was_before(storage: Storage) -> None:
    def add_as_many_as_there_are(connection: Connection, name: str) -> int:
        found: int = connection.execute(select(func.count()).select_from(agencies)).scalar_one()
        connection.execute(insert(agencies).values(name=name, folded=name))
        return found

    jobs = (storage.write(add_as_many_as_there_are, name) for name in "abcdefgh")
    assert sorted(await asyncio.wait_for(asyncio.gather(*jobs), 30)) == list(range(8))


class Meeting:
    """Functions that only end once both have begun."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2)

    def note(self, connection: Connection, update: str) -> None:
        _note(connection, update)
        self._both.wait(20)


async def test_what_is_said_in_two_chats_goes_on_side_by_side(storage: Storage) -> None:
    meeting = Meeting()
    jobs = (storage.write_in_turn(f"telegram:{chat}", meeting.note, chat) for chat in ("1", "2"))
    await asyncio.wait_for(asyncio.gather(*jobs), 30)


async def test_what_is_said_in_one_chat_goes_in_order_of_coming(storage: Storage, url: str) -> None:
    held, done, order = threading.Event(), threading.Event(), list[str]()

    def note(connection: Connection, update: str) -> None:
        _note(connection, update)
        order.append(update)
        held.set()
        assert done.wait(20)

    async with await Storage.open(url, data_dir=Path(), migrate=False) as other:
        first = asyncio.create_task(storage.write_in_turn("telegram:1", note, "first"))
        await asyncio.to_thread(held.wait, 20)
        second = asyncio.create_task(other.write_in_turn("telegram:1", note, "second"))
        await _until_somebody_waits(storage)
        assert order == ["first"]
        done.set()
        await asyncio.wait_for(asyncio.gather(first, second), 30)
    assert order == ["first", "second"]


async def _until_somebody_waits(storage: Storage) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    await until(lambda: storage.read(lambda connection: connection.execute(waiting).scalar_one()), 20)


async def test_who_changes_what_is_shared_does_it_alone(storage: Storage) -> None:
    runs: list[bool] = []

    def say_and_add(connection: Connection) -> str:
        _note(connection, "1")
        runs.append(_is_alone(connection))
        connection.execute(insert(agencies).values(name="a", folded="a"))
        return "added"

    assert await storage.write_in_turn("telegram:1", say_and_add) == "added"
    assert runs == [False, True]
    assert await storage.read(lambda c: c.execute(select(func.count()).select_from(updates)).scalar_one()) == 1


def _is_alone(connection: Connection) -> bool:
    mine = text(
        "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'schema_version'::regclass AND mode = 'ExclusiveLock'"
    )
    if connection.get_execution_options().get("beside"):
        return False
    held: int = connection.execute(mine).scalar_one()
    return held == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda connection: connection.execute(text("DELETE FROM agencies")),
        lambda connection: Prepared(delete(agencies)).run(connection),
        lambda connection: connection.execute(update(agencies).values(short="x")),
    ],
)
async def test_no_way_to_change_what_is_shared_goes_unseen(
    storage: Storage, change: Callable[[Connection], object]
) -> None:
    runs: list[int] = []

    def changing(connection: Connection) -> None:
        runs.append(1)
        change(connection)

    await storage.write_in_turn("telegram:1", changing)
    assert len(runs) == 2


async def test_a_turn_is_given_on_when_its_holder_fails(storage: Storage) -> None:
    def fail(_connection: Connection) -> None:
        raise InvalidInput("percent.range")

    with pytest.raises(InvalidInput):
        await storage.write_in_turn("telegram:1", fail)
    held = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
    assert await storage.read(lambda connection: connection.execute(held).scalar_one()) == 0


async def test_a_turn_is_given_on_when_its_connection_is_lost(storage: Storage) -> None:
    lose = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(StorageError) as failure:
        await storage.write_in_turn("telegram:1", lambda connection: connection.execute(lose))
    assert failure.value.code == "unreachable"
    await asyncio.wait_for(storage.write_in_turn("telegram:1", _note, "1"), 30)


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
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    await storage.write(lambda connection: connection.execute(others).all())
    assert len(await asyncio.gather(*(storage.read(lambda c: c.execute(own).scalar_one()) for _ in range(8)))) == 8


_ADD = Prepared(insert(updates).values(channel="telegram", at=NOW, failed=False), ("id",))


@pytest.mark.parametrize("lost", [False, True])
async def test_many_rows_that_fail_are_told_by_the_error_alone(
    storage: Storage, url: str, caplog: pytest.LogCaptureFixture, *, lost: bool
) -> None:
    own = text("SELECT pg_backend_pid()")
    end = text("SELECT pg_terminate_backend(:pid)")

    def add(connection: Connection) -> None:
        if lost:
            ended.set_result(connection.execute(own).scalar_one())
            gone.wait(20)
        _ADD.each(connection, [{"id": str(number % 7)} for number in range(3000)])

    ended, gone = Future[int](), threading.Event()
    async with await Storage.open(url, data_dir=Path(), migrate=False) as other:
        adding = asyncio.create_task(storage.write(add))
        if lost:
            pid = await asyncio.wrap_future(ended)
            await other.read(lambda connection: connection.execute(end, {"pid": pid}).scalar_one())
            gone.set()
        with pytest.raises(StorageError) as failure:
            await asyncio.wait_for(adding, 30)
    assert failure.value.code == ("unreachable" if lost else "constraint")
    assert [record.getMessage() for record in caplog.records] == []
    await storage.write(_note, "1")


async def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as failure:
        await Storage.open(f"postgresql:///nhacviec?host={tmp_path}", data_dir=tmp_path)
    assert failure.value.code == "unreachable"
