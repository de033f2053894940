"""Whoever keeps plans chooses on a plan's card whether cooperating agencies report too."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from storage.engine import Storage
from storage.schema import dues, events
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

HOA, LAN = "101", "102"
HELPED = TaskDraft("1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), cooperating=("Sở Y tế",), timeframe=Q4)


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([HELPED]))
    await world.person("Hoa", Role.COORDINATOR)
    await world.person("Lan", agency="Sở Y tế")
    return Phones(world)


async def owed(phones: Phones) -> int:
    query = select(func.count()).where(dues.c.state == "open")
    return await phones.world.doors.read(lambda desk: desk.connection.execute(query).scalar_one())


async def open_card(phones: Phones) -> str:
    await phones.say(HOA, "/kehoach")
    return (await phones.press(HOA, "1"))[-1]


async def test_cooperating_agencies_report_where_the_office_says_so_and_no_longer_when_it_takes_that_back(
    phones: Phones,
) -> None:
    assert "cũng báo cáo" not in await open_card(phones)
    (asked,) = await phones.press(HOA, "Cơ quan phối hợp cùng báo cáo")
    assert "sẽ phải báo cáo như cơ quan chủ trì" in asked
    assert await owed(phones) == 1
    assert await phones.press(HOA, "Đồng ý") == ["Đã đổi. Thêm 1 việc phải báo cáo."]
    assert await owed(phones) == 2
    assert "Tổ chức họp báo" in (await phones.say(LAN, "/nhiemvu"))[-1]
    assert "Cơ quan phối hợp cũng báo cáo." in await open_card(phones)
    await phones.press(HOA, "Chỉ cơ quan chủ trì báo cáo")
    assert await phones.press(HOA, "Đồng ý") == ["Đã đổi. Bỏ 1 việc phải báo cáo."]
    assert await owed(phones) == 1
    logged = select(func.count()).where(events.c.what == "plan.settings")
    assert await phones.world.doors.read(lambda desk: desk.connection.execute(logged).scalar_one()) == 2


async def test_a_second_press_changes_nothing(phones: Phones) -> None:
    await phones.press_data(HOA, "do:cooperating:1:1:1")
    assert await phones.press_data(HOA, "do:cooperating:1:1:1") == ["Kế hoạch đã được đặt như vậy rồi."]
    assert await owed(phones) == 2


@pytest.mark.parametrize(
    "data", ["do:cooperating:1:1", "do:cooperating:1:1:1", "do:cooperating:1:7:1", "do:cooperating"]
)
async def test_nobody_else_chooses(phones: Phones, data: str) -> None:
    await phones.press_data(LAN, data)
    assert await owed(phones) == 1


async def test_a_plan_that_names_none_offers_no_choice(storage: Storage) -> None:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Hoa", Role.COORDINATOR)
    phones = Phones(world)
    assert "phối hợp" not in await open_card(phones)
