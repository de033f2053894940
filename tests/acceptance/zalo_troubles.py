"""Troubles of the line to Zalo, each with what it may cost, and a way to measure what it did cost.

Zalo hands an update out once and never again: what is lost on its way to us, people have to write again. That is counted
by itself, since nothing of it ever reached us.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import aiohttp

from bot.demo.faults import Fault, FaultKind
from bot.demo.zalo.model import ZaloUpdate
from bot.domain.messages import Channel
from handlers.zalo.webhook import HEADER
from tests.acceptance import stories
from tests.acceptance.stages import ZaloStage, zalo_stage
from tests.waiting import until
from tests.worlds import at

FIRST_USER = 1001
START = "2024-10-14 08:00"
LAST_OF_MONTH, NEXT_MONTH = "2024-10-31 23:50", "2024-11-01 00:01"
QUOTA = 8
UNKNOWN = 6
SILENCE = 4.0
"""Seconds without an answer after which people write again, where what they wrote may never have reached us."""

Struck = Callable[[], int]
"""Tells how often a trouble has struck so far."""

Befall = Callable[[ZaloStage], AbstractAsyncContextManager[Struck]]


@dataclass(frozen=True, slots=True)
class ZaloTrouble:
    """A trouble that lasts while people report. `sections` are settings of the bot that it needs."""

    name: str
    befall: Befall
    may_repeat: bool = False
    swallows: bool = False
    webhook: bool = False
    start: str = START

    def sections(self, port: int) -> dict[str, Any]:
        if not self.webhook:
            return {}
        listen = f"127.0.0.1:{port}"
        hook = {"webhook_url": f"http://{listen}/zalo", "webhook_listen": listen, "webhook_secret": "s" * 24}
        return {"zalo": hook}


@dataclass(frozen=True, slots=True)
class ZaloCost:
    """What a trouble cost: `struck`, `lost` and `repeated` as on Telegram; `again` counts what people had to write again."""

    struck: int
    lost: int
    repeated: int
    again: int


def _calls(
    method: str, kind: FaultKind, *, every: int = 4, times: int | None = None, swallows: bool = False
) -> ZaloTrouble:
    """Make the trouble that strikes every so many calls of a method."""

    @asynccontextmanager
    async def befall(stage: ZaloStage) -> AsyncIterator[Struck]:
        fault = stage.server.faults.add(Fault(method, kind, times=times, seconds=0.3, every=every))
        yield lambda: fault.hits
        stage.server.faults.clear()

    may_repeat = method == "sendMessage" and kind in ("drop_after", "truncated")
    return ZaloTrouble(f"{method} {kind}", befall, may_repeat=may_repeat, swallows=swallows)


async def _sendings(stage: ZaloStage, count: int) -> None:
    """Wait until so many messages have been tried."""
    await stage.server.wait_for(lambda: len(stage.server.calls_of("sendMessage")) >= count, 30)


@asynccontextmanager
async def _away(stage: ZaloStage) -> AsyncIterator[Struck]:
    """Let Zalo be away for an hour of our clock, in the middle of what people write."""
    down: list[int] = []

    async def go_and_come() -> None:
        await _sendings(stage, 3)
        port = urlsplit(stage.server.base_url).port or 0
        await stage.server.stop()
        down.append(1)
        stage.clock.jump_to(stage.clock.now() + timedelta(hours=1))
        await asyncio.sleep(0.5)  # so that calls meet a closed door
        await stage.server.start(port=port)

    going = asyncio.create_task(go_and_come())
    yield lambda: len(down)
    await going


@asynccontextmanager
async def _full_quota(stage: ZaloStage) -> AsyncIterator[Struck]:
    """Let the month's messages run out, and the next month come once nothing goes out any more."""
    stage.world.rules.monthly_quota = QUOTA

    def refused() -> int:
        return sum(call.status == 429 for call in stage.server.calls_of("sendMessage"))

    async def wait_for_the_month() -> None:
        await stage.server.wait_for(lambda: refused() >= 2, 30)
        stage.world.rules.monthly_quota = None
        stage.clock.jump_to(at(NEXT_MONTH))
        stage.house.sender.wake()

    waiting = asyncio.create_task(wait_for_the_month())
    with patch("handlers.zalo.sender.QUOTA_PAUSE", 0.5), patch("handlers.zalo.errors.FLOOD_PAUSE", 0.5):
        yield refused
        await waiting


@asynccontextmanager
async def _unknown_events(stage: ZaloStage) -> AsyncIterator[Struck]:
    """Bring events that nobody has described, of people who are just reporting and of nobody at all."""
    brought: list[int] = []

    async def bring() -> None:
        for number in range(UNKNOWN):
            await _sendings(stage, number + 1)
            user = str(FIRST_USER)
            seen = stage.world.transcript(user)[-1]
            person = {"id": user, "display_name": "Người", "is_bot": False}
            inside = {"message_id": f"unknown{number}", "from": person, "chat": {"id": user, "chat_type": "PRIVATE"}}
            packed = {"event_name": "message.dance.received"} | ({"message": inside} if number % 2 else {"user": 5})
            stage.world.updates.append(ZaloUpdate(packed, seen))
            brought.append(number)

    bringing = asyncio.create_task(bring())
    yield lambda: len(brought)
    await bringing


@asynccontextmanager
async def _wrong_secret(stage: ZaloStage) -> AsyncIterator[Struck]:
    """Let a stranger call our webhook in the name of the first person, who wants to leave the conversation."""
    refused: list[int] = []
    user = str(FIRST_USER)

    async def knock() -> None:
        person, chat = {"id": user, "display_name": "Người"}, {"id": user, "chat_type": "PRIVATE"}
        async with aiohttp.ClientSession() as session:
            for number, secret in enumerate(("", "s" * 23, "S" * 24, "s" * 25)):
                await _sendings(stage, number + 1)
                message = {"message_id": f"forged{number}", "from": person, "chat": chat, "text": "/huy"}
                packed = {"event_name": "message.text.received", "message": message}
                async with session.post(stage.server.webhook.url, json=packed, headers={HEADER: secret}) as answer:
                    refused.extend([number] if answer.status == 401 else [])

    knocking = asyncio.create_task(knock())
    yield lambda: len(refused)
    await knocking


TROUBLES = (
    _calls("sendMessage", "429"),
    _calls("sendMessage", "500"),
    _calls("sendMessage", "502"),
    _calls("sendMessage", "401"),
    _calls("sendMessage", "timeout"),
    _calls("sendMessage", "slow"),
    _calls("sendMessage", "drop_before"),
    _calls("sendMessage", "drop_after"),
    _calls("sendMessage", "truncated"),
    _calls("getUpdates", "429", every=5),
    _calls("getUpdates", "500", every=3),
    _calls("getUpdates", "401", every=3),
    _calls("getUpdates", "timeout", every=3),
    _calls("getUpdates", "drop_before", every=3),
    _calls("getUpdates", "drop_after", every=4, times=2, swallows=True),
    _calls("getUpdates", "truncated", every=4, times=2, swallows=True),
    _calls("getUpdates", "duplicate", every=2),
    _calls("getUpdates", "reorder", every=1),
    ZaloTrouble("away for an hour", _away),
    ZaloTrouble("quota full until the next month", _full_quota, start=LAST_OF_MONTH),
    ZaloTrouble("unknown events", _unknown_events),
    ZaloTrouble("webhook, wrong secret", _wrong_secret, webhook=True),
)


async def report(stage: ZaloStage, user: str, patience: float, silence: float) -> tuple[int, int]:
    """Report once; tell how many turns were never answered, and how many had to be written again."""
    again = 0
    for number, turn in enumerate(stories.TURNS):
        seen, over = len(stage.world.transcript(user)), asyncio.get_running_loop().time() + patience
        stage.world.say(user, turn.what)
        while not await _answered(stage, user, seen, turn.answer, silence):
            if asyncio.get_running_loop().time() > over:
                return len(stories.TURNS) - number, again
            again += 1
            stage.world.say(user, turn.what)
    return 0, again


async def _answered(stage: ZaloStage, user: str, seen: int, words: str, seconds: float) -> bool:
    def shown() -> bool:
        return any(one.sender.is_bot and words in one.text for one in stage.world.transcript(user)[seen:])

    changed = asyncio.Event()
    deaf = stage.world.listen(lambda change: changed.set() if change.chat_id == user else None)
    try:
        async with asyncio.timeout(seconds):
            while not shown():
                changed.clear()
                await changed.wait()
    except TimeoutError:
        return False
    finally:
        deaf()
    return True


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def measure(
    trouble: ZaloTrouble, directory: Path, database_url: str, *, people: int, patience: float, port: int
) -> ZaloCost:
    """Let people report through the trouble, and count afterwards; `port` is for a webhook."""
    users = range(FIRST_USER, FIRST_USER + people)
    limits = trouble.sections(port) or {"zalo": {"monthly_messages": QUOTA if trouble.befall is _full_quota else 3000}}
    async with zalo_stage(database_url, directory, trouble.start, **limits) as stage:
        await stage.house.doors.write(stories.prepare, users, Channel.ZALO)
        for user in users:
            stage.world.user(str(user), f"Người {user}", started=True)
        if trouble.webhook:
            await stage.server.wait_for(lambda: stage.server.webhook.url, 10)
        silence = SILENCE if trouble.swallows else patience
        async with trouble.befall(stage) as struck:
            ends = await asyncio.gather(*(report(stage, str(user), patience, silence) for user in users))
            hits = struck()
        await _settle(stage)
        found = await stage.house.doors.read(stories.recount, Channel.ZALO)
        shown = _shown(stage, [*map(str, users), stage.user("officer")])
    unanswered, again = sum(end[0] for end in ends), sum(end[1] for end in ends)
    missing = abs(people - found.reports) + abs(found.reports - found.received)
    lost = unanswered + missing + found.unsent + max(0, found.sent - shown)
    return ZaloCost(hits, lost, max(0, shown - found.sent), again)


async def _settle(stage: ZaloStage) -> None:
    """Wait until nothing is left to send; updates have all been answered."""

    async def nothing_unsent() -> bool:
        return not (await stage.house.doors.read(stories.recount, Channel.ZALO)).unsent

    await until(nothing_unsent, 30)


def _shown(stage: ZaloStage, users: Sequence[str]) -> int:
    return sum(one.sender.is_bot for user in users for one in stage.world.transcript(user))
