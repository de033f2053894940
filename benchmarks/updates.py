"""Updates a second through the whole main path, and what one costs, against peers in the same run.

Ours: people report in seven turns, each committed with `synchronous=FULL` before it is acknowledged, answers sent. The echo
of python-telegram-bot keeps nothing and deals with one update after the other; with 80 ms to Telegram that is all that is seen
of it, so there it is also let deal with many at once. The form of aiogram asks what we ask. Some people have spoken
before, unmeasured: what is loaded at the first use is no part of the main path.
Run it with `python -m benchmarks.updates [people] [rounds]`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import _bots, _peers, _quiet
from benchmarks._results import Result, Wanted, tell
from bot.demo.telegram.server import TelegramServer
from tests.acceptance import stories

PEOPLE = 60
ROUNDS = 5
FAR = 0.08
"""Seconds to Telegram, as for the broadcast."""
FAR_PEOPLE = 20
PATIENCE = 60.0
ENOUGH = 40.0
"""Seconds after which no further round is begun."""
ECHO, FORM = "echo", "aiogram form"
BEFORE = 5
"""People who have spoken before it is measured."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Updates a second, and milliseconds of the bot's processor time an update."""

    rate: float
    cpu: float


async def echoing(people: int, latency: float, *, at_once: bool = False) -> Speed:
    async with _bots.serving(latency) as server:
        users = _phones(server, people)
        async with _bots.bot(*_bots.echo(server, at_once=at_once)) as running:
            await _bots.until_it_polls(server)
            await _chat_all(server, users[:BEFORE])
            return await _timed(running, _chat_all(server, users[BEFORE:]), people * len(stories.TURNS))


def _phones(server: TelegramServer, people: int) -> Sequence[int]:
    users = range(_bots.FIRST_USER, _bots.FIRST_USER + people + BEFORE)
    stories.bring_phones(server, users)
    return users


async def _chat_all(server: TelegramServer, users: Sequence[int]) -> None:
    await asyncio.gather(*(_chat(server, user) for user in users))


async def _chat(server: TelegramServer, user: int) -> None:
    for number in range(1, len(stories.TURNS) + 1):
        server.world.say(user, f"Đã tổ chức {number} cuộc họp báo")
        await _until_said(server, user, number)


async def _until_said(server: TelegramServer, user: int, number: int) -> None:
    await stories.until(server, user, lambda: len(stories.said_by_bot(server, user)) >= number, PATIENCE)


async def reporting(people: int, latency: float) -> Speed:
    with tempfile.TemporaryDirectory() as directory:
        async with _bots.serving(latency) as server:
            users = _phones(server, people)
            config = await _bots.office(Path(directory), server, users)
            async with _bots.bot("benchmarks._unpaced", str(config)) as running:
                return await _reported(server, running, users)


async def filling_in(people: int, latency: float) -> Speed:
    with tempfile.TemporaryDirectory() as directory:
        async with _bots.serving(latency) as server:
            users = _phones(server, people)
            async with _bots.bot(*_peers.form(server, Path(directory)), python=str(_peers.PYTHON)) as running:
                return await _reported(server, running, users)


async def _reported(server: TelegramServer, running: _bots.Running, users: Sequence[int]) -> Speed:
    await _bots.until_it_polls(server)
    await stories.report_all(server, users[:BEFORE], PATIENCE)
    updates = (len(users) - BEFORE) * len(stories.TURNS)
    return await _timed(running, _all_reported(server, users[BEFORE:]), updates)


async def _all_reported(server: TelegramServer, users: Sequence[int]) -> None:
    unanswered = await stories.report_all(server, users, PATIENCE)
    assert not unanswered, unanswered


async def _timed(running: _bots.Running, work: Awaitable[object], updates: int) -> Speed:
    started, cpu = time.perf_counter(), running.cpu()
    await work
    return Speed(updates / (time.perf_counter() - started), 1000 * (running.cpu() - cpu) / updates)


async def _middle(rounds: int, *ways: Callable[[], Awaitable[Speed]]) -> list[Speed]:
    """Measure all ways in turn, so many times, fewer where the machine is slow; gives the median of each."""
    begun, found = time.perf_counter(), list[list[Speed]]()
    while len(found) < rounds and time.perf_counter() - begun < ENOUGH:
        found.append([await way() for way in ways])
    return [
        Speed(median(one.rate for one in each), median(one.cpu for one in each)) for each in zip(*found, strict=True)
    ]


async def near(people: int, rounds: int, form: bool) -> None:
    """Tell how it goes over a line that costs nothing."""
    ways = [
        lambda: reporting(people, 0),
        lambda: echoing(people, 0),
        *([lambda: filling_in(people, 0)] if form else []),
    ]
    ours, echo, *forms = await _middle(rounds, *ways)
    rate, cost, cheap = (
        f"updates a second, {people} people at once",
        "– processor time an update",
        Wanted("≤", 1.5, "ours"),
    )
    tell(
        Result(rate, "/s", ours.rate, ECHO, echo.rate, Wanted("≥", 2.0)),
        Result(cost, "ms", ours.cpu, ECHO, echo.cpu, cheap),
    )
    for one in forms:
        tell(
            Result(rate, "/s", ours.rate, FORM, one.rate, Wanted("≥", 1.2)),
            Result(cost, "ms", ours.cpu, FORM, one.cpu),
        )


async def far(people: int, form: bool) -> None:
    """Tell how it goes with a network to Telegram, once: what is waited for does not vary."""
    ways = [
        lambda: reporting(people, FAR),
        lambda: echoing(people, FAR),
        lambda: echoing(people, FAR, at_once=True),
        *([lambda: filling_in(people, FAR)] if form else []),
    ]
    ours, *others = await _middle(1, *ways)
    names = (ECHO, f"{ECHO}, many at once", FORM)
    marks = (Wanted("≥", 2.0), None, Wanted("≥", 1.2))
    name = f"updates a second, {people} people at once, 80 ms to Telegram"
    tell(
        *(
            Result(name, "/s", ours.rate, *rest)
            for rest in zip(names, (one.rate for one in others), marks, strict=False)
        )
    )


async def main(people: int, rounds: int) -> None:
    lacking = _peers.missing()
    await near(people, rounds, not lacking)
    await far(min(people, FAR_PEOPLE), not lacking)
    if lacking:
        tell(Result(f"updates a second, {people} people at once", "/s", None, FORM, None, Wanted("≥", 1.2), lacking))


if __name__ == "__main__":
    _quiet.hush()
    _bots.take_a_core()
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(main(*(given + [PEOPLE, ROUNDS][len(given) :])))
