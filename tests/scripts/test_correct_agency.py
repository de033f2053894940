"""`/suaten`: a slip in an agency's name is mended, a double made one, and either taken back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from storage.engine import Storage
from storage.schema import agencies, agency_group_members, assignments, dues, memberships
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN, MINH, OFFICER, LEADER = "101", "102", "103", "104"
SLIP, RIGHT = "Sở Ngoai vu tỉnh", "Sở Ngoại vụ"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    """An agency that is there twice, by a slip; both lead the first task, each has one of its own."""
    world = World.of(storage, "2024-11-07 08:00")
    first = await world.agency(SLIP)
    other = await world.agency(RIGHT)
    await world.agency("Sở Tư pháp")

    def enter(desk: Desk) -> None:
        group = desk.agencies.group("các sở")
        desk.agencies.set_members(group, [first])
        assert other not in desk.agencies.members(group)

    await world.doors.write(enter)
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo", lead=(SLIP, RIGHT), timeframe=Q4),
        TaskDraft("II.2", "Mua máy chủ", lead=(SLIP,), timeframe=Q4),
        TaskDraft("II.3", "Mở trang tin", lead=("các sở",), timeframe=Q4),
    ]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency=SLIP)
    await world.person("Minh", agency=RIGHT)
    await world.person("Bình", Role.COORDINATOR)
    await world.person("Sơn", Role.LEADER)
    return Phones(world)


async def _state(world: World) -> dict[str, Any]:
    """All that a merger may touch."""

    def look(desk: Desk) -> dict[str, Any]:
        read = desk.connection.execute
        live = memberships.c.until.is_(None)
        return {
            "agencies": read(select(agencies.c.id, agencies.c.name, agencies.c.active_until).order_by(agencies.c.id)).all(),
            "groups": sorted(read(select(agency_group_members)).all()),
            "assigned": read(select(assignments.c.id, assignments.c.agency_id).order_by(assignments.c.id)).all(),
            "people": sorted(read(select(memberships.c.person_id, memberships.c.agency_id).where(live, memberships.c.role == "focal")).all()),
            "dues": sorted(
                read(select(dues.c.deadline_id, dues.c.agency_id).where(dues.c.state == "open")).all()
            ),
        }  # fmt: skip

    return await world.doors.read(look)


async def _log(world: World, agency: int) -> list[tuple[str, Any, Any]]:
    def look(desk: Desk) -> list[tuple[str, Any, Any]]:
        return [(event.what, event.before, event.after) for event in desk.events.of(f"agency:{agency}")]

    return await world.doors.read(look)


async def test_a_slip_is_mended_from_the_status_and_taken_back(phones: Phones) -> None:
    world = phones.world
    law = await world.agency("Sở Tư pháp")
    await phones.press_data(OFFICER, f"do:mend:{law}")
    assert "Tên đang ghi: Sở Tư pháp" in phones.chats[OFFICER][-1].text
    (shown,) = await phones.say(OFFICER, "Sở Tư Pháp tỉnh")
    assert "Trước: Sở Tư pháp\nSau: Sở Tư Pháp tỉnh" in shown
    (done,) = await phones.press(OFFICER, "Đồng ý")
    assert done.startswith("Đã sửa tên: Sở Tư pháp → Sở Tư Pháp tỉnh\nHoàn tác được trong 24 giờ.")
    (back,) = await phones.press(OFFICER, "Hoàn tác")
    assert back == "Đã hoàn tác: Sở Tư Pháp tỉnh → Sở Tư pháp"
    assert await phones.press_data(OFFICER, "do:undo:1") == ["Không có việc này để hoàn tác."]
    log = await _log(world, law)
    assert [entry[:2] for entry in log] == [
        ("agency.corrected", "Sở Tư pháp"),
        ("agency.corrected.undone", {"name": "Sở Tư Pháp tỉnh"}),
    ]


async def test_a_double_is_made_one_and_two_again(phones: Phones) -> None:
    before = await _state(phones.world)
    await phones.say(OFFICER, f"/suaten {SLIP}")
    (shown,) = await phones.say(OFFICER, "so ngoai vu")
    assert "Gộp cơ quan bị ghi hai lần" in shown
    assert f"Trước: {SLIP} và {RIGHT}\nSau: {RIGHT}" in shown
    assert "1 đầu mối, 3 việc chưa báo cáo" in shown
    (done,) = await phones.press(OFFICER, "Đồng ý")
    assert done.startswith(f"Đã gộp: {SLIP} → {RIGHT}")
    (work,) = await phones.say(LAN, "/nhiemvu")
    assert work.startswith(f"Nhiệm vụ của {RIGHT} (3)")
    assert await _state(phones.world) != before
    undo = phones.chats[OFFICER][-1].buttons["Hoàn tác"]
    (back,) = await phones.press(OFFICER, "Hoàn tác")
    assert back == f"Đã hoàn tác: {RIGHT} → {SLIP}"
    assert await _state(phones.world) == before
    assert await phones.press_data(OFFICER, undo) == ["Danh bạ đã thay đổi từ đó, không hoàn tác được."]


async def test_what_was_answered_since_is_not_undone(phones: Phones) -> None:
    await phones.say(OFFICER, f"/suaten {SLIP}")
    await phones.say(OFFICER, RIGHT)
    await phones.press(OFFICER, "Đồng ý")
    await phones.say(LAN, "xong rồi, 12 máy")
    await phones.press(LAN, "2")
    await phones.press(LAN, "Gửi")
    (told,) = await phones.press(OFFICER, "Hoàn tác")
    assert told == "Đã có báo cáo cho việc được chuyển sang, không hoàn tác được."


async def test_a_day_later_it_stays(phones: Phones) -> None:
    await phones.say(OFFICER, f"/suaten {SLIP}")
    await phones.say(OFFICER, "Sở Ngoại vụ và Biên giới")
    await phones.press(OFFICER, "Đồng ý")
    phones.world.jump("2024-11-08 08:01")
    assert "Đã quá 24 giờ" in (await phones.press(OFFICER, "Hoàn tác"))[0]


async def test_names_without_letters_same_names_and_second_thoughts(phones: Phones) -> None:
    await phones.say(OFFICER, f"/suaten {RIGHT}")
    assert "bằng vài chữ" in (await phones.say(OFFICER, "123"))[0]
    assert (await phones.say(OFFICER, f"  {RIGHT} "))[0] == f"Tên này đã ghi đúng như vậy: {RIGHT}"
    await phones.say(OFFICER, f"/suaten {RIGHT}")
    await phones.say(OFFICER, "Sở Ngoại vụ và Biên giới")
    assert await phones.press(OFFICER, "Hủy") == ["Đã hủy, danh bạ giữ nguyên."]
    assert await _log(phones.world, 2) == []


async def test_only_coordinators_mend_names(phones: Phones) -> None:
    (told,) = await phones.say(LAN, f"/suaten {SLIP}")
    assert told.startswith("Lệnh /suaten dành cho vai trò khác")
    assert (await phones.press_data(LAN, "do:mend:1"))[0].startswith("Lựa chọn này đã cũ")
    assert "Sửa tên" not in (await phones.say(LEADER, f"/status {RIGHT}"))[0]
    assert "[Sửa tên]" in (await phones.say(OFFICER, f"/status {RIGHT}"))[0]
    await phones.press_data(LAN, "do:undo:1")
    assert len(await _log(phones.world, 1)) == 0
