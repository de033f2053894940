"""The local Zalo over HTTP, with each of its switches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.clock import ManualClock
from bot.demo.faults import Fault
from bot.demo.http_calls import Pulse
from bot.demo.phones import Phone, PhoneFile
from bot.demo.zalo.phone import ZaloHandset
from bot.demo.zalo.server import ZaloServer, ZaloWorld
from bot.errors import NotAllowed
from tests.demo.pictures import PNG

Json = dict[str, Any]
BINH, HOA = "b1nh", "h0a"


class Client:
    """The smallest client of the API."""

    def __init__(self, session: aiohttp.ClientSession, server: ZaloServer) -> None:
        self.session, self.server = session, server

    async def call(self, method: str, **params: str) -> tuple[int, Json]:
        url = f"{self.server.base_url}/bot{self.server.token}/{method}"
        async with self.session.post(url, json=params) as response:
            packed: Json = await response.json()
            return response.status, packed

    async def update(self) -> Any:
        status, packed = await self.call("getUpdates", timeout="5")
        assert status == 200
        return packed["result"]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2024, 11, 30, 10, 0, tzinfo=UTC))


@pytest.fixture
def zalo(clock: ManualClock) -> ZaloWorld:
    world = ZaloWorld(clock)
    world.user(BINH, "Trần Bình")
    world.user(HOA, "Lê Hoa", started=True)
    return world


@pytest.fixture
async def server(zalo: ZaloWorld) -> AsyncIterator[ZaloServer]:
    server = ZaloServer(zalo)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def client(server: ZaloServer) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(session, server)


async def test_update_comes_once_and_is_answered(client: Client, zalo: ZaloWorld) -> None:
    said = zalo.say(BINH, "K7M2QX")
    update = await client.update()
    assert update["event_name"] == "message.text.received"
    message = update["message"]
    assert (message["message_id"], message["text"], message["date"]) == (said.id, "K7M2QX", 1_732_960_800_000)
    assert message["chat"] == {"id": BINH, "chat_type": "PRIVATE"}
    status, packed = await client.call("sendMessage", chat_id=BINH, text="Chào anh Bình")
    assert (status, zalo.last(BINH).id) == (200, packed["result"]["message_id"])
    assert zalo.chat_text(BINH) == "Trần Bình: K7M2QX\nBot Nhắc việc: Chào anh Bình"
    assert (await client.call("getUpdates", timeout="0"))[0] == 408


@pytest.mark.parametrize(("idle", "status"), [("http", 408), ("body", 200)])
async def test_idle_poll_ends_both_ways(client: Client, zalo: ZaloWorld, idle: Any, status: int) -> None:
    zalo.rules.idle = idle
    answered, packed = await client.call("getUpdates", timeout="0")
    assert (answered, packed["ok"], packed["error_code"]) == (status, False, 408)


async def test_errors_come_by_http_or_in_the_body(client: Client, zalo: ZaloWorld) -> None:
    assert (await client.call("sendMessage", chat_id="x", text="y"))[0] == 400
    zalo.rules.errors_in_body = True
    status, packed = await client.call("sendMessage", chat_id="x", text="y")
    assert (status, packed["error_code"]) == (200, 400)


async def test_poll_wakes_and_may_answer_a_list(client: Client, zalo: ZaloWorld, server: ZaloServer) -> None:
    zalo.rules.array = True
    poll = asyncio.create_task(client.update())
    await server.wait_for(lambda: server.calls_of("getUpdates"))
    zalo.say(HOA, "xong rồi")
    (update,) = await poll
    assert update["message"]["text"] == "xong rồi"


@pytest.mark.parametrize("text", ["", " ", "x" * 2001])
async def test_text_has_its_limits(client: Client, text: str) -> None:
    assert (await client.call("sendMessage", chat_id=HOA, text=text))[0] == 400
    assert (await client.call("sendMessage", chat_id=HOA, text="đ" * 2000))[0] == 200


async def test_bot_does_not_write_first(client: Client, zalo: ZaloWorld) -> None:
    assert (await client.call("sendMessage", chat_id=BINH, text="Chào"))[0] == 403
    zalo.rules.may_initiate = True
    assert (await client.call("sendMessage", chat_id=BINH, text="Chào"))[0] == 200
    zalo.block(BINH)
    assert (await client.call("sendMessage", chat_id=BINH, text="Chào"))[0] == 403


async def test_month_has_its_quota(client: Client, zalo: ZaloWorld, clock: ManualClock) -> None:
    zalo.rules.monthly_quota = 2
    statuses = [(await client.call("sendMessage", chat_id=HOA, text="x"))[0] for _ in range(3)]
    assert statuses == [200, 200, 429]
    # 01/12 begins at 17:00 UTC of 30/11.
    clock.jump_to(datetime(2024, 11, 30, 17, 0, tzinfo=UTC))
    assert (await client.call("sendMessage", chat_id=HOA, text="x"))[0] == 200


async def test_users_have_their_quota(client: Client, zalo: ZaloWorld) -> None:
    zalo.rules.user_quota = 1
    zalo.say(BINH, "K7M2QX")
    zalo.say(HOA, "xong rồi")
    assert (await client.update())["message"]["text"] == "xong rồi"
    assert not zalo.updates


async def test_pictures_go_both_ways_by_address(client: Client, zalo: ZaloWorld, server: ZaloServer) -> None:
    zalo.send_file(HOA, "ảnh.png", PNG, "image/png", "minh chứng")
    message = (await client.update())["message"]
    assert message["caption"] == "minh chứng"
    async with client.session.get(message["photo_url"]) as response:
        assert await response.read() == PNG
    status, _ = await client.call("sendPhoto", chat_id=HOA, photo=message["photo_url"], caption="Tiến độ")
    shown = zalo.last(HOA)
    assert (status, shown.text, shown.file and shown.file.content) == (200, "Tiến độ", PNG)
    for wrong in (f"{server.base_url}/files/none", "file:///etc/passwd", "http://127.0.0.1:9/x.png"):
        assert (await client.call("sendPhoto", chat_id=HOA, photo=wrong))[0] == 400


@pytest.mark.parametrize("bare", [True, False])
async def test_what_bots_cannot_read(client: Client, zalo: ZaloWorld, bare: bool) -> None:
    zalo.rules.bare_unsupported = bare
    zalo.send_file(HOA, "báo cáo.docx", b"PK", "application/octet-stream")
    zalo.card(HOA)
    for _ in range(2):
        update = await client.update()
        assert update["event_name"] == "message.unsupported.received"
        assert ("message" in update) is not bare


async def test_stickers_and_voice_have_their_own_events(client: Client, zalo: ZaloWorld) -> None:
    zalo.sticker(HOA)
    zalo.voice(HOA)
    assert [(await client.update())["event_name"] for _ in range(2)] == [
        "message.sticker.received",
        "message.voice.received",
    ]


async def test_in_groups_the_bot_hears_mentions_and_answers(client: Client, zalo: ZaloWorld) -> None:
    zalo.group("g1", "Lãnh đạo", [HOA])
    zalo.say(HOA, "trưa nay ăn gì", chat="g1")
    zalo.say(HOA, "@Bot Nhắc việc tình hình?", chat="g1")
    update = await client.update()
    assert (update["message"]["text"], update["message"]["chat"]["chat_type"]) == ("@Bot Nhắc việc tình hình?", "GROUP")
    await client.call("sendMessage", chat_id="g1", text="9/14 đã báo cáo")
    zalo.say(HOA, "cảm ơn", chat="g1", reply_to=zalo.last("g1").id)
    assert (await client.update())["message"]["text"] == "cảm ơn"
    with pytest.raises(NotAllowed):
        zalo.say(BINH, "tôi nữa", chat="g1")
    zalo.rules.groups = False
    with pytest.raises(NotAllowed):
        zalo.group("g2", "Nhóm khác")


async def test_small_methods(client: Client) -> None:
    assert (await client.call("getMe"))[1]["result"]["display_name"] == "Bot Nhắc việc"
    assert (await client.call("sendChatAction", chat_id=HOA, action="typing"))[0] == 200
    assert (await client.call("sendChatAction", chat_id=HOA, action="upload_photo"))[0] == 400
    assert (await client.call("sendSticker", chat_id=HOA, sticker="x"))[0] == 200
    assert (await client.call("editMessageText", chat_id=HOA))[0] == 404
    assert (await client.call("getWebhookInfo"))[0] == 404


async def test_wrong_token(client: Client, server: ZaloServer) -> None:
    async with client.session.post(f"{server.base_url}/bot1:x/getMe") as response:
        assert response.status == 401


@pytest.mark.parametrize("wrapped", [True, False])
async def test_webhook_brings_updates_in_either_form(client: Client, zalo: ZaloWorld, wrapped: bool) -> None:
    zalo.rules.wrapped_webhook = wrapped
    client.server.webhook.retry_seconds = 0.01
    client.server.faults.add(Fault("webhook", "duplicate"))
    got: list[tuple[str, Json]] = []
    pulse, refusals = Pulse(), [500]

    async def receive(request: web.Request) -> web.Response:
        if refusals:
            return web.Response(status=refusals.pop())
        got.append((request.headers["X-Bot-Api-Secret-Token"], await request.json()))
        pulse.beat()
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    assert (await client.call("setWebhook", url=url, secret_token="short"))[0] == 400
    assert (await client.call("setWebhook", url=url, secret_token="long-enough"))[0] == 200
    assert (await client.call("getUpdates", timeout="0"))[0] == 409
    zalo.say(HOA, "xong rồi")
    await pulse.wait_for(lambda: len(got) == 2, 5)
    secret, packed = got[0]
    assert secret == "long-enough"
    assert ("result" in packed) is wrapped
    assert (await client.call("deleteWebhook"))[0] == 200
    await runner.cleanup()


async def test_faults_strike_here_too(client: Client, zalo: ZaloWorld) -> None:
    client.server.faults.add(Fault("sendMessage", "500"))
    assert (await client.call("sendMessage", chat_id=HOA, text="x"))[0] == 500
    client.server.faults.add(Fault("sendMessage", "drop_after"))
    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", chat_id=HOA, text="x")
    assert len(zalo.transcript(HOA)) == 1
    client.server.faults.add(Fault("getUpdates", "duplicate"))
    zalo.say(HOA, "một")
    assert await client.update() == await client.update()


async def test_phone_shows_and_plays_the_chat(client: Client, zalo: ZaloWorld) -> None:
    handset = ZaloHandset(zalo, Phone("z", "Lê Hoa", "Đầu mối", HOA, HOA, channel="zalo"))
    events: list[Json] = []
    end = handset.listen(events.append)
    handset.say("xem https://a.vn nhé", None)
    handset.send_file(PhoneFile("ảnh.png", "image/png", PNG), "")
    await client.call("sendChatAction", chat_id=HOA, action="typing")
    await client.call("sendMessage", chat_id=HOA, text="1. Đồng ý\n2. Không")
    end()
    assert [event["kind"] for event in events] == ["message", "message", "typing", "message"]
    said, photo, asked = handset.view()["messages"]
    assert (said["mine"], said["entities"][0]["type"], photo["attachment"]["kind"]) == (True, "url", "photo")
    assert asked["text"].startswith("1.")
    file = handset.file(photo["attachment"]["url"].split("/")[2])
    assert file is not None
    assert file.content == PNG
    with pytest.raises(NotAllowed):
        handset.press(asked["id"], "x")
