"""The main job on the demo's page, in a real browser."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import VIETNAM
from bot.demo.run import demo
from tests.acceptance.browsers import Page, browser, programs

START = datetime(2024, 11, 4, 8, 0, tzinfo=VIETNAM)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(programs() is None, reason="Chromium and chromedriver are not installed"),
]


async def test_the_story_on_the_page(tmp_path: Path) -> None:
    async with demo(tmp_path, 0, None, START) as address:
        await asyncio.to_thread(_play, address, tmp_path)


def _play(address: str, directory: Path) -> None:
    with browser(profile=directory / "profile") as page:
        page.open(address)
        page.picture("1-start")
        _join(page)
        _reminded_and_reporting(page)
        _status_and_digest(page)
        _summary(page, address, directory)


def _join(page: Page) -> None:
    page.tap("hint-" + _code(page))
    page.sees("focal", "mời anh/chị làm đầu mối của Sở Ngoại vụ")
    page.press("focal", "Đồng ý")
    page.sees("focal", "Việc gần nhất cần báo cáo")
    page.picture("2-joined")


def _code(page: Page) -> str:
    hints = page.phone("focal").find_elements("css selector", '[data-testid^="hint-/start"]')
    return (hints[0].get_attribute("data-testid") or "").removeprefix("hint-")


def _reminded_and_reporting(page: Page) -> None:
    page.jump("2024-11-08T08:00")
    page.sees("focal", "trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024")
    page.picture("3-reminded")
    page.press("focal", "Báo cáo")
    page.press("focal", "Đang thực hiện")
    page.press("focal", "75%")
    page.sees("focal", "Kết quả chính ạ?")
    page.say("focal", "Đã tổ chức 3 đoàn ra, 12 tin bài")
    page.press("focal", "Không có")
    page.press("focal", "Bỏ qua")
    page.sees("focal", "Xem lại trước khi gửi")
    page.picture("4-preview")
    page.press("focal", "Gửi")
    page.sees("focal", "Đã nhận báo cáo BC-")
    page.reply("focal", "Nhắc việc", "xong rồi, 12 tin bài")
    page.sees("focal", "Tôi hiểu báo cáo của anh/chị như sau")
    page.press("focal", "Gửi")
    page.sees("focal", "bản thứ 2")
    page.picture("5-replied")


def _status_and_digest(page: Page) -> None:
    page.say("officer", "/status")
    page.sees("officer", "Tình hình Quý IV/2024")
    page.jump("2024-11-08T16:05")
    page.sees("leaders", "Bản tin tuần – Quý IV/2024")
    page.picture("6-status-and-digest")


def _summary(page: Page, address: str, directory: Path) -> None:
    page.say("officer", "/tonghop quý 4/2024")
    page.sees("officer", "bao-cao-2024-Q4.xlsx")
    page.picture("7-summary")
    for ending in ("docx", "xlsx"):
        link = page.find(f"file-bao-cao-2024-Q4.{ending}", page.phone("officer"))
        assert link is not None
        with urllib.request.urlopen(link.get_attribute("href") or "") as answer:
            (directory / f"summary.{ending}").write_bytes(answer.read())
    _opens_in_an_office(directory)


def _opens_in_an_office(directory: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        return
    for ending in ("docx", "xlsx"):
        done = subprocess.run(
            [
                office,
                "--headless",
                f"-env:UserInstallation=file://{directory}/office",
                "--convert-to",
                "pdf",
                "--outdir",
                str(directory / ending),
                str(directory / f"summary.{ending}"),
            ],
            check=True,
            capture_output=True,
            timeout=90,
        )
        assert done.returncode == 0
        assert (directory / ending / "summary.pdf").stat().st_size > 5000
