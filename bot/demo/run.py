"""`nhacviec demo`: the bot, a local Bot API server and the page of phones, on sample data in a temporary place."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import webbrowser
from collections.abc import AsyncIterator
from datetime import datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from bot import app, wiring
from bot.clock import VIETNAM, RandomIds, ShiftedClock
from bot.config import Config
from bot.demo.page import DemoPage
from bot.demo.phones import Phone
from bot.demo.scene import LEADERS, OFFICER, PEOPLE, Scene, set_scene
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.demo.timeline import HouseTimeline
from bot.demo.zalo.scene import set_zalo_scene
from bot.demo.zalo.server import ZaloServer, ZaloWorld
from bot.domain.agencies import RegisterEntry
from bot.errors import InvalidInput
from bot.logs import set_up
from bot.reading.register import read_register
from handlers.pacing import UNLIMITED
from storage.engine import Storage

START = datetime(2024, 11, 4, 8, 0, tzinfo=VIETNAM)
"""A Monday morning in the sample plan's year, ten days before its report is due."""

PLAN = "quang-ngai-2024.txt"
REGISTER = "quang-ngai-agencies.toml"


def run_demo(*, port: int, plan: Path | None, at: datetime | None, browser: bool) -> None:
    """Run the demo until it is stopped; nothing of it is kept.

    Raises `InvalidInput("usage.port")` when the port is taken.
    """
    set_up()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(port, plan, at or START, browser))


async def _run(port: int, plan: Path | None, at: datetime, browser: bool) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with TemporaryDirectory(prefix="nhacviec-demo-") as directory:
        async with demo(Path(directory), port, plan, at) as address:
            # The one thing this command says on standard output.
            print(f"Trang dùng thử: {address}  (dừng: Ctrl+C)", flush=True)  # noqa: T201  # see above
            if browser:
                webbrowser.open(address)
            await stop.wait()


@contextlib.asynccontextmanager
async def demo(directory: Path, port: int, plan: Path | None, at: datetime) -> AsyncIterator[str]:
    """Run the demo's parts; gives the page's address."""
    clock = ShiftedClock(at)
    world = TelegramWorld(clock)
    server = TelegramServer(world)
    await server.start()
    zalo = ZaloServer(ZaloWorld(clock))
    await zalo.start()
    config = _config(directory, server, zalo, port)
    stop = asyncio.Event()
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        stack.push_async_callback(zalo.stop)
        storage = await stack.enter_async_context(await Storage.open(config.database.url, data_dir=directory))
        house = wiring.build(config, storage, clock, RandomIds(), UNLIMITED)
        scene = await set_scene(house.doors, world, *_sample(plan))
        fifth = await set_zalo_scene(house.doors, zalo.world)
        living = asyncio.create_task(app.live(house, stop))
        stack.push_async_callback(_end, living, stop, zalo)
        page = DemoPage(world, HouseTimeline(house, clock, world), phones=_phones(scene), more=[fifth])
        yield await stack.enter_async_context(_served(page, house, port))


async def _end(living: asyncio.Task[None], stop: asyncio.Event, zalo: ZaloServer) -> None:
    stop.set()
    # The bot never breaks a poll off: the server ends it.
    await zalo.stop()
    await living


@contextlib.asynccontextmanager
async def _served(page: DemoPage, house: wiring.House, port: int) -> AsyncIterator[str]:
    """Serve the page, and the files that go out as links."""
    application = web.Application()
    application.add_routes(house.pages)
    page.attach(application)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise InvalidInput("usage.port", port=port) from error
    host, actual = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{actual}"
    finally:
        await runner.cleanup()


def _config(directory: Path, server: TelegramServer, zalo: ZaloServer, port: int) -> Config:
    return Config.model_validate(
        {
            "bot": {"name": "nhacviec (bản dùng thử)", "data_dir": str(directory)},
            "telegram": {"token": server.token, "base_url": server.base_url, "base_file_url": server.base_file_url},
            "zalo": {"token": zalo.token, "base_url": zalo.base_url},
            # A port that the system chooses is known too late for links.
            "http": {"public_url": f"http://127.0.0.1:{port}" if port else ""},
            "office": {
                "coordinator": "Sở Thông tin và Truyền thông",
                "parent": "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
                "place": "Quảng Ngãi",
                "signer_title": "GIÁM ĐỐC",
                "receivers": ["UBND tỉnh (báo cáo)", "Các sở, ban, ngành"],
            },
            "admins": {"telegram": [OFFICER.user]},
            # All of it is gone when the demo ends.
            "backup": {"keep_days": 0},
        }
    )


def _sample(plan: Path | None) -> tuple[bytes, str, tuple[RegisterEntry, ...]]:
    """Read the plan, its file's name, and the register of agencies."""
    data = resources.files("bot.demo") / "data"
    register = read_register((data / REGISTER).read_bytes(), REGISTER)
    if plan is not None:
        return plan.read_bytes(), plan.name, register
    return (data / PLAN).read_bytes(), PLAN, register


def _phones(scene: Scene) -> list[Phone]:
    phones = [
        Phone(str(person.key), person.title, person.role, person.user, person.user, scene.hints[person.key])
        for person in PEOPLE
    ]
    return [
        *phones,
        Phone("leaders", LEADERS.title, LEADERS.role, LEADERS.speaker, LEADERS.chat, scene.hints["leaders"]),
    ]
