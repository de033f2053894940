"""The pace that several workers keep together: one looks at what another has booked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.domain import markup
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.usecases import paces
from bot.usecases.clockwork import expire
from bot.usecases.desk import Desk
from bot.usecases.outbox import Batch, Claim, Sent
from bot.usecases.paces import HORIZON, Rates
from storage.engine import Storage
from storage.paces import REST, Paces, Rate
from storage.schema import paces as rows
from tests.databases import Postgresql
from tests.worlds import World

RATES = {Channel.TELEGRAM: Rates(1 / 30, Rate(1.0, 2.0), Rate(3.0, 6.0))}
AT_ONCE = 10
"""Messages that fit into the horizon."""


@pytest.fixture
def url(postgresql_server: Postgresql) -> Iterator[str]:
    """Give the address of a database of the private server."""
    with postgresql_server.migrated() as made:
        yield made


@pytest.fixture
async def world(url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with await Storage.open(url, data_dir=tmp_path, migrate=False) as storage:
        yield World.of(storage, "2024-11-08 08:00")


async def _say(world: World, *chats: str, priority: Priority = Priority.BROADCAST) -> None:
    def add(desk: Desk) -> None:
        for chat in chats:
            home, message = Address(Channel.TELEGRAM, chat), Outgoing(markup.text("tin"))
            desk.outbox.add(desk.ids.key(), home, message, priority=priority, now=desk.now)

    await world.doors.write(add)


async def _take(world: World, worker: str, *, limit: int = 96, lowest: Priority = Priority.BROADCAST) -> Batch:
    wanted = Claim(worker, limit, (Channel.TELEGRAM,), lowest)
    return await world.doors.claim(paces.exchange, (), wanted, RATES)


async def test_two_workers_share_what_fits_into_the_next_moment(world: World) -> None:
    await _say(world, *map(str, range(100, 200)))
    first, second = await _take(world, "first"), await _take(world, "second")
    taken = len(first.rows) + len(second.rows)
    # Time passes between the two.
    assert AT_ONCE <= taken <= AT_ONCE + 5
    assert {row.id for row in first.rows}.isdisjoint(row.id for row in second.rows)
    waits = [first.waits[row.id] for row in first.rows]
    assert waits == sorted(waits)
    assert max(waits) <= HORIZON
    assert second.wake_at is not None
    assert not second.more


async def test_answers_go_at_once_beside_what_is_booked(world: World) -> None:
    await _say(world, *map(str, range(100, 200)))
    await _take(world, "first")
    await _say(world, "7", "8", priority=Priority.ANSWER)
    batch = await _take(world, "second", limit=64, lowest=Priority.ANSWER)
    assert [row.address.chat for row in batch.rows] == ["7", "8"]
    assert set(batch.waits.values()) == {0.0}


async def test_a_flood_of_answers_waits_too(world: World) -> None:
    await _say(world, *map(str, range(100, 160)), priority=Priority.ANSWER)
    batch = await _take(world, "first")
    waits = [batch.waits[row.id] for row in batch.rows]
    assert len(waits) == 60
    assert waits[:15] == [0.0] * 15
    assert 1.3 < waits[-1] < 1.5


async def test_what_one_worker_has_answered_counts_for_the_next(world: World) -> None:
    await _say(world, *map(str, range(100, 160)), priority=Priority.ANSWER)
    await _take(world, "first")
    await _say(world, *map(str, range(200, 210)), priority=Priority.ANSWER)
    batch = await _take(world, "second")
    waits = [batch.waits[row.id] for row in batch.rows]
    assert len(waits) == 10
    assert 0 < waits[0] <= 1.5


async def test_a_round_with_nothing_to_send_books_nothing(world: World) -> None:
    assert (await _take(world, "first")).rows == ()
    assert await world.doors.read(lambda desk: desk.connection.scalars(select(rows.c.chat)).all()) == []


@pytest.mark.parametrize(("chat", "step"), [("-100", 3.0), ("100", 1.0)])
async def test_a_chat_s_pace_is_kept_whoever_writes(world: World, chat: str, step: float) -> None:
    waits = []
    for number in range(5):
        await _say(world, chat)
        batch = await _take(world, f"worker {number}")
        (row,) = batch.rows
        waits.append(batch.waits[row.id])
        await world.doors.claim(paces.exchange, [Sent(row, str(number))], None, RATES)
    # A burst of three, then one at a time; what was booked counts, not what went.
    assert max(waits[:3]) < 0.5
    assert step - 0.9 < waits[3] <= step
    assert 2 * step - 0.9 < waits[4] <= 2 * step


async def test_a_channel_without_a_limit_is_not_held_up(world: World) -> None:
    await _say(world, *map(str, range(100, 150)))
    free = {Channel.TELEGRAM: Rates(0.0, Rate(0.0, 0.0), Rate(0.0, 0.0))}
    batch = await world.doors.claim(paces.exchange, (), Claim("w", 96, (Channel.TELEGRAM,)), free)
    assert len(batch.rows) == 50
    assert set(batch.waits.values()) == {0.0}


async def test_who_has_long_been_free_is_forgotten(world: World) -> None:
    def book(desk: Desk) -> None:
        Paces(desk.connection).ahead(Channel.TELEGRAM)
        Paces(desk.connection).book(Channel.TELEGRAM, ["100", "said:100"], Rate(1.0, 2.0))

    def chats(desk: Desk) -> set[str]:
        return set(desk.connection.scalars(select(rows.c.chat)))

    await world.doors.claim(book)
    await world.doors.write(expire)
    assert await world.doors.read(chats) == {"", "100", "said:100"}
    long_ago = update(rows).where(rows.c.chat != "100").values(free_at=rows.c.free_at - 2 * REST)
    await world.doors.write(lambda desk: desk.connection.execute(long_ago))
    await world.doors.write(expire)
    assert await world.doors.read(chats) == {"", "100"}
