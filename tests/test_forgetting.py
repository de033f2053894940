"""Once a night what is old goes, however often one looks; a database that is away is tried again."""

from __future__ import annotations

import pytest

from bot import forgetting
from bot.domain.markup import text
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.retention import RetentionPolicy
from bot.errors import StorageError
from bot.forgetting import NightlyForgetting
from bot.usecases import retention
from bot.usecases.desk import Desk
from handlers.counters import Counters
from storage.engine import Storage
from tests.worlds import World


@pytest.fixture
def world(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(forgetting, "PAUSE", 0.0)
    return World.of(storage, "2024-11-08 15:00")


def say(desk: Desk, key: str) -> None:
    row = desk.outbox.add(
        key, Address(Channel.TELEGRAM, "1"), Outgoing(text("Lời")), priority=Priority.ANSWER, now=desk.now
    )
    desk.outbox.sent([(row or 0, "1")], desk.now)


def _nightly(world: World) -> NightlyForgetting:
    return NightlyForgetting(world.doors, RetentionPolicy(), Counters())


async def test_every_night_once(world: World) -> None:
    counters = Counters()
    nightly = NightlyForgetting(world.doors, RetentionPolicy(), counters)
    await world.doors.write(say, "turn:telegram:1:1")
    assert +await nightly.look() == {}
    # A night more than the words are kept: the days that count have moved on with the nights.
    for day in range(9, 12):
        world.jump(f"2024-11-{day:02d} 02:00")
        assert +await nightly.look() == {}
    world.jump("2025-02-06 15:01")
    counted = await world.doors.write(retention.begin, RetentionPolicy())
    assert counted is not None
    await world.doors.write(retention.done, RetentionPolicy().night(world.clock.now()), world.clock.now())
    world.jump("2025-02-07 02:00")
    assert +await nightly.look() == {"words": 1}
    assert +await nightly.look() == {}
    assert +await _nightly(world).look() == {}
    assert counters.events["forgotten_rows", "words"] == 1


async def test_a_first_night_takes_nothing_away(world: World) -> None:
    await world.doors.write(say, "turn:telegram:1:1")
    world.jump("2034-11-08 15:00")
    assert +await _nightly(world).look() == {}


async def test_where_it_fails_the_next_look_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    nightly = _nightly(world)
    await nightly.look()
    world.jump("2024-11-09 02:00")
    done, tried = retention.done, []

    def fails(*args: object) -> None:
        tried.append(args)
        raise StorageError("locked")

    monkeypatch.setattr(retention, "done", fails)
    await nightly.look()
    await nightly.look()
    assert len(tried) == 2
    monkeypatch.setattr(retention, "done", done)
    await nightly.look()
    world.jump("2024-11-09 03:00")
    assert await world.doors.write(retention.begin, RetentionPolicy()) is None
