"""People can come in before the bot behind the entrance is there; what they bring waits for it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot import app
from bot.clock import ShiftedClock
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from bot.entrance import Gate
from tests.acceptance.silence import PATIENCE
from tests.acceptance.towns import settings
from tests.worlds import at

LOADS = """
from bot.lightly import lightly
with lightly():
    import bot.app, handlers.telegram.channel
import sys
late = ("bot.wiring", "bot.scripts", "bot.rendering", "handlers.incoming", "storage.schema", "storage.outbox", "apscheduler", "click")
print(*(name for name in late if name in sys.modules))
print(*sorted(name for name in sys.modules if name.startswith("bot.usecases.")))
"""


def incoming(update: str) -> Incoming:
    return Incoming(
        update,
        IncomingKind.TEXT,
        Address(Channel.TELEGRAM, "1"),
        Sender(Channel.TELEGRAM, "1", "Lan"),
        at("2024-11-08 08:00"),
    )


async def test_what_comes_early_waits_and_is_handed_on_in_full() -> None:
    gate, taken = Gate(), []

    async def take(message: Incoming) -> None:
        taken.append(message.update)

    waiting = [asyncio.create_task(gate.receive(incoming(update))) for update in "12"]
    await asyncio.sleep(0)
    assert (taken, [task.done() for task in waiting]) == ([], [False, False])
    gate.open(take)
    await asyncio.gather(*waiting)
    await gate.receive(incoming("3"))
    assert taken == ["1", "2", "3"]


async def test_the_first_poll_goes_out_before_the_rest_is_loaded(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = shutil.copy(sqlite_template, tmp_path / "bot.db")
    server = TelegramServer(TelegramWorld(ShiftedClock(at("2024-11-08 08:00"))))
    await server.start()
    server.world.user(1, "Lan", started=True)
    server.world.say(1, "xin chào")
    polled, stop = threading.Event(), asyncio.Event()
    monkeypatch.setattr(app, "_load", lambda: polled.wait(PATIENCE))
    living = asyncio.create_task(app.serve(settings(server, f"sqlite:///{database}", tmp_path), stop))
    try:
        await server.wait_for(lambda: server.polls, PATIENCE)
        assert not server.calls_of("sendMessage")
        polled.set()
        await server.wait_for(lambda: server.calls_of("sendMessage"), PATIENCE)
    finally:
        polled.set()
        stop.set()
        await living
        await server.stop()


def test_little_is_loaded_before_the_first_poll() -> None:
    ended = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout.split("\n")[:2] == ["", "bot.usecases.desk"]
