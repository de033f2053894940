"""The two doors on both databases: whole transactions, one at a time where they touch, errors to whom they belong."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text, update

from bot.errors import ConfigError, NotFound, StorageError
from storage.engine import Storage
from storage.schema import agencies


def add(connection: Connection, name: str) -> None:
    connection.execute(insert(agencies).values(name=name, folded=name))


def add_and_fail(connection: Connection, name: str) -> None:
    add(connection, name)
    raise NotFound("agency", name=name)


def names(connection: Connection) -> list[str]:
    return list(connection.execute(select(agencies.c.name).order_by(agencies.c.name)).scalars())


def read_then_add_one(connection: Connection) -> None:
    """Count as a careless program would: read, think, write."""
    number = connection.execute(select(agencies.c.short).where(agencies.c.name == "a")).scalar_one() or "0"
    connection.execute(update(agencies).where(agencies.c.name == "a").values(short=str(int(number) + 1)))


async def test_what_was_written_is_read(storage: Storage) -> None:
    await storage.write(add, "a")
    assert await storage.read(names) == ["a"]


async def test_arguments_and_results_pass_the_doors(storage: Storage) -> None:
    def put_together(connection: Connection, *parts: str, between: str) -> str:
        return between.join([connection.dialect.name, *parts])

    assert await storage.write(put_together, "a", "b", between="-") == f"{storage.dialect}-a-b"


async def test_read_then_write_a_hundred_times_at_once_makes_a_hundred(storage: Storage) -> None:
    await storage.write(add, "a")
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(storage.write(read_then_add_one))
    assert await storage.read(lambda connection: connection.execute(select(agencies.c.short)).scalar_one()) == "100"


async def test_what_raises_is_taken_back_alone(storage: Storage) -> None:
    jobs = [storage.write(add_and_fail if number % 3 == 0 else add, f"{number:02}") for number in range(20)]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    failed = {number: outcome.values for number, outcome in enumerate(outcomes) if isinstance(outcome, NotFound)}
    assert failed == {number: {"name": f"{number:02}"} for number in range(0, 20, 3)}
    assert await storage.read(names) == [f"{number:02}" for number in range(20) if number % 3]


async def test_a_constraint_is_the_fault_of_its_own_write(storage: Storage) -> None:
    outcomes = await asyncio.gather(*(storage.write(add, name) for name in "abac"), return_exceptions=True)
    (refused,) = [outcome for outcome in outcomes if outcome is not None]
    assert isinstance(refused, StorageError)
    assert refused.code == "constraint"
    assert await storage.read(names) == ["a", "b", "c"]


async def test_a_function_may_keep_parts_and_give_up_others(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        add(connection, "a")
        with pytest.raises(NotFound), connection.begin_nested():
            add_and_fail(connection, "b")
        add(connection, "c")

    await storage.write(story)
    assert await storage.read(names) == ["a", "c"]


class Strange(BaseException):
    """What nobody catches."""


@pytest.mark.parametrize("door", ["read", "write"])
@pytest.mark.parametrize("error", [StopIteration, Strange, ValueError])
async def test_no_error_leaves_its_caller_waiting(storage: Storage, door: str, error: type[BaseException]) -> None:
    def fail(connection: Connection) -> None:
        raise error

    expected = RuntimeError if error is StopIteration else error
    with pytest.raises(expected):
        await asyncio.wait_for(getattr(storage, door)(fail), 10)
    await storage.write(add, "a")
    assert await storage.read(names) == ["a"]


@pytest.mark.parametrize("wrong", ["SELECT * FROM nowhere", "SELEC"])
async def test_wrong_sql_is_a_storage_error_with_its_cause(storage: Storage, wrong: str) -> None:
    with pytest.raises(StorageError) as failure:
        await storage.read(lambda connection: connection.execute(text(wrong)))
    assert failure.value.__cause__ is not None
    assert failure.value.code == "other"


async def test_the_reading_door_does_not_write(storage: Storage) -> None:
    with pytest.raises(StorageError) as failure:
        await storage.read(add, "a")
    assert failure.value.code == "read_only"
    assert await storage.read(names) == []


async def test_a_reader_sees_one_instant_and_waits_for_no_writer(storage: Storage) -> None:
    await storage.write(add, "a")
    looked, written = threading.Event(), threading.Event()

    def look_twice(connection: Connection) -> tuple[list[str], list[str]]:
        first = names(connection)
        looked.set()
        assert written.wait(20)
        return first, names(connection)

    reader = asyncio.create_task(storage.read(look_twice))
    await asyncio.to_thread(looked.wait, 20)
    await storage.write(add, "b")
    written.set()
    assert await reader == (["a"], ["a"])
    assert await storage.read(names) == ["a", "b"]


class Gate:
    """Holds a write inside its transaction until it is opened."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.open = threading.Event()

    def pass_through(self, connection: Connection, name: str) -> None:
        add(connection, name)
        self.begun.set()
        if not self.open.wait(20):
            raise TimeoutError


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Give a gate that is open at the end whatever happens."""
    gate = Gate()
    yield gate
    gate.open.set()


async def test_a_cancelled_write_that_has_begun_is_carried_through(
    database_url: str, tmp_path: Path, gate: Gate
) -> None:
    async with await Storage.open(database_url, data_dir=tmp_path) as storage:
        begun = asyncio.create_task(storage.write(gate.pass_through, "begun"))
        await asyncio.to_thread(gate.begun.wait, 20)
        begun.cancel()
        with pytest.raises(asyncio.CancelledError):
            await begun
        gate.open.set()
    async with await Storage.open(database_url, data_dir=tmp_path) as again:
        assert await again.read(names) == ["begun"]


async def test_cancelling_some_leaves_the_others_of_their_group_alone(storage: Storage, gate: Gate) -> None:
    first = asyncio.create_task(storage.write(gate.pass_through, "first"))
    await asyncio.to_thread(gate.begun.wait, 20)
    others = [asyncio.create_task(storage.write(add, f"{number}")) for number in range(8)]
    await asyncio.sleep(0)
    for other in others[::2]:
        other.cancel()
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.wait_for(asyncio.gather(first, *others[1::2]), 30)
    kept = await storage.read(names)
    assert {"first", "1", "3", "5", "7"} <= set(kept)


async def test_closing_finishes_what_waits_and_may_be_done_twice(database_url: str, tmp_path: Path) -> None:
    storage = await Storage.open(database_url, data_dir=tmp_path)
    writes = [asyncio.create_task(storage.write(add, f"{number}")) for number in range(20)]
    await asyncio.sleep(0)
    await storage.close()
    await storage.close()
    await asyncio.gather(*writes)
    async with await Storage.open(database_url, data_dir=tmp_path) as again:
        assert len(await again.read(names)) == 20


async def test_a_closed_storage_says_so(storage: Storage) -> None:
    await storage.close()
    for door in (storage.read, storage.write):
        with pytest.raises(StorageError) as failure:
            await door(names)
        assert failure.value.code == "closed"


async def test_two_storages_of_one_database_take_turns(database_url: str, tmp_path: Path) -> None:
    first = await Storage.open(database_url, data_dir=tmp_path)
    second = await Storage.open(database_url, data_dir=tmp_path)
    async with first, second:
        await first.write(add, "a")
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            for number in range(40):
                group.create_task((first, second)[number % 2].write(read_then_add_one))
        assert await second.read(lambda c: c.execute(select(func.max(agencies.c.short))).scalar_one()) == "40"


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "nhacviec.db", "postgres://x/y"])
async def test_other_addresses_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        await Storage.open(url, data_dir=tmp_path)
