"""The bot's other doors: Telegram calling us, and what an operator asks over HTTP."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.app import serve
from bot.clock import ShiftedClock
from bot.demo.scene import OFFICER
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.demo.zalo.server import ZaloServer
from bot.demo.zalo.world import ZaloWorld
from bot.domain.messages import Channel
from bot.errors import ConfigError
from tests.acceptance.towns import settings, town
from tests.worlds import at


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_telegram_calls_us(database_url: str, tmp_path: Path) -> None:
    listen = f"127.0.0.1:{_free_port()}"
    hook = {"webhook_url": f"http://{listen}/telegram", "webhook_listen": listen, "webhook_secret": "s" * 24}
    async with town(database_url, tmp_path, "2024-11-04 08:00", telegram=hook) as made:
        made.world.user(OFFICER.user, "Điều phối viên", started=True)
        (reply,) = await made.say(OFFICER.user, "xin chào")
        assert reply.startswith("Chào anh/chị. Bot này dành cho các cơ quan được mời.")
        assert made.server.polls == 0


async def test_a_call_without_the_secret_is_refused(database_url: str, tmp_path: Path) -> None:
    listen = f"127.0.0.1:{_free_port()}"
    hook = {"webhook_url": f"http://{listen}/telegram", "webhook_listen": listen, "webhook_secret": "s" * 24}
    async with (
        town(database_url, tmp_path, "2024-11-04 08:00", telegram=hook),
        aiohttp.ClientSession() as stranger,
        stranger.post(f"http://{listen}/telegram", json={"update_id": 1}) as answer,
    ):
        assert answer.status == 401


async def test_what_an_operator_asks(database_url: str, tmp_path: Path) -> None:
    listen = f"127.0.0.1:{_free_port()}"
    # Each worker tells its own counts.
    async with town(database_url, tmp_path, "2024-11-04 08:00", staffing=1, http={"listen": listen}) as made:
        made.world.user(OFFICER.user, "Điều phối viên", started=True)
        await made.say(OFFICER.user, "xin chào")
        async with aiohttp.ClientSession(f"http://{listen}") as operator:
            async with operator.get("/healthz") as alive:
                assert await alive.json() == {"alive": True}
            async with operator.get("/readyz") as ready:
                assert (ready.status, await ready.json()) == (200, {"database": True, "telegram": True})
            async with operator.get("/metrics") as metrics:
                said = await metrics.text()
    assert 'nhacviec_messages_total{outcome="sent"} 1.0' in said


async def test_a_channel_that_refuses_its_token_does_not_stop_the_other(database_url: str, tmp_path: Path) -> None:
    zalo = ZaloServer(ZaloWorld(ShiftedClock(at("2024-11-04 08:00"))))
    await zalo.start()
    try:
        cut_off = {"token": "1:wrong", "base_url": zalo.base_url}
        async with town(database_url, tmp_path, "2024-11-04 08:00", staffing=1, zalo=cut_off) as made:
            made.world.user(OFFICER.user, "Điều phối viên", started=True)
            (reply,) = await made.say(OFFICER.user, "xin chào")
            assert reply.startswith("Chào anh/chị. Bot này dành cho các cơ quan được mời.")
            assert not made.house.entrance.by_name[Channel.ZALO].ready.is_set()
    finally:
        await zalo.stop()


async def test_a_bot_whose_every_token_is_refused_says_so(database_url: str, tmp_path: Path) -> None:
    server = TelegramServer(TelegramWorld(ShiftedClock(at("2024-11-04 08:00"))))
    await server.start()
    try:
        config = settings(server, database_url, tmp_path, telegram={"token": "1:wrong"})
        with pytest.raises(ConfigError) as refused:
            await serve(config, asyncio.Event())
        assert refused.value.code == "telegram.token"
    finally:
        await server.stop()
