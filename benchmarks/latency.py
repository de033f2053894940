"""One conversation alone: from what a person says to what the bot answers, against python-telegram-bot's echo in the same run.

First over a line that costs nothing, then with 80 ms to Telegram. The first report is not measured: what is loaded at the
first use is no part of it. Run it with `python -m benchmarks.latency [reports]`; a report has seven turns.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from benchmarks import _bots, _floors, _quiet
from benchmarks._results import Result, Wanted, tell
from bot.demo.telegram.server import TelegramServer
from tests.acceptance import stories

REPORTS = 30
FAR = 0.08
"""Seconds to Telegram, as for the broadcast."""
FAR_REPORTS = 8
PATIENCE = 30.0


@contextmanager
def _noting(times: list[float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    times.append(1000 * (time.perf_counter() - started))


async def echoing(turns: int, latency: float) -> list[float]:
    times: list[float] = []
    async with _bots.serving(latency) as server:
        stories.bring_phones(server, [_bots.FIRST_USER])
        async with _bots.bot(*_bots.echo(server)):
            await _bots.until_it_polls(server)
            for number in range(1, turns + len(stories.TURNS) + 1):
                with _noting(times):
                    server.world.say(_bots.FIRST_USER, f"Đã tổ chức {number} cuộc họp báo")
                    await _until_said(server, number)
    return times[len(stories.TURNS) :]


async def _until_said(server: TelegramServer, number: int) -> None:
    user = _bots.FIRST_USER
    await stories.until(server, user, lambda: len(stories.said_by_bot(server, user)) >= number, PATIENCE)


async def reporting(reports: int, latency: float) -> list[float]:
    times: list[float] = []
    users = range(_bots.FIRST_USER, _bots.FIRST_USER + reports + 1)
    with tempfile.TemporaryDirectory() as directory:
        async with _bots.serving(latency) as server:
            stories.bring_phones(server, users)
            config = await _bots.office(Path(directory), server, users)
            async with _bots.bot("benchmarks._unpaced", str(config)):
                await _bots.until_it_polls(server)
                for user in users:
                    await _report(server, user, times)
    return times[len(stories.TURNS) :]


async def _report(server: TelegramServer, user: int, times: list[float]) -> None:
    for turn in stories.TURNS:
        with _noting(times):
            if turn.pressed:
                shown = next(one for one in reversed(server.world.transcript(user)) if turn.what in one.labels)
                server.world.press(user, shown.id, turn.what)
            else:
                server.world.say(user, turn.what)
            await stories.until(server, user, lambda turn=turn: _answered(server, user, turn.answer), PATIENCE)  # type: ignore[misc]  # mypy cannot infer a default


def _answered(server: TelegramServer, user: int, words: str) -> bool:
    return any(words in one.text for one in stories.said_by_bot(server, user))


def _high(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


async def floor() -> float:
    """Tell the milliseconds of a commit and two calls: the update comes by one, the answer goes by the other."""
    async with _bots.serving() as server:
        return 1000 * (_floors.commit() + 2 * await _floors.call(server))


async def main(reports: int) -> None:
    wanted = Wanted("≤", 1.5)
    echo, ours = await echoing(reports * len(stories.TURNS), 0), await reporting(reports, 0)
    bare = "a commit and two calls, bare"
    tell(
        Result("one conversation alone, median", "ms", median(ours), "echo", median(echo), wanted),
        Result("one conversation alone, 99th percentile", "ms", _high(ours), "echo", _high(echo), wanted),
        Result("one conversation alone, median", "ms", median(ours), bare, await floor()),
    )
    few = min(reports, FAR_REPORTS)
    echo, ours = await echoing(few * len(stories.TURNS), FAR), await reporting(few, FAR)
    tell(
        Result("one conversation alone, 80 ms to Telegram, median", "ms", median(ours), "echo", median(echo), wanted),
        Result(
            "one conversation alone, 80 ms to Telegram, 99th percentile", "ms", _high(ours), "echo", _high(echo), wanted
        ),
    )


if __name__ == "__main__":
    _quiet.hush()
    _bots.take_a_core()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS))
