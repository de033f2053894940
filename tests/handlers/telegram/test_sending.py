"""The sender against the local server: order, pace, refusals, restarts. The clock stands still unless a test moves it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import ColumnElement, select, update

from bot.demo.faults import Fault, FaultKind, FloodLimits
from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain import markup
from bot.domain.messages import Address, Channel, Incoming, Outgoing, Priority, Rendered, Stored
from bot.domain.people import NOTICE_VERSION, Role
from bot.errors import StorageError
from bot.usecases.desk import Desk
from handlers.pacing import Limits
from storage.outbox import Outbox
from storage.schema import outbox
from tests.handlers.telegram.rig import Rig

LAN, HOA, OFFICER = 7, 8, 9


@pytest.fixture(autouse=True)
def people(rig: Rig, world: TelegramWorld) -> None:
    rig.answer = silence
    for user, name in ((LAN, "Lan"), (HOA, "Hoa"), (OFFICER, "Cán bộ")):
        world.user(user, name, started=True)


def crowd(world: TelegramWorld, size: int) -> list[int]:
    users = list(range(1000, 1000 + size))
    for user in users:
        world.user(user, str(user), started=True)
    return users


def silence(desk: Desk, incoming: Incoming) -> None:
    """Answer nothing."""


async def join(rig: Rig, user: int, name: str, role: Role) -> None:
    def keep(desk: Desk) -> None:
        person = desk.people.add(name)
        desk.people.add_account(person, str(user), Address(Channel.TELEGRAM, str(user)))
        desk.people.set_consent(person, NOTICE_VERSION, desk.now)
        desk.people.add_membership(person, role, None, desk.now)

    await rig.doors.write(keep)


async def states(rig: Rig) -> dict[str, str]:
    def look(desk: Desk) -> dict[str, str]:
        rows = desk.connection.execute(select(outbox.c.key, outbox.c.state).order_by(outbox.c.id))
        return {row.key: row.state for row in rows}

    return await rig.doors.read(look)


def texts(world: TelegramWorld, user: int) -> list[str]:
    return [message.text for message in world.transcript(user)]


async def test_a_chat_gets_its_messages_in_order(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    wanted = [str(number) for number in range(30)]
    for number in wanted:
        await rig.say(LAN, number)
        await rig.say(HOA, number)
    async with rig.running():
        await server.wait_for(lambda: len(texts(world, LAN)) == len(texts(world, HOA)) == 30)
    assert texts(world, LAN) == texts(world, HOA) == wanted


async def test_files_are_made_and_read(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    digest = await rig.store.keep(b"kept")
    await rig.say(LAN, Outgoing(markup.text("một"), document=Rendered("made", {"x": 1})))
    await rig.say(LAN, Outgoing(markup.text("hai"), document=Stored(digest, "giữ.txt", "text/plain")))
    await rig.say(LAN, Outgoing(markup.text("ba"), document=Stored("0" * 64, "mất.txt", "text/plain")), key="lost")
    async with rig.running():
        await server.wait_for(lambda: len(texts(world, LAN)) == 2)
        await rig.say(LAN, "bốn")
        await server.wait_for(lambda: texts(world, LAN) == ["một", "hai", "bốn"])
    assert (await states(rig))["lost"] == "parked"


async def test_a_broadcast_keeps_the_pace_and_lets_answers_by(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    rig.limits = Limits()
    rig.__post_init__()
    server.limits = FloodLimits()
    users = crowd(world, 60)
    for user in users:
        await rig.say(user, "bản tin", Priority.BROADCAST)
    async with rig.running():
        await server.wait_for(lambda: len(server.calls_of("sendMessage")) >= 20)
        asked = asyncio.get_running_loop().time()
        await rig.say(LAN, "trả lời", Priority.ANSWER)
        await server.wait_for(lambda: "trả lời" in world.chat_text(LAN))
        waited = asyncio.get_running_loop().time() - asked
        await server.wait_for(lambda: all(world.chats[user].messages for user in users))
    calls = [call.at for call in server.calls_of("sendMessage")]
    assert len(calls) == 61
    assert waited < 0.3
    assert 1.9 < calls[-1] - calls[0] < 2.3


async def test_one_chat_told_to_wait_holds_nobody_else_up(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    server.faults.add(Fault("sendMessage", "429", retry_after=3, chat=str(LAN)))
    await rig.say(LAN, "một")
    await rig.say(LAN, "hai")
    await rig.say(HOA, "một")
    async with rig.running():
        await server.wait_for(lambda: texts(world, HOA) == ["một"])
        assert texts(world, LAN) == []
        await held(rig)
        rig.clock.advance(seconds=3)
        rig.wake()
        await server.wait_for(lambda: texts(world, LAN) == ["một", "hai"])
    assert len(server.calls_of("sendMessage")) == 4


@pytest.mark.parametrize("kind", ["500", "502", "drop_before"])
async def test_trouble_is_tried_again_in_order(
    rig: Rig, server: TelegramServer, world: TelegramWorld, kind: FaultKind
) -> None:
    server.faults.add(Fault("sendMessage", kind, times=2, chat=str(LAN)))
    await rig.say(LAN, "một")
    await rig.say(LAN, "hai")
    async with rig.running():
        for attempt in (1, 2):
            await failed(rig, attempt)
            rig.clock.advance(seconds=4)
            rig.wake()
        await server.wait_for(lambda: texts(world, LAN) == ["một", "hai"])


async def failed(rig: Rig, attempts: int) -> None:
    """Wait until a failure is noted."""
    await noted(rig, outbox.c.attempts >= attempts)


async def held(rig: Rig) -> None:
    """Wait until a chat is held back."""
    await noted(rig, outbox.c.not_before > rig.clock.now())


async def noted(rig: Rig, what: ColumnElement[bool]) -> None:
    """Wait until a row is as it should be. Each look is a turn of the loop and of the database's thread."""
    async with asyncio.timeout(20):
        while not await rig.doors.read(lambda desk: desk.connection.scalar(select(outbox.c.id).where(what))):
            pass


async def test_a_message_that_always_fails_is_parked_and_reported(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    await join(rig, OFFICER, "Cán bộ", Role.COORDINATOR)
    server.faults.add(Fault("sendMessage", "500", times=None, chat=str(LAN)))
    await rig.say(LAN, "một", key="bad")
    await rig.doors.write(lambda desk: desk.connection.execute(update(outbox).values(attempts=11)))
    async with rig.running():
        await server.wait_for(lambda: any("không gửi được" in text for text in texts(world, OFFICER)))
    assert (await states(rig))["bad"] == "parked"


async def test_a_broken_row_stops_no_other(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    await rig.say(LAN, "một", key="bad")
    broken = json.loads('{"body": [{"nonsense": []}]}')
    await rig.doors.write(lambda desk: desk.connection.execute(update(outbox).values(payload=broken)))
    await rig.say(LAN, "hai")
    async with rig.running():
        await server.wait_for(lambda: texts(world, LAN) == ["hai"])
    assert (await states(rig))["bad"] == "parked"


async def test_an_outcome_that_cannot_be_kept_stops_no_other(
    rig: Rig, server: TelegramServer, world: TelegramWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.say(LAN, "một", key="bad")
    await rig.say(HOA, "hai", key="good")
    bad = await rig.doors.read(lambda desk: desk.connection.scalar(select(outbox.c.id).where(outbox.c.key == "bad")))
    keep = Outbox.sent

    def refuse(self: Outbox, rows: Sequence[tuple[int, str]], now: datetime) -> None:
        if any(row == bad for row, _ in rows):
            raise StorageError("constraint")
        keep(self, rows, now)

    monkeypatch.setattr(Outbox, "sent", refuse)
    async with rig.running():
        await noted(rig, (outbox.c.key == "bad") & (outbox.c.state == "parked"))
        await noted(rig, (outbox.c.key == "good") & (outbox.c.state == "sent"))
    assert texts(world, LAN) == ["một"]


async def test_who_has_blocked_the_bot_is_switched_off_and_reported_once(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    await join(rig, OFFICER, "Cán bộ", Role.COORDINATOR)
    await join(rig, LAN, "Nguyễn Thị Lan", Role.FOCAL)
    world.block(LAN)
    for key in ("a", "b", "c"):
        await rig.say(LAN, key, key=key)
    async with rig.running():
        await server.wait_for(lambda: texts(world, OFFICER))
    (told,) = texts(world, OFFICER)
    assert "Nguyễn Thị Lan" in told
    assert "2 tin đang chờ gửi đã được hủy" in told
    found = await states(rig)
    assert (found["a"], found["b"], found["c"]) == ("parked", "cancelled", "cancelled")


async def test_a_moved_group_is_followed(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    world.group(-500, "Lãnh đạo", [OFFICER])
    address = Address(Channel.TELEGRAM, "-500")
    await rig.doors.write(lambda desk: desk.people.upsert_chat(address, "Lãnh đạo"))
    new = world.migrate(-500)
    await rig.say(-500, "bản tin")
    await rig.say(-500, "bản tin sau")
    async with rig.running():
        await server.wait_for(lambda: [m.text for m in world.transcript(new) if m.text] == ["bản tin", "bản tin sau"])
    chat = await rig.doors.read(lambda desk: desk.people.chat(Channel.TELEGRAM, str(new)))
    assert chat is not None
    assert chat.title == "Lãnh đạo"


async def test_a_jump_of_the_clock_sends_nothing_twice(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    server.faults.add(Fault("sendMessage", "slow", seconds=0.3))
    async with rig.running():
        await rig.say(LAN, "một")
        await server.wait_for(lambda: server.calls_of("sendMessage"))
        rig.clock.advance(days=365)
        await rig.say(HOA, "hai")
        await server.wait_for(lambda: texts(world, LAN) and texts(world, HOA))
    assert len(server.calls_of("sendMessage")) == 2


async def test_what_is_under_way_ends_before_a_stop(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    rig.limits = Limits()
    rig.__post_init__()
    server.faults.add(Fault("sendMessage", "slow", seconds=0.3))
    for user in crowd(world, 50):
        await rig.say(user, "tin", Priority.BROADCAST)
    async with rig.running():
        await server.wait_for(lambda: server.calls_of("sendMessage"))
    sent = len(server.calls_of("sendMessage"))
    found = list((await states(rig)).values())
    assert found.count("sent") == sent < 50
    assert found.count("waiting") == 50 - sent
    again = rig.again()
    async with again.running():
        await server.wait_for(lambda: all(world.chats[user].messages for user in range(1000, 1050)))
    assert len(server.calls_of("sendMessage")) == 50


async def test_a_killed_sender_repeats_at_most_what_was_under_way(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    users = crowd(world, 100)
    for user in users:
        await rig.say(user, "tin", Priority.BROADCAST)
    server.latency = 0.02
    await rig.channel.open()
    killed = asyncio.create_task(rig.sender.run())
    await server.wait_for(lambda: len(server.calls_of("sendMessage")) >= 30)
    killed.cancel()
    await asyncio.wait([killed])
    await rig.channel.close()
    again = rig.again()
    async with again.running():
        await server.wait_for(lambda: all(world.chats[user].messages for user in users))
    assert set((await states(again)).values()) == {"sent"}
    assert len(server.calls_of("sendMessage")) <= 100 + 96
