"""Memory at its limit: said kindly, nothing lost, and the bot goes on when there is room again."""

from __future__ import annotations

import asyncio
import io
import resource
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from docx import Document

from bot.clock import SystemClock
from bot.demo.telegram.server import TelegramServer, TelegramWorld
from tests.acceptance.processes import Bot, configure
from tests.databases import make_sqlite

OFFICER = 5
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MIB = 1024 * 1024
PATIENCE = 30.0
PARAGRAPH = "<w:p><w:r><w:t>Nhiệm vụ thông tin đối ngoại</w:t></w:r></w:p>".encode()


def heavy(paragraphs: int) -> bytes:
    """Make a document that is small as a file and takes much memory to read."""
    plain, packed = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph("KẾ HOẠCH Thông tin đối ngoại năm 2024")
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:sectPr", PARAGRAPH * paragraphs + b"<w:sectPr", 1)
            target.writestr(name, content)
    return packed.getvalue()


def _size(pid: int) -> int:
    """Tell how much a process has asked for, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmSize"))


def _limit(pid: int, room: int | None) -> None:
    """Let a process have so many bytes more than it has, or any number."""
    soft = resource.RLIM_INFINITY if room is None else _size(pid) + room
    resource.prlimit(pid, resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    make_sqlite(tmp_path / "nhacviec.db")
    made = TelegramServer(TelegramWorld(SystemClock()))
    await made.start()
    made.world.user(OFFICER, "Điều phối viên", started=True)
    yield made
    await made.stop()


async def _told(server: TelegramServer, words: str, seen: int = 0) -> None:
    def is_told() -> bool:
        said = server.world.transcript(OFFICER)[seen:]
        return any(one.sender.is_bot and words in one.text for one in said)

    await server.wait_for(is_told, PATIENCE)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")
async def test_a_document_too_heavy_is_said_and_what_cannot_be_kept_comes_again(
    server: TelegramServer, tmp_path: Path
) -> None:
    config = configure(tmp_path, server)
    config.write_text(config.read_text("utf-8") + f"\n[admins]\ntelegram = [{OFFICER}]\n", "utf-8")
    bot = Bot(config)
    await bot.start()
    server.world.say(OFFICER, "/help")
    await _told(server, "Anh/chị có thể")
    _limit(bot.pid, 60 * MIB)
    server.world.send_file(OFFICER, "ke-hoach.docx", heavy(600_000), WORD)
    await _told(server, "không đủ bộ nhớ để đọc tệp này")

    # Not even room for an answer: then it ends, is started again as systemd does, and nothing is lost.
    seen = len(server.world.transcript(OFFICER))
    _limit(bot.pid, 0)
    server.world.send_file(OFFICER, "ke-hoach.docx", heavy(1000), WORD)
    told = asyncio.create_task(_told(server, "ke-hoach.docx", seen))
    ended = asyncio.create_task(bot.ended())
    await asyncio.wait({told, ended}, return_when=asyncio.FIRST_COMPLETED)
    if ended.done():
        await bot.start()
    await told
    ended.cancel()
    await bot.kill()
