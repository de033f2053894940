"""Every conversation as it is held, wrong turns included, told once and played on both channels.

`transcripts/stories` holds what people do, `transcripts/telegram` and `transcripts/zalo` what was then said: to be read
aloud to an official. Set NHACVIEC_WRITE_TRANSCRIPTS=1 to write them anew after a change of words; then read them.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.domain.messages import Channel
from tests.acceptance import staff
from tests.acceptance.actors import Actors
from tests.acceptance.acts import Story, read
from tests.acceptance.facts import facts
from tests.acceptance.stages import zalo_stage
from tests.acceptance.telegram_actors import ON_TELEGRAM, TelegramActors
from tests.acceptance.towns import town
from tests.acceptance.transcripts import Performance
from tests.acceptance.troupe import ALWAYS, GROUP_TITLE, PLAYERS, set_stage, user_on
from tests.acceptance.zalo_actors import ON_ZALO, ZaloActors

TRANSCRIPTS = Path(__file__).with_name("transcripts")
NAMES = sorted(path.stem for path in (TRANSCRIPTS / "stories").glob("*.txt"))
WRITE = os.environ.get("NHACVIEC_WRITE_TRANSCRIPTS")


@asynccontextmanager
async def _on_telegram(story: Story, url: str, directory: Path) -> AsyncIterator[Actors]:
    async with town(url, directory, story.begins) as made:
        for name in _names(story):
            made.world.user(PLAYERS[name].number, name, started=True)
        if story.group:
            made.world.group(ON_TELEGRAM, GROUP_TITLE, [PLAYERS[name].number for name in story.group])
        yield TelegramActors(made)


@asynccontextmanager
async def _on_zalo(story: Story, url: str, directory: Path) -> AsyncIterator[Actors]:
    async with zalo_stage(url, directory, story.begins, admins={}) as stage:
        for name in _names(story):
            stage.world.user(user_on(Channel.ZALO, name), name, started=True)
        if story.group:
            stage.world.group(ON_ZALO, GROUP_TITLE, [user_on(Channel.ZALO, name) for name in story.group])
        yield ZaloActors(stage)


Stage = Callable[[Story, str, Path], AbstractAsyncContextManager[Actors]]
CHANNELS: dict[Channel, Stage] = {Channel.TELEGRAM: _on_telegram, Channel.ZALO: _on_zalo}


_ANNOUNCED = re.compile(r"(Đang đọc văn bản [^\n]*\n)\s*\[Hủy\]\n")


def _names(story: Story) -> tuple[str, ...]:
    return (*ALWAYS, *story.more)


def _copied(template: Path, directory: Path) -> str:
    directory.mkdir()
    shutil.copy(template, directory / "town.db")
    return f"sqlite:///{directory / 'town.db'}"


async def _performed(channel: Channel, story: Story, template: Path, directory: Path) -> tuple[str, Any]:
    """Play a story on a channel; returns its transcript and what it left behind."""
    async with CHANNELS[channel](story, _copied(template, directory), directory) as actors:
        await actors.house.doors.write(set_stage, channel, _names(story))
        went = await Performance(actors).play(story)
        return went, await actors.house.doors.read(facts)


def _settled(went: str) -> str:
    """Leave out of a transcript whether a document was read before the button to stop it had reached the phone."""
    return staff.comparable(_ANNOUNCED.sub(r"\1", went))


@pytest.mark.parametrize("name", NAMES)
async def test_the_story_goes_as_written_and_ends_alike(sqlite_template: Path, tmp_path: Path, name: str) -> None:
    story = read((TRANSCRIPTS / "stories" / f"{name}.txt").read_text("utf-8"))
    async with asyncio.TaskGroup() as group:
        played = {
            channel: group.create_task(_performed(channel, story, sqlite_template, tmp_path / channel))
            for channel in CHANNELS
        }
    for channel, performed in played.items():
        path, went = TRANSCRIPTS / channel / f"{name}.txt", performed.result()[0]
        if WRITE:
            path.write_text(went, "utf-8")
        assert _settled(went) == _settled(path.read_text("utf-8"))
    left, left_on_zalo = (performed.result()[1] for performed in played.values())
    for table in left.keys() - {*story.apart}:
        assert staff.comparable(str(left_on_zalo[table])) == staff.comparable(str(left[table])), table
