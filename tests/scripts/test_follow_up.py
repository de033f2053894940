"""`/nghi`, `/nhac`, `/giahan`, `/tralai`: as people see them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.domain.deadlines import Due, DueState
from bot.domain.people import PersonId, Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.usecases.desk import Desk
from bot.usecases.reports import SubmitReport, submit
from bot.usecases.sweep import sweep
from bot.usecases.undoing import take_back
from storage.absences import Absences
from storage.engine import Storage
from storage.schema import events, outbox
from tests.chats import Phones
from tests.worlds import Q4, World, november_rule, plan_draft

HOA, LAN, MINH = "101", "102", "103"
TASKS = (TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4),)


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    """An office in November 2024: Hoa coordinates, Lan and Minh speak for two agencies, Dung for none that is reached."""
    world = World.of(storage, "2024-10-02 08:00")
    await world.plan(plan_draft(TASKS, [november_rule(["Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế"])]))
    await world.person("Hoa", Role.COORDINATOR)
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Tư pháp")
    return Phones(world)


async def _due(phones: Phones, agency: str) -> Due:
    def look(desk: Desk) -> Due:
        body = desk.agencies.find_by_folded(agency)
        assert body is not None
        ids = desk.dues.fulfilled_of(body.id, desk.today, 90)
        return next(due for due in [*desk.dues.several(ids), *desk.dues.open_of([body.id], desk.today)] if due.rule)

    return await phones.world.doors.read(look)


async def test_an_extension_moves_the_day_and_tells_the_agency(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    await phones.say(HOA, "/giahan Sở Tư pháp")
    await phones.say(HOA, "14/11")
    assert "Hạn mới phải sau hạn hiện nay (14/11/2024)" in phones.chats[HOA][-1].text
    await phones.say(HOA, "24/11")
    await phones.say(HOA, "chờ số liệu của các huyện")
    assert "Lưu ý: Chủ nhật 24/11/2024 là ngày nghỉ." in phones.chats[HOA][-1].text
    assert await phones.press(HOA, "Đồng ý") == [
        "Đã ghi và đã báo cho 1 đầu mối của cơ quan.\nHoàn tác được trong 24 giờ.\n[Hoàn tác]"
    ]
    assert phones.chats[MINH][-1].text.splitlines() == [
        "Được gia hạn: Báo cáo kết quả thực hiện",
        "Hạn mới: hết Chủ nhật 24/11/2024 (hạn cũ: 14/11/2024).",
        "Lý do: chờ số liệu của các huyện",
    ]
    due = await _due(phones, "Sở Tư pháp")
    assert (due.last_day, due.extended, due.named_day) == (date(2024, 11, 24), True, None)


async def _extend(phones: Phones, day: str = "24/11") -> None:
    for words in ("/giahan Sở Tư pháp", day, "chờ số liệu"):
        await phones.say(HOA, words)
    await phones.press(HOA, "Đồng ý")


@pytest.mark.parametrize(
    ("today", "typed", "day"),
    [
        ("2024-11-12 09:00", "thêm 5 ngày", "19/11/2024"),
        ("2024-11-12 09:00", "1 tuan nua", "19/11/2024"),
        ("2024-11-12 09:00", "1 tuan", "21/11/2024"),
        ("2024-11-12 09:00", "thứ sáu 22/11", "22/11/2024"),
        ("2024-11-18 09:00", "3 ngày", "21/11/2024"),
    ],
)
async def test_a_mere_length_of_time_counts_from_the_last_day_there_is(
    phones: Phones, today: str, typed: str, day: str
) -> None:
    phones.world.jump(today)
    for words in ("/giahan Sở Tư pháp", typed, "chờ số liệu"):
        await phones.say(HOA, words)
    assert day in phones.chats[HOA][-1].text


async def test_an_extension_is_taken_back_and_whoever_was_told_hears_it(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    before = await _due(phones, "Sở Tư pháp")
    await _extend(phones)
    (told,) = await phones.press(HOA, "Hoàn tác")
    assert told == "Đã hoàn tác: “Báo cáo kết quả thực hiện” trở lại như trước. Đã báo lại cho 1 đầu mối."
    assert phones.chats[MINH][-1].text.splitlines() == [
        "Rút lại gia hạn: Báo cáo kết quả thực hiện",
        "Điều phối viên đã rút lại, xin bỏ qua tin gia hạn trước.",
        "Hạn vẫn là: trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024, còn 2 ngày làm việc)",
    ]
    assert await _due(phones, "Sở Tư pháp") == before
    phones.world.jump("2024-11-13 07:30")
    await phones.world.doors.write(sweep)
    assert "còn 1 ngày làm việc" in (await phones.deliver(MINH))[0]


async def test_what_has_not_been_sent_is_not_sent_and_nobody_is_told(phones: Phones) -> None:
    phones.world.jump("2024-11-12 20:00")
    await _extend(phones)

    def undo(desk: Desk) -> tuple[int, int, list[str]]:
        event = desk.connection.scalar(select(events.c.id).where(events.c.what == "due.extended"))
        made = desk.events.get(event or 0)
        assert made is not None
        told = outbox.c.key.startswith("due.extended:")  # the phones show at once what waits for the morning
        desk.connection.execute(update(outbox).where(told).values(state="waiting", message=None))
        done = take_back(desk, PersonId(1), event or 0)
        waiting = desk.connection.scalars(select(outbox.c.key).where(outbox.c.state == "waiting"))
        return done.corrected, done.spared, list(waiting)

    assert await phones.world.doors.write(undo) == (0, 1, [])


async def test_being_let_off_is_taken_back(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    before = await _due(phones, "Sở Tư pháp")
    await phones.say(HOA, "/giahan Sở Tư pháp")
    await phones.press(HOA, "Miễn báo cáo kỳ này")
    await phones.say(HOA, "không phát sinh nội dung")
    await phones.press(HOA, "Đồng ý")
    await phones.press(HOA, "Hoàn tác")
    assert phones.chats[MINH][-1].text.startswith("Rút lại miễn báo cáo: Báo cáo kết quả thực hiện")
    assert "Báo cáo" in phones.chats[MINH][-1].buttons
    assert await _due(phones, "Sở Tư pháp") == before


async def test_a_decision_is_taken_back_once_and_not_over_what_came_since(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    await _extend(phones)
    button, shown = phones.chats[HOA][-1].buttons["Hoàn tác"], phones.chats[HOA][-1]
    (told,) = await phones.press_data(MINH, button)
    assert told == "Việc này dành cho điều phối viên."
    await _report(phones, "Sở Tư pháp", MINH)
    (told,) = await phones.press(HOA, "Hoàn tác", shown)
    assert told.startswith("Việc này đã thay đổi từ đó")
    phones.world.jump("2024-11-13 09:01")
    (told,) = await phones.press_data(HOA, button)
    assert told.startswith("Đã quá 24 giờ")


async def test_a_second_tap_tells_nobody_again_and_the_same_day_can_be_given_anew(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    await _extend(phones)
    button = phones.chats[HOA][-1].buttons["Hoàn tác"]
    await phones.press(HOA, "Hoàn tác")
    heard = len(phones.chats[MINH])
    (told,) = await phones.press_data(HOA, button)
    assert told.startswith("Việc này đã thay đổi từ đó")
    assert len(phones.chats[MINH]) == heard
    phones.world.clock.advance(minutes=1)
    await _extend(phones)
    assert phones.chats[MINH][-1].text.startswith("Được gia hạn")
    assert len(phones.chats[MINH]) == heard + 1


async def test_reminders_begin_anew_towards_the_extended_day(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    for words in ("/giahan Sở Tư pháp", "2 tuần nữa", "chờ số liệu"):
        await phones.say(HOA, words)
    await phones.press(HOA, "Đồng ý")
    days = []
    for day in range(13, 30):
        phones.world.jump(f"2024-11-{day} 07:30")
        await phones.world.doors.write(sweep)
        if await phones.deliver(MINH):
            days.append(day)
    assert days == [19, 22, 25, 26, 27, 29]


async def test_an_excused_agency_is_left_alone(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    await phones.say(HOA, "/giahan Sở Tư pháp")
    await phones.press(HOA, "Miễn báo cáo kỳ này")
    await phones.say(HOA, "không phát sinh nội dung")
    await phones.press(HOA, "Đồng ý")
    assert phones.chats[MINH][-1].text.startswith("Được miễn báo cáo: Báo cáo kết quả thực hiện")
    phones.world.jump("2024-11-14 07:30")
    await phones.world.doors.write(sweep)
    assert await phones.deliver(MINH) == []


async def test_what_was_settled_meanwhile_is_not_extended(phones: Phones) -> None:
    phones.world.jump("2024-11-12 09:00")
    for words in ("/giahan Sở Tư pháp", "20/11", "chờ số liệu"):
        await phones.say(HOA, words)
    await _report(phones, "Sở Tư pháp", MINH)
    assert await phones.press(HOA, "Đồng ý") == ["Việc “Báo cáo kết quả thực hiện” đã khép lại, không cần báo cáo nữa."]


async def _report(phones: Phones, agency: str, user: str) -> None:
    due = await _due(phones, agency)

    def report(desk: Desk) -> None:
        submit(desk, SubmitReport(PersonId(int(user) - 100), due.id, ReportDraft(Status.DONE, results="xong")))

    await phones.world.doors.write(report)


async def test_a_returned_report_is_owed_again_and_in_time_until_the_new_day(phones: Phones) -> None:
    phones.world.jump("2024-11-14 09:00")
    await _report(phones, "Sở Tư pháp", MINH)
    phones.world.jump("2024-11-18 09:00")
    await phones.say(HOA, "/tralai Sở Tư pháp")
    await phones.say(HOA, "thiếu số liệu tập huấn")
    await phones.say(HOA, "22/11")
    assert "Đến hết thứ Sáu 22/11/2024" in phones.chats[HOA][-1].text
    await phones.press(HOA, "Đồng ý")
    assert "Nội dung: thiếu số liệu tập huấn" in phones.chats[MINH][-1].text
    due = await _due(phones, "Sở Tư pháp")
    assert (due.state, due.last_day) == (DueState.RETURNED, date(2024, 11, 22))
    phones.world.jump("2024-11-19 07:30")
    await phones.world.doors.write(sweep)
    assert "còn 3 ngày làm việc" in (await phones.deliver(MINH))[0]


async def test_a_day_before_the_deadline_gives_way_to_it_and_says_so(phones: Phones) -> None:
    phones.world.jump("2024-11-04 09:00")
    await _report(phones, "Sở Tư pháp", MINH)
    await phones.say(HOA, "/tralai Sở Tư pháp")
    await phones.say(HOA, "thiếu số liệu")
    (shown,) = await phones.press(HOA, "3 ngày nữa")
    assert "Đến hết thứ Năm 14/11/2024 (hạn của việc này, muộn hơn 07/11/2024)" in shown


async def test_a_report_sent_back_by_mistake_counts_again(phones: Phones) -> None:
    phones.world.jump("2024-11-14 09:00")
    await _report(phones, "Sở Tư pháp", MINH)
    before = await _due(phones, "Sở Tư pháp")
    for words in ("/tralai Sở Tư pháp", "thiếu số liệu tập huấn", "22/11"):
        await phones.say(HOA, words)
    await phones.press(HOA, "Đồng ý")
    await phones.press(HOA, "Hoàn tác")
    assert phones.chats[MINH][-1].text.startswith("Không cần bổ sung nữa: Báo cáo kết quả thực hiện (mã BC-")
    assert phones.chats[MINH][-1].buttons == {}
    assert await _due(phones, "Sở Tư pháp") == before
    report = await phones.world.doors.read(lambda desk: desk.reports.current(before.id))
    assert report is not None
    assert (report.returned_at, report.return_reason) == (None, None)


async def test_urging_shows_whom_first_and_happens_once_a_day(phones: Phones) -> None:
    await _report(phones, "Sở Ngoại vụ", LAN)
    phones.world.jump("2024-11-20 09:00")
    await phones.say(HOA, "/nhac")
    assert phones.chats[HOA][-1].text.splitlines() == [
        "Đôn đốc 1 cơ quan:",
        "- Sở Tư pháp: Báo cáo kết quả thực hiện, quá hạn 6 ngày → Minh",
        "Chưa có đầu mối nhận tin, cần gọi điện (1): Sở Y tế.",
    ]
    assert await phones.press(HOA, "Gửi") == ["Đã đôn đốc 1 cơ quan, 1 người."]
    assert phones.chats[MINH][-1].text.startswith("Đôn đốc: Hoa (điều phối) đề nghị anh/chị báo cáo")
    assert set(phones.chats[MINH][-1].buttons) == {"Báo cáo", "Để sau"}
    assert "Hôm nay đã đôn đốc rồi" in (await phones.say(HOA, "/nhac Sở Tư pháp"))[-1]
    phones.world.jump("2024-11-21 09:00")
    assert "Sở Tư pháp" in (await phones.say(HOA, "/nhac Sở Tư pháp"))[-1]


async def test_urging_in_the_evening_waits_for_the_morning(phones: Phones) -> None:
    phones.world.jump("2024-11-20 20:00")
    await phones.say(HOA, "/nhac Sở Tư pháp")
    (done,) = await phones.press(HOA, "Gửi")
    assert "Tin sẽ gửi vào đầu giờ làm việc tới." in done


async def test_nobody_is_late(phones: Phones) -> None:
    assert await phones.say(HOA, "/nhac") == ["Không có cơ quan nào quá hạn báo cáo."]
    assert "dành cho vai trò khác" in (await phones.say(LAN, "/nhac"))[0]


async def test_being_away_with_nobody_to_stand_in_is_told_to_the_office(phones: Phones) -> None:
    phones.world.jump("2024-11-04 09:00")
    for words in ("/nghi", "5/11", "4/11"):
        await phones.say(LAN, words)
    assert "Ngày cuối phải từ" in phones.chats[LAN][-1].text
    await phones.say(LAN, "8/11")
    await phones.press(LAN, "Không có ai")
    await phones.press(LAN, "Đồng ý")
    assert "Bot không nhắc anh/chị đến hết thứ Sáu 08/11/2024" in phones.chats[LAN][-1].text
    assert "Lan (Sở Ngoại vụ) nghỉ từ thứ Ba 05/11/2024 đến hết thứ Sáu 08/11/2024" in phones.chats[HOA][-1].text
    phones.world.jump("2024-11-07 07:30")
    await phones.world.doors.write(sweep)
    assert await phones.deliver(LAN) == []


async def test_a_colleague_stands_in_and_one_comes_back_early(phones: Phones) -> None:
    await phones.world.person("Tú", agency="Sở Ngoại vụ")
    phones.world.jump("2024-11-04 09:00")
    await phones.say(LAN, "/nghi")
    await phones.press(LAN, "Hôm nay")
    await phones.press(LAN, "10/11/2024")
    await phones.press(LAN, "Tú")
    await phones.press(LAN, "Đồng ý")
    assert "Tú nhận tin thay" in (await phones.say(LAN, "/nghi"))[-1]
    assert await phones.press(LAN, "Tôi đã đi làm lại") == ["Chào mừng anh/chị trở lại. Bot sẽ nhắc việc như trước."]
    assert await phones.world.doors.read(lambda desk: Absences(desk.connection).coming(PersonId(2), desk.today)) == ()


async def test_somebody_new_gets_a_code(phones: Phones) -> None:
    phones.world.jump("2024-11-04 09:00")
    await phones.say(LAN, "/nghi")
    await phones.press(LAN, "Ngày mai")
    await phones.press(LAN, "11/11/2024")
    said = await phones.press(LAN, "Mời người khác")
    assert said[0].startswith("Mã mời cho người nhận thay: ")


async def test_a_picture_where_no_question_takes_files_is_not_told_to_wait_for_one(phones: Phones) -> None:
    await phones.say(HOA, "/giahan Sở Tư pháp")
    (again,) = await phones.send(HOA, "anh.jpg")
    assert again.startswith("Việc này không nhận ảnh, tệp")
    assert "minh chứng" not in again


async def test_a_document_in_the_middle_is_offered_for_import(phones: Phones) -> None:
    await phones.say(HOA, "/giahan Sở Tư pháp")
    await phones.say(HOA, "24/11")
    (asked,) = await phones.send(HOA, "ke-hoach.docx")
    assert asked.startswith(
        "Anh/chị đang làm dở “Gia hạn báo cáo”, chưa gửi. Làm tiếp, hay dừng để nhập tệp ke-hoach.docx ạ?"
    )
    (again,) = await phones.press(HOA, "Tiếp tục")
    assert again.startswith("Mời anh/chị tiếp tục:")
    await phones.send(HOA, "ke-hoach.docx")
    stopped, reading = await phones.press(HOA, "Dừng")
    assert stopped.startswith("Đã dừng việc làm dở")
    assert reading.startswith("Đang đọc văn bản ke-hoach.docx")
