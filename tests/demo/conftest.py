"""A local Telegram with three people and a group, its server, and a real python-telegram-bot on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.clock import ManualClock
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld

BINH, HOA, LAN = 101, 102, 103
GROUP = -501


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2024, 11, 8, 1, 0, tzinfo=UTC))


@pytest.fixture
def world(clock: ManualClock) -> TelegramWorld:
    world = TelegramWorld(clock)
    world.user(BINH, "Bình", "Trần", started=True)
    world.user(HOA, "Hoa", "Lê")
    world.user(LAN, "Lan", started=True)
    world.group(GROUP, "Lãnh đạo Sở", [LAN, BINH])
    return world


@pytest.fixture
async def server(world: TelegramWorld) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(world)
    await server.start()
    yield server
    await server.stop()


def new_bot(server: TelegramServer, **timeouts: float) -> Bot:
    """Make python-telegram-bot's own bot on the server, with its own default way of HTTP."""
    request = HTTPXRequest(connection_pool_size=8, **timeouts)  # type: ignore[arg-type]  # the timeouts only
    return Bot(
        server.token,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        request=request,
        get_updates_request=HTTPXRequest(),
    )


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with new_bot(server) as bot:
        yield bot
