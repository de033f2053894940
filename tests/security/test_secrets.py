"""Tokens and what people write stay out of the log, whatever goes wrong; files that hold them are their owner's alone."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app
from bot.clock import SystemClock
from bot.demo.faults import FaultKind
from bot.demo.telegram.server import Fault, TelegramServer, TelegramWorld
from bot.errors import ConfigError
from storage.backup import back_up
from storage.engine import Storage
from tests.acceptance import stories
from tests.acceptance.towns import Town, settings, town
from tests.loglines import logged
from tests.security.conftest import LAN

KINDS: tuple[FaultKind, ...] = ("500", "drop_before", "drop_after", "truncated", "429", "timeout")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Give what is logged, as the running bot logs it."""
    with logged() as stream:
        yield stream


async def _all_goes_wrong(made: Town) -> None:
    await made.house.doors.write(stories.prepare, [LAN])
    stories.bring_phones(made.server, [LAN])
    for kind in KINDS:
        made.server.faults.add(Fault("*", kind, seconds=0.05))
    await stories.report_all(made.server, [LAN], 30)
    await made.settle()


async def test_no_token_and_no_words_of_people_in_the_log(
    sqlite_template: Path, tmp_path: Path, log: io.StringIO
) -> None:
    shutil.copy(sqlite_template, tmp_path / "town.db")
    async with town(f"sqlite:///{tmp_path / 'town.db'}", tmp_path, "2024-10-14 08:00") as made:
        await _all_goes_wrong(made)
        token = made.server.token
    logged = log.getvalue()
    assert "message.not_sent" in logged
    assert token not in logged
    assert token.partition(":")[2] not in logged
    for private in ("họp báo", f"Người {LAN}", f"Việc số {LAN}"):
        assert private not in logged


async def test_a_wrong_token_is_refused_without_being_said(tmp_path: Path, log: io.StringIO) -> None:
    wrong = "1234567890:" + "W" * 35
    server = TelegramServer(TelegramWorld(SystemClock()))
    await server.start()
    config = settings(server, "sqlite:///town.db", tmp_path, telegram={"token": wrong})
    with pytest.raises(ConfigError) as refusal:
        await app.serve(config, asyncio.Event())
    await server.stop()
    assert "W" * 35 not in log.getvalue() + repr(refusal.value)


async def test_what_holds_secrets_is_its_owner_s_alone(tmp_path: Path) -> None:
    async with await Storage.open("sqlite:///new.db", data_dir=tmp_path):
        await asyncio.to_thread(back_up, "sqlite:///new.db", tmp_path / "copy.backup", data_dir=tmp_path)
        modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}  # noqa: ASYNC240 - four files
    assert set(modes) >= {"new.db", "new.db-wal", "copy.backup"}
    assert set(modes.values()) == {0}
