"""Transactions a second through the writing door, against a hop to the database's thread for each statement, as ratios.

The transaction is an update's: look whether it is known, note it, change a row, put an answer in a queue. Ratios, because
the disk decides the figures. Run it with `python -m benchmarks.storage`; it takes some seconds. SQLAlchemy's asynchronous
engine is measured where greenlet is installed; the product does not need it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import aiosqlite
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, event, insert, select, update
from sqlalchemy.pool import StaticPool

from benchmarks._results import Result, tell
from storage.engine import Storage

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

TRANSACTIONS = 600
AT_ONCE = 50
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")

metadata = MetaData()
seen = Table("seen", metadata, Column("id", Integer, primary_key=True))
people = Table("people", metadata, Column("id", Integer, primary_key=True), Column("messages", Integer))
queue = Table("queue", metadata, Column("id", Integer, primary_key=True), Column("text", String))

known = select(seen.c.id)
counted = update(people).where(people.c.id == 1).values(messages=people.c.messages + 1)


def one_update(connection: Connection, number: int) -> None:
    """Do what an update does, as a plain function."""
    if connection.execute(known.where(seen.c.id == number)).first() is None:
        connection.execute(insert(seen), {"id": number})
        connection.execute(counted)
        connection.execute(insert(queue), {"text": f"Đã nhận báo cáo {number}"})


async def through_the_door(path: Path, at_once: int) -> float:
    async with await Storage.open(f"sqlite:///{path}", data_dir=Path(), migrate=False) as storage:
        await storage.write(prepare)
        return await paced(lambda number: storage.write(one_update, number), at_once)


async def statement_by_statement(path: Path) -> float:
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        for pragma in PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        await connection.executescript(
            """CREATE TABLE seen (id INTEGER PRIMARY KEY); CREATE TABLE queue (id INTEGER PRIMARY KEY, text TEXT);
            CREATE TABLE people (id INTEGER PRIMARY KEY, messages INTEGER); INSERT INTO people VALUES (1, 0)"""
        )
        return await paced(lambda number: one_update_by_statements(connection, number), 1)


async def one_update_by_statements(connection: aiosqlite.Connection, number: int) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    async with connection.execute("SELECT id FROM seen WHERE id = ?", (number,)) as cursor:
        found = await cursor.fetchone()
    if found is None:
        await connection.execute("INSERT INTO seen VALUES (?)", (number,))
        await connection.execute("UPDATE people SET messages = messages + 1 WHERE id = 1")
        await connection.execute("INSERT INTO queue (text) VALUES (?)", (f"Đã nhận báo cáo {number}",))
    await connection.commit()


async def call_by_call(path: Path) -> float:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", poolclass=StaticPool)
    event.listen(engine.sync_engine, "connect", set_up)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    async with engine.begin() as connection:
        await connection.run_sync(prepare)
    rate = await paced(lambda number: one_update_call_by_call(engine, number), 1)
    await engine.dispose()
    return rate


async def one_update_call_by_call(engine: AsyncEngine, number: int) -> None:
    async with engine.begin() as connection:
        if (await connection.execute(known.where(seen.c.id == number))).first() is None:
            await connection.execute(insert(seen), {"id": number})
            await connection.execute(counted)
            await connection.execute(insert(queue), {"text": f"Đã nhận báo cáo {number}"})


def set_up(connection: sqlite3.Connection, record: object) -> None:
    """Open the file for the asynchronous engine as the door does."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.cursor().execute(f"PRAGMA {pragma}")


def prepare(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(insert(people), {"id": 1, "messages": 0})


async def paced(transact: Callable[[int], Awaitable[None]], at_once: int) -> float:
    """Run the transactions, so many at once, and return how many there were a second."""

    async def work(numbers: range) -> None:
        for number in numbers:
            await transact(number)

    start = time.perf_counter()
    await asyncio.gather(*(work(range(first, TRANSACTIONS, at_once)) for first in range(at_once)))
    return TRANSACTIONS / (time.perf_counter() - start)


async def measure(directory: Path) -> dict[str, float]:
    """Measure each way on a file of its own; transactions a second."""
    rates = {"a hop a statement (aiosqlite)": await statement_by_statement(directory / "a.db")}
    if find_spec("greenlet"):
        rates["a hop a statement (SQLAlchemy async)"] = await call_by_call(directory / "b.db")
    rates["one hop, one at a time"] = await through_the_door(directory / "c.db", 1)
    rates[f"one hop, {AT_ONCE} at once (group commit)"] = await through_the_door(directory / "d.db", AT_ONCE)
    return rates


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        rates = asyncio.run(measure(Path(directory)))
    statement, base = next(iter(rates.items()))
    tell(*(Result(f"transactions, {name}", "/s", rate, statement, base) for name, rate in list(rates.items())[1:]))


if __name__ == "__main__":
    main()
