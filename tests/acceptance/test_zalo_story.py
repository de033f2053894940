"""What only Zalo has: numbers for buttons, addresses for files, an account beside that on Telegram."""

from __future__ import annotations

import io
import re
import shutil
import socket
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from bot.domain.markup import text
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.people import Role
from bot.domain.plans import PlanDraft
from bot.reading.plan import read_plan
from bot.reading.register import read_register
from bot.usecases import agencies, people, plans
from bot.usecases.desk import Desk
from bot.usecases.reminding import REMINDER_BUTTONS
from tests.acceptance.stages import ZaloStage, zalo_stage
from tests.worlds import at

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
PLAN, REGISTER = DATA / "quang-ngai-2024.txt", DATA / "quang-ngai-agencies.toml"
START = "2024-11-04 08:00"


def prepare(desk: Desk, draft: PlanDraft) -> str:
    """Keep the sample plan; returns a code for its first focal point."""
    agencies.import_register(desk, read_register(REGISTER.read_bytes(), REGISTER.name))
    plans.import_plan(desk, draft)
    return people.invite(desk, people.find_agency(desk, "Sở Ngoại vụ").id, Role.FOCAL, days=60)


@pytest.fixture
async def zalo(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[ZaloStage]:
    """A province on Zalo in which the focal point of Sở Ngoại vụ has been reminded."""
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    async with zalo_stage(f"sqlite:///{tmp_path / 'bot.db'}", tmp_path, START) as stage:
        code = await stage.house.doors.write(prepare, read_plan(PLAN.read_bytes(), PLAN.name))
        for words in (code, "đồng ý"):
            await stage.say("focal", words)
        await stage.jump("2024-11-08 08:00")
        yield stage


async def test_labels_and_their_numbers_start_what_a_reminder_offers(zalo: ZaloStage) -> None:
    assert zalo.last("focal").endswith("1. Báo cáo\n2. Để sau")
    assert "nhắc lại khi nào" in (await zalo.say("focal", "de sau"))[-1]
    await zalo.say("focal", "/huy")
    # Another list has been shown since: the words are a command again, and the number means nothing.
    assert "Anh/chị báo cáo nhiệm vụ nào?" in (await zalo.say("focal", "báo cáo"))[-1]


async def test_number_after_a_reminder_is_asked_again_and_not_guessed(zalo: ZaloStage) -> None:
    await zalo.say("focal", "1")
    await zalo.choose("focal", "Đang thực hiện")
    await zalo.house.doors.write(remind_again)
    zalo.house.sender.wake()
    await zalo.settle()
    assert zalo.last("focal").endswith("1. Báo cáo\n2. Để sau")
    (again,) = await zalo.say("focal", "2")
    assert again.startswith("Tin nhắc vừa đến xen vào câu hỏi đang dở")
    assert "phần trăm" in again
    assert "Kết quả chính" in (await zalo.say("focal", "2"))[-1]


def remind_again(desk: Desk) -> None:
    """Say something with standing buttons, in the middle of a conversation."""
    where = Address(Channel.ZALO, "z101")
    message = Outgoing(text("Nhắc việc: Sở Ngoại vụ"), REMINDER_BUTTONS)
    desk.outbox.add("test:reminder", where, message, priority=Priority.REMINDER, now=desk.now)


async def test_what_is_said_while_zalo_is_away_arrives_afterwards(zalo: ZaloStage) -> None:
    port = int(zalo.server.base_url.rpartition(":")[2])
    await zalo.server.stop()
    await zalo.house.doors.write(remind_again)
    zalo.house.sender.wake()
    await zalo.server.wait_for(lambda: True)
    zalo.world.say("z101", "1")
    await zalo.server.start(port=port)
    zalo.clock.jump_to(at("2024-11-08 09:00"))
    zalo.house.sender.wake()
    await zalo.server.wait_for(lambda: not zalo.world.updates, 10)
    await zalo.settle()
    said = [one.text.partition("\n")[0] for one in zalo.world.transcript("z101") if one.sender.is_bot]
    assert said.count("Nhắc việc: Sở Ngoại vụ") == 2
    assert said.count("Anh/chị báo cáo nhiệm vụ nào?") == 1


async def test_pictures_and_documents_can_be_fetched_by_their_addresses(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = "{}:{}".format(*free.getsockname())
    web = {"listen": place, "public_url": f"http://{place}"}
    async with zalo_stage(f"sqlite:///{tmp_path / 'bot.db'}", tmp_path, START, http=web) as zalo:
        await zalo.house.doors.write(prepare, read_plan(PLAN.read_bytes(), PLAN.name))
        (status,) = await zalo.say("officer", "/status")
        assert status.startswith("<photo> Tình hình")
        said = await zalo.say("officer", "/tonghop quý 4/2024")
        addresses = re.findall(r"^http\S+$", "\n".join(said), re.MULTILINE)
        async with aiohttp.ClientSession() as session:
            for address in addresses:
                async with session.get(address) as answer:
                    assert zipfile.ZipFile(io.BytesIO(await answer.read())).testzip() is None
            async with session.get(addresses[0].replace("bao-cao", "khac")) as answer:
                assert answer.status == 404
    assert [address.rpartition(".")[2] for address in addresses] == ["docx", "xlsx"]


async def test_an_account_on_both_channels_is_one_person(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    telegram = TelegramServer(TelegramWorld(SystemClock()))
    await telegram.start()
    telegram.world.user(101, "Bình", started=True)
    section = {"token": telegram.token, "base_url": telegram.base_url, "base_file_url": telegram.base_file_url}
    database = f"sqlite:///{tmp_path / 'bot.db'}"
    async with zalo_stage(database, tmp_path, START, telegram=section) as zalo:
        code = await zalo.house.doors.write(prepare, read_plan(PLAN.read_bytes(), PLAN.name))
        for words in (code, "đồng ý", "1", "Trần Thị Bình"):
            await zalo.say("focal", words)
        (told,) = await zalo.say("focal", "/lienket")
        link = told.partition("Mã liên kết của anh/chị: ")[2][:8]
        telegram.world.say(101, f"/start {link}")
        await telegram.wait_for(lambda: telegram.world.transcript(101)[-1].sender.is_bot)
        assert "nay là của Trần Thị Bình" in telegram.world.transcript(101)[-1].text

        await zalo.jump("2024-11-08 08:00")
        await zalo.settle()
        assert "Nhắc việc" in telegram.world.transcript(101)[-1].text
        assert not [one for one in zalo.world.transcript("z101") if one.text.startswith("Nhắc việc")]
        assert "Sở Ngoại vụ" in (await zalo.say("focal", "/nhiemvu"))[0]
    await telegram.stop()
