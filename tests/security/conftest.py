"""A town under attack: the whole bot over HTTP, with its webhook open, two agencies that must not see each other, an officer."""

from __future__ import annotations

import io
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.demo.scene import OFFICER
from tests.acceptance import stories
from tests.acceptance.towns import Town, town

SECRET = "s" * 24
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LAN, MINH, STRANGER = 1001, 1002, 666


@dataclass
class Fortress:
    """A town and the address at which Telegram calls it."""

    town: Town
    hook: str
    files: Path

    async def knock(self, body: Any, secret: str | None = SECRET, *, packing: str = "") -> int:
        """Call as Telegram would, or as somebody who says so; tells the status."""
        headers = {
            name: value
            for name, value in ((HEADER, secret), ("Content-Encoding", packing or None))
            if value is not None
        }
        content = {"data": body} if isinstance(body, io.BytesIO) else {"json": body}
        async with aiohttp.ClientSession() as session, session.post(self.hook, headers=headers, **content) as answer:
            return answer.status

    async def counts(self) -> stories.Recount:
        """Count what there is."""
        return await self.town.house.doors.read(stories.recount)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
async def fortress(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Fortress]:
    """Run a bot that Telegram calls, for Lan's agency and Minh's."""
    shutil.copy(sqlite_template, tmp_path / "town.db")
    listen = f"127.0.0.1:{free_port()}"
    hook = {"webhook_url": f"http://{listen}/telegram", "webhook_listen": listen, "webhook_secret": SECRET}
    admins = {"telegram": [OFFICER.user]}
    url = f"sqlite:///{tmp_path / 'town.db'}"
    async with town(url, tmp_path, "2024-10-14 08:00", telegram=hook, admins=admins) as made:
        await made.house.doors.write(stories.prepare, [LAN, MINH])
        stories.bring_phones(made.server, [LAN, MINH, STRANGER])
        made.world.user(OFFICER.user, "Điều phối viên", started=True)
        yield Fortress(made, f"http://{listen}/telegram", tmp_path / "files")
