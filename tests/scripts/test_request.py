"""One-off requests, from the question to the compiled answers."""

from __future__ import annotations

import pytest

from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.domain.requests import RequestId, asked_day, read_code
from bot.rendering.summary import compose
from bot.usecases.desk import Desk
from bot.usecases.dues import sweep
from bot.usecases.schedule import schedule
from bot.usecases.summaries import facts
from storage.engine import Storage
from tests.chats import Phones
from tests.worlds import Q4, World, november_rule, plan_draft

LAN, MINH, OFFICER = "101", "102", "103"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [TaskDraft("II.1", "Tổ chức họp báo", lead=("Các sở, ban, ngành",), timeframe=Q4)]
    for name in ("Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế"):
        await world.agency(name)
    await world.plan(plan_draft(tasks, [november_rule(["Sở Ngoại vụ", "Sở Tư pháp"])]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Tư pháp")
    await world.person("Bình", Role.COORDINATOR)
    return Phones(world)


async def _ask(phones: Phones) -> str:
    await phones.say(OFFICER, "/yeucau Số cán bộ làm thông tin đối ngoại của đơn vị?")
    await phones.say(OFFICER, "Sở Ngoại vụ, sở tư pháp, So Y te")
    (preview,) = await phones.say(OFFICER, "trước thứ sáu tuần sau")
    (sent,) = await phones.press(OFFICER, "Gửi")
    await phones.deliver()
    return preview + "\n" + sent


async def test_a_request_reaches_the_agencies_at_once(phones: Phones) -> None:
    shown = await _ask(phones)
    assert "Nơi nhận (3): Sở Ngoại vụ, Sở Tư pháp, Sở Y tế" in shown
    assert "Thời hạn: trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024, còn 5 ngày làm việc)" in shown
    assert "Đã gửi yêu cầu YC-1 tới 3 cơ quan (2 đầu mối)." in shown
    assert "Chưa có đầu mối, xin báo trực tiếp: Sở Y tế" in shown
    told = phones.chats[LAN][-1]
    assert told.text == (
        "Yêu cầu báo cáo đột xuất: Sở Ngoại vụ\nSố cán bộ làm thông tin đối ngoại của đơn vị?\n"
        "Thời hạn: trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024, còn 5 ngày làm việc)\n"
        "Người yêu cầu: Bình. Bấm Báo cáo, hoặc trả lời ngay tin này."
    )
    assert list(told.buttons) == ["Báo cáo", "Để sau"]


async def test_answers_by_conversation_and_by_reply_are_compiled(phones: Phones) -> None:
    await _ask(phones)
    (asked,) = await phones.press(LAN, "Báo cáo")
    assert asked.endswith("Xin anh/chị gõ nội dung trả lời.")
    await phones.say(LAN, "12 cán bộ, trong đó 3 chuyên trách")
    await phones.send(LAN, "danh-sach.jpg")
    (preview,) = await phones.press(LAN, "Xong")
    assert "Trả lời: 12 cán bộ, trong đó 3 chuyên trách" in preview
    assert "Tình trạng" not in preview
    await phones.press(LAN, "Gửi")
    (understood,) = await phones.say(MINH, "đơn vị có 2 người kiêm nhiệm", reply_to=phones.chats[MINH][-1].id)
    assert "đơn vị có 2 người kiêm nhiệm" in understood
    assert "Hoàn thành" not in understood
    await phones.press(MINH, "Gửi")
    (compiled,) = await phones.say(OFFICER, "/tonghop yc-1")
    assert compiled.startswith("Tổng hợp trả lời yêu cầu YC-1 (2/3 cơ quan)\nSố cán bộ làm")
    assert "1. Sở Ngoại vụ (08:00 ngày 07/11/2024)\n12 cán bộ, trong đó 3 chuyên trách\nMinh chứng: 1 tệp" in compiled
    assert "2. Sở Tư pháp (08:00 ngày 07/11/2024)\nđơn vị có 2 người kiêm nhiệm" in compiled
    assert compiled.endswith("Chưa trả lời (1): Sở Y tế")


async def test_the_last_answer_is_told_to_whoever_asked(phones: Phones) -> None:
    await phones.say(OFFICER, "/yeucau Gửi danh sách đầu mối")
    await phones.say(OFFICER, "Sở Ngoại vụ")
    await phones.press(OFFICER, "Mai")
    await phones.press(OFFICER, "Gửi")
    await phones.say(LAN, "Đồng chí Lan", reply_to=phones.chats[LAN][-1].id)
    await phones.press(LAN, "Gửi")
    assert phones.chats[OFFICER][-1].text.startswith("Yêu cầu YC-1: đã đủ 1/1 trả lời.")


async def test_a_request_is_reminded_of(phones: Phones) -> None:
    await _ask(phones)
    phones.world.jump("2024-11-13 07:30")
    await phones.world.doors.write(sweep)
    await phones.deliver()
    assert "Số cán bộ làm thông tin đối ngoại" in phones.chats[LAN][-1].text


async def test_a_request_taken_back(phones: Phones) -> None:
    await _ask(phones)
    (told,) = await phones.press(OFFICER, "Thu hồi yêu cầu")
    assert told.startswith("Đã thu hồi yêu cầu.")
    assert phones.chats[LAN][-1].text.startswith("Yêu cầu đã được thu hồi, không cần báo cáo nữa: ")
    (listed,) = await phones.say(LAN, "/nhiemvu")
    assert "Số cán bộ" not in listed
    assert await phones.press_data(OFFICER, "do:recall:1") == ["Yêu cầu này không còn thu hồi được."]
    (compiled,) = await phones.say(OFFICER, "/tonghop YC-1")
    assert "(0/0 cơ quan)" in compiled


async def test_groups_wrong_names_and_wrong_days(phones: Phones) -> None:
    await phones.say(OFFICER, "/yeucau")
    (asked,) = await phones.say(OFFICER, "Rà soát trang tin")
    assert "Các sở, ban, ngành (3)" in asked
    assert "Mọi cơ quan (3)" in asked
    (unclear,) = await phones.say(OFFICER, "Sở Tư pháp; Sở Không Có")
    assert unclear == "Đã có 1 cơ quan. Tôi chưa rõ: Sở Không Có. Xin gõ lại phần này.\n[Bỏ qua] [Quay lại]"
    (day,) = await phones.press(OFFICER, "Bỏ qua")
    assert day.startswith("Báo cáo trước khi nào?")
    assert (await phones.say(OFFICER, "hôm qua"))[0].startswith("Tôi chưa rõ ngày, hoặc ngày đã qua.")
    assert (await phones.say(OFFICER, "chắc sớm thôi"))[0].startswith("Tôi chưa rõ ngày, hoặc ngày đã qua.")
    (preview,) = await phones.say(OFFICER, "17/11")
    assert "Lưu ý: Chủ nhật 17/11/2024 là ngày nghỉ." in preview
    await phones.press(OFFICER, "Sửa")
    await phones.press(OFFICER, "Nơi nhận")
    (preview,) = await phones.press(OFFICER, "Mọi cơ quan (3)")
    assert "Nơi nhận (3)" in preview
    assert await phones.press(OFFICER, "Hủy") == ["Đã hủy, chưa gửi yêu cầu nào."]


async def test_only_coordinators_ask_and_see(phones: Phones) -> None:
    (told,) = await phones.say(LAN, "/yeucau gì đó")
    assert told.startswith("Lệnh /yeucau dành cho vai trò khác")
    await _ask(phones)
    assert len(await phones.press_data(LAN, "do:recall:1")) == 1
    (told,) = await phones.say(OFFICER, "/tonghop YC-99")
    assert told == "Không có yêu cầu số 99."

    def logged(desk: Desk) -> list[str]:
        return [event.what for event in desk.events.of("request:1")]

    assert await phones.world.doors.read(logged) == ["request.made"]


@pytest.mark.parametrize(
    ("typed", "read"), [("YC-3", 3), ("yc 3", 3), ("yêu cầu 12", 12), ("quý 4", None), ("YC", None), ("", None)]
)
def test_a_requests_name_is_read(typed: str, read: int | None) -> None:
    assert read_code(typed) == (None if read is None else RequestId(read))


def test_before_a_day_is_strict() -> None:
    from datetime import date

    day = date(2024, 11, 15)
    assert asked_day("trước thứ sáu tuần sau", day).last_day == date(2024, 11, 14)
    assert asked_day("thứ sáu tuần sau", day).last_day == day
    assert asked_day("thứ sáu tuần trước", day).last_day == day


async def test_a_request_needs_no_plan_and_stands_by_itself(storage: Storage) -> None:
    world = World.of(storage, "2024-11-07 08:00")
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Tư pháp")
    await world.person("Bình", Role.COORDINATOR)
    phones = Phones(world)
    await _ask_two(phones)
    (work,) = await phones.say(LAN, "/nhiemvu")
    assert "Gửi danh sách đầu mối" in work
    assert "Yêu cầu đột xuất YC-1" in work
    (status,) = await phones.say(OFFICER, "/status")
    assert "Đã báo cáo 0/2" in status
    (listed,) = await phones.press(OFFICER, "Yêu cầu")
    assert "YC-1 Gửi danh sách đầu mối: 0/2" in listed
    planned = await world.doors.read(schedule)
    assert {due.request for message in planned.planned for due, _ in message.dues} == {RequestId(1)}
    world.jump("2024-11-21 08:00")
    (digest,) = await phones.say(OFFICER, "/bantin")
    assert "Sở Tư pháp" in digest


async def test_a_request_does_not_belong_to_the_plan_that_is_there(phones: Phones) -> None:
    await _ask_two(phones)
    phones.world.jump("2024-11-21 08:00")
    period = "2024-Q4"
    whole = await phones.world.doors.read(facts, period)
    of_plan = await phones.world.doors.read(facts, period, 1)
    assert [one.no for one in whole.standings if one.request] == ["YC-1", "YC-1"]
    assert [one.request for one in of_plan.standings if one.request] == []
    topics = [topic.heading for part in compose(whole) for topic in part.topics]
    assert "Gửi danh sách đầu mối (yêu cầu YC-1)" in topics


async def _ask_two(phones: Phones) -> None:
    await phones.say(OFFICER, "/yeucau Gửi danh sách đầu mối")
    await phones.say(OFFICER, "Sở Ngoại vụ, Sở Tư pháp")
    await phones.say(OFFICER, "trước 20/11")
    await phones.press(OFFICER, "Gửi")
    await phones.deliver()
