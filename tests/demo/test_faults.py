"""The troubles that the server can be told to have, as python-telegram-bot sees them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.demo.faults import Fault, FaultKind
from bot.demo.http_calls import Pulse
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from tests.demo.conftest import BINH, LAN, new_bot


async def test_429_says_how_long(bot: Bot, server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    server.faults.add(Fault("sendMessage", "429", retry_after=3, chat=str(BINH)))
    with pytest.raises(RetryAfter) as error:
        await bot.send_message(BINH, "Chào")
    assert error.value.retry_after == timedelta(seconds=3)
    await bot.send_message(LAN, "Chào")
    await bot.send_message(BINH, "Chào")
    assert [call.status for call in server.calls_of("sendMessage")] == [429, 200, 200]


@pytest.mark.parametrize(
    ("kind", "executed"),
    [("500", 0), ("502", 0), ("drop_before", 0), ("drop_after", 1), ("truncated", 1), ("timeout", 0)],
)
async def test_what_is_executed_when_the_answer_fails(
    bot: Bot, server: TelegramServer, world: TelegramWorld, kind: FaultKind, executed: int
) -> None:
    server.faults.add(Fault("sendMessage", kind, seconds=0.05))
    with pytest.raises(NetworkError):
        await bot.send_message(BINH, "Chào")
    assert len(world.transcript(BINH)) == executed
    await bot.send_message(BINH, "Chào")
    assert len(world.transcript(BINH)) == executed + 1


async def test_slow_answer_outlasts_patience_but_is_executed(server: TelegramServer, world: TelegramWorld) -> None:
    server.faults.add(Fault("sendMessage", "slow", seconds=0.2))
    async with new_bot(server, read_timeout=0.05) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(BINH, "Chào")
    await server.wait_for(lambda: world.transcript(BINH))


async def test_updates_come_twice_and_newest_first(bot: Bot, server: TelegramServer, world: TelegramWorld) -> None:
    server.faults.add(Fault("getUpdates", "duplicate"))
    server.faults.add(Fault("getUpdates", "reorder"))
    assert await bot.get_updates(timeout=0) == ()
    world.say(BINH, "một")
    (one,) = await bot.get_updates(timeout=0)
    world.say(BINH, "hai")
    again = await bot.get_updates(offset=one.update_id + 1, timeout=0)
    assert [update.message.text for update in again if update.message] == ["hai", "một"]


class Receiver:
    """A webhook of ours that can be told to fail."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.failures = 0
        self.arrivals = Pulse()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        packed = await request.json()
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.append((secret, packed["message"]["text"]))
        self.arrivals.beat()
        return web.Response()

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_webhook_brings_all_in_order_with_its_secret(
    bot: Bot, server: TelegramServer, world: TelegramWorld, receiver: Receiver
) -> None:
    world.say(BINH, "trước")
    assert await bot.set_webhook(receiver.url, secret_token="bí-mật".encode("ascii", "ignore").decode() + "_1")
    receiver.failures = 2
    server.webhook.retry_seconds = 0.01
    for number in range(5):
        world.say(BINH, f"số {number}")
    await receiver.arrivals.wait_for(lambda: len(receiver.got) == 6, 5)
    assert receiver.texts == ["trước", *(f"số {number}" for number in range(5))]
    assert {secret for secret, _ in receiver.got} == {"b-mt_1"}
    await server.wait_for(lambda: not world.updates.ready)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (receiver.url, 0)
    assert "500" in (info.last_error_message or "")


async def test_webhook_and_polling_exclude_each_other(bot: Bot, receiver: Receiver, world: TelegramWorld) -> None:
    await bot.set_webhook(receiver.url)
    with pytest.raises(TelegramError, match="webhook is active"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook(drop_pending_updates=True)
    world.say(BINH, "Chào")
    assert len(await bot.get_updates(timeout=0)) == 1
    assert receiver.got == []


async def test_webhook_can_bring_updates_twice(
    bot: Bot, server: TelegramServer, world: TelegramWorld, receiver: Receiver
) -> None:
    server.faults.add(Fault("webhook", "duplicate"))
    await bot.set_webhook(receiver.url)
    world.say(BINH, "một")
    await receiver.arrivals.wait_for(lambda: receiver.texts == ["một", "một"], 5)


@pytest.mark.parametrize("url", ["http://example.org/hook", "ftp://127.0.0.1.example/"])
async def test_webhook_needs_https(bot: Bot, url: str) -> None:
    with pytest.raises(TelegramError, match=r"(?i)https url"):
        await bot.set_webhook(url)


async def test_stopping_does_not_wait_for_a_poll(server: TelegramServer) -> None:
    async with new_bot(server) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=40))
        await server.wait_for(lambda: server.polls == 1)
        async with asyncio.timeout(3):
            await server.stop()
            assert await poll == ()
