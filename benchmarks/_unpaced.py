"""The bot as it is, but for Telegram's 30 messages a second, which would be all that is measured."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from benchmarks import _quiet
from bot import app, wiring
from bot.clock import RandomIds, SystemClock
from bot.config import load
from handlers.pacing import UNLIMITED
from storage.engine import Storage


async def main(file: Path) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    config = load(file, os.environ)
    async with await Storage.open(config.database.url, data_dir=config.bot.data_dir) as storage:
        await app.live(wiring.build(config, storage, SystemClock(), RandomIds(), UNLIMITED), stop)


if __name__ == "__main__":
    _quiet.hush()
    app.spare_collector()
    asyncio.run(main(Path(sys.argv[1])))
