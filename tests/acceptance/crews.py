"""Several workers of one bot: processes on one database, called by Telegram through a load balancer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.telegram.server import TelegramServer
from tests.acceptance.balancing import balancing, free_ports
from tests.acceptance.processes import Bot, configure

SECRET = "s" * 24
STARTING = 60.0


@asynccontextmanager
async def crew(directory: Path, server: TelegramServer, url: str, workers: int) -> AsyncIterator[Sequence[Bot]]:
    """Run so many workers until the end of the block; a single one polls, several are called."""
    async with hired(directory, server, url, workers) as bots:
        for bot in bots:
            await bot.start()
        await until_at_work(server, workers)
        yield bots


@asynccontextmanager
async def hired(directory: Path, server: TelegramServer, url: str, workers: int) -> AsyncIterator[Sequence[Bot]]:
    """The same, but nobody has started yet; whoever still runs at the end is killed."""
    config = configure(directory, server)
    front, *ports = free_ports(workers + 1)
    bots = [Bot(config, **settings_of(url, front, port if workers > 1 else None)) for port in ports]
    async with balancing(front, ports):
        try:
            yield bots
        finally:
            for bot in bots:
                await bot.kill()


async def until_at_work(server: TelegramServer, workers: int) -> None:
    """Wait until all take updates."""
    if workers == 1:
        await server.wait_for(lambda: server.polls, STARTING)
    else:
        await server.wait_for(lambda: len(server.calls_of("setWebhook")) >= workers, STARTING)


def settings_of(url: str, front: int, port: int | None) -> dict[str, str]:
    """Tell what of the configuration differs for the worker that listens on `port`; without one it polls."""
    settings = {"NHACVIEC_DATABASE__URL": url}
    if port is None:
        return settings
    return settings | {
        "NHACVIEC_TELEGRAM__WEBHOOK_URL": f"http://127.0.0.1:{front}/telegram",
        "NHACVIEC_TELEGRAM__WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        "NHACVIEC_TELEGRAM__WEBHOOK_SECRET": SECRET,
    }
