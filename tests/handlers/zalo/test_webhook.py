"""Zalo's calls to us: the secret first, wrapped or flat, each update once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from bot.demo.faults import Fault
from bot.demo.zalo.server import ZaloWorld
from handlers.serving import serving
from handlers.web import webhook_route
from handlers.zalo.webhook import HEADER, secret_of
from tests.handlers.zalo.rig import Rig

UPDATE = {
    "event_name": "message.text.received",
    "message": {"message_id": "m1", "from": {"id": "b1nh"}, "chat": {"id": "b1nh"}, "text": "xin chào"},
}


@pytest.fixture
async def called(rig: Rig) -> AsyncIterator[Rig]:
    """Give a rig that Zalo calls."""
    held: list[Rig] = []

    async def handle(request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
        return await held[0].channel.webhook.handle(request)

    async with serving([("127.0.0.1:0", [webhook_route("/zalo", handle)])]) as (address,):
        held.append(replace(rig, webhook_url=f"http://{address}/zalo"))
        async with held[0].running():
            await rig.server.wait_for(lambda: rig.server.webhook.url)
            yield held[0]


@pytest.mark.parametrize("wrapped", [True, False])
async def test_updates_come_in_and_are_answered(called: Rig, world: ZaloWorld, wrapped: bool) -> None:
    world.rules.wrapped_webhook = wrapped
    called.server.faults.add(Fault("webhook", "duplicate"))
    world.say("b1nh", "một")
    world.say("b1nh", "hai")
    assert await called.shown("b1nh", 2) == ["Anh/chị gửi: một", "Anh/chị gửi: hai"]
    assert not called.server.calls_of("getUpdates")


async def test_what_cannot_be_kept_comes_again_or_is_held(called: Rig, world: ZaloWorld) -> None:
    called.broken = 1
    world.rules.webhook_attempts = 1
    world.say("b1nh", "giữ giúp")
    assert await called.shown("b1nh", 1) == ["Anh/chị gửi: giữ giúp"]


@pytest.mark.parametrize(
    ("secret", "body", "status"),
    [
        ("wrong", UPDATE, 401),
        ("", UPDATE, 401),
        (None, UPDATE, 200),
        (None, {"ok": True, "result": UPDATE}, 200),
        (None, {"hello": 1}, 400),
        (None, [], 400),
    ],
)
async def test_only_zalo_gets_in(called: Rig, secret: str | None, body: object, status: int) -> None:
    given = secret_of(called.server.token, "") if secret is None else secret
    async with aiohttp.ClientSession() as session:
        async with session.post(called.webhook_url, json=body, headers={HEADER: given}) as answer:
            assert answer.status == status
        async with session.post(called.webhook_url, data=b"{", headers={HEADER: given}) as answer:
            assert answer.status in (400, 401)
    assert len(called.arrived) == (1 if status == 200 else 0)
