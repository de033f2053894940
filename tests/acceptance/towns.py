"""A whole town for a story: the local Telegram over HTTP, the bot on it, and people who speak and press."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.clock import ShiftedClock
from bot.config import Config
from bot.demo.telegram.model import Message
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld, written
from bot.demo.timeline import HouseTimeline
from bot.wiring import House
from tests.acceptance import staff
from tests.acceptance.crews import until_at_work
from tests.acceptance.silence import PATIENCE, silent
from tests.worlds import at


def settings(server: TelegramServer, database_url: str, directory: Path, **sections: Any) -> Config:
    """Configure a bot for the local Telegram."""
    values: dict[str, Any] = {
        "bot": {"data_dir": str(directory)},
        "database": {"url": database_url},
        "telegram": {"token": server.token, "base_url": server.base_url, "base_file_url": server.base_file_url},
        "office": {
            "parent": "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
            "place": "Quảng Ngãi",
            "signer_title": "GIÁM ĐỐC",
            "receivers": ["UBND tỉnh (báo cáo)"],
        },
    }
    return Config.model_validate(
        {name: values.get(name, {}) | sections.get(name, {}) for name in {**values, **sections}}
    )


@dataclass
class Town:
    """A running bot and the people around it. What they do returns what the bot then said in that chat."""

    world: TelegramWorld
    server: TelegramServer
    house: House
    clock: ShiftedClock
    timeline: HouseTimeline
    houses: tuple[House, ...]
    _seen: dict[int, dict[int, str]] = field(default_factory=dict)

    async def say(self, user: int, text: str, chat: int | None = None, reply_to: Message | None = None) -> list[str]:
        """Write something; in private unless a chat is named."""
        self._look(chat or user)
        self.world.say(user, text, chat=chat, reply_to=reply_to.id if reply_to else None)
        return await self.hear(chat or user)

    async def press(self, user: int, label: str, chat: int | None = None, message: Message | None = None) -> list[str]:
        """Press the last button with a label."""
        shown = message or next(one for one in reversed(self.world.transcript(chat or user)) if label in one.labels)
        self._look(chat or user)
        self.world.press(user, shown.id, label, chat=chat)
        return await self.hear(chat or user)

    async def jump(self, to: str) -> None:
        """Go to an instant in Việt Nam, through all that happens before."""
        await self.timeline.jump(at(to))

    async def hear(self, chat: int) -> list[str]:
        """Wait until the bot has nothing more to say; tell what is new or changed in a chat."""
        await self.settle()
        known, now = self._seen.get(chat, {}), self._texts(chat)
        self._seen[chat] = now
        return [text for number, text in now.items() if known.get(number) != text]

    async def settle(self) -> None:
        """Wait until every update is confirmed and every message sent."""
        await self.server.wait_for(lambda: len(self.world.updates) == 0, PATIENCE)
        await silent(self.house)

    def last(self, chat: int) -> Message:
        """Find the bot's newest message in a chat."""
        return next(one for one in reversed(self.world.transcript(chat)) if one.sender.is_bot)

    def _look(self, chat: int) -> None:
        self._seen[chat] = self._texts(chat)

    def _texts(self, chat: int) -> dict[int, str]:
        mine = (one for one in self.world.transcript(chat) if one.sender.is_bot)
        return {one.id: _spoken(one) for one in mine}


def _spoken(message: Message) -> str:
    return written(message).partition(": ")[2]


@asynccontextmanager
async def town(
    database_url: str, directory: Path, start: str, *, staffing: int = staff.WORKERS, **sections: Any
) -> AsyncIterator[Town]:
    """Run a bot in a town from an instant in Việt Nam on; several workers share PostgreSQL."""
    clock = ShiftedClock(at(start))
    world = TelegramWorld(clock)
    server = TelegramServer(world)
    await server.start()
    with staff.lent(database_url) as url:
        config, workers = settings(server, url, directory, **sections), staff.number_for(url, sections, staffing)
        try:
            async with staff.working(config, url, directory, clock, workers) as houses:
                await server.wait_for(lambda: len(server.calls_of("setMyCommands")) >= workers, PATIENCE)
                if workers > 1:
                    await until_at_work(server, workers)
                yield Town(world, server, houses[0], clock, HouseTimeline(houses[0], clock, world), tuple(houses))
        finally:
            await server.stop()
