"""A local Bot API server, and our Telegram side ready to run against it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.usecases.desk import Doors
from handlers.counters import Counters
from handlers.files import FileStore
from tests.handlers.telegram.rig import Rig
from tests.handlers.wires import echo


@pytest.fixture
def world(clock: ManualClock) -> TelegramWorld:
    return TelegramWorld(clock)


@pytest.fixture
async def server(world: TelegramWorld) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(world)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def rig(server: TelegramServer, doors: Doors, clock: ManualClock, tmp_path: Path) -> Rig:
    return Rig(server, doors, clock, FileStore(tmp_path / "files"), Counters(), echo)
