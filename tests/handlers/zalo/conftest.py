"""A local Zalo, and our side ready to run against it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.demo.zalo.server import ZaloServer, ZaloWorld
from bot.usecases.desk import Doors
from tests.handlers.wires import echo
from tests.handlers.zalo.rig import Rig


@pytest.fixture
def world(clock: ManualClock) -> ZaloWorld:
    world = ZaloWorld(clock)
    world.user("b1nh", "Trần Bình", started=True)
    world.user("h0a", "Lê Hoa", started=True)
    return world


@pytest.fixture
async def server(world: ZaloWorld) -> AsyncIterator[ZaloServer]:
    server = ZaloServer(world)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def rig(server: ZaloServer, doors: Doors, clock: ManualClock, tmp_path: Path) -> Rig:
    return Rig(server, doors, clock, tmp_path, echo)
