"""Several workers on one PostgreSQL: they share the work, keep a chat's order, and take over from each other."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app, wiring
from bot.clock import RandomIds, SystemClock
from bot.demo.faults import Fault
from bot.demo.scene import OFFICER, set_scene
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.domain.messages import Incoming
from bot.reading.register import read_register
from handlers.incoming import Receiver
from handlers.pacing import UNLIMITED
from storage.engine import Storage
from tests.acceptance import stories
from tests.acceptance.test_main_story import PLAN, REGISTER
from tests.acceptance.test_main_story import test_the_main_job as live_through_the_main_job
from tests.acceptance.towns import settings, town
from tests.databases import Postgresql

PEOPLE = range(1001, 1007)
PATIENCE = 30.0


@pytest.fixture
def url(postgresql_server: Postgresql) -> Iterator[str]:
    """Give the address of a database of the private server."""
    with postgresql_server.migrated() as made:
        yield made


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Counter[Receiver]:
    """Count what each worker takes in."""
    counted: Counter[Receiver] = Counter()
    receive = Receiver.receive

    async def receive_and_count(receiver: Receiver, incoming: Incoming) -> None:
        await receive(receiver, incoming)
        counted[receiver] += 1

    monkeypatch.setattr(Receiver, "receive", receive_and_count)
    return counted


async def test_two_workers_live_through_the_main_job(url: str, tmp_path: Path, taken: Counter[Receiver]) -> None:
    admins = {"telegram": [OFFICER.user]}
    async with town(url, tmp_path, "2024-11-04 08:00", staffing=2, admins=admins) as made:
        register = read_register(REGISTER.read_bytes(), REGISTER.name)
        scene = await set_scene(made.house.doors, made.world, PLAN.read_bytes(), PLAN.name, register)
        await live_through_the_main_job((made, scene))
    assert min(taken[house.receiver] for house in made.houses) > 0


async def test_what_several_people_report_to_three_workers_is_kept_once(url: str, tmp_path: Path) -> None:
    async with town(url, tmp_path, "2024-10-14 08:00", staffing=3) as made:
        await made.house.doors.write(stories.prepare, PEOPLE)
        stories.bring_phones(made.server, PEOPLE)
        # Each update comes to two workers at the same time.
        made.server.faults.add(Fault("webhook", "duplicate", times=None))
        assert await stories.report_all(made.server, PEOPLE, PATIENCE) == 0
        await made.settle()
        found = await made.house.doors.read(stories.recount)
        shown = sum(len(stories.said_by_bot(made.server, user)) for user in PEOPLE)
    assert (found.reports, found.received, found.unsent) == (len(PEOPLE), len(PEOPLE), 0)
    assert shown == found.sent


async def test_one_worker_polls_and_the_next_takes_over(url: str, tmp_path: Path, taken: Counter[Receiver]) -> None:
    server = TelegramServer(TelegramWorld(SystemClock()))
    await server.start()
    server.world.user(1, "Lan", started=True)
    config = settings(server, url, tmp_path)
    try:
        async with (
            await Storage.open(url, data_dir=tmp_path, migrate=False) as first,
            await Storage.open(url, data_dir=tmp_path, migrate=False) as second,
        ):
            stops = asyncio.Event(), asyncio.Event()
            houses = [wiring.build(config, one, SystemClock(), RandomIds(), UNLIMITED) for one in (first, second)]
            lives = [asyncio.create_task(app.live(house, stop)) for house, stop in zip(houses, stops, strict=True)]
            await server.wait_for(lambda: len(server.calls_of("getMe")) >= 2 and server.polls, PATIENCE)
            await _asks(server, 1)
            polling = next(number for number, house in enumerate(houses) if taken[house.receiver])
            stops[polling].set()
            await lives[polling]
            await _asks(server, 2)
            stops[1 - polling].set()
            await lives[1 - polling]
    finally:
        await server.stop()
    assert len(stories.said_by_bot(server, 1)) == 2


async def _asks(server: TelegramServer, answers: int) -> None:
    server.world.say(1, "xin chào")
    await stories.until(server, 1, lambda: len(stories.said_by_bot(server, 1)) >= answers, PATIENCE)
