"""The report conversation, counted in taps: what is unchanged or finished costs a thumb next to nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from bot.usecases.sweep import sweep
from storage.engine import Storage
from storage.schema import reports
from tests.chats import Phones
from tests.worlds import ONGOING, World, plan_draft

LAN = "101"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-09-20 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Thông tin đối ngoại", lead=("Sở Ngoại vụ",), timeframe=ONGOING)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-09-23 07:30")
    phones = Phones(world)
    await _remind(phones)
    return phones


async def _remind(phones: Phones) -> None:
    await phones.world.doors.write(sweep)
    await phones.deliver()


async def _kept(phones: Phones) -> list[dict[str, object]]:
    def look(desk: Desk) -> list[dict[str, object]]:
        return [dict(row._mapping) for row in desk.connection.execute(select(reports).order_by(reports.c.id))]

    return await phones.world.doors.read(look)


async def test_a_finished_task_takes_four_taps_and_a_line(phones: Phones) -> None:
    await phones.press(LAN, "Báo cáo")
    await phones.press(LAN, "Hoàn thành")
    await phones.say(LAN, "12 tin bài, 2 lớp tập huấn theo Số 123/BC-SNgV ngày 10/11/2024")
    (preview,) = await phones.press(LAN, "Không có, xem lại luôn")
    assert "Khó khăn, đề xuất: Không có" in preview
    (receipt,) = await phones.press(LAN, "Gửi")
    assert "Văn bản: 123/BC-SNgV ngày 10/11/2024" in receipt
    (kept,) = await _kept(phones)
    assert kept["extra"] == {"numbers": ["12 tin bài", "2 lớp tập huấn"], "document": "123/BC-SNgV ngày 10/11/2024"}


async def test_an_unchanged_task_takes_three_taps(phones: Phones) -> None:
    await phones.say(LAN, "đang làm 70%, 12 tin bài")
    await phones.press(LAN, "Gửi")
    phones.world.jump("2024-12-24 07:30")
    await _remind(phones)
    await phones.press(LAN, "Báo cáo")
    (preview,) = await phones.press(LAN, "Như kỳ trước")
    assert "Kết quả: 12 tin, bài" in preview
    (receipt,) = await phones.press(LAN, "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")
    before, now = await _kept(phones)
    assert [now[name] for name in ("status", "percent", "results")] == [
        before[name] for name in ("status", "percent", "results")
    ]


async def test_what_was_said_before_can_be_changed_in_the_preview(phones: Phones) -> None:
    await phones.say(LAN, "đang làm 70%, 12 tin bài")
    await phones.press(LAN, "Gửi")
    phones.world.jump("2024-12-24 07:30")
    await _remind(phones)
    await phones.press(LAN, "Báo cáo")
    await phones.press(LAN, "Như kỳ trước")
    await phones.press(LAN, "Sửa")
    await phones.press(LAN, "Kết quả")
    (preview,) = await phones.say(LAN, "20 tin bài")
    assert "Kết quả: 20 tin bài" in preview


async def test_the_number_of_an_official_document_is_evidence(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Hoàn thành")
    await phones.say(LAN, "Đã tổ chức xong")
    await phones.press(LAN, "Không có")
    await phones.say(LAN, "công văn số 45/SNgV-VP")
    (preview,) = await phones.press(LAN, "Xong")
    assert "Minh chứng: 45/SNgV-VP" in preview
    (receipt,) = await phones.press(LAN, "Gửi")
    assert "Văn bản: 45/SNgV-VP" in receipt


async def test_a_receipt_lists_only_what_is_due_within_a_month_and_counts_all(storage: Storage) -> None:
    world = World.of(storage, "2024-07-08 08:00")
    tasks = [TaskDraft(f"II.{n}", f"Việc {n}", lead=("Sở Ngoại vụ",), timeframe=ONGOING) for n in (1, 2)]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    phones = Phones(world)
    await phones.say(LAN, "xong rồi, 12 tin bài")
    await phones.press(LAN, "1")
    (receipt,) = await phones.press(LAN, "Gửi")
    assert "Còn 1 việc chưa báo cáo, hạn trên một tháng nữa." in receipt
    assert "[Báo cáo tiếp]" in receipt
    world.jump("2024-09-02 08:00")
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Chưa triển khai")
    await phones.press(LAN, "Không có, xem lại luôn")
    (receipt,) = await phones.press(LAN, "Gửi")
    assert "Đơn vị không còn việc nào chờ báo cáo." in receipt


@pytest.mark.parametrize("typed", ["ko", "không", "không có gì ạ"])
async def test_no_difficulties_are_none_however_they_are_typed(phones: Phones, typed: str) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Hoàn thành")
    await phones.say(LAN, "12 tin bài")
    await phones.say(LAN, typed)
    (preview,) = await phones.press(LAN, "Bỏ qua")
    assert "Khó khăn, đề xuất: Không có" in preview
    await phones.press(LAN, "Gửi")
    (kept,) = await _kept(phones)
    assert kept["difficulties"] == ""


async def test_who_is_blocked_has_to_say_where(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Vướng mắc")
    (again,) = await phones.say(LAN, "không có")
    assert again.startswith("Anh/chị đã chọn “Vướng mắc”: xin ghi đang vướng ở đâu.")
    assert (await phones.say(LAN, "chưa có kinh phí"))[-1].startswith("Đến nay đã làm được")


async def test_what_has_not_begun_has_no_results_to_edit(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Chưa triển khai")
    await phones.press(LAN, "Không có, xem lại luôn")
    (asked,) = await phones.press(LAN, "Sửa")
    assert "[Tình trạng]" in asked
    assert "[Kết quả]" not in asked


async def test_a_quick_reply_says_what_it_replaces(phones: Phones) -> None:
    reminder = phones.chats[LAN][-1]
    await phones.say(LAN, "xong rồi, 12 tin bài", reply_to=reminder.id)
    await phones.press(LAN, "Gửi")
    (kept,) = await _kept(phones)
    (understood,) = await phones.say(LAN, "chưa triển khai", reply_to=reminder.id)
    assert f"đã có báo cáo {kept['code']} lúc 07:30" in understood
    assert "gửi sẽ thay bằng bản 2." in understood


async def test_a_report_that_was_sent_can_be_amended(phones: Phones) -> None:
    (nothing,) = await phones.say(LAN, "/suabaocao")
    assert nothing == "Gần đây đơn vị của anh/chị chưa gửi báo cáo nào để sửa. Gõ /baocao để báo cáo."
    await phones.press(LAN, "Báo cáo")
    await phones.say(LAN, "xong rồi, 12 tin bài")
    await phones.press(LAN, "Gửi")
    (earlier, _) = await phones.say(LAN, "sửa báo cáo")
    assert "12 tin, bài" in earlier
    await phones.say(LAN, "xong rồi, 13 tin bài")
    await phones.press(LAN, "Gửi")
    assert [(kept["revision"], kept["results"]) for kept in await _kept(phones)] == [
        (1, "12 tin, bài"),
        (2, "13 tin, bài"),
    ]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("60", True),
        ("khoảng 60 rồi ạ", True),
        ("đã đạt 60%", True),
        ("60 phần trăm khối lượng", True),
        ("Đã đón 3 đoàn", False),
    ],
)
async def test_a_number_of_something_is_no_percentage(phones: Phones, words: str, read: bool) -> None:
    await phones.press(LAN, "Báo cáo")
    await phones.press(LAN, "Đang thực hiện")
    (asked,) = await phones.say(LAN, words)
    assert asked.startswith("Kết quả chính ạ?") is read


async def test_how_far_it_is_can_be_typed_with_the_percentage(phones: Phones) -> None:
    await phones.press(LAN, "Báo cáo")
    (asked,) = await phones.say(LAN, "dang lam 60%")
    assert asked.startswith("Kết quả chính ạ?")
    await phones.say(LAN, "12 tin bài")
    (preview,) = await phones.press(LAN, "Không có, xem lại luôn")
    assert "Tình trạng: Đang thực hiện (khoảng 60%)" in preview


async def test_a_status_without_a_percentage_is_asked_for_it(phones: Phones) -> None:
    await phones.press(LAN, "Báo cáo")
    (asked,) = await phones.say(LAN, "đang làm")
    assert asked.startswith("Khoảng bao nhiêu phần trăm ạ?")
    (asked,) = await phones.press(LAN, "Quay lại")
    assert "Nhiệm vụ này đến đâu rồi ạ?" in asked


async def test_all_of_it_can_be_typed_at_the_first_question(phones: Phones) -> None:
    await phones.press(LAN, "Báo cáo")
    (preview,) = await phones.say(LAN, "xong rồi, 12 tin bài")
    assert "→ Hoàn thành\nKết quả: 12 tin, bài" in preview
    (receipt,) = await phones.press(LAN, "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")


async def test_words_that_do_not_say_how_far_it_is_are_asked_again(phones: Phones) -> None:
    await phones.press(LAN, "Báo cáo")
    (again,) = await phones.say(LAN, "ko biết")
    assert again.startswith("Tôi chưa rõ ý anh/chị. Chọn một câu dưới đây")
    assert "[Chưa triển khai]" in again
    (asked,) = await phones.press(LAN, "Hoàn thành")
    assert asked.startswith("Kết quả chính ạ?")


async def test_who_goes_back_is_not_told_again_that_words_were_unclear(phones: Phones) -> None:
    (first,) = await phones.press(LAN, "Báo cáo")
    for words in ("ko biết", "bên em là"):
        assert (await phones.say(LAN, words))[0].startswith("Tôi chưa rõ ý anh/chị.")
    assert await phones.press(LAN, "Quay lại") == [first]
    await phones.say(LAN, "ko biết")
    await phones.press(LAN, "Hoàn thành")
    assert await phones.press(LAN, "Quay lại") == [first]


@pytest.mark.parametrize("words", ["ko biết", "em cũng chưa rõ nữa ạ", "ghi gì đây ạ?", "không nhớ"])
async def test_who_does_not_know_the_results_is_told_what_is_wanted(phones: Phones, words: str) -> None:
    await phones.press(LAN, "Báo cáo")
    await phones.press(LAN, "Hoàn thành")
    (again,) = await phones.say(LAN, words)
    assert again.startswith("Phần này sẽ vào báo cáo, nên xin ghi việc đã làm hoặc số liệu;")
    (asked,) = await phones.say(LAN, "chưa có số liệu")
    assert asked.startswith("Có khó khăn, đề xuất gì không ạ?")
