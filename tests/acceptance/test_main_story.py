"""The main job in one story, over HTTP: join, be reminded, report, see, digest, compile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.scene import FOCAL, LEADER, LEADERS, OFFICER, Scene, set_scene
from bot.reading.register import read_register
from tests.acceptance.towns import Town, town

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
PLAN, REGISTER = DATA / "quang-ngai-2024.txt", DATA / "quang-ngai-agencies.toml"


@pytest.fixture
async def province(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[Town, Scene]]:
    admins = {"telegram": [OFFICER.user]}
    async with town(database_url, tmp_path, "2024-11-04 08:00", admins=admins) as made:
        register = read_register(REGISTER.read_bytes(), REGISTER.name)
        scene = await set_scene(made.house.doors, made.world, PLAN.read_bytes(), PLAN.name, register)
        yield made, scene


async def test_the_main_job(province: tuple[Town, Scene]) -> None:
    town, scene = province
    focal, officer, leaders = FOCAL.user, OFFICER.user, LEADERS.chat

    # join with a code
    (notice,) = await town.say(focal, scene.hints["focal"][0])
    assert "mời anh/chị làm đầu mối của Sở Ngoại vụ" in notice
    assert "Việc gần nhất cần báo cáo" in (await town.press(focal, "Đồng ý"))[-1]

    # a week before 15/11 the reminder comes
    await town.jump("2024-11-08 08:00")
    reminder = town.last(focal)
    assert "trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024" in reminder.text

    # report by buttons
    await town.press(focal, "Báo cáo")
    await town.press(focal, "Đang thực hiện")
    await town.press(focal, "75%")
    await town.say(focal, "Đã tổ chức 3 đoàn ra, 12 tin bài")
    await town.press(focal, "Không có")
    (preview,) = await town.press(focal, "Bỏ qua")
    assert "Đang thực hiện (khoảng 75%)" in preview
    receipt = (await town.press(focal, "Gửi"))[-1]
    assert "Đã nhận báo cáo BC-" in receipt
    assert "đúng hạn" in receipt

    # report by replying
    (understood,) = await town.say(focal, "xong rồi, 12 tin bài", reply_to=reminder)
    assert "→ Hoàn thành" in understood
    assert "Đã nhận báo cáo BC-" in (await town.press(focal, "Gửi"))[-1]

    # the officer sees it, with a picture
    (status,) = await town.say(officer, "/status")
    assert status.startswith("<photo")
    assert "Đã báo cáo 1/" in status

    # the leaders get their digest on Friday at 16:00
    await town.jump("2024-11-08 16:01")
    digest = town.last(leaders)
    assert "Bản tin tuần – Quý IV/2024" in digest.text
    assert digest.date.astimezone(town.house.doors.office.zone).strftime("%a %H:%M") == "Fri 16:00"

    # the official report and its workbook
    said = await town.say(officer, "/tonghop quý 4/2024")
    assert len(said) == 3
    files = [one.attachment.file for one in town.world.transcript(officer)[-2:] if one.attachment]
    for file in files:
        assert file is not None
        assert zipfile.ZipFile(io.BytesIO(file.content)).testzip() is None
    assert [file.name.rpartition(".")[2] for file in files if file] == ["docx", "xlsx"]


async def test_a_leader_asks_in_the_group(province: tuple[Town, Scene]) -> None:
    town, _ = province
    status = await town.say(LEADER, "/status", chat=LEADERS.chat)
    assert status[0].startswith("<photo"), status
    assert await town.say(LEADER, "chào cả nhà", chat=LEADERS.chat) == []
