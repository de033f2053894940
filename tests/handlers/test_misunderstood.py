"""What follows when words were taken for something else: one tap makes a report of them, and nothing is kept unseen."""

from __future__ import annotations

import pytest

from bot.domain.plans import TaskDraft
from storage.engine import Storage
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN, MINH = "101", "102"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Ngoại vụ")
    return Phones(world)


@pytest.mark.parametrize(
    "words",
    [
        "mạng yếu quá gửi không được",
        "còn mấy ngày nữa hết hạn thì nộp",
        "mai em gửi ạ nhé",
    ],
)
async def test_one_tap_makes_a_report_of_words_that_were_taken_for_something_else(phones: Phones, words: str) -> None:
    (understood,) = await phones.say(LAN, words, message="901")
    assert understood.endswith("[Ghi thành báo cáo]")
    (status,) = await phones.press(LAN, "Ghi thành báo cáo")
    assert "[Đang thực hiện]" in status
    (preview,) = await phones.press(LAN, "Đang thực hiện")
    assert words.removesuffix(" ạ nhé") in preview
    (receipt,) = await phones.press(LAN, "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")


async def test_an_objection_can_be_a_report_after_all(phones: Phones) -> None:
    await phones.say(LAN, "việc này do phòng khác làm cùng, được 40 giờ phát sóng", message="901")
    (status,) = await phones.press(LAN, "Ghi thành báo cáo")
    assert "[Hoàn thành]" in status
    (preview,) = await phones.press(LAN, "Hoàn thành")
    assert "40 giờ phát sóng" in preview


@pytest.mark.parametrize("words", ["xin chào", "mai nhắc lại nhé", "báo cáo theo mẫu nào ạ?"])
async def test_what_is_plain_is_offered_nothing(phones: Phones, words: str) -> None:
    assert "Ghi thành" not in (await phones.say(LAN, words, message="901"))[0]


async def test_nobody_makes_a_report_of_another_one_s_words(phones: Phones) -> None:
    await phones.say(LAN, "mạng yếu quá gửi không được", message="901")
    for forged in ("do:take:901", "do:take:", "do:take:902", "do:take"):
        assert await phones.press_data(MINH, forged) == [
            "Lựa chọn này đã cũ và không còn tác dụng. Gõ /help để xem các việc có thể làm."
        ]
