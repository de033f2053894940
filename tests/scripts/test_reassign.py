"""What an agency says is not its own: to another agency, or it stays."""

from __future__ import annotations

import pytest

from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from bot.usecases.obligations import make_all_dues
from storage.engine import Storage
from tests.chats import Phones
from tests.worlds import ONGOING, World, plan_draft

LAN, MINH, OFFICER = "101", "102", "103"
OBJECTION = "việc này không thuộc trách nhiệm của đơn vị tôi"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-08-05 08:00")
    for name in ("Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế"):
        await world.agency(name)
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=ONGOING),
        TaskDraft("II.2", "Tuyên truyền", lead=("Các sở, ban, ngành",), timeframe=ONGOING),
    ]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Tư pháp")
    await world.person("Bình", Role.COORDINATOR)
    return Phones(world)


async def _owes(phones: Phones, agency: str) -> list[str]:
    owner = await phones.world.agency(agency)

    def look(desk: Desk) -> list[str]:
        standings = desk.reports.standings(agencies_only=[owner])
        return [f"{standing.no} {standing.period} {standing.state}" for standing in standings]

    return await phones.world.doors.read(look)


async def _object(phones: Phones) -> None:
    """Say of both tasks that they are somebody else's, and confirm it."""
    (which,) = await phones.say(LAN, OBJECTION)
    assert which.startswith("Việc nào không thuộc trách nhiệm của đơn vị ạ?")
    (sure,) = await phones.press(LAN, "Tất cả")
    assert sure.startswith("Tôi chuyển ý kiến này tới điều phối viên ạ?")
    await phones.press(LAN, "Chuyển ý kiến")


async def test_an_objection_goes_nowhere_unconfirmed(phones: Phones) -> None:
    await phones.say(LAN, OBJECTION)
    await phones.press(LAN, "1")
    (stays,) = await phones.press(LAN, "Thôi")
    assert stays == "Dạ, tôi không chuyển. Việc vẫn thuộc đơn vị anh/chị."
    await phones.say(LAN, OBJECTION)
    assert await phones.press(LAN, "Hủy") == [stays]
    await phones.deliver()
    assert OFFICER not in phones.chats


async def test_an_objection_is_about_the_task_that_was_chosen(phones: Phones) -> None:
    await phones.say(LAN, OBJECTION)
    (sure,) = await phones.press(LAN, "2")
    assert "II.2 Tuyên truyền" in sure
    await phones.press(LAN, "Chuyển ý kiến")
    await phones.deliver()
    assert list(phones.chats[OFFICER][-1].buttons) == ["Chuyển đơn vị", "Giữ nguyên"]


async def test_an_objection_may_name_its_tasks(phones: Phones) -> None:
    (sure,) = await phones.say(LAN, "việc 2 không thuộc trách nhiệm của đơn vị em")
    assert sure.startswith("Tôi chuyển ý kiến này tới điều phối viên ạ?")
    assert "II.2 Tuyên truyền" in sure
    assert "II.1" not in sure


@pytest.fixture
async def several(storage: Storage) -> Phones:
    """Lan owes four things."""
    world = World.of(storage, "2024-08-05 08:00")
    tasks = [TaskDraft(f"II.{no}", f"Việc số {no}", lead=("Sở Ngoại vụ",), timeframe=ONGOING) for no in range(1, 5)]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Bình", Role.COORDINATOR)
    return Phones(world)


def _listed(shown: str) -> list[str]:
    return [f"II.{no}" for no in range(1, 5) if f"II.{no} " in shown]


@pytest.mark.parametrize(
    "said",
    [
        "1 và 2 không thuộc trách nhiệm của đơn vị",
        "1 với 2 ko thuộc trách nhiệm của đơn vị",
        "không thuộc trách nhiệm của đơn vị: 1 và 2",
        "đơn vị tôi không phụ trách việc 1 và việc 2",
        "a) và b) không thuộc trách nhiệm của đơn vị",
    ],
)
async def test_an_objection_to_some_passes_on_those_only(several: Phones, said: str) -> None:
    (sure,) = await several.say(LAN, said)
    assert sure.startswith("Tôi chuyển ý kiến này tới điều phối viên ạ?")
    assert _listed(sure) == ["II.1", "II.2"]
    await several.press(LAN, "Chuyển ý kiến")
    await several.deliver()
    assert _listed(several.chats["102"][-1].text) == ["II.1", "II.2"]


@pytest.mark.parametrize(
    "said", ["theo QĐ số 72 thì không thuộc trách nhiệm của đơn vị", "1-3 không thuộc trách nhiệm của đơn vị"]
)
async def test_a_number_that_may_be_no_task_is_asked_about(several: Phones, said: str) -> None:
    (which,) = await several.say(LAN, said)
    assert which.startswith("Việc nào không thuộc trách nhiệm của đơn vị ạ?")
    (again,) = await several.say(LAN, "1 và 9")
    assert again.startswith("Việc nào không thuộc trách nhiệm của đơn vị ạ?")
    (again,) = await several.say(LAN, "mấy việc đầu")
    assert again.startswith("Tôi chưa rõ ý anh/chị.")
    (sure,) = await several.say(LAN, "số 2 và 4")
    assert _listed(sure) == ["II.2", "II.4"]


async def test_a_task_is_given_to_another_agency(phones: Phones) -> None:
    await _object(phones)
    await phones.deliver()
    told = phones.chats[OFFICER][-1]
    assert list(told.buttons) == ["Chuyển việc 1", "Giữ việc 1", "Chuyển việc 2", "Giữ việc 2"]
    (asked,) = await phones.press(OFFICER, "Chuyển việc 1")
    assert asked.startswith("II.1 Tổ chức họp báo\nĐang giao cho Sở Ngoại vụ.")
    (preview,) = await phones.say(OFFICER, "so tu phap")
    assert "Từ: Sở Ngoại vụ" in preview
    assert "Số kỳ chưa báo cáo: 2" in preview
    (done,) = await phones.press(OFFICER, "Chuyển")
    assert done == "Đã chuyển 2 kỳ báo cáo sang Sở Tư pháp và đã báo cho hai bên."
    assert phones.chats[LAN][-1].text.startswith("Đã chuyển sang Sở Tư pháp: II.1 Tổ chức họp báo")
    assert phones.chats[MINH][-1].text.startswith("Việc mới được giao: II.1 Tổ chức họp báo")
    assert "II.1 2024-Q3 open" in await _owes(phones, "Sở Tư pháp")
    assert "II.1 2024-Q3 open" not in await _owes(phones, "Sở Ngoại vụ")


async def test_what_was_given_away_stays_away_when_dues_are_made_again(phones: Phones) -> None:
    await _object(phones)
    await phones.deliver()
    await phones.press(OFFICER, "Chuyển việc 2")
    await phones.say(OFFICER, "Sở Tư pháp")
    await phones.press(OFFICER, "Chuyển")
    before = [await _owes(phones, name) for name in ("Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế")]
    await phones.world.doors.write(make_all_dues)
    assert [await _owes(phones, name) for name in ("Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế")] == before
    assert "II.2 2024-Q3 open" not in before[0]


async def test_it_stays(phones: Phones) -> None:
    await _object(phones)
    await phones.deliver()
    asked = phones.chats[OFFICER][-1]
    keep = asked.buttons["Giữ việc 1"]
    (told,) = await phones.press(OFFICER, "Giữ việc 1")
    assert told == "Đã giữ nguyên việc “II.1 Tổ chức họp báo” và báo cho 1 đầu mối của cơ quan."
    assert phones.chats[LAN][-1].text.startswith("Vẫn thuộc đơn vị anh/chị: II.1 Tổ chức họp báo")
    assert list(asked.buttons) == ["Chuyển việc 2", "Giữ việc 2"]
    (again,) = await phones.press_data(OFFICER, keep, asked.id)
    assert again.startswith("Việc “II.1 Tổ chức họp báo” đã được giữ nguyên từ trước")
    await phones.press(OFFICER, "Giữ việc 2")
    assert asked.buttons == {}
    assert [shown.text[:35] for shown in phones.chats[LAN][-2:]] == [
        "Vẫn thuộc đơn vị anh/chị: II.1 Tổ c",
        "Vẫn thuộc đơn vị anh/chị: II.2 Tuyên"[:35],
    ]


async def test_it_stays_when_only_one_thing_was_objected_to(phones: Phones) -> None:
    await phones.say(LAN, OBJECTION)
    await phones.press(LAN, "2")
    await phones.press(LAN, "Chuyển ý kiến")
    await phones.deliver()
    (told,) = await phones.press(OFFICER, "Giữ nguyên")
    assert told == "Đã giữ nguyên việc “II.2 Tuyên truyền” và báo cho 1 đầu mối của cơ quan."
    assert phones.chats[OFFICER][-2].buttons == {}


async def test_changes_of_mind(phones: Phones) -> None:
    await _object(phones)
    await phones.deliver()
    await phones.press(OFFICER, "Chuyển việc 1")
    assert await phones.say(OFFICER, "Sở Ngoại vụ") == ["Việc này đang giao cho Sở Ngoại vụ rồi."]
    await phones.press(OFFICER, "Chuyển việc 1")
    (preview,) = await phones.say(OFFICER, "Sở Y tế")
    assert "Sở Y tế chưa có đầu mối trong bot" in preview
    assert await phones.press(OFFICER, "Thôi") == ["Không chuyển, việc vẫn thuộc cơ quan cũ."]
    assert "II.1 2024-Q3 open" in await _owes(phones, "Sở Ngoại vụ")


async def test_what_was_reported_meanwhile_does_not_move(phones: Phones) -> None:
    await _object(phones)
    await phones.deliver()
    await phones.press(OFFICER, "Chuyển việc 1")
    await phones.say(LAN, "1 xong, 12 tin bài")
    await phones.press(LAN, "Gửi")
    await phones.say(OFFICER, "Sở Tư pháp")
    (told,) = await phones.press(OFFICER, "Chuyển")
    assert told == "Việc “II.1 Tổ chức họp báo” đã khép lại, không cần báo cáo nữa."


async def test_others_decide_nothing(phones: Phones) -> None:
    (told,) = await phones.press_data(LAN, "do:reassign:1")
    assert told.startswith("Lựa chọn này đã cũ")
    (told,) = await phones.press_data(LAN, "do:stay:1")
    assert told == "Việc này dành cho điều phối viên."
