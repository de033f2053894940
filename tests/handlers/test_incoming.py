"""What a message means, and bad input of every kind: one clear sentence, and nothing has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.usecases import people
from bot.usecases.desk import Desk
from bot.usecases.sweep import sweep
from storage.engine import Storage
from storage.schema import events, journal, outbox, reports, snoozes
from tests.chats import Phones
from tests.worlds import Q4, World, november_rule, plan_draft

LAN = "101"


@pytest.fixture
async def world(storage: Storage) -> World:
    made = World.of(storage, "2024-11-07 08:00")
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4),
        TaskDraft("II.2", "Xuất bản bản tin", lead=("Sở Ngoại vụ",), timeframe=Q4),
    ]
    await made.plan(plan_draft(tasks, [november_rule(["Sở Ngoại vụ"])]))
    await made.person("Lan", agency="Sở Ngoại vụ")
    return made


@pytest.fixture
def phones(world: World) -> Phones:
    return Phones(world)


async def _count(world: World) -> tuple[int, ...]:
    """Count what a message could have changed."""

    def look(desk: Desk) -> tuple[int, ...]:
        tables = (reports, journal, snoozes, events)
        return tuple(desk.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)

    return await world.doors.read(look)


async def _in_the_middle(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Hoàn thành")


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("", "Tin nhắn chưa có nội dung. Xin anh/chị gõ câu trả lời."),
        ("12", "Xin anh/chị trả lời bằng vài chữ."),
        ("dài " * 6000, "Nội dung dài quá 20000 ký tự."),
    ],
)
async def test_a_wrong_answer_is_told_and_asked_again(phones: Phones, world: World, said: str, answered: str) -> None:
    await _in_the_middle(phones)
    before = await _count(world)
    (reply,) = await phones.say(LAN, said)
    assert reply.startswith(answered)
    assert "Kết quả chính ạ?" in reply
    assert await _count(world) == before


async def test_a_photo_where_words_are_asked(phones: Phones, world: World) -> None:
    await _in_the_middle(phones)
    before = await _count(world)
    (reply,) = await phones.send(LAN, "anh.jpg")
    assert reply.startswith("Câu hỏi này chưa nhận ảnh, tệp")
    assert await _count(world) == before


async def test_an_update_that_comes_twice_changes_nothing(phones: Phones, world: World) -> None:
    await phones.say(LAN, "/baocao", update="same")
    assert await phones.say(LAN, "/baocao", update="same") == []


async def test_the_button_of_an_answered_question(phones: Phones, world: World) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    card = phones.chats[LAN][-1]
    stale = card.buttons["Hoàn thành"]
    await phones.say(LAN, "đang thực hiện")
    before = await _count(world)
    (reply,) = await phones.press_data(LAN, stale, card.id)
    assert reply.startswith("Nút vừa bấm thuộc câu hỏi cũ.")
    assert "phần trăm" in reply
    assert await _count(world) == before


async def test_the_button_of_a_conversation_that_is_over(phones: Phones, world: World) -> None:
    await phones.say(LAN, "/baocao")
    card = phones.chats[LAN][-1]
    data = card.buttons["1"]
    await phones.say(LAN, "/huy")
    assert await phones.press_data(LAN, data, card.id) == [
        "Lựa chọn này đã cũ và không còn tác dụng. Gõ /help để xem các việc có thể làm."
    ]


@pytest.mark.parametrize(
    "data", ["", "a:1", "a:x:0:y", "a:999:0:1", "do:", "do:nothing", "do:status:2024-Q9", "🙂" * 16]
)
async def test_a_forged_button(phones: Phones, world: World, data: str) -> None:
    before = await _count(world)
    assert await phones.press_data(LAN, data) == [
        "Lựa chọn này đã cũ và không còn tác dụng. Gõ /help để xem các việc có thể làm."
    ]
    assert await _count(world) == before


async def test_the_button_of_another_person(phones: Phones, world: World) -> None:
    await world.person("Minh", agency="Sở Tư pháp")
    await phones.say(LAN, "/baocao")
    card = phones.chats[LAN][-1]
    assert await phones.press_data("102", card.buttons["1"]) == [
        "Lựa chọn này đã cũ và không còn tác dụng. Gõ /help để xem các việc có thể làm."
    ]


async def test_a_message_edited_after_it_was_used(phones: Phones, world: World) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "Đã họp báo 2 lần")
    before = await _count(world)
    address, sender = Address(Channel.TELEGRAM, LAN), Sender(Channel.TELEGRAM, LAN)
    edited = Incoming("e1", IncomingKind.EDIT, address, sender, world.clock.now(), text="Đã họp báo 3 lần")
    assert await phones.bring(edited) == []
    assert await _count(world) == before


@pytest.mark.parametrize("words", ["xin chào", "/status", "/baocao", "/nhiemvu", "/tonghop", "mai nhắc lại", "/huy"])
async def test_a_stranger_learns_nothing(phones: Phones, world: World, words: str) -> None:
    before = await _count(world)
    (reply,) = await phones.say("999", words)
    assert reply.startswith("Chào anh/chị. Bot này dành cho các cơ quan được mời.")
    assert await _count(world) == before


async def test_codes_that_are_no_good(phones: Phones, world: World) -> None:
    agency = await world.agency("Sở Tư pháp")
    code = await world.doors.write(people.invite, agency, Role.FOCAL, days=1)
    await phones.say("501", code)
    await phones.press("501", "Đồng ý")
    assert await phones.say("502", f"/start {code}") == [
        "Mã mời đã được dùng hết. Xin anh/chị hỏi điều phối viên để nhận mã mới."
    ]
    other = await world.doors.write(people.invite, agency, Role.FOCAL, days=1)
    world.jump("2024-11-09 08:00")
    assert await phones.say("502", other.lower()) == [
        "Mã mời đã hết hạn. Xin anh/chị hỏi điều phối viên để nhận mã mới."
    ]


async def test_wrong_codes_are_slowed_down(phones: Phones) -> None:
    for _ in range(5):
        (reply,) = await phones.say("502", "ABCDEFG2")
        assert reply.startswith("Mã mời không đúng.")
    (reply,) = await phones.say("502", "ABCDEFG2")
    assert reply.startswith("Anh/chị đã thử sai nhiều lần. Xin thử lại sau 30 phút")


async def test_whoever_does_not_agree_is_not_kept(phones: Phones, world: World) -> None:
    agency = await world.agency("Sở Tư pháp")
    code = await world.doors.write(people.invite, agency, Role.FOCAL)
    await phones.say("501", code)
    await phones.press("501", "Không")
    (reply,) = await phones.say("501", "/nhiemvu")
    assert reply.startswith("Chào anh/chị. Bot này dành cho các cơ quan được mời.")


async def test_a_command_for_another_role(phones: Phones) -> None:
    assert await phones.say(LAN, "/tonghop") == [
        "Lệnh /tonghop dành cho vai trò khác. Gõ /help để xem các việc anh/chị làm được."
    ]


@pytest.mark.parametrize("typed", ["/nhiemvu", "/nhiệm vụ", "/NHIEM_VU", "Nhiệm vụ", "nhiem vu", "nhiemvu"])
async def test_commands_with_and_without_diacritics(phones: Phones, typed: str) -> None:
    (reply,) = await phones.say(LAN, typed)
    assert reply.startswith("Nhiệm vụ của Sở Ngoại vụ (3)")


async def test_an_unknown_command(phones: Phones) -> None:
    assert await phones.say(LAN, "/khongco") == ["Tôi không biết lệnh này. Gõ /help để xem các việc có thể làm."]


async def test_a_sticker(phones: Phones, world: World) -> None:
    sticker = Incoming(
        "s1", IncomingKind.OTHER, Address(Channel.TELEGRAM, LAN), Sender(Channel.TELEGRAM, LAN), world.clock.now()
    )
    assert await phones.bring(sticker) == [
        "Cảm ơn anh/chị. Tôi chỉ nhận chữ, ảnh và tệp; xin anh/chị gõ giúp bằng chữ."
    ]


async def test_two_focal_points_at_once(phones: Phones, world: World) -> None:
    await world.person("Minh", agency="Sở Ngoại vụ")
    for user in (LAN, "102"):
        await phones.say(user, "/baocao")
        await phones.say(user, "1")
        await phones.press(user, "Hoàn thành")
        await phones.say(user, f"Kết quả của {user}")
        await phones.press(user, "Không có")
        await phones.press(user, "Bỏ qua")
    (receipt,) = await phones.press("102", "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")
    told = await phones.press(LAN, "Gửi")
    assert told[0].startswith("Trong lúc anh/chị soạn, Minh đã gửi báo cáo cho việc này")
    assert "Kết quả của 102" in told[1]
    assert told[2].endswith("[Gửi] [Sửa] [Hủy]")
    (receipt,) = await phones.press(LAN, "Gửi")
    assert "bản thứ 2" in receipt


async def test_a_reply_to_a_reminder_is_about_its_dues(phones: Phones, world: World) -> None:
    world.jump("2024-11-11 07:30")
    await world.doors.write(sweep)
    await phones.deliver()
    reminder = phones.chats[LAN][-1]
    (shown,) = await phones.say(LAN, "xong rồi, 12 tin bài", reply_to=reminder.id)
    assert shown == (
        "Tôi hiểu báo cáo của anh/chị như sau:\nBáo cáo kết quả thực hiện\n→ Hoàn thành\n"
        "Kết quả: 12 tin, bài\nGửi ạ?\n[Gửi] [Sửa] [Hủy]"
    )
    (receipt,) = await phones.press(LAN, "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")


async def test_several_tasks_in_one_message(phones: Phones, world: World) -> None:
    (shown,) = await phones.say(LAN, "1 xong 2: 50% 3 chưa do chưa có kinh phí 7 xong")
    assert shown == (
        "Tôi hiểu báo cáo của anh/chị như sau:\n"
        "1. Báo cáo kết quả thực hiện\n→ Hoàn thành\n"
        "2. II.1 Tổ chức họp báo\n→ Đang thực hiện 50%\n"
        "3. II.2 Xuất bản bản tin\n→ Chưa triển khai\nKhó khăn: chưa có kinh phí\n"
        "Không có việc số 7 trong danh sách.\nGửi ạ?\n[Gửi] [Sửa] [Hủy]"
    )
    (receipt,) = await phones.press(LAN, "Gửi")
    assert receipt.startswith("Đã nhận 3 báo cáo.")


async def test_free_text_about_several_dues_is_asked(phones: Phones) -> None:
    (asked,) = await phones.say(LAN, "đang làm 70%")
    assert asked.startswith("Anh/chị báo cáo cho việc nào?")
    (shown,) = await phones.press(LAN, "2")
    assert "→ Đang thực hiện 70%" in shown


async def test_putting_off_in_words_and_by_button(phones: Phones, world: World) -> None:
    (echoed,) = await phones.say(LAN, "mai nhắc lại")
    assert echoed.startswith("Sẽ nhắc lại lúc 07:30 thứ Sáu 08/11/2024:\n- Báo cáo kết quả thực hiện\n- II.1 ")
    world.jump("2024-11-11 07:30")
    await world.doors.write(sweep)
    await phones.deliver()
    (asked,) = await phones.press(LAN, "Để sau")
    assert asked == "Tôi nhắc lại khi nào ạ?\n[Mai] [3 ngày nữa] [Tuần sau]"
    (echoed,) = await phones.press(LAN, "Mai")
    assert echoed.startswith("Sẽ nhắc lại lúc 07:30 thứ Ba 12/11/2024:\n")


async def test_nothing_waits_in_the_outbox_for_a_stranger_in_a_group(phones: Phones, world: World) -> None:
    group = {"address": Address(Channel.TELEGRAM, "-5"), "private": False}
    assert await phones.say("999", "/status", **group) == []

    def waiting(desk: Desk) -> int:
        return len(desk.connection.execute(select(outbox.c.id)).all())

    assert await world.doors.read(waiting) == 0


async def test_putting_off_what_has_been_reported(phones: Phones, world: World) -> None:
    world.jump("2024-11-11 07:30")
    await world.doors.write(sweep)
    await phones.deliver()
    reminder = phones.chats[LAN][-1]
    await phones.say(LAN, "xong rồi, 12 tin bài", reply_to=reminder.id)
    await phones.press(LAN, "Gửi")
    assert await phones.say(LAN, "mai nhắc lại", reply_to=reminder.id) == [
        "Các việc này đã được báo cáo hoặc khép lại, không cần nhắc nữa."
    ]


async def test_a_conversation_that_goes_on_too_long_ends_kindly(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Chưa triển khai")
    await phones.press(LAN, "Không có")
    await phones.press(LAN, "Bỏ qua")
    for _ in range(100):
        await phones.press(LAN, "Sửa")
        said = await phones.press(LAN, "Tình trạng")
        if "Cuộc trao đổi" in said[-1]:
            break
        said = await phones.press(LAN, "Chưa triển khai")
        if "Cuộc trao đổi" in said[-1]:
            break
    assert said[-1].startswith("Cuộc trao đổi này đã quá dài nên bot dừng lại")
    assert await phones.say(LAN, "/huy") == ["Hiện không có việc nào đang làm dở."]


async def test_which_of_many_is_asked_a_page_at_a_time(phones: Phones, world: World) -> None:
    many = [TaskDraft(f"III.{n}", f"Nhiệm vụ thứ {n}", lead=("Sở Tư pháp",), timeframe=Q4) for n in range(1, 31)]
    draft = plan_draft(many)
    await world.plan(replace(draft, head=replace(draft.head, title="KẾ HOẠCH Lớn năm 2024")))
    await world.person("Minh", agency="Sở Tư pháp")
    (asked,) = await phones.say("102", "đang làm 70%")
    assert asked.endswith("[1] [2] [3] [4] [5] [6] [7] [8] [Xem tiếp] [Tất cả] [Hủy]")
    (asked,) = await phones.press("102", "Xem tiếp")
    assert "III.9 Nhiệm vụ thứ 9" in asked
    (shown,) = await phones.press("102", "2")
    assert "III.10 Nhiệm vụ thứ 10" in shown
    await phones.say("102", "/huy")
    await phones.say("102", "đang làm 70%")
    assert (await phones.press("102", "Hủy"))[-1] == "Đã hủy, báo cáo chưa được gửi."
