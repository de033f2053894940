"""Workers that share PostgreSQL: who is there, who has the baton, and what is left when one is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection

from bot.domain import markup
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.errors import StorageError
from storage.engine import Storage
from storage.outbox import Outbox
from storage.presence import Alone, Presence
from tests.databases import Postgresql

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


@pytest.fixture
async def two(storage: Storage) -> AsyncIterator[tuple[Presence, Presence]]:
    """Give two workers."""
    first, second = storage.presence("first"), storage.presence("second")
    yield first, second
    await first.close()
    await second.close()


def _claim(connection: Connection, worker: str) -> None:
    box = Outbox(connection)
    message = Outgoing(markup.text("tin"))
    box.add(worker, Address(Channel.TELEGRAM, worker), message, priority=Priority.ANSWER, now=NOW)
    box.claim(NOW, NOW + timedelta(minutes=3), worker, 1)


def _cut_off_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )


async def test_one_worker_has_the_baton_and_the_next_takes_it_on(two: tuple[Presence, Presence]) -> None:
    first, second = two
    batons = first.baton("telegram.polling"), second.baton("telegram.polling")
    other = second.baton("zalo.polling")
    for _ in range(2):
        await first.look()
        await second.look()
    assert [baton.held for baton in (*batons, other)] == [True, False, True]
    await first.close()
    await second.look()
    assert [baton.held for baton in batons] == [False, True]


async def test_whoever_has_claims_and_is_not_there_is_told(storage: Storage, two: tuple[Presence, Presence]) -> None:
    first, second = two
    for worker in ("first", "second", "dead"):
        await storage.claim(_claim, worker)
    await first.look()
    assert await second.look() == {"dead"}
    await first.close()
    assert await second.look() == {"first", "dead"}
    await first.look()
    assert await second.look() == {"dead"}


async def test_a_worker_that_is_cut_off_loses_its_baton_and_comes_back(
    url: str, two: tuple[Presence, Presence]
) -> None:
    first, _ = two
    baton = first.baton("telegram.polling")
    await first.look()
    _cut_off_all(url)
    with pytest.raises(StorageError) as failure:
        await first.look()
    assert failure.value.code == "unreachable"
    assert not baton.held
    await first.look()
    assert baton.held


async def test_on_sqlite_a_worker_is_alone(tmp_path: Path) -> None:
    async with await Storage.open("sqlite:///alone.db", data_dir=tmp_path) as storage:
        presence = storage.presence("w")
        assert isinstance(presence, Alone)
        assert presence.baton("telegram.polling").held
        assert await presence.look() == frozenset()
