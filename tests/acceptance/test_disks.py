"""A disk that is full or cannot be written, a database that is held, damaged or from a newer program: said in a sentence, and
nothing that was acknowledged is lost.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main
from storage import sqlite
from storage.migrations import VERSIONS
from tests.acceptance import stories
from tests.acceptance.towns import Town, town
from tests.loglines import logged

USERS = (1001, 1002)
NOW = "2024-10-14 08:00"


@pytest.fixture
def small_disk(tmp_path: Path, sqlite_template: Path) -> Iterator[Path]:
    """Give a disk of 3 MB with a database on it; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    size = ["-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if (
        mount is None
        or os.geteuid() != 0
        or subprocess.run([mount, *size], check=False, capture_output=True).returncode
    ):
        pytest.skip("only root may mount a small disk, and not everywhere")
    shutil.copy(sqlite_template, place / "nhacviec.db")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def _fill(place: Path) -> Path:
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            _write_all(lambda size=size: file.write(b"x" * size))  # type: ignore[misc]  # mypy cannot infer a default
    return filler


def _write_all(write: Callable[[], int | None]) -> None:
    try:
        while write():
            pass
    except OSError:
        return


async def _comes_again(made: Town) -> None:
    """Wait until the same updates have been brought several times: they could not be kept, and are not acknowledged."""
    before = len(made.server.calls_of("getUpdates"))
    await made.server.wait_for(lambda: len(made.server.calls_of("getUpdates")) >= before + 4, 30)
    assert len(made.world.updates) > 0


async def _all_is_well(made: Town, reporting: asyncio.Task[int]) -> None:
    assert await reporting == 0
    await made.settle()
    found = await made.house.doors.read(stories.recount)
    shown = sum(len(stories.said_by_bot(made.server, user)) for user in USERS)
    assert (found.reports, found.received, found.unsent) == (len(USERS), len(USERS), 0)
    assert found.sent == shown


def _is_said_once(log: str) -> None:
    """See that trouble of many rounds is a line for each thing that fails, and one more when it works again."""
    assert log.count("update.not_kept") == log.count("update.kept_again") == 1
    assert log.count("outbox.round_failed") == log.count("outbox.works_again") <= 1


async def test_a_full_disk_holds_people_up_and_loses_nothing(small_disk: Path) -> None:
    async with town("sqlite:///nhacviec.db", small_disk, NOW) as made:
        await made.house.doors.write(stories.prepare, USERS)
        stories.bring_phones(made.server, USERS)
        await made.say(USERS[0], "/help")
        with logged(debug=False) as log:
            filler = await asyncio.to_thread(_fill, small_disk)
            reporting = asyncio.create_task(stories.report_all(made.server, USERS, 60))
            await _comes_again(made)
            await asyncio.to_thread(filler.unlink)
            await _all_is_well(made, reporting)
        _is_said_once(log.getvalue())


async def test_a_held_database_holds_people_up_and_loses_nothing(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 0.1)
    file = tmp_path / "nhacviec.db"
    shutil.copy(sqlite_template, file)
    async with town("sqlite:///nhacviec.db", tmp_path, NOW) as made:
        await made.house.doors.write(stories.prepare, USERS)
        stories.bring_phones(made.server, USERS)
        other = sqlite3.connect(file, isolation_level=None)
        with logged(debug=False) as log:
            other.execute("BEGIN IMMEDIATE")
            reporting = asyncio.create_task(stories.report_all(made.server, USERS, 60))
            await _comes_again(made)
            other.execute("ROLLBACK")
            other.close()
            await _all_is_well(made, reporting)
        _is_said_once(log.getvalue())


def _as_the_bot_leaves_it(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL").close()
    connection.close()


def _newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE schema_version SET version = ?", (len(VERSIONS) + 1,))
    connection.close()


def _garbage(file: Path) -> None:
    file.write_bytes(b"no database" * 4000)


def _torn(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * 8192 + content[12288:])


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


ALL = ("run", "status", "backup copy.db", "doctor")
# A page that is damaged is noticed by whoever reads it: all pages are read for a copy and by the doctor.
LOOKING = ("backup copy.db", "doctor")


@pytest.mark.parametrize(
    ("harm", "says", "command"),
    [
        *((_newer, "do phiên bản mới hơn của nhacviec ghi", command) for command in ALL),
        *((_garbage, "tệp bị hỏng", command) for command in ALL),
        *((_cut, "tệp bị hỏng", command) for command in ALL),
        *((_torn, "tệp bị hỏng", command) for command in LOOKING),
    ],
)
def test_a_database_that_cannot_be_used_is_said_in_a_sentence(
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    harm: Callable[[Path], None],
    says: str,
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text("", "utf-8")
    shutil.copy(sqlite_template, tmp_path / "nhacviec.db")
    _as_the_bot_leaves_it(tmp_path / "nhacviec.db")
    harm(tmp_path / "nhacviec.db")
    before = (tmp_path / "nhacviec.db").read_bytes()
    assert main(command.split()) == 1
    told = capsys.readouterr()
    words = told.out if command == "doctor" else told.err
    assert says in words
    assert "Traceback" not in words
    assert command == "doctor" or len(words.splitlines()) <= 2
    assert (tmp_path / "nhacviec.db").read_bytes() == before
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("command", ["run", "status", "agency list"])
def test_a_disk_that_cannot_be_written_is_said_in_a_sentence(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (small_disk / "config.toml").write_text("", "utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    monkeypatch.chdir(small_disk)
    assert main(command.split()) == 1
    words = capsys.readouterr().err
    assert "Lỗi: cơ sở dữ liệu: " in words
    assert len(words.splitlines()) <= 2


def test_a_full_disk_is_not_taken_for_damage(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who is told that the file is damaged puts an old copy in its place, and loses what came after it."""
    (small_disk / "config.toml").write_text("", "utf-8")
    _as_the_bot_leaves_it(small_disk / "nhacviec.db")
    _fill(small_disk)
    monkeypatch.chdir(small_disk)
    for command in ("doctor", "run", "status"):
        assert main([command]) == 1
        told = capsys.readouterr()
        assert "đĩa đầy" in told.out + told.err
        assert "tệp bị hỏng" not in told.out + told.err
