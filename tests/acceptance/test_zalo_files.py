"""Files that come in from Zalo, which hands none on: by the page that the bot gives the address of."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.reading.plan import read_plan
from bot.usecases.desk import Desk
from storage.schema import evidence
from tests.acceptance.silence import quiet
from tests.acceptance.stages import zalo_stage
from tests.acceptance.test_zalo_story import PLAN, START, prepare


async def bring(session: aiohttp.ClientSession, said: str, name: str, content: bytes) -> str:
    """Bring a file to the address that the bot has just given; tells what the page then says."""
    (address,) = re.findall(r"^http\S+/u/\S+$", said, re.MULTILINE)
    form = b"\r\n".join(
        (
            b"--b",
            f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode(),
            b"Content-Type: application/octet-stream",
            b"",
            content,
            b"--b--",
            b"",
        )
    )
    async with session.post(address, data=form, headers={"Content-Type": "multipart/form-data; boundary=b"}) as answer:
        return await answer.text()


def the_evidence(desk: Desk) -> Any:
    return desk.connection.execute(select(evidence)).one()


async def test_files_come_in_by_links(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = "{}:{}".format(*free.getsockname())
    web = {"listen": place, "public_url": f"http://{place}"}
    database = f"sqlite:///{tmp_path / 'bot.db'}"
    async with zalo_stage(database, tmp_path, START, http=web) as zalo, aiohttp.ClientSession() as session:
        zalo.look("officer")
        zalo.world.send_file("z103", "ke-hoach.txt", PLAN.read_bytes(), "text/plain")
        (refused,) = await zalo.hear("officer")
        assert refused.startswith("Zalo không chuyển nội dung vừa gửi cho bot")
        zalo.look("officer")
        (wanted,) = await zalo.choose("officer", "Gửi tệp kế hoạch")
        zalo.look("officer")
        assert "Bot đã nhận tệp" in await bring(session, wanted, PLAN.name, PLAN.read_bytes())
        await zalo.server.wait_for(lambda: len(zalo.shown("officer")) >= 2, 30)
        reading, summary = zalo.shown("officer")[:2]
        assert reading.startswith("Đang đọc văn bản quang-ngai-2024.txt")
        assert "nhiệm vụ" in summary

        code = await zalo.house.doors.write(prepare, read_plan(PLAN.read_bytes(), PLAN.name))
        for words in (code, "đồng ý", "báo cáo", "1", "Hoàn thành", "12 tin bài"):
            await zalo.say("focal", words)
        (asked,) = await zalo.choose("focal", "Không có")
        assert "Bot đã nhận tệp" in await bring(session, asked, "minh chung.pdf", b"%PDF-1.7")
        zalo.look("focal")
        await zalo.choose("focal", "Xong")
        await zalo.choose("focal", "Gửi")
        await quiet(zalo.house)
        kept = await zalo.house.doors.read(the_evidence)
    assert (kept.name, kept.state, kept.size) == ("minh chung.pdf", "fetched", 8)
