"""A local Zalo, and our side ready to run against it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import CountingIds, ManualClock
from bot.demo.zalo_server import ZaloServer, ZaloWorld
from bot.domain.office import Office
from bot.usecases.desk import Doors
from storage.engine import Storage
from tests.databases import make_sqlite
from tests.handlers.zalo.rig import Rig, echo

NOW = datetime(2024, 11, 8, 1, 0, tzinfo=UTC)


@pytest.fixture
def world() -> ZaloWorld:
    world = ZaloWorld(ManualClock(NOW))
    world.user("b1nh", "Trần Bình", started=True)
    world.user("h0a", "Lê Hoa", started=True)
    return world


@pytest.fixture
async def server(world: ZaloWorld) -> AsyncIterator[ZaloServer]:
    server = ZaloServer(world)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zalo") / "template.db"
    make_sqlite(path)
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    shutil.copy(template, tmp_path / "bot.db")
    return tmp_path / "bot.db"


@pytest.fixture
async def doors(database: Path, tmp_path: Path) -> AsyncIterator[Doors]:
    async with await Storage.open("sqlite:///bot.db", data_dir=tmp_path, migrate=False) as storage:
        yield Doors(storage, ManualClock(NOW), Office(), CountingIds())


@pytest.fixture
def rig(server: ZaloServer, doors: Doors, tmp_path: Path) -> Rig:
    clock = doors.clock
    assert isinstance(clock, ManualClock)
    return Rig(server, doors, clock, tmp_path, echo)
