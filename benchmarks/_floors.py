"""Floors: what the disk and the line cost by themselves, with nothing done in between."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median

import aiohttp

from bot.demo.telegram.server import TelegramServer

TIMES = 300


def commit() -> float:
    """Tell the median of the seconds of a commit of one row: SQLite's WAL, `synchronous=FULL`, nothing around it."""
    times = []
    with tempfile.TemporaryDirectory() as directory:
        connection = sqlite3.connect(Path(directory, "floor.db"), isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE floor (words TEXT)"):
            connection.execute(statement)
        for _ in range(TIMES):
            started = time.perf_counter()
            connection.execute("INSERT INTO floor VALUES ('Đã tổ chức 2 cuộc họp báo')")
            times.append(time.perf_counter() - started)
        connection.close()
    return median(times)


async def call(server: TelegramServer) -> float:
    """Tell the median of the seconds of a call of the local Telegram through the HTTP client that the bot uses."""
    times, address = [], f"{server.base_url}{server.token}/getMe"
    async with aiohttp.ClientSession() as session:
        for _ in range(TIMES):
            started = time.perf_counter()
            async with session.post(address, json={}) as response:
                await response.read()
            times.append(time.perf_counter() - started)
    return median(times)
