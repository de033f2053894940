"""One-off requests, from the question to the compiled answers."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl
import pytest

from bot.domain.messages import Rendered
from bot.domain.people import PersonId, Role
from bot.domain.plans import TaskDraft
from bot.domain.requests import AskedDay, RequestId, asked_day, read_code
from bot.rendering.summary import compose
from bot.usecases.desk import Desk
from bot.usecases.requests import SendRequest, recall
from bot.usecases.schedule import schedule
from bot.usecases.summaries import facts
from bot.usecases.sweep import sweep
from handlers.rendering import Renderers
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
        "Người yêu cầu: Bình. Chọn Báo cáo, hoặc trả lời ngay tin này."
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
    (understood,) = await phones.say(
        MINH, "dạ em báo cáo chị: đơn vị có 2 người kiêm nhiệm ạ", reply_to=phones.chats[MINH][-1].id
    )
    assert "Trả lời: đơn vị có 2 người kiêm nhiệm\n" in understood, "politeness is for the chat"
    assert "Hoàn thành" not in understood
    await phones.press(MINH, "Gửi")
    (compiled,) = await phones.say(OFFICER, "/tonghop yc-1")
    assert compiled.startswith("Tổng hợp trả lời yêu cầu YC-1 (2/3 cơ quan)\nSố cán bộ làm")
    assert "1. Sở Ngoại vụ (08:00 ngày 07/11/2024)\n12 cán bộ, trong đó 3 chuyên trách\nMinh chứng: 1 tệp" in compiled
    assert "2. Sở Tư pháp (08:00 ngày 07/11/2024)\nđơn vị có 2 người kiêm nhiệm" in compiled
    assert compiled.endswith("Chưa trả lời (1): Sở Y tế\n[Văn bản tổng hợp] [Thu hồi yêu cầu]")


async def test_the_last_answer_is_told_to_whoever_asked(phones: Phones) -> None:
    await phones.say(OFFICER, "/yeucau Gửi danh sách đầu mối")
    await phones.say(OFFICER, "Sở Ngoại vụ")
    await phones.press(OFFICER, "Mai")
    await phones.press(OFFICER, "Gửi")
    await phones.say(LAN, "Đồng chí Lan", reply_to=phones.chats[LAN][-1].id)
    await phones.press(LAN, "Gửi")
    assert phones.chats[OFFICER][-1].text.startswith("Yêu cầu YC-1: đã đủ 1/1 trả lời.")
    told = await phones.press(OFFICER, "Văn bản tổng hợp")
    assert len(told) == 3
    (answers,) = await phones.press(OFFICER, "Xem trả lời")
    assert "Đồng chí Lan" in answers


async def test_a_request_is_reminded_of(phones: Phones) -> None:
    await _ask(phones)
    phones.world.jump("2024-11-13 07:30")
    await phones.world.doors.write(sweep)
    await phones.deliver()
    assert "Số cán bộ làm thông tin đối ngoại" in phones.chats[LAN][-1].text


async def test_a_request_taken_back(phones: Phones) -> None:
    await _ask(phones)
    (shown,) = await phones.press(OFFICER, "Thu hồi yêu cầu")
    assert "3 cơ quan chưa trả lời không bị nhắc nữa" in shown
    (kept,) = await phones.press(OFFICER, "Giữ lại")
    assert "(0/3 cơ quan)" in kept
    await phones.press(OFFICER, "Thu hồi yêu cầu")
    (told,) = await phones.press(OFFICER, "Thu hồi")
    assert told.startswith("Đã thu hồi yêu cầu.")
    assert phones.chats[LAN][-1].text.startswith("Yêu cầu đã được thu hồi, không cần báo cáo nữa: ")
    (listed,) = await phones.say(LAN, "/nhiemvu")
    assert "Số cán bộ" not in listed
    for stale in ("do:recall:1", "do:recall:1:1"):
        assert await phones.press_data(OFFICER, stale) == ["Yêu cầu này không còn thu hồi được."]
    phones.world.jump("2024-11-15 07:30")
    await phones.world.doors.write(sweep)
    await phones.deliver()
    assert sum("thu hồi" in shown.text for shown in phones.chats[LAN]) == 1
    assert not phones.chats[LAN][-1].text.startswith("Nhắc")
    (compiled,) = await phones.say(OFFICER, "/tonghop YC-1")
    assert "(0/0 cơ quan)" in compiled


async def test_groups_wrong_names_and_wrong_days(phones: Phones) -> None:
    await phones.say(OFFICER, "/yeucau")
    (asked,) = await phones.say(OFFICER, "Rà soát trang tin")
    assert "Các sở, ban, ngành (3)" in asked
    assert "Mọi cơ quan (3)" in asked
    (unclear,) = await phones.say(OFFICER, "Sở Tư pháp; Sở Không Có")
    assert (
        unclear
        == "Đã có 1 cơ quan. Tôi chưa rõ “Sở Không Có”. Xin gõ lại riêng phần này, hoặc bỏ qua.\n[Bỏ qua] [Quay lại]"
    )
    (slips,) = await phones.say(OFFICER, "các sở ban nghành; Sở Y tê, Sở Ngoại vuj")
    assert slips == (
        "Đã có 2 cơ quan. Tôi chưa rõ “các sở ban nghành” (sau đó: “Sở Ngoại vuj”). Ý anh/chị là Các sở, ban, ngành (3)? "
        "Nếu không, xin gõ lại, hoặc bỏ qua.\n[Các sở, ban, ngành (3)] [Bỏ qua] [Quay lại]"
    )
    (left,) = await phones.press(OFFICER, "Bỏ qua")
    assert "Tôi chưa rõ “Sở Ngoại vuj”. Ý anh/chị là Sở Ngoại vụ?" in left
    (day,) = await phones.press(OFFICER, "Bỏ qua")
    assert day.startswith("Nơi nhận (2): Sở Tư pháp, Sở Y tế\nBáo cáo trước khi nào?")
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
    assert len(await phones.press_data(LAN, "do:request:1")) == 1
    assert len(await phones.press_data(LAN, "do:reply:1")) == 1


@pytest.mark.parametrize(
    ("typed", "read"), [("YC-3", 3), ("yc 3", 3), ("yêu cầu 12", 12), ("quý 4", None), ("YC", None), ("", None)]
)
def test_a_requests_name_is_read(typed: str, read: int | None) -> None:
    assert read_code(typed) == (None if read is None else RequestId(read))


def test_before_a_day_is_strict() -> None:
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


async def test_nobody_is_told_of_a_request_they_never_heard_of(phones: Phones) -> None:
    world = phones.world
    agency = await world.agency("Sở Ngoại vụ")
    world.jump("2024-11-07 20:00")
    wanted = SendRequest(PersonId(3), "Gửi danh sách đầu mối", (agency,), AskedDay(date(2024, 11, 19)))
    assert "07:30 ngày 08/11/2024" in (await world.doors.write(wanted.perform)).opening

    def take_back(desk: Desk) -> bool:
        return recall(desk, PersonId(3), RequestId(1))

    assert await world.doors.write(take_back)
    assert [words for _, words in await world.said() if "thu hồi" in words] == []


async def test_the_compiled_reply_comes_as_documents(phones: Phones) -> None:
    await _ask(phones)
    await phones.say(LAN, "12 cán bộ <đủ>.\n- Đã mở 02 lớp tập huấn", reply_to=phones.chats[LAN][-1].id)
    await phones.press(LAN, "Gửi")
    phones.world.jump("2024-11-18 09:00")
    listed = await phones.say(OFFICER, "/tonghop yêu cầu")
    assert listed[0].startswith(
        "Yêu cầu báo cáo đột xuất\n1. YC-1 Số cán bộ làm thông tin đối ngoại của đơn vị?\n1/3 trả lời"
    )
    await phones.press(OFFICER, "YC-1")
    told = await phones.press(OFFICER, "Văn bản tổng hợp")
    assert told[1:] == ["Dự thảo báo cáo tổng hợp trả lời yêu cầu YC-1", "Bảng trả lời yêu cầu YC-1"]
    (*_, offer) = await phones.say(OFFICER, "/tonghop quý 4/2024")
    assert "Có 1 yêu cầu đột xuất trong kỳ" in offer
    assert "[YC-1]" in offer

    make = Renderers(phones.world.doors)
    words = _words((await make(Rendered("request-docx", {"request": 1}))).content)
    assert (
        "Ngày 07/11/2024, Sở Thông tin và Truyền thông đã yêu cầu 03 cơ quan, đơn vị báo cáo trước ngày 15/11/2024"
        in words
    )
    assert "1. Sở Ngoại vụ" in words
    assert "12 cán bộ <đủ>." in words
    assert "Đã mở 02 lớp tập huấn." in words
    assert "02 lớp tập huấn" in words.split("TỔNG HỢP SỐ LIỆU")[1]
    assert "Quá hạn (hạn cuối ngày 14/11/2024): Sở Tư pháp; Sở Y tế./." in words
    book = openpyxl.load_workbook(io.BytesIO((await make(Rendered("request-xlsx", {"request": 1}))).content))
    rows = list(book["Trả lời"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Cơ quan, đơn vị", "Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế"]
    assert rows[1][4] == "12 cán bộ <đủ>.\n- Đã mở 02 lớp tập huấn"
    figures = {row[1]: row[2] for row in book["Số liệu"].iter_rows(values_only=True)}
    assert (figures["Phải báo cáo"], figures["Đã nhận"], figures["Quá hạn chưa gửi"]) == (3, 1, 2)


def _words(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    return "\n".join(
        "".join(run.text or "" for run in each.iter(f"{{{NAMESPACE}}}t"))
        for each in paper.element.body.iter(f"{{{NAMESPACE}}}p")
    )


NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


async def test_names_without_their_head_and_sets_of_bodies(phones: Phones) -> None:
    for name in ("Sở Giáo dục và Đào tạo", "Sở Văn hóa, Thể thao và Du lịch", "UBND huyện Ba Tơ", "UBND huyện Lý Sơn"):
        await phones.world.agency(name)
    await phones.say(OFFICER, "/yeucau Rà soát")
    (day,) = await phones.say(OFFICER, "Sở Ngoại vụ, giáo dục, văn hóa")
    shown = "Nơi nhận (3): Sở Ngoại vụ, Sở Giáo dục và Đào tạo, Sở Văn hóa, Thể thao và Du lịch"
    assert day.startswith(f"{shown}\n")
    (asked,) = await phones.press(OFFICER, "Quay lại")
    assert asked.startswith("Gửi những cơ quan nào?")
    (day,) = await phones.say(OFFICER, "các huyện trừ lý sơn")
    assert day.startswith("Nơi nhận (1): UBND huyện Ba Tơ\n")
    await phones.press(OFFICER, "Quay lại")
    assert (await phones.say(OFFICER, "các sở"))[0].startswith("Nơi nhận (5): ")
    await phones.press(OFFICER, "Quay lại")
    (unclear,) = await phones.say(OFFICER, "các xã")
    assert unclear.startswith("Tôi chưa rõ “các xã”. Xin gõ lại tên cơ quan hoặc nhóm.")


async def test_a_name_left_out_is_asked_about_too(phones: Phones) -> None:
    await phones.say(OFFICER, "/yeucau Rà soát")
    (unclear,) = await phones.say(OFFICER, "tất cả trừ sở tư phát")
    assert "Tôi chưa rõ “trừ sở tư phát”. Ý anh/chị là Sở Tư pháp?" in unclear
    (day,) = await phones.say(OFFICER, "đúng rồi")
    assert day.startswith("Nơi nhận (2): Sở Ngoại vụ, Sở Y tế\n")


async def test_every_slip_is_asked_about_and_none_is_dropped(phones: Phones) -> None:
    await phones.say(OFFICER, "/yeucau Rà soát")
    (first,) = await phones.say(OFFICER, "sở ngoại vu, sở tư fáp, sở y tếe")
    assert "“sở tư fáp” (sau đó: “sở y tếe”). Ý anh/chị là Sở Tư pháp?" in first
    (second,) = await phones.press(OFFICER, "Sở Tư pháp")
    assert second.startswith("Đã có 2 cơ quan. Tôi chưa rõ “sở y tếe”. Ý anh/chị là Sở Y tế?")
    (day,) = await phones.press(OFFICER, "Sở Y tế")
    assert day.startswith("Nơi nhận (3): Sở Ngoại vụ, Sở Tư pháp, Sở Y tế\n")
