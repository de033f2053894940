"""Inviting, handing over, leaving."""

from __future__ import annotations

import pytest

from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from storage.engine import Storage
from tests.chats import Phones
from tests.worlds import Q4, World, november_rule, plan_draft

LAN, OFFICER, ADMIN = "101", "102", "103"
NEWCOMER = "501"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]
    await world.plan(plan_draft(tasks, [november_rule(["Sở Ngoại vụ", "Sở Tư pháp"])]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Bình", Role.COORDINATOR)
    await world.person("Quản", Role.ADMIN)
    return Phones(world)


def _code(shown: str) -> str:
    return shown.partition("\n")[0].rpartition(": ")[2]


async def _join(phones: Phones, user: str, code: str) -> list[str]:
    await phones.say(user, f"/start {code}")
    return await phones.press(user, "Đồng ý")


async def test_a_wrong_answer_to_the_notice_does_not_repeat_all_of_it(phones: Phones) -> None:
    (made,) = await phones.say(OFFICER, "/moi Sở Tư pháp")
    (notice,) = await phones.say(NEWCOMER, f"/start {_code(made)}")
    for _ in range(2):
        (again,) = await phones.say(NEWCOMER, "là sao")
        assert again.endswith("Anh/chị có đồng ý với các điều nêu trên không?\n[Đồng ý] [Không]")
        assert len(again) < len(notice) / 2
    (welcome,) = await phones.say(NEWCOMER, "đồng ý")
    assert welcome.startswith("Cảm ơn Người 501. Anh/chị là đầu mối của Sở Tư pháp.")


async def test_the_name_a_channel_shows_is_mended_by_a_button(phones: Phones) -> None:
    (made,) = await phones.say(OFFICER, "/moi Sở Tư pháp")
    (welcome,) = await _join(phones, NEWCOMER, _code(made))
    assert welcome.endswith("Tên ghi trong báo cáo: Người 501. Chưa đúng họ tên thì chọn Sửa tên.\n[Sửa tên]")
    assert await phones.press(NEWCOMER, "Sửa tên") == ["Họ và tên của anh/chị để ghi trong báo cáo?"]
    (again,) = await phones.say(NEWCOMER, "12")
    assert again.startswith("Xin anh/chị gõ họ và tên.")
    assert await phones.say(NEWCOMER, "Nguyễn  Thị Hà") == ["Đã ghi tên anh/chị là Nguyễn Thị Hà."]
    (data,) = await phones.say(NEWCOMER, "/dulieucuatoi")
    assert "Họ tên: Nguyễn Thị Hà" in data


@pytest.mark.parametrize("shown", ["", "🌸 🌸", "  "])
async def test_who_shows_no_name_is_asked_for_one(phones: Phones, shown: str) -> None:
    (made,) = await phones.say(OFFICER, "/moi Sở Tư pháp")
    await phones.say(NEWCOMER, f"/start {_code(made)}", name=shown)
    asked = await phones.press(NEWCOMER, "Đồng ý")
    assert asked == ["Họ và tên của anh/chị để ghi trong báo cáo?\n[Quay lại]"]
    (welcome,) = await phones.say(NEWCOMER, "Trần Thị Hoa")
    assert welcome.startswith("Cảm ơn Trần Thị Hoa.")
    assert "Sửa tên" not in welcome


async def test_a_second_agency_costs_one_tap_and_shows_what_it_owes(phones: Phones) -> None:
    (made,) = await phones.say(OFFICER, "/moi Sở Tư pháp")
    (offer,) = await phones.say(LAN, f"/start {_code(made)}")
    assert offer == "Mã này mời anh/chị làm đầu mối của Sở Tư pháp. Anh/chị đồng ý không ạ?\n[Đồng ý] [Không]"
    (welcome,) = await phones.press(LAN, "Đồng ý")
    assert welcome.startswith("Cảm ơn Lan. Anh/chị là đầu mối của Sở Tư pháp.")
    assert welcome.count("Báo cáo kết quả thực hiện") == 1
    assert "II.1" not in welcome


async def test_a_second_agency_can_be_declined(phones: Phones) -> None:
    (made,) = await phones.say(OFFICER, "/moi Sở Tư pháp")
    await phones.say(LAN, f"/start {_code(made)}")
    assert await phones.press(LAN, "Không") == ["Anh/chị chưa nhận vai trò này. Khi cần, anh/chị gửi lại mã mời."]
    assert await _roles(phones, LAN) == ["focal"]


async def _roles(phones: Phones, user: str) -> list[str]:
    def look(desk: Desk) -> list[str]:
        from bot.domain.messages import Channel

        person = desk.people.by_account(Channel.TELEGRAM, user)
        return [] if person is None else [membership.role.value for membership in person.memberships]

    return await phones.world.doors.read(look)


async def test_handing_over(phones: Phones) -> None:
    (asked,) = await phones.say(LAN, "/bangiao")
    assert asked.startswith("Bàn giao đầu mối Sở Ngoại vụ")
    (shown,) = await phones.press(LAN, "Tạo mã bàn giao")
    assert "Cho đến khi đó, anh/chị vẫn là đầu mối." in shown
    assert await _roles(phones, LAN) == ["focal"]
    await _join(phones, NEWCOMER, _code(shown))
    assert await _roles(phones, NEWCOMER) == ["focal"]
    assert await _roles(phones, LAN) == []
    assert phones.chats[LAN][-1].text.startswith("Người 501 đã nhận bàn giao Sở Ngoại vụ.")
    assert phones.chats[OFFICER][-1].text == "Sở Ngoại vụ: Lan đã bàn giao cho Người 501."


async def test_a_handover_taken_back(phones: Phones) -> None:
    await phones.say(LAN, "/bangiao")
    (shown,) = await phones.press(LAN, "Tạo mã bàn giao")
    assert await phones.press(LAN, "Thu hồi mã") == ["Đã thu hồi, mã này không dùng được nữa."]
    (refused,) = await phones.say(NEWCOMER, _code(shown))
    assert refused.startswith("Mã mời đã được dùng hết.")


async def test_a_handover_to_a_colleague(phones: Phones) -> None:
    await phones.world.person("Minh", agency="Sở Ngoại vụ")
    await phones.say(LAN, "/bangiao")
    (shown,) = await phones.press(LAN, "Tạo mã bàn giao")
    await phones.say("104", f"/start {_code(shown)}")
    await phones.press("104", "Đồng ý")
    assert await _roles(phones, LAN) == []
    assert await _roles(phones, "104") == ["focal"]


async def test_ones_own_code_changes_nothing(phones: Phones) -> None:
    await phones.say(LAN, "/bangiao")
    (shown,) = await phones.press(LAN, "Tạo mã bàn giao")
    await phones.say(LAN, _code(shown))
    await phones.press(LAN, "Đồng ý")
    assert await _roles(phones, LAN) == ["focal"]


async def test_leaving_in_the_middle_of_a_report(phones: Phones) -> None:
    await phones.world.person("Minh", agency="Sở Ngoại vụ")
    await phones.say(LAN, "/bangiao")
    await phones.press(LAN, "Rời, không bàn giao")
    (gone,) = await phones.press(LAN, "Rời")
    assert gone == "Anh/chị đã thôi làm đầu mối Sở Ngoại vụ. Cơ quan còn 1 đầu mối. Cảm ơn anh/chị đã cộng tác."
    assert phones.chats[OFFICER][-1].text == "Lan thôi làm đầu mối Sở Ngoại vụ.\nĐầu mối còn lại: Minh."
    (told,) = await phones.say(LAN, "/baocao")
    assert told.startswith("Lệnh /baocao dành cho vai trò khác")


async def test_who_has_left_cannot_send_what_was_begun(phones: Phones) -> None:
    await phones.say(LAN, "xong rồi, 12 tin bài")
    await phones.press(LAN, "1")
    code = await phones.world.doors.write(_handover_code)
    await _join(phones, NEWCOMER, code)
    told = await phones.press(LAN, "Gửi")
    assert told == ["Việc này không thuộc cơ quan của anh/chị."]


def _handover_code(desk: Desk) -> str:
    from bot.domain.people import PersonId
    from bot.usecases import people

    return people.invite(desk, people.find_agency(desk, "Sở Ngoại vụ").id, Role.FOCAL, replaces=PersonId(1))


async def test_a_person_with_two_agencies_chooses(phones: Phones) -> None:
    code = await phones.world.doors.write(_justice_code)
    await phones.say(LAN, code)
    await phones.press(LAN, "Đồng ý")
    (asked,) = await phones.say(LAN, "/bangiao")
    assert asked == (
        "Anh/chị đang phụ trách nhiều cơ quan. Cơ quan nào ạ?\n[Sở Ngoại vụ] [Sở Tư pháp]"
    )  # fmt: skip
    (asked,) = await phones.say(LAN, "sở tư pháp")
    assert asked.startswith("Bàn giao đầu mối Sở Tư pháp")
    await phones.say(LAN, "/huy")
    (listed,) = await phones.say(LAN, "/baocao")
    assert "Sở Tư pháp: Báo cáo kết quả thực hiện" in listed


def _justice_code(desk: Desk) -> str:
    from bot.usecases import people

    return people.invite(desk, people.find_agency(desk, "Sở Tư pháp").id, Role.FOCAL)


async def test_an_officer_invites_by_name(phones: Phones) -> None:
    (shown,) = await phones.say(OFFICER, "/moi so tu phap")
    assert shown.startswith("Mã mời Sở Tư pháp: ")
    assert f"https://t.me/thu_bot?start={_code(shown)}" in shown
    assert "[Thu hồi mã]" in shown
    (asked,) = await phones.say(OFFICER, "/moi")
    assert asked.startswith("Mời đầu mối cho cơ quan nào?")
    (asked,) = await phones.say(OFFICER, "Sở Không Có Thật")
    assert "Sở Không Có Thật" in asked
    (shown,) = await phones.say(OFFICER, "Sở Ngoại vụ")
    assert shown.startswith("Mã mời Sở Ngoại vụ: ")


async def test_agencies_without_anybody_are_offered_a_page_at_a_time(phones: Phones) -> None:
    def add(desk: Desk) -> None:
        for number in range(1, 11):
            desk.agencies.add(f"Huyện {number:02}")

    await phones.world.doors.write(add)
    (asked,) = await phones.say(OFFICER, "/moi")
    assert "chưa có đầu mối" in asked
    assert "[Huyện 08] [Xem tiếp]" in asked
    assert "Sở Ngoại vụ" not in asked
    (asked,) = await phones.press(OFFICER, "Xem tiếp")
    assert "[Huyện 09] [Huyện 10]" in asked
    assert "[Huyện 08]" not in asked
    (asked,) = await phones.press(OFFICER, "Xem tiếp")
    assert "[Huyện 01]" in asked
    (shown,) = await phones.press(OFFICER, "Huyện 02")
    assert shown.startswith("Mã mời Huyện 02: ")


async def test_an_administrator_invites_to_any_role(phones: Phones) -> None:
    (asked,) = await phones.say(ADMIN, "/moi")
    assert asked == "Mời người mới làm gì ạ?\n[Đầu mối] [Điều phối viên] [Lãnh đạo] [Quản trị]"
    (shown,) = await phones.press(ADMIN, "Lãnh đạo")
    assert shown.startswith("Mã mời lãnh đạo: ")
    await _join(phones, NEWCOMER, _code(shown))
    assert await _roles(phones, NEWCOMER) == ["leader"]


async def test_only_ones_own_invite_is_revoked(phones: Phones) -> None:
    await phones.say(OFFICER, "/moi Sở Tư pháp")
    data = phones.chats[OFFICER][-1].buttons["Thu hồi mã"]
    assert await phones.press_data(LAN, data) == ["Mã này đã được dùng hoặc đã thu hồi."]
    assert await phones.press(OFFICER, "Thu hồi mã") == ["Đã thu hồi, mã này không dùng được nữa."]


async def test_a_report_entered_for_an_agency(phones: Phones) -> None:
    (asked,) = await phones.say(OFFICER, "/nhapho")
    assert asked.startswith("Nhập hộ báo cáo của cơ quan nào?")
    marked, listed = await phones.say(OFFICER, "so ngoai vu")
    assert marked.startswith("Nhập hộ cho Sở Ngoại vụ.")
    assert listed.startswith("Anh/chị báo cáo nhiệm vụ nào?")
    await phones.press(OFFICER, "1")
    await phones.press(OFFICER, "Hoàn thành")
    await phones.say(OFFICER, "Đã họp báo 2 lần (đơn vị báo qua điện thoại)")
    await phones.press(OFFICER, "Không có, xem lại luôn")
    (receipt,) = await phones.press(OFFICER, "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")
    assert phones.chats[LAN][-1].text.startswith("Điều phối viên đã nhập hộ báo cáo (Bình): ")

    def look(desk: Desk) -> list[bool]:
        return [standing.said.on_behalf for standing in desk.reports.standings() if standing.said is not None]

    assert await phones.world.doors.read(look) == [True]


async def test_nothing_to_enter(phones: Phones) -> None:
    await phones.world.agency("Sở Y tế")
    (told,) = await phones.say(OFFICER, "/nhapho Sở Y tế")
    assert told == "Sở Y tế hiện không có việc nào để báo cáo."
