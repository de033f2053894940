"""What comes in from Zalo: once each, in order, and nothing lost that reached us."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import structlog
from aiohttp import web
from sqlalchemy import select

from bot.demo.faults import Fault
from bot.demo.zalo.server import ZaloWorld
from bot.domain import markup
from bot.domain.messages import Address, Channel, IncomingFile, IncomingKind, load
from bot.domain.people import NOTICE_VERSION, Role
from bot.errors import ConfigError, DeliveryError, InvalidInput
from bot.usecases.desk import Desk
from handlers.serving import serving
from handlers.zalo.photos import Arrivals
from storage.schema import outbox
from tests.demo.pictures import PNG
from tests.handlers.zalo.rig import Rig
from tests.waiting import until


@pytest.mark.parametrize(("idle", "array"), [("http", False), ("body", False), ("http", True)])
async def test_words_are_answered_whatever_the_dialect(rig: Rig, world: ZaloWorld, idle: Any, array: bool) -> None:
    world.rules.idle, world.rules.array = idle, array
    async with rig.running():
        for word in ("một", "hai", "ba"):
            world.say("b1nh", word)
        assert await rig.shown("b1nh", 3) == [f"Anh/chị gửi: {word}" for word in ("một", "hai", "ba")]
    assert [one.update for one in rig.arrived] == [one.message for one in rig.arrived]


async def test_update_that_comes_twice_is_taken_once(rig: Rig, world: ZaloWorld) -> None:
    rig.server.faults.add(Fault("getUpdates", "duplicate"))
    async with rig.running():
        world.say("b1nh", "một")
        world.say("b1nh", "hai")
        assert await rig.shown("b1nh", 2) == ["Anh/chị gửi: một", "Anh/chị gửi: hai"]
        await rig.server.wait_for(lambda: not world.updates)
    assert [one.text for one in rig.arrived] == ["một", "hai"]


async def test_what_cannot_be_kept_is_held_until_it_can(rig: Rig, world: ZaloWorld) -> None:
    rig.broken = 2
    async with rig.running():
        world.say("b1nh", "giữ giúp")
        assert await rig.shown("b1nh", 1) == ["Anh/chị gửi: giữ giúp"]
    assert rig.counters.events["updates", "unkept"] == 2


async def test_polling_goes_on_after_every_kind_of_trouble(rig: Rig, world: ZaloWorld) -> None:
    for kind in ("500", "drop_before", "429"):
        rig.server.faults.add(Fault("getUpdates", kind))
    async with rig.running():
        await rig.server.wait_for(lambda: len(rig.server.calls_of("getUpdates")) >= 3, 10)
        world.say("b1nh", "còn đó không")
        await rig.server.wait_for(lambda: rig.said("b1nh"), 10)
    assert rig.said("b1nh") == ["Anh/chị gửi: còn đó không"]


async def test_webhook_left_from_before_makes_way(rig: Rig, world: ZaloWorld) -> None:
    rig.server.webhook.url = "https://old.example/hook"
    async with rig.running():
        world.say("b1nh", "chào")
        assert await rig.shown("b1nh", 1) == ["Anh/chị gửi: chào"]


async def test_stickers_and_cards_are_something_else_and_a_bare_event_is_nothing(rig: Rig, world: ZaloWorld) -> None:
    async with rig.running():
        world.sticker("b1nh")
        world.card("b1nh")
        world.send_file("b1nh", "bao-cao.docx", b"PK", "application/msword")
        await rig.shown("b1nh", 3)
        world.rules.bare_unsupported = True
        world.card("b1nh")
        world.say("b1nh", "thế thôi")
        await rig.shown("b1nh", 4)
    assert [one.kind for one in rig.arrived] == [IncomingKind.OTHER] * 3 + [IncomingKind.TEXT]
    assert rig.counters.events["updates", "ignored"] == 1


async def test_picture_is_brought_home_before_its_address_expires(rig: Rig, world: ZaloWorld) -> None:
    async with rig.running():
        world.send_file("b1nh", "anh.png", PNG, "image/png", "ảnh lớp tập huấn")
        await rig.shown("b1nh", 1)
        (file,) = rig.arrived[0].files
        arrivals = Arrivals(rig.directory / "arrivals", rig.clock)
        await until(lambda: asyncio.to_thread(arrivals.read, file.ref))
        world.files.clear()
        assert await rig.channel.fetcher.fetch(file) == PNG
    assert rig.arrived[0].text == "ảnh lớp tập huấn"


async def test_picture_in_pieces_is_put_together_and_one_without_end_refused(rig: Rig) -> None:
    async def picture(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(int(request.query["pieces"])):
            await response.write(b"x" * 1_000_000)
        return response

    fetcher = rig.channel.fetcher
    await rig.channel.open()
    async with serving([("127.0.0.1:0", [web.get("/p", picture)])]) as (place,):
        whole = IncomingFile("a", "a.jpg", "image/jpeg", url=f"http://{place}/p?pieces=3")
        assert len(await fetcher.fetch(whole)) == 3_000_000
        with pytest.raises(InvalidInput, match=r"file\.too_big"):
            await fetcher.fetch(replace(whole, url=f"http://{place}/p?pieces=30"))
        with pytest.raises(DeliveryError, match=r"file\.gone"):
            await fetcher.fetch(replace(whole, url=f"http://{place}/none"))
    await rig.channel.close()


async def test_group_message_is_meant_for_us_and_loses_our_name(rig: Rig, world: ZaloWorld) -> None:
    world.group("g1", "Sở Nội vụ", ["b1nh"])
    async with rig.running():
        world.say("b1nh", f"@{world.bot.name} /status", "g1")
        await rig.shown("g1", 1)
    (incoming,) = rig.arrived
    assert (incoming.text, incoming.private, incoming.to_bot) == ("/status", False, True)


async def test_unknown_token_is_told_at_start(rig: Rig) -> None:
    rig.server.token = "another:token"
    await rig.channel.open()
    with pytest.raises(ConfigError, match=r"zalo\.token"):
        await rig.channel.run()
    await rig.channel.close()


async def test_old_pictures_are_swept(rig: Rig) -> None:
    arrivals = Arrivals(rig.directory / "arrivals", rig.clock)
    assert await arrivals.sweep() == 0
    arrivals.keep("a", b"1")
    rig.clock.advance(days=9)
    arrivals.keep("b", b"2")
    assert await arrivals.sweep() == 1
    assert (arrivals.read("a"), arrivals.read("b")) == (None, b"2")


async def test_unknown_events_are_logged_once_a_kind_and_answered_by_nothing(rig: Rig, world: ZaloWorld) -> None:
    strange = {"event_name": "message.reaction.received"}
    with structlog.testing.capture_logs() as logged:
        async with rig.running():
            for number in range(3):
                message = {"message_id": f"r{number}", "from": {"id": "b1nh"}, "chat": {"id": "b1nh"}}
                assert await rig.channel._intake.take(strange | {"message": message})
            world.say("b1nh", "chào")
            assert await rig.shown("b1nh", 1) == ["Anh/chị gửi: chào"]
    told = [entry for entry in logged if entry["event"].startswith("update.")]
    assert [(entry["event"], entry["about"]) for entry in told] == [("update.unknown", strange["event_name"])]


async def test_a_token_that_is_taken_away_is_told_once_a_day_on_the_other_channel(rig: Rig) -> None:
    def officer(desk: Desk) -> None:
        person = desk.people.add("Điều phối")
        for where in (Address(Channel.TELEGRAM, "7"), Address(Channel.ZALO, "h0a")):
            desk.people.add_account(person, where.chat, where)
        desk.people.set_consent(person, NOTICE_VERSION, desk.now)
        desk.people.add_membership(person, Role.COORDINATOR, None, desk.now)

    await rig.doors.write(officer)
    rig.server.faults.add(Fault("getUpdates", "401", times=2))
    async with rig.running():
        await rig.server.wait_for(lambda: len(rig.server.calls_of("getUpdates")) > 2)
    rows = await rig.doors.read(lambda desk: desk.connection.execute(select(outbox)).all())
    assert [(row.key, row.channel) for row in rows] == [("token:zalo:2024-11-08:1", "telegram")]
    told = markup.plain(load(rows[0].payload).body)
    assert told.startswith("Zalo không nhận mã truy cập (token) của bot từ 08:00 ngày 08/11/2024.")
