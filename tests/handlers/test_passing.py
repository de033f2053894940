"""What is kept for a while is there for that while, whole, and then gone; nothing of it is evidence."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.domain.messages import Stored
from bot.errors import InvalidInput
from bot.heartbeat import Heartbeat
from handlers.links import VALID, Links
from handlers.passing import PassingStore
from storage.engine import Storage
from tests.worlds import World, at

WEEK = timedelta(days=7)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at("2024-11-08 08:00"))


@pytest.fixture
def store(clock: ManualClock, tmp_path: Path) -> PassingStore:
    return PassingStore(tmp_path / "links", clock, WEEK)


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_a_file_is_deleted_when_its_time_is_over(store: PassingStore, clock: ManualClock) -> None:
    old = await store.keep(b"old")
    clock.advance(days=6)
    new, size = await store.take_in(chunks(b"ne", b"w"))
    assert (await store.read(new), size) == (b"new", 3)
    assert await store.sweep() == 0
    clock.advance(days=1, hours=1)
    assert await store.sweep() == 1
    assert not store.path(old).exists()
    assert await store.read(new) == b"new"


async def test_a_file_that_is_wanted_again_stays_from_then_on(store: PassingStore, clock: ManualClock) -> None:
    again = await store.keep(b"again")
    clock.advance(days=6)
    assert await store.keep(b"again") == again
    clock.advance(days=6)
    assert await store.sweep() == 0
    clock.advance(days=2)
    assert await store.sweep() == 1
    assert await store.keep(b"again") == again
    assert await store.read(again) == b"again"


async def test_it_looks_once_an_hour(store: PassingStore, clock: ManualClock) -> None:
    assert await store.sweep() == 0
    os.utime(store.path(await store.keep(b"a")), (0, 0))
    clock.advance(minutes=59)
    assert await store.sweep() == 0
    clock.advance(minutes=1)
    assert await store.sweep() == 1


async def test_what_is_too_big_leaves_nothing_behind(store: PassingStore, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"file\.too_big"):
        await store.take_in(chunks(b"123456", b"789"), most=8)
    assert not any((tmp_path / "links").iterdir())


async def test_a_link_and_its_file_end_together(storage: Storage, tmp_path: Path) -> None:
    world = World.of(storage, "2024-11-08 08:00")
    store, links = PassingStore(tmp_path, world.clock, VALID), Links(b"secret", "https://bot.example")
    digest = await store.keep(b"report")
    url = links.make(Stored(digest, "bao-cao.docx", "application/msword"), world.clock.now())
    _, _, _, _, expires, hashed, signature, name = url.split("/")
    parts = {"expires": expires, "digest": hashed, "signature": signature, "name": name}
    world.clock.advance(days=6, hours=23)
    assert await store.sweep() == 0
    assert links.check(**parts, now=world.clock.now())
    world.clock.advance(hours=2)
    await Heartbeat(world.doors, lambda: None, (store.sweep,)).beat()
    assert not store.path(digest).exists()
    assert not links.check(**parts, now=world.clock.now())
