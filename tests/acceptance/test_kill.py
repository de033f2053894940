"""kill -9: a conversation goes on where it was; a broadcast reaches everybody, and few of them twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.clock import RandomIds, SystemClock
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.domain.markup import text
from bot.domain.messages import Address, Channel, Outgoing, Priority, Sender
from bot.domain.office import Office
from bot.domain.people import Role
from bot.domain.plans import PlanDraft, PlanHead, TaskDraft
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.usecases import people, plans
from bot.usecases.desk import Desk, Doors
from storage.engine import Storage
from storage.schema import conversations, outbox, reports
from tests.acceptance.processes import Bot, configure

LAN = 101
PATIENCE = 20.0


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    made = TelegramServer(TelegramWorld(SystemClock()))
    await made.start()
    yield made
    await made.stop()


async def _with_database(directory: Path, prepare: Callable[[Desk], None]) -> None:
    async with await Storage.open("sqlite:///nhacviec.db", data_dir=directory) as storage:
        await Doors(storage, SystemClock(), Office(), RandomIds()).write(prepare)


async def _count(directory: Path, query: Callable[[Connection], int]) -> int:
    async with await Storage.open("sqlite:///nhacviec.db", data_dir=directory, migrate=False) as storage:
        return await storage.read(query)


def _lan_and_her_task(desk: Desk) -> None:
    year = desk.today.year
    ongoing = TimeFrame(FrameKind.ONGOING, year=year)
    draft = PlanDraft(
        PlanHead(f"KẾ HOẠCH Thử nghiệm năm {year}", year=year),
        (TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=ongoing),),
    )
    plans.import_plan(desk, draft)
    home, sender = Address(Channel.TELEGRAM, str(LAN)), Sender(Channel.TELEGRAM, str(LAN), "Lan")
    code = people.invite(desk, people.find_agency(desk, "Sở Ngoại vụ").id, Role.FOCAL)
    people.consent(desk, people.join(desk, code, sender, home, "Lan").id)


async def _sees(server: TelegramServer, words: str, after: int = 0) -> None:
    def shown() -> bool:
        return any(one.sender.is_bot and words in one.text for one in server.world.transcript(LAN) if one.id > after)

    await server.wait_for(shown, PATIENCE)


async def test_a_conversation_goes_on_after_every_kill(server: TelegramServer, tmp_path: Path) -> None:
    await _with_database(tmp_path, _lan_and_her_task)
    world = server.world
    world.user(LAN, "Lan", started=True)
    bot = Bot(configure(tmp_path, server))
    turns = [
        ("say", "/baocao", "Nhiệm vụ này đến đâu rồi ạ?"),
        ("press", "Đang thực hiện", "Khoảng bao nhiêu phần trăm ạ?"),
        ("press", "75%", "Kết quả chính ạ?"),
        ("say", "Đã tổ chức 2 cuộc họp báo", "Có khó khăn, đề xuất gì không ạ?"),
        ("press", "Không có", "minh chứng"),
        ("press", "Bỏ qua", "Xem lại trước khi gửi"),
        ("press", "Gửi", "Đã nhận báo cáo BC-"),
    ]
    await bot.start()
    for how, what, answer in turns:
        if how == "say":
            world.say(LAN, what)
        else:
            shown = next(one for one in reversed(world.transcript(LAN)) if what in one.labels)
            world.press(LAN, shown.id, what)
        await _sees(server, answer)
        await bot.kill()
        await bot.start()
    await bot.kill()
    assert await _count(tmp_path, lambda c: c.execute(select(func.count()).select_from(reports)).scalar_one()) == 1
    ended = select(func.count()).select_from(conversations).where(conversations.c.state == "ended")
    assert await _count(tmp_path, lambda c: c.execute(ended).scalar_one()) == 1


async def test_words_sent_while_the_bot_was_dead_are_answered(server: TelegramServer, tmp_path: Path) -> None:
    await _with_database(tmp_path, _lan_and_her_task)
    server.world.user(LAN, "Lan", started=True)
    bot = Bot(configure(tmp_path, server))
    server.world.say(LAN, "/baocao")
    await bot.start()
    await asyncio.sleep(random.Random(1).uniform(0.2, 0.8))
    await bot.kill()
    await bot.start()
    await _sees(server, "Nhiệm vụ này đến đâu rồi ạ?")
    assert await bot.stop() == 0


PEOPLE = 500
KILLS = 10


def _broadcast(desk: Desk) -> None:
    for user in range(1000, 1000 + PEOPLE):
        desk.outbox.add(
            f"broadcast:{user}",
            Address(Channel.TELEGRAM, str(user)),
            Outgoing(text("Thông báo chung")),
            priority=Priority.BROADCAST,
            now=datetime.now(UTC),
        )


def _noted(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(outbox).where(outbox.c.state == "sent")).scalar_one()


@pytest.mark.timeout(180)
async def test_a_broadcast_survives_ten_kills(server: TelegramServer, tmp_path: Path) -> None:
    await _with_database(tmp_path, _broadcast)
    for user in range(1000, 1000 + PEOPLE):
        server.world.user(user, f"Người {user}", started=True)
    server.latency = 0.05
    bot, chance, in_flight = Bot(configure(tmp_path, server)), random.Random(2024), 0
    for _ in range(KILLS):
        known = _arrived(server)
        await bot.start()
        most = min(PEOPLE, sum(known.values()) + chance.randint(5, 45))
        await server.wait_for(lambda most=most: sum(_arrived(server).values()) >= most, PATIENCE)  # type: ignore[misc]  # mypy cannot infer a default
        await bot.kill()
        # What the dead bot had sent off may still be on its way to the server.
        await asyncio.sleep(2 * server.latency)
        in_flight += len(_arrived(server)) - await _count(tmp_path, _noted)
    await bot.start()
    await server.wait_for(lambda: len(_arrived(server)) == PEOPLE, 60)
    assert await bot.stop() == 0
    got = _arrived(server)
    assert len(got) == PEOPLE
    twice = sum(times - 1 for times in got.values())
    assert twice <= in_flight
    assert in_flight <= KILLS * 8


def _arrived(server: TelegramServer) -> Counter[str]:
    return Counter(call.chat or "" for call in server.calls_of("sendMessage") if call.status == 200)
