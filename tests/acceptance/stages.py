"""A running bot on the local Zalo, and people who write and choose by number."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.clock import ShiftedClock
from bot.config import Config
from bot.demo.telegram.world import TelegramWorld
from bot.demo.timeline import HouseTimeline
from bot.demo.zalo.server import ZaloServer, ZaloWorld
from bot.wiring import House
from tests.acceptance import staff
from tests.acceptance.silence import PATIENCE, silent
from tests.worlds import at

PEOPLE = {"focal": 101, "second": 102, "officer": 103}
"""Their numbers; a "z" stands in front."""

OFFICE = {"parent": "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "place": "Quảng Ngãi", "signer_title": "GIÁM ĐỐC"}


@dataclass
class ZaloStage:
    """A bot on Zalo and the people around it. What they do returns what the bot then said to them."""

    world: ZaloWorld
    server: ZaloServer
    house: House
    clock: ShiftedClock
    timeline: HouseTimeline
    _heard: dict[str, int] = field(default_factory=dict)

    async def say(self, who: str, text: str) -> list[str]:
        self.look(who)
        self.world.say(self.user(who), text)
        return await self.hear(who)

    async def choose(self, who: str, label: str) -> list[str]:
        listed = re.findall(r"^(\d+)\. (.+)$", self.last(who), re.MULTILINE)
        # What is labelled by its number is listed in the question's own words.
        return await self.say(who, next((number for number, shown in reversed(listed) if shown == label), label))

    async def photo(self, who: str, content: bytes) -> list[str]:
        self.look(who)
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
        await self.server.wait_for(self._asks_in_vain, PATIENCE)
        await silent(self.house)

    def _asks_in_vain(self) -> bool:
        polls = self.server.calls_of("getUpdates")
        return not self.world.updates and bool(polls) and polls[-1].status == 0

    def look(self, who: str) -> None:
        """Take what has been said so far as heard."""
        self._heard[who] = len(self._said(who))

    def shown(self, who: str) -> list[str]:
        """Tell what the bot has said since somebody last looked."""
        return self._said(who)[self._heard[who] :]

    def _said(self, who: str) -> list[str]:
        shown = (one for one in self.world.transcript(self.user(who)) if one.sender.is_bot)
        return [("<photo> " if one.file else "") + one.text for one in shown]


def zalo_settings(server: ZaloServer, database_url: str, directory: Path, **sections: Any) -> Config:
    """Configure a bot for the local Zalo."""
    values: dict[str, Any] = {
        "bot": {"data_dir": str(directory)},
        "database": {"url": database_url},
        "zalo": {"token": server.token, "base_url": server.base_url},
        "office": OFFICE,
        "admins": {"zalo": [f"z{PEOPLE['officer']}"]},
    }
    return Config.model_validate(
        {name: values.get(name, {}) | sections.get(name, {}) for name in {**values, **sections}}
    )


@asynccontextmanager
async def zalo_stage(database_url: str, directory: Path, start: str, **sections: Any) -> AsyncIterator[ZaloStage]:
    """Play on Zalo."""
    clock = ShiftedClock(at(start))
    world = ZaloWorld(clock)
    server = ZaloServer(world)
    await server.start()
    for who, number in PEOPLE.items():
        world.user(f"z{number}", who, started=True)
    with staff.lent(database_url) as url:
        config, workers = (
            zalo_settings(server, url, directory, **sections),
            staff.number_for(url, sections, staff.WORKERS),
        )
        async with staff.working(config, url, directory, clock, workers) as houses:
            try:
                timeline = HouseTimeline(houses[0], clock, TelegramWorld(clock))
                yield ZaloStage(world, server, houses[0], clock, timeline)
            finally:
                # The poll in hand is never broken off by the bot: the server ends it.
                await server.stop()
