"""The bot's other doors: Telegram calling us, and what an operator asks over HTTP."""

from __future__ import annotations

import socket
from pathlib import Path

import aiohttp

from bot.demo.scene import OFFICER
from tests.acceptance.towns import town


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
    async with town(database_url, tmp_path, "2024-11-04 08:00", http={"listen": listen}) as made:
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
