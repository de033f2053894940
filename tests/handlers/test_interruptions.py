"""Commands, reminders and silence in the middle of a conversation; edited messages; what is secret."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from bot.usecases.sweep import sweep
from storage.engine import Storage
from storage.schema import conversations, evidence, journal, outbox, reports
from tests.chats import Phones
from tests.worlds import Q4, World, november_rule, plan_draft

LAN = "101"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4),
        TaskDraft("II.2", "Xuất bản bản tin", lead=("Sở Ngoại vụ",), timeframe=Q4),
    ]
    await world.plan(plan_draft(tasks, [november_rule(["Sở Ngoại vụ"])]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    return Phones(world)


async def _in_the_middle(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Hoàn thành")


async def _edit(phones: Phones, message: str, words: str) -> list[str]:
    address, sender = Address(Channel.TELEGRAM, LAN), Sender(Channel.TELEGRAM, LAN)
    update = f"e{message}-{len(words)}"
    now = phones.world.clock.now()
    return await phones.bring(Incoming(update, IncomingKind.EDIT, address, sender, now, text=words, message=message))


ASKED = "Anh/chị đang làm dở “Báo cáo tiến độ”, chưa gửi. Làm tiếp, hay dừng để chuyển sang {} ạ?\n[Tiếp tục] [Dừng]"


async def test_a_command_in_the_middle_asks_and_waits(phones: Phones) -> None:
    await _in_the_middle(phones)
    assert await phones.say(LAN, "/nghi") == [ASKED.format("/nghi")]
    (again,) = await phones.press(LAN, "Tiếp tục")
    assert again.startswith("Mời anh/chị tiếp tục:\nKết quả chính ạ?")
    (asked,) = await phones.say(LAN, "Đã họp báo")
    assert asked.startswith("Có khó khăn")


async def test_a_command_in_the_middle_is_carried_out_after_all(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "/nghi")
    stopped, asked = await phones.press(LAN, "Dừng")
    assert stopped == "Đã dừng việc làm dở, chưa có gì được gửi."
    assert asked.startswith("Anh/chị nghỉ")


@pytest.mark.parametrize(
    ("command", "shown"),
    [("/nhiemvu", "Nhiệm vụ của"), ("/status", "Tình hình"), ("/lich", "Các kỳ hạn sắp tới"), ("/help", "Anh/chị có thể"),
     ("/start", "Anh/chị có thể"), ("/dulieucuatoi", "Dữ liệu")],
)  # fmt: skip
async def test_what_is_only_shown_leaves_the_conversation_as_it_is(phones: Phones, command: str, shown: str) -> None:
    await _in_the_middle(phones)
    first, *_, again = await phones.say(LAN, command)
    assert first.startswith(shown)
    assert again.startswith("Mời anh/chị làm tiếp “Báo cáo tiến độ”:\nKết quả chính ạ?")
    (asked,) = await phones.say(LAN, "Đã họp báo")
    assert asked.startswith("Có khó khăn")


async def test_a_look_settles_the_decision_that_was_open(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "/nghi")
    await phones.say(LAN, "/nhiemvu")
    (asked,) = await phones.say(LAN, "thôi")
    assert asked.startswith("Đã dừng, không có gì được gửi.")


async def test_a_look_that_is_not_for_this_person_leaves_it_too(phones: Phones) -> None:
    await _in_the_middle(phones)
    refused, again = await phones.say(LAN, "/kehoach")
    assert refused.startswith("Lệnh /kehoach dành cho vai trò khác.")
    assert again.startswith("Mời anh/chị làm tiếp")


@pytest.mark.parametrize(("typed", "answered"), [("dừng", "Đã dừng"), ("2", "Đã dừng"), ("Tiep tuc", "Mời anh/chị")])
async def test_the_decision_can_be_typed(phones: Phones, typed: str, answered: str) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "/nghi")
    assert (await phones.say(LAN, typed))[0].startswith(answered)


async def test_words_instead_of_a_decision_answer_the_question(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "/nghi")
    (asked,) = await phones.say(LAN, "Đã họp báo 2 lần")
    assert asked.startswith("Có khó khăn")
    (stale,) = await phones.say(LAN, "2")
    assert "trang tin" not in stale


async def test_leaving_leaves_at_once(phones: Phones) -> None:
    await _in_the_middle(phones)
    assert await phones.say(LAN, "/huy") == ["Đã dừng, không có gì được gửi. Gõ /help để xem các việc có thể làm."]


async def test_an_unknown_command_disturbs_nothing(phones: Phones) -> None:
    await _in_the_middle(phones)
    assert await phones.say(LAN, "/khongco") == ["Tôi không biết lệnh này. Gõ /help để xem các việc có thể làm."]
    (asked,) = await phones.say(LAN, "Đã họp báo")
    assert asked.startswith("Có khó khăn")


async def test_the_reminders_button_in_the_middle(phones: Phones) -> None:
    await _in_the_middle(phones)
    phones.world.jump("2024-11-07 08:30")
    phones.world.jump("2024-11-11 07:30")
    await phones.world.doors.write(sweep)
    await phones.deliver()
    (asked,) = await phones.press(LAN, "Báo cáo")
    assert asked.startswith("Anh/chị còn làm dở “Báo cáo tiến độ” từ 08:00 ngày 07/11/2024")
    _, status = await phones.press(LAN, "Dừng")
    assert status.startswith("Báo cáo kết quả thực hiện")


async def test_nothing_is_asked_where_nothing_would_be_lost(phones: Phones) -> None:
    phones.world.jump("2024-11-11 07:30")
    await phones.world.doors.write(sweep)
    await phones.deliver()
    reminder = phones.chats[LAN][-1]
    await phones.say(LAN, "/baocao")
    left, status = await phones.press(LAN, "Báo cáo", reminder)
    assert left == "Việc đang làm dở đã được dừng, chưa ghi nhận gì."
    assert status.startswith("Báo cáo kết quả thực hiện")


async def test_a_conversation_is_offered_again_after_a_day(phones: Phones) -> None:
    await _in_the_middle(phones)
    phones.world.jump("2024-11-08 09:00")
    (asked,) = await phones.say(LAN, "Đã họp báo 2 lần")
    assert asked == (
        "Anh/chị còn làm dở “Báo cáo tiến độ” từ 08:00 ngày 07/11/2024, chưa gửi. Làm tiếp chứ ạ?\n[Tiếp tục] [Dừng]"
    )
    told, asked = await phones.say(LAN, "Đã họp báo 2 lần")
    assert told == "Tôi đã ghi câu trả lời: “Đã họp báo 2 lần”"
    assert asked.startswith("Có khó khăn")


async def test_what_was_said_after_a_day_is_read_afresh_once_the_old_is_left(phones: Phones) -> None:
    await _in_the_middle(phones)
    phones.world.jump("2024-11-08 09:00")
    await phones.say(LAN, "1 xong, 12 tin bài")
    _, understood = await phones.press(LAN, "Dừng")
    assert understood.startswith("Tôi hiểu báo cáo của anh/chị như sau")


async def test_after_a_week_it_is_forgotten(phones: Phones) -> None:
    await _in_the_middle(phones)
    phones.world.clock.advance(days=8)
    await phones.world.doors.write(lambda desk: desk.conversations.expire(desk.now))
    (shown,) = await phones.say(LAN, "/nhiemvu")
    assert shown.startswith("Nhiệm vụ của Sở Ngoại vụ")


async def test_editing_the_last_answer_changes_it(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "Đã họp báo 2 lần", message="m1")
    (asked,) = await _edit(phones, "m1", "Đã họp báo 3 lần")
    assert asked.startswith("Có khó khăn")
    (preview,) = await phones.press(LAN, "Không có, xem lại luôn")
    assert "Kết quả: Đã họp báo 3 lần" in preview


async def test_editing_an_answer_further_back_keeps_what_follows(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "Đã họp báo 2 lần", message="m1")
    await phones.press(LAN, "Không có")
    await phones.press(LAN, "Bỏ qua")
    (preview,) = await _edit(phones, "m1", "Đã họp báo 3 lần")
    assert preview.startswith("Xem lại trước khi gửi")
    assert "Kết quả: Đã họp báo 3 lần" in preview
    (receipt,) = await phones.press(LAN, "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")


async def test_editing_an_answer_that_leads_elsewhere_asks_from_there(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.say(LAN, "Hoàn thành", message="m1")
    (asked,) = await _edit(phones, "m1", "Đang thực hiện")
    assert asked.startswith("Khoảng bao nhiêu phần trăm")


async def test_editing_a_refused_answer_gives_it_anew(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "12", message="m1")
    (asked,) = await _edit(phones, "m1", "12 tin bài")
    assert asked.startswith("Có khó khăn")


async def test_an_edit_that_does_not_fit_puts_the_question_again(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "Đã họp báo", message="m1")
    (asked,) = await _edit(phones, "m1", "12")
    assert asked.startswith("Xin anh/chị trả lời bằng vài chữ.\nKết quả chính ạ?")


async def test_editing_free_text_reads_it_again(phones: Phones) -> None:
    await phones.say(LAN, "1 đang làm 70%", message="m1")
    (shown,) = await _edit(phones, "m1", "1 đang làm 80%")
    assert "→ Đang thực hiện 80%" in shown


async def test_editing_after_it_was_sent_says_so(phones: Phones) -> None:
    await phones.say(LAN, "1 đang làm 70%", message="m1")
    await phones.press(LAN, "Gửi")
    (told,) = await _edit(phones, "m1", "1 đang làm 80%")
    assert told.startswith("Câu trả lời cũ đã được ghi nhận")


async def test_editing_an_older_message_changes_nothing(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "Đã họp báo", message="m1")
    await phones.say(LAN, "Thiếu kinh phí", message="m2")
    assert await _edit(phones, "m1", "Đã họp báo 3 lần") == []


async def _all_texts(phones: Phones) -> str:
    def look(desk: Desk) -> str:
        return " ".join(
            str(row) for table in (outbox, journal, conversations, reports, evidence)
            for row in desk.connection.execute(select(table))
        )  # fmt: skip

    return await phones.world.doors.read(look)


async def test_a_marked_message_is_deleted_and_not_kept(phones: Phones) -> None:
    await _in_the_middle(phones)
    told, again = await phones.say(LAN, "TỐI MẬT: họp với đoàn Z", message="m9")
    assert told.startswith("Bot không nhận tin này vì có dấu hiệu mật.")
    assert again.startswith("Mời anh/chị trả lời câu hỏi này bằng nội dung không mật:\nKết quả chính ạ?")
    assert phones.deleted == [(LAN, "m9")]
    assert "đoàn Z" not in await _all_texts(phones)


@pytest.mark.parametrize(("name", "caption"), [("cv-mat.pdf", ""), ("anh.jpg", "(Mật) hình đoàn Z")])
async def test_a_marked_file_is_not_taken(phones: Phones, name: str, caption: str) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "Đã họp báo")
    await phones.press(LAN, "Không có")
    told, _ = await phones.send(LAN, name, caption=caption)
    assert told.startswith("Bot không nhận tin này")
    assert "Z" not in (await _all_texts(phones)).replace("TZ", "")
    assert f"ref-{name}" not in await _all_texts(phones)


async def test_an_edit_that_adds_a_mark_is_refused(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "Đã họp báo", message="m1")
    told, _ = await _edit(phones, "m1", "MẬT\nĐã họp báo với đoàn Z")
    assert told.startswith("Bot không nhận tin này")


async def test_strangers_secrets_are_refused_too(phones: Phones) -> None:
    (told,) = await phones.say("999", "Gửi anh công văn mật số 12", message="m1")
    assert told.startswith("Bot không nhận tin này")


async def test_a_decision_on_an_ended_conversation(phones: Phones) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "/lienket")
    card = phones.chats[LAN][-1]
    await phones.press(LAN, "Dừng")
    (told,) = await phones.press_data(LAN, f"c:{await _newest(phones)}:on", card.id)
    assert told.startswith("Lựa chọn này đã cũ")
    phones.world.clock.advance(seconds=timedelta(minutes=1).total_seconds())
    (told,) = await phones.press_data("102", f"c:{await _newest(phones)}:off", card.id)
    assert told.startswith("Lựa chọn này đã cũ")


async def _newest(phones: Phones) -> int:
    def look(desk: Desk) -> int:
        return int(desk.connection.execute(select(func.max(conversations.c.id))).scalar_one())

    return await phones.world.doors.read(look)
