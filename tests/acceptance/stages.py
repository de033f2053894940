"""The same story on any channel: people who say and choose, where choosing is pressing or typing a number."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from bot import app, wiring
from bot.clock import CountingIds, ShiftedClock
from bot.config import Config
from bot.demo.telegram_world import TelegramWorld
from bot.demo.timeline import HouseTimeline
from bot.demo.zalo_server import ZaloServer, ZaloWorld
from bot.usecases import outbox
from bot.wiring import House
from handlers.pacing import UNLIMITED
from storage.engine import Storage
from tests.acceptance.towns import PATIENCE, Town, town
from tests.worlds import at

PEOPLE = {"focal": 101, "second": 102, "officer": 103}
"""Their numbers on Telegram; on Zalo a "z" stands in front."""

OFFICE = {"parent": "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "place": "Quảng Ngãi", "signer_title": "GIÁM ĐỐC"}


class Stage(Protocol):
    """Where a story is played. What people do returns what the bot then said to them."""

    @property
    def house(self) -> House: ...

    async def say(self, who: str, text: str) -> list[str]:
        """Write something in private."""
        ...

    async def choose(self, who: str, label: str) -> list[str]:
        """Choose what was offered last under a label."""
        ...

    async def photo(self, who: str, content: bytes) -> list[str]:
        """Send a picture."""
        ...

    async def jump(self, to: str) -> None:
        """Go to an instant in Việt Nam."""
        ...

    def last(self, who: str) -> str:
        """Tell what the bot said last."""
        ...


@dataclass
class TelegramStage:
    """A story on Telegram: choosing is pressing."""

    town: Town

    @property
    def house(self) -> House:
        return self.town.house

    async def say(self, who: str, text: str) -> list[str]:
        return await self.town.say(PEOPLE[who], text)

    async def choose(self, who: str, label: str) -> list[str]:
        return await self.town.press(PEOPLE[who], label)

    async def photo(self, who: str, content: bytes) -> list[str]:
        self.town.world.send_file(PEOPLE[who], "anh.png", content, "image/png", photo=True)
        return await self.town.hear(PEOPLE[who])

    async def jump(self, to: str) -> None:
        await self.town.jump(to)

    def last(self, who: str) -> str:
        return self.town.last(PEOPLE[who]).text


@dataclass
class ZaloStage:
    """A story on Zalo: choosing is typing the number of what was listed last."""

    world: ZaloWorld
    server: ZaloServer
    house: House
    clock: ShiftedClock
    timeline: HouseTimeline
    _heard: dict[str, int] = field(default_factory=dict)

    async def say(self, who: str, text: str) -> list[str]:
        self._look(who)
        self.world.say(self.user(who), text)
        return await self.hear(who)

    async def choose(self, who: str, label: str) -> list[str]:
        listed = re.findall(r"^(\d+)\. (.+)$", self.last(who), re.MULTILINE)
        # What is labelled by its number is listed in the question's own words.
        return await self.say(who, next((number for number, shown in reversed(listed) if shown == label), label))

    async def photo(self, who: str, content: bytes) -> list[str]:
        self._look(who)
        self.world.send_file(self.user(who), "anh.png", content, "image/png")
        return await self.hear(who)

    async def jump(self, to: str) -> None:
        await self.timeline.jump(at(to))

    def last(self, who: str) -> str:
        return self._said(who)[-1]

    def user(self, who: str) -> str:
        return f"z{PEOPLE[who]}"

    async def hear(self, who: str) -> list[str]:
        """Wait until the bot has nothing more to say; tell what is new."""
        await self.settle()
        return self._said(who)[self._heard[who] :]

    async def settle(self) -> None:
        """Wait until every update is dealt with and every message sent."""
        async with asyncio.timeout(PATIENCE):
            await self.server.wait_for(self._asks_in_vain, PATIENCE)
            # Only the database knows when nothing waits, and it has no bell.
            while sum((await self.house.doors.read(outbox.depth)).waiting.values()):  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    def _asks_in_vain(self) -> bool:
        polls = self.server.calls_of("getUpdates")
        return not self.world.updates and bool(polls) and polls[-1].status == 0

    def _look(self, who: str) -> None:
        self._heard[who] = len(self._said(who))

    def _said(self, who: str) -> list[str]:
        shown = (one for one in self.world.transcript(self.user(who)) if one.sender.is_bot)
        return [("<photo> " if one.file else "") + one.text for one in shown]


@asynccontextmanager
async def telegram_stage(database_url: str, directory: Path, start: str) -> AsyncIterator[TelegramStage]:
    """Play on Telegram."""
    admins = {"telegram": [PEOPLE["officer"]]}
    async with town(database_url, directory, start, admins=admins) as made:
        for who, number in PEOPLE.items():
            made.world.user(number, who, started=True)
        yield TelegramStage(made)


def zalo_settings(server: ZaloServer, database_url: str, directory: Path, **sections: Any) -> Config:
    """Configure a bot for the local Zalo."""
    values: dict[str, Any] = {
        "bot": {"data_dir": str(directory)},
        "database": {"url": database_url},
        "zalo": {"token": server.token, "base_url": server.base_url},
        "office": OFFICE,
        "admins": {"zalo": [f"z{PEOPLE['officer']}"]},
    }
    return Config.model_validate(values | sections)


@asynccontextmanager
async def zalo_stage(database_url: str, directory: Path, start: str, **sections: Any) -> AsyncIterator[ZaloStage]:
    """Play on Zalo."""
    clock = ShiftedClock(at(start))
    world = ZaloWorld(clock)
    server = ZaloServer(world)
    await server.start()
    for who, number in PEOPLE.items():
        world.user(f"z{number}", who, started=True)
    config = zalo_settings(server, database_url, directory, **sections)
    stop = asyncio.Event()
    async with await Storage.open(database_url, data_dir=directory, migrate=False) as storage:
        house = wiring.build(config, storage, clock, CountingIds(), UNLIMITED)
        living = asyncio.create_task(app.live(house, stop))
        try:
            yield ZaloStage(world, server, house, clock, HouseTimeline(house, clock, TelegramWorld(clock)))
        finally:
            stop.set()
            # The poll in hand is never broken off by the bot: the server ends it.
            await server.stop()
            await living
