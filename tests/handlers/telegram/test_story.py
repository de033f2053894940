"""In and out again over HTTP: what a person writes is kept, answered, acknowledged."""

from __future__ import annotations

from bot.demo.telegram.server import TelegramServer, TelegramWorld
from tests.handlers.telegram.rig import Rig


async def test_what_is_said_is_answered(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    lan = world.user(7, "Lan")
    async with rig.running():
        world.say(lan, "/start")
        world.say(lan, "xin chào <các> anh & chị")
        await server.wait_for(lambda: "Anh/chị gửi: xin chào <các> anh & chị" in world.chat_text(lan))
    assert [incoming.text for incoming in rig.arrived] == ["/start", "xin chào <các> anh & chị"]
