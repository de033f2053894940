"""The page of phones, as its script talks to it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from bot.clock import ManualClock
from bot.demo.page import DemoPage
from bot.demo.phones import Phone
from bot.demo.telegram.world import TelegramWorld
from tests.demo.conftest import BINH, GROUP, HOA, LAN
from tests.demo.pictures import PNG

Json = dict[str, Any]
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Báo cáo", callback_data="do:report")]])


class Steps:
    """A time that remembers where it was sent."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.upcoming: datetime | None = datetime(2024, 11, 8, 1, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self._clock.now()

    async def jump(self, to: datetime) -> None:
        self._clock.jump_to(to)

    async def next_event(self) -> datetime | None:
        return self.upcoming


class Browser:
    """Calls the page as its script does."""

    def __init__(self, session: aiohttp.ClientSession, origin: str) -> None:
        self.session, self.origin = session, origin

    async def get(self, path: str) -> Json:
        async with self.session.get(f"{self.origin}/{path}") as response:
            packed: Json = await response.json()
            return packed

    async def post(self, path: str, body: Json, **headers: str) -> tuple[int, Json]:
        async with self.session.post(f"{self.origin}/{path}", json=body, headers=headers) as response:
            return response.status, await response.json()

    async def events(self, stream: aiohttp.ClientResponse, count: int) -> list[Json]:
        """Read so many events of an open stream."""
        heard: list[Json] = []
        async with asyncio.timeout(5):
            while len(heard) < count:
                line = (await stream.content.readline()).decode()
                if line.startswith("data: "):
                    heard.append(json.loads(line[6:]))
        return heard


@pytest.fixture
def steps(clock: ManualClock) -> Steps:
    return Steps(clock)


@pytest.fixture
async def browser(world: TelegramWorld, steps: Steps) -> AsyncIterator[Browser]:
    phones = (
        Phone("binh", "Trần Bình", "Đầu mối", BINH, BINH, ("/nhiemvu",)),
        Phone("hoa", "Lê Hoa", "Đầu mối", HOA, HOA),
        Phone("nhom", "Lãnh đạo", "Nhóm", LAN, GROUP),
    )
    app = web.Application()
    DemoPage(world, steps, phones=phones).attach(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        yield Browser(session, f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()


async def test_page_and_its_parts_are_served_with_nothing_from_elsewhere(browser: Browser) -> None:
    async with browser.session.get(browser.origin) as response:
        page = await response.text()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "Đây là bản dùng thử" in page
    for name in re.findall(r'(?:src|href)="(static/[^"]+)"', page):
        async with browser.session.get(f"{browser.origin}/{name}") as response:
            assert response.status == 200
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", await response.text())


@pytest.mark.parametrize("path", ["static/../page.py", "static/page.html", "files/binh/none/x", "files/x/none/x"])
async def test_nothing_else_is_served(browser: Browser, path: str) -> None:
    async with browser.session.get(f"{browser.origin}/{path}") as response:
        assert response.status == 404


async def test_state_shows_every_phone(browser: Browser, bot: Bot, world: TelegramWorld) -> None:
    await bot.set_my_commands([BotCommand("help", "Trợ giúp")])
    await bot.send_message(BINH, "Chào <b>anh</b>", parse_mode="HTML", reply_markup=BUTTONS)
    world.say(LAN, "Chào cả nhà", chat=GROUP)
    state = await browser.get("api/state")
    binh, hoa, group = state["phones"]
    assert (binh["chatTitle"], binh["started"], hoa["started"]) == ("Nhắc việc", True, False)
    assert [command["command"] for command in binh["commands"]] == ["help"]
    (message,) = binh["messages"]
    assert (message["text"], message["entities"][0]["type"], message["mine"]) == ("Chào anh", "bold", False)
    assert (group["chatTitle"], group["members"], group["messages"][0]["mine"]) == ("Lãnh đạo Sở", 3, True)
    assert state["now"] == "2024-11-08T08:00:00+07:00"


async def test_people_act_through_the_page(browser: Browser, bot: Bot, world: TelegramWorld) -> None:
    sent = await bot.send_message(BINH, "Tiến độ?", reply_markup=BUTTONS)
    path = "api/phones/binh"
    assert await browser.post(f"{path}/press", {"message": str(sent.message_id), "data": "do:report"}) == (200, {})
    assert await browser.post(f"{path}/say", {"text": "xong rồi", "reply_to": str(sent.message_id)}) == (200, {})
    form = aiohttp.FormData({"caption": "ảnh đây"}, quote_fields=False)
    form.add_field("file", PNG, filename="ảnh.png", content_type="image/png")
    form.add_field("file", b"%PDF", filename="kế hoạch.pdf", content_type="application/pdf")
    async with browser.session.post(f"{browser.origin}/{path}/file", data=form) as response:
        assert response.status == 200
    press, said, photo, document = await bot.get_updates(timeout=0)
    assert press.callback_query is not None
    assert said.message is not None
    assert said.message.reply_to_message is not None
    assert photo.message is not None
    assert (photo.message.caption, len(photo.message.photo)) == ("ảnh đây", 2)
    assert document.message is not None
    assert document.message.document is not None
    assert document.message.document.file_name == "kế hoạch.pdf"


async def test_changes_arrive_as_they_happen(browser: Browser, bot: Bot, world: TelegramWorld) -> None:
    async with browser.session.get(f"{browser.origin}/api/events") as stream:
        await bot.send_chat_action(BINH, "typing")
        sent = await bot.send_message(BINH, "Tiến độ?", reply_markup=BUTTONS)
        press = world.press(BINH, sent.message_id, "Báo cáo")
        await bot.answer_callback_query(press.id, "Được ạ")
        await bot.send_message(GROUP, "Bản tin")
        await bot.delete_message(BINH, sent.message_id)
        heard = await browser.events(stream, 5)
    kinds = [(event["phone"], event["kind"]) for event in heard]
    assert kinds == [
        ("binh", "typing"), ("binh", "message"), ("binh", "answered"), ("nhom", "message"), ("binh", "deleted"),
    ]  # fmt: skip
    assert heard[2]["text"] == "Được ạ"


async def test_time_goes_forward_only(browser: Browser, steps: Steps) -> None:
    _, present = await browser.post("api/jump", {"next": True})
    assert present["now"] == "2024-11-08T08:30:00+07:00"
    _, present = await browser.post("api/jump", {"hours": 1})
    _, present = await browser.post("api/jump", {"days": 7})
    _, present = await browser.post("api/jump", {"to": "2024-11-29T16:00"})
    assert steps.now() == datetime(2024, 11, 29, 9, 0, tzinfo=UTC)
    assert await browser.post("api/jump", {"to": "2024-11-01T00:00"}) == (409, {"error": "demo.jump_back"})
    assert await browser.post("api/jump", {"to": "mai"}) == (409, {"error": "demo.jump_unreadable"})
    assert await browser.post("api/jump", {"days": 9999}) == (409, {"error": "demo.jump_far"})
    steps.upcoming = None
    _, present = await browser.post("api/jump", {"next": True})
    assert (present["next"], steps.now() - datetime(2024, 11, 29, 9, 0, tzinfo=UTC)) == (None, timedelta())


async def test_documents_are_listed_and_can_be_fetched(browser: Browser, bot: Bot) -> None:
    await bot.send_document(BINH, b"PK-report", filename="Báo cáo.docx")
    (document,) = (await browser.get("api/state"))["documents"]
    async with browser.session.get(f"{browser.origin}/{document['url']}") as response:
        assert (await response.read(), response.content_type) == (b"PK-report", "application/octet-stream")
        assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("act", "body", "error"),
    [
        ("say", {"text": "  "}, "demo.empty"),
        ("press", {"message": "x", "data": "y"}, "demo.message"),
        ("press", {"message": "99", "data": "y"}, "demo.message"),
        ("say", [], "demo.body"),
    ],
)
async def test_what_cannot_be_done_is_named(browser: Browser, act: str, body: Json, error: str) -> None:
    status, packed = await browser.post(f"api/phones/binh/{act}", body)
    assert (status in (404, 409), packed["error"]) == (True, error)


async def test_another_web_page_cannot_act_here(browser: Browser, world: TelegramWorld) -> None:
    status, packed = await browser.post("api/phones/binh/say", {"text": "Chào"}, Origin="https://evil.example")
    assert (status, packed["error"]) == (409, "demo.foreign_page")
    assert world.transcript(BINH) == []


async def test_blocked_phone_starts_again(browser: Browser, world: TelegramWorld) -> None:
    world.block(BINH)
    assert (await browser.post("api/phones/binh/say", {"text": "Chào"}))[1] == {"error": "demo.blocked"}
    assert (await browser.post("api/phones/binh/say", {"text": "/start"}))[0] == 200
    assert not world.users[BINH].blocked


def test_script_writes_no_html() -> None:
    script = resources.files("bot.demo").joinpath("static/page.js").read_text("utf-8")
    assert "innerHTML" not in script
