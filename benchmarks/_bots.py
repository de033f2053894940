"""Bots as processes of their own on one core, while the local Telegram and the people are on the other."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.clock import RandomIds, SystemClock
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.domain.office import Office
from bot.usecases.desk import Doors
from storage.engine import Storage
from tests.acceptance import stories
from tests.acceptance.processes import configure

DATABASE = "sqlite:///nhacviec.db"
FIRST_USER = 1001
READY = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Running:
    """A bot's process."""

    pid: int

    def cpu(self) -> float:
        """Tell the processor time it has used so far, in seconds."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def resident(self) -> int:
        """Tell its resident memory in bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1]) * _PAGE


def take_a_core() -> None:
    """Keep this process, with server and people, off the bots' core; without a second core all share one."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, {cores[-1]})


@asynccontextmanager
async def serving(latency: float = 0.0) -> AsyncIterator[TelegramServer]:
    """Run a local Telegram."""
    server = TelegramServer(TelegramWorld(SystemClock()), latency=latency)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def bot(*words: str, core: int = 0, python: str = sys.executable) -> AsyncIterator[Running]:
    """Run `python -m …` on a core of its own until the end of the block."""
    process = await asyncio.create_subprocess_exec(
        python, "-m", *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    os.sched_setaffinity(process.pid, {core})
    try:
        yield Running(process.pid)
    finally:
        await end(process)


async def end(process: asyncio.subprocess.Process) -> None:
    """Ask a process to end, and wait for that."""
    with suppress(ProcessLookupError):
        process.terminate()
    await process.wait()


def echo(server: TelegramServer, *, at_once: bool = False) -> tuple[str, ...]:
    """Tell how python-telegram-bot's echo is run; as it comes, it deals with one update after the other."""
    return ("benchmarks._echo", server.token, server.base_url, *(["at once"] if at_once else []))


async def office(directory: Path, server: TelegramServer, users: Sequence[int]) -> Path:
    """Make an office in which each person has a task to report on; tells its configuration."""
    async with await Storage.open(DATABASE, data_dir=directory) as storage:
        await Doors(storage, SystemClock(), Office(), RandomIds()).write(stories.prepare, users)
    return configure(directory, server)


async def until_it_polls(server: TelegramServer) -> None:
    """Wait for a bot's first poll after now."""
    before = server.polls
    await server.wait_for(lambda: server.polls > before, READY)
