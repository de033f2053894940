"""Every conversation as it is held, wrong turns included: the transcripts are to be read aloud to an official.

Set NHACVIEC_WRITE_TRANSCRIPTS=1 to write them anew after a change of words; then read them.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.messages import Address, Channel
from bot.domain.people import NOTICE_VERSION, Role
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from bot.usecases.people import invite
from bot.usecases.plans import import_plan
from tests.acceptance.towns import town
from tests.acceptance.transcripts import Stage
from tests.worlds import ONGOING, Q4, november_rule, plan_draft

TRANSCRIPTS = Path(__file__).with_name("transcripts")
NAMES = sorted(path.stem for path in TRANSCRIPTS.glob("*.txt"))
WRITE = os.environ.get("NHACVIEC_WRITE_TRANSCRIPTS")

PLAYERS = {"Lan": 101, "Minh": 102, "Bình": 103, "Hà": 104}
"""Lan speaks for Sở Ngoại vụ, Minh for Sở Tư pháp; Bình coordinates; Hà has a code for Sở Ngoại vụ and has not joined yet."""


def _set_stage(desk: Desk) -> None:
    for name in ("Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế"):
        desk.agencies.add(name)
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo về đối ngoại", lead=("Sở Ngoại vụ",), timeframe=Q4),
        TaskDraft("II.2", "Xuất bản bản tin đối ngoại", lead=("Sở Ngoại vụ",), timeframe=ONGOING),
    ]
    import_plan(desk, plan_draft(tasks, [november_rule(["Sở Ngoại vụ", "Sở Tư pháp"])]))
    _join(desk, "Lan", Role.FOCAL, "Sở Ngoại vụ")
    _join(desk, "Minh", Role.FOCAL, "Sở Tư pháp")
    _join(desk, "Bình", Role.COORDINATOR, None)


def _join(desk: Desk, name: str, role: Role, agency: str | None) -> None:
    found = desk.agencies.find_by_folded(agency) if agency else None
    person, user = desk.people.add(name), str(PLAYERS[name])
    desk.people.add_account(person, user, Address(Channel.TELEGRAM, user))
    desk.people.set_consent(person, NOTICE_VERSION, desk.now)
    desk.people.add_membership(person, role, found.id if found else None, desk.now)


def _invite(desk: Desk) -> str:
    found = desk.agencies.find_by_folded("Sở Ngoại vụ")
    return invite(desk, found.id if found else None, Role.FOCAL)


@asynccontextmanager
async def _stage(template: Path, directory: Path, start: str) -> AsyncIterator[Stage]:
    shutil.copy(template, directory / "town.db")
    async with town(f"sqlite:///{directory / 'town.db'}", directory, start) as made:
        await made.house.doors.write(_set_stage)
        for name, user in PLAYERS.items():
            made.world.user(user, name, started=True)
        code = await made.house.doors.write(_invite)
        assert code == "22222224", "the transcripts quote it"
        yield Stage(made, PLAYERS)


@pytest.mark.parametrize("name", NAMES)
async def test_the_conversation_goes_as_written(sqlite_template: Path, tmp_path: Path, name: str) -> None:
    path = TRANSCRIPTS / f"{name}.txt"
    expected = path.read_text(encoding="utf-8")
    begins = re.search(r"^# Bắt đầu: (.+)$", expected, re.MULTILINE)
    async with _stage(sqlite_template, tmp_path, begins[1] if begins else "2024-11-04 08:00") as stage:
        went = await stage.play(expected)
    if WRITE:
        path.write_text(went, encoding="utf-8")
    assert went == expected
