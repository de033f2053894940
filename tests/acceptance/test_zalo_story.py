"""The main story on each channel, from one description, with the same database at the end; and what only Zalo has."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.domain.plans import PlanDraft
from bot.reading.plan import read_plan
from bot.reading.register import read_register
from bot.usecases import agencies, people, plans
from bot.usecases.desk import Desk
from storage.schema import dues, evidence, reports
from tests.acceptance.stages import Stage, ZaloStage, telegram_stage, zalo_stage
from tests.demo.pictures import PNG

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
PLAN, REGISTER = DATA / "quang-ngai-2024.txt", DATA / "quang-ngai-agencies.toml"
START = "2024-11-04 08:00"


def prepare(desk: Desk, draft: PlanDraft) -> str:
    """Keep the sample plan; returns a code for its first focal point."""
    agencies.import_register(desk, read_register(REGISTER.read_bytes(), REGISTER.name))
    plans.import_plan(desk, draft)
    return people.invite(desk, people.find_agency(desk, "Sở Ngoại vụ").id, Role.FOCAL, days=60)


async def the_story(stage: Stage) -> None:
    """Join by code, be reminded, report by choices, go back, report by a short reply, put off, look."""
    code = await stage.house.doors.write(prepare, read_plan(PLAN.read_bytes(), PLAN.name))
    (notice,) = await stage.say("focal", code)
    assert "mời anh/chị làm đầu mối của Sở Ngoại vụ" in notice
    (name,) = await stage.choose("focal", "Đồng ý")
    assert "Họ và tên" in name
    assert "Việc gần nhất cần báo cáo" in (await stage.say("focal", "Trần Thị Bình"))[-1]

    await stage.jump("2024-11-08 08:00")
    assert "trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024" in stage.last("focal")
    await stage.choose("focal", "Báo cáo")
    await stage.choose("focal", "Hoàn thành")
    assert "Đang thực hiện" in (await stage.choose("focal", "Quay lại"))[-1]
    await stage.choose("focal", "Đang thực hiện")
    await stage.choose("focal", "75%")
    await stage.say("focal", "Đã tổ chức 3 đoàn ra, 12 tin bài")
    await stage.choose("focal", "Không có")
    await stage.photo("focal", PNG)
    (preview,) = await stage.choose("focal", "Xong")
    assert "Đang thực hiện (khoảng 75%)" in preview
    receipt = (await stage.choose("focal", "Gửi"))[-1]
    assert "Đã nhận báo cáo BC-" in receipt

    (which,) = await stage.say("focal", "xong rồi, 12 tin bài")
    assert "Anh/chị báo cáo cho việc nào?" in which
    (understood,) = await stage.choose("focal", "1")
    assert "→ Hoàn thành" in understood
    assert "Đã nhận báo cáo BC-" in (await stage.choose("focal", "Gửi"))[-1]
    assert "Sẽ nhắc lại" in (await stage.say("focal", "mai nhắc lại"))[-1]
    assert "Đã báo cáo 2/102" in (await stage.say("officer", "/status"))[0]


def what_is_kept(desk: Desk) -> list[Any]:
    """List what the reports, dues and evidence say, without ids of channels."""
    told = select(
        reports.c.code,
        reports.c.revision,
        reports.c.status,
        reports.c.percent,
        reports.c.results,
        reports.c.difficulties,
    )
    stand = select(dues.c.state, dues.c.period, dues.c.last_day).order_by(dues.c.id)
    files = select(evidence.c.report_id, evidence.c.mime, evidence.c.sha256).order_by(evidence.c.id)
    return [[tuple(row) for row in desk.connection.execute(query)] for query in (told, stand, files)]


async def test_story_ends_alike_on_both_channels(sqlite_template: Path, tmp_path: Path) -> None:
    kept = {}
    for name, play in (("telegram", telegram_stage), ("zalo", zalo_stage)):
        directory = tmp_path / name
        directory.mkdir()
        shutil.copy(sqlite_template, directory / "bot.db")
        async with AsyncExitStack() as stack:
            stage: Stage = await stack.enter_async_context(play(f"sqlite:///{directory / 'bot.db'}", directory, START))
            await the_story(stage)
            kept[name] = await stage.house.doors.read(what_is_kept)
    assert kept["zalo"] == kept["telegram"]
