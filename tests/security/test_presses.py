"""Buttons pressed by those whose they are not: before they agreed to the notice, and in a group."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from bot.domain.people import Role
from bot.usecases import people
from bot.usecases.desk import Desk
from storage.engine import Storage
from storage.schema import conversations
from tests.chats import Phones, an_agency
from tests.worlds import World

NEW, LAN, HOA = "501", "101", "102"
GROUP = Address(Channel.TELEGRAM, "-5")


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    return await an_agency(storage)


async def _talks(world: World) -> list[tuple[Any, ...]]:
    return await world.doors.read(lambda desk: [tuple(row) for row in desk.connection.execute(select(conversations))])


@pytest.mark.parametrize("data", ["do:report", "do:report:1", "do:later", "do:status:2024-Q4:o:0:0", "do:weekly:on"])
async def test_who_has_not_agreed_to_the_notice_starts_nothing(phones: Phones, data: str) -> None:
    def come_in(desk: Desk) -> None:
        code = people.invite(desk, people.find_agency(desk, "Sở Ngoại vụ").id, Role.FOCAL)
        people.join(desk, code, Sender(Channel.TELEGRAM, NEW, "Mới"), Address(Channel.TELEGRAM, NEW), "Mới")

    await phones.world.doors.write(come_in)
    (reply,) = await phones.press_data(NEW, data)
    assert reply.startswith("Lựa chọn này đã cũ")
    assert await _talks(phones.world) == []


async def test_another_s_question_in_a_group_is_not_answered(phones: Phones) -> None:
    world = phones.world
    talk = await world.doors.write(
        lambda desk: desk.conversations.start(None, GROUP, LAN, "report.progress", 1, {}, desk.now)
    )
    before = await _talks(world)
    hoa, now = Sender(Channel.TELEGRAM, HOA), world.clock.now()
    pressed = Incoming("p", IncomingKind.PRESS, GROUP, hoa, now, private=False, pressed=f"a:{talk}:0:done", message="1")
    assert await phones.bring(pressed) == []
    assert await _talks(world) == before
