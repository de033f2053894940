"""Telegram calls us: with the secret, in one piece, and acknowledged only when it is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain.messages import Incoming
from bot.errors import StorageError
from bot.usecases.desk import Desk
from handlers.serving import serving
from handlers.telegram.channel import TelegramSettings
from handlers.telegram.webhook import HEADER, secret_of
from handlers.web import webhook_route
from tests.handlers.telegram.rig import Rig
from tests.handlers.wires import echo

LAN = 7
SECRET = "bí mật".encode().hex()


@pytest.fixture
async def hook(rig: Rig, server: TelegramServer, world: TelegramWorld) -> AsyncIterator[str]:
    """Serve the webhook; gives its address."""
    world.user(LAN, "Lan", started=True)

    async def handle(request: aiohttp.web.Request) -> aiohttp.web.Response:
        return await rig.channel.webhook.handle(request)

    async with serving([("127.0.0.1:0", [webhook_route("https://bot.example/telegram/hook", handle)])]) as (address,):
        url = f"http://{address}/telegram/hook"
        rig.settings = TelegramSettings(
            server.token, server.base_url, server.base_file_url, webhook_url=url, webhook_secret=SECRET
        )
        rig.__post_init__()
        await rig.channel.open()
        yield url
        await rig.channel.close()


async def test_updates_come_by_webhook(rig: Rig, server: TelegramServer, world: TelegramWorld, hook: str) -> None:
    async with rig.running():
        for number in range(5):
            world.say(LAN, str(number))
        await server.wait_for(lambda: "Anh/chị gửi: 4" in world.chat_text(LAN))
        assert await post(hook, {HEADER: SECRET}, b'{"update_id": 1}') == 200
    assert [incoming.text for incoming in rig.arrived] == ["0", "1", "2", "3", "4"]
    assert server.polls == 0


async def test_what_cannot_be_kept_comes_again(
    rig: Rig, server: TelegramServer, world: TelegramWorld, hook: str
) -> None:
    failures = [StorageError("full")]

    def answer(desk: Desk, incoming: Incoming) -> None:
        if failures:
            raise failures.pop()
        echo(desk, incoming)

    rig.answer = answer
    async with rig.running():
        world.say(LAN, "chào")
        await server.wait_for(lambda: "Anh/chị gửi: chào" in world.chat_text(LAN))
    assert len(rig.arrived) == 1


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"{}", 401),
        ({HEADER: "falsch"}, b"{}", 401),
        ({HEADER: "bí".encode().decode("latin-1")}, b"{}", 401),
        ({HEADER: SECRET}, b"{}", 400),
        ({HEADER: SECRET}, b"[1]", 400),
        ({HEADER: SECRET}, b"\xff\xfe", 400),
        ({HEADER: SECRET}, b'{"update_id": "1"}', 400),
        ({HEADER: SECRET}, b'{"update_id": 1, "message": {"message_id": 1}}', 503),  # the same
        ({HEADER: SECRET}, b'{"update_id": 1}', 503),  # not ready yet
        ({HEADER: SECRET}, b"x" * 100_000, 400),
    ],
)
async def test_strangers_and_nonsense(rig: Rig, hook: str, headers: dict[str, str], body: bytes, status: int) -> None:
    assert await post(hook, headers, body) == status
    assert rig.arrived == []


@pytest.mark.parametrize("message", [b"5", b'{"message_id": 1}'])
async def test_what_cannot_be_parsed_is_noted_and_not_asked_for_again(rig: Rig, hook: str, message: bytes) -> None:
    async with rig.running():
        assert await post(hook, {HEADER: SECRET}, b'{"update_id": 9, "message": ' + message + b"}") == 200
    assert await rig.doors.read(lambda desk: desk.updates.failed()) == 1


async def test_a_body_that_is_too_long_is_cut_off(rig: Rig, hook: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    assert await post(hook, {HEADER: SECRET}, endless()) == 413


async def post(hook: str, headers: dict[str, str], body: bytes | AsyncIterator[bytes]) -> int:
    async with aiohttp.ClientSession() as session, session.post(hook, data=body, headers=headers) as answer:
        return answer.status


def test_the_secret_is_the_same_at_every_start_and_tells_nothing() -> None:
    assert secret_of("1:token", "") == secret_of("1:token", "") != secret_of("2:token", "")
    assert "token" not in secret_of("1:token", "")
    assert secret_of("1:token", "configured") == "configured"
