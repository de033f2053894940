"""The bot as a process of its own, to be killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.telegram.server import TelegramServer

ROOT = Path(__file__).parents[2]


class Bot:
    """`nhacviec run` in another process, on the system's clock; `settings` go into its environment."""

    def __init__(self, config: Path, **settings: str) -> None:
        self._config = config
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The number of the process that was started last."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start it; returns at once."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "--config",
            str(self._config),
            "run",
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **self._settings},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    async def ended(self) -> None:
        """Wait until it ends by itself."""
        if self._process is not None:
            await self._process.wait()

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end; tells its exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        process = self._process
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(how)
        _, said = await process.communicate()
        assert b"Traceback" not in said, said.decode()
        return process.returncode or 0


def configure(directory: Path, server: TelegramServer) -> Path:
    """Write a configuration for the local Telegram."""
    path = directory / "config.toml"
    path.write_text(
        f"""
[telegram]
token = "{server.token}"
base_url = "{server.base_url}"
base_file_url = "{server.base_file_url}"
""",
        "utf-8",
    )
    path.chmod(0o600)
    return path


@asynccontextmanager
async def running(config: Path) -> AsyncIterator[Bot]:
    """Run the bot until the end of the block."""
    bot = Bot(config)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.kill()
