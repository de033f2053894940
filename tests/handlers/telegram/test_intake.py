"""What comes in is kept before it is acknowledged, in order within a chat, and nothing poisonous stops the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from bot.demo.faults import Fault, FaultKind
from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain.messages import Incoming, IncomingKind
from bot.errors import ConfigError, StorageError
from bot.usecases.desk import Desk
from handlers.telegram.channel import TelegramSettings
from handlers.telegram.shapes import Update
from handlers.telegram.updates import Me, to_incoming
from tests.handlers.telegram.rig import Rig
from tests.handlers.wires import echo

LAN, HOA = 7, 8


@pytest.fixture(autouse=True)
def people(world: TelegramWorld) -> None:
    world.user(LAN, "Lan", started=True)
    world.user(HOA, "Hoa", started=True)


def failing(times: int, error: Callable[[], Exception]) -> Callable[[Desk, Incoming], None]:
    """Echo, but fail the first `times` times at the word "hỏng"."""
    left = [times]

    def answer(desk: Desk, incoming: Incoming) -> None:
        if incoming.text == "hỏng" and left[0] > 0:
            left[0] -= 1
            raise error()
        echo(desk, incoming)

    return answer


def texts(rig: Rig) -> list[str]:
    return [incoming.text for incoming in rig.arrived]


async def test_a_press_is_answered(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    async with rig.running():
        world.say(LAN, "chào")
        await server.wait_for(lambda: "Anh/chị gửi: chào" in world.chat_text(LAN))
        world.forge_press(LAN, world.last(LAN), "a:1:2:x")
        await server.wait_for(lambda: server.calls_of("answerCallbackQuery"))
        await server.wait_for(lambda: "Anh/chị gửi: a:1:2:x" in world.chat_text(LAN))


async def test_a_chat_is_taken_in_order(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    wanted = [str(number) for number in range(20)]
    for number in wanted:
        world.say(LAN, number)
        world.say(HOA, number)
    async with rig.running():
        await server.wait_for(lambda: len(rig.arrived) == 40 and "gửi: 19" in world.chat_text(LAN))
    assert [incoming.text for incoming in rig.arrived if incoming.sender.user == str(LAN)] == wanted
    answers = [message.text for message in world.transcript(LAN) if message.text.startswith("Anh")]
    assert answers == [f"Anh/chị gửi: {number}" for number in wanted]


async def test_a_passing_failure_is_tried_again(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    rig.answer = failing(1, ValueError)
    async with rig.running():
        world.say(LAN, "hỏng")
        await server.wait_for(lambda: "Anh/chị gửi: hỏng" in world.chat_text(LAN))


async def test_a_poisonous_update_is_set_down(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    rig.answer = failing(99, ValueError)
    async with rig.running():
        world.say(LAN, "hỏng")
        world.say(LAN, "sau đó")
        await server.wait_for(lambda: "Anh/chị gửi: sau đó" in world.chat_text(LAN))
    assert world.chat_text(LAN).count("Xin lỗi, bot gặp lỗi") == 1
    assert await rig.doors.read(lambda desk: desk.updates.failed()) == 1
    assert texts(rig) == ["sau đó"]


async def test_an_unreadable_update_is_set_down(
    rig: Rig, server: TelegramServer, world: TelegramWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choke(update: Update, me: Me, now: datetime) -> Incoming | None:
        if update.message is not None and update.message.text == "hỏng":
            raise KeyError
        return to_incoming(update, me, now)

    monkeypatch.setattr("handlers.telegram.intake.to_incoming", choke)
    async with rig.running():
        world.say(LAN, "hỏng")
        world.say(LAN, "sau đó")
        await server.wait_for(lambda: "Anh/chị gửi: sau đó" in world.chat_text(LAN))
    assert await rig.doors.read(lambda desk: desk.updates.failed()) == 1


async def test_what_cannot_be_kept_is_not_acknowledged(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    rig.answer = failing(1, lambda: StorageError("full"))
    async with rig.running():
        world.say(LAN, "hỏng")
        world.say(LAN, "sau đó")
        world.say(HOA, "chào")
        await server.wait_for(lambda: len(rig.arrived) == 3)
    assert [incoming.text for incoming in rig.arrived if incoming.sender.user == str(LAN)] == ["hỏng", "sau đó"]
    assert len(world.updates) == 0


@pytest.mark.parametrize("code", ["constraint", "refused.clean_text", "other"])
async def test_a_value_that_the_database_refuses_holds_nothing_up(
    rig: Rig, server: TelegramServer, world: TelegramWorld, code: str
) -> None:
    rig.answer = failing(99, lambda: StorageError(code))
    async with rig.running():
        world.say(LAN, "hỏng")
        world.say(LAN, "sau đó")
        await server.wait_for(lambda: "Anh/chị gửi: sau đó" in world.chat_text(LAN))
    assert await rig.doors.read(lambda desk: desk.updates.failed()) == 1
    assert len(world.updates) == 0


async def test_repeats_change_nothing(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    server.faults.add(Fault("getUpdates", "duplicate", times=None))
    async with rig.running():
        world.say(LAN, "một")
        world.say(LAN, "hai")
        await server.wait_for(lambda: "Anh/chị gửi: hai" in world.chat_text(LAN))
    assert texts(rig) == ["một", "hai"]
    assert world.chat_text(LAN).count("Anh/chị gửi: một") == 1


@pytest.mark.parametrize("kind", ["500", "502", "429", "drop_before", "drop_after", "truncated"])
async def test_polling_goes_on_after_trouble(
    rig: Rig, server: TelegramServer, world: TelegramWorld, kind: FaultKind
) -> None:
    server.faults.add(Fault("getUpdates", kind, times=1))
    async with rig.running():
        world.say(LAN, "chào")
        await server.wait_for(lambda: "Anh/chị gửi: chào" in world.chat_text(LAN))
    assert texts(rig) == ["chào"]


async def test_a_webhook_left_behind_is_dropped(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    await rig.channel.open()
    server.webhook.url = "http://127.0.0.1:9/none"  # set by an earlier run
    async with rig.running():
        world.say(LAN, "chào")
        await server.wait_for(lambda: "Anh/chị gửi: chào" in world.chat_text(LAN))


async def test_the_menu_is_published(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    async with rig.running():
        await server.wait_for(lambda: len(server.calls_of("setMyCommands")) == 2)
    assert {"command": "baocao", "description": "Báo cáo tiến độ"} in world.commands_for(LAN, LAN)


async def test_a_wrong_token_is_said_without_saying_it(rig: Rig, server: TelegramServer) -> None:
    rig.settings = TelegramSettings("123456:wrong-token", server.base_url, server.base_file_url)
    rig.__post_init__()
    await rig.channel.open()
    with pytest.raises(ConfigError) as caught:
        await rig.channel.run()
    assert "wrong-token" not in repr(caught.value)
    assert caught.value.__cause__ is None
    await rig.channel.close()


async def test_a_stop_ends_the_poll_at_once(rig: Rig, server: TelegramServer) -> None:
    async with asyncio.timeout(3):
        async with rig.running():
            await server.wait_for(lambda: server.polls)


async def test_news_of_chats_come_through(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    async with rig.running():
        world.block(LAN)
        await server.wait_for(lambda: rig.arrived)
    assert [incoming.kind for incoming in rig.arrived] == [IncomingKind.BLOCKED]
