"""What a dead worker had claimed is taken on by the others, and not before it is taken for dead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import company
from bot.company import Company
from bot.domain import markup
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.usecases import outbox
from bot.usecases.desk import Desk
from bot.usecases.outbox import Claim
from storage.engine import Storage
from tests.databases import Postgresql
from tests.worlds import World


@pytest.fixture
def url(postgresql_server: Postgresql) -> Iterator[str]:
    """Give the address of a database of the private server."""
    with postgresql_server.migrated() as made:
        yield made


def _say(desk: Desk) -> None:
    home, message = Address(Channel.TELEGRAM, "100"), Outgoing(markup.text("tin"))
    desk.outbox.add("tin", home, message, priority=Priority.ANSWER, now=desk.now)


def _claim_of(worker: str) -> Claim:
    return Claim(worker, 10, tuple(Channel))


async def test_messages_of_a_dead_worker_are_taken_on(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with await Storage.open(url, data_dir=tmp_path, migrate=False) as storage:
        world, woken = World.of(storage, "2024-11-08 08:00"), asyncio.Event()
        mine = Company(storage.presence("alive"), world.doors, woken.set)
        await world.doors.write(_say)
        assert len((await world.doors.claim(outbox.exchange, (), _claim_of("dead"))).rows) == 1
        await mine.look()
        assert not woken.is_set()
        assert (await world.doors.claim(outbox.exchange, (), _claim_of("alive"))).rows == ()
        monkeypatch.setattr(company, "GRACE", 0.0)
        await mine.look()
        assert woken.is_set()
        assert len((await world.doors.claim(outbox.exchange, (), _claim_of("alive"))).rows) == 1
        await mine.look()
        assert (await world.doors.claim(outbox.exchange, (), _claim_of("third"))).rows == ()
        running = asyncio.create_task(mine.run())
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait([running])
