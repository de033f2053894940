"""An answer too long for one message, which the person's app cuts in two: both parts are one answer."""

from __future__ import annotations

import pytest

from bot.domain.plans import TaskDraft
from storage.engine import Storage
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN = "101"
FIRST = "Đã tổ chức họp báo, phát hành bản tin và mở lớp tập huấn cho cán bộ. " * 57 + "Đã mời phóng"
REST = "viên của mười hai cơ quan báo chí. Kết quả tốt."
JOINED = "Tin vừa rồi dài nên ứng dụng cắt làm đôi; tôi đã ghép lại thành một câu trả lời."


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    made = Phones(world)
    await made.say(LAN, "/baocao")
    await made.press(LAN, "Hoàn thành")
    return made


async def _preview(phones: Phones) -> str:
    await phones.press(LAN, "Không có")
    return (await phones.press(LAN, "Bỏ qua"))[-1]


async def test_the_second_part_that_comes_at_once_is_no_answer_to_the_next_question(phones: Phones) -> None:
    assert 3900 < len(FIRST) < 4096
    (next_one,) = await phones.say(LAN, FIRST, message="901")
    assert next_one.startswith("Có khó khăn, đề xuất gì không ạ?")
    joined, asked = await phones.say(LAN, REST, message="902")
    assert joined == JOINED
    assert asked == next_one
    preview = await _preview(phones)
    assert f"Kết quả: {FIRST} {REST}" in preview
    assert "Khó khăn, đề xuất: Không có" in preview


async def test_three_parts_are_one_answer(phones: Phones) -> None:
    for part in (FIRST, FIRST, REST):
        await phones.say(LAN, part, message=part[:9])
    assert f"{FIRST} {FIRST} {REST}" in await _preview(phones)


@pytest.mark.parametrize(
    ("first", "second", "later"),
    [
        (FIRST, "Kinh phí cấp chậm", 30),
        (FIRST, "không có", 0),
        ("12 tin bài", "Kinh phí cấp chậm", 0),
    ],
)
async def test_what_is_an_answer_by_itself_stays_one(phones: Phones, first: str, second: str, later: int) -> None:
    await phones.say(LAN, first, message="901")
    phones.world.clock.advance(seconds=later)
    (asked,) = await phones.say(LAN, second, message="902")
    assert asked.startswith("Anh/chị gửi ảnh, tệp hoặc đường dẫn minh chứng")


@pytest.fixture
async def free(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [
        TaskDraft(f"II.{n}", title, lead=("Sở Ngoại vụ",), timeframe=Q4)
        for n, title in ((1, "Họp báo"), (2, "Bản tin"))
    ]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    return Phones(world)


async def test_free_text_that_the_app_cuts_is_one_report(free: Phones) -> None:
    await free.say(LAN, FIRST, message="901")
    joined, asked = await free.say(LAN, REST, message="902")
    assert joined == JOINED
    assert asked.startswith("Anh/chị báo cáo cho việc nào?")
    (shown,) = await free.press(LAN, "1")
    assert f"{FIRST.removeprefix('Đã ')} {REST}".removesuffix(".") in shown
    await free.press(LAN, "Gửi")


async def test_three_parts_of_free_text_are_one_report(free: Phones) -> None:
    for part in (FIRST, FIRST, REST):
        await free.say(LAN, part, message=part[:9])
    (shown,) = await free.press(LAN, "1")
    assert shown.count("phát hành bản tin") == 2 * 57
    assert "Kết quả tốt" in shown


@pytest.mark.parametrize(
    ("first", "second", "later"), [(FIRST, "Kinh phí cấp chậm", 30), (FIRST, "2", 0), ("12 tin bài", REST, 0)]
)
async def test_what_answers_the_question_about_free_text_is_not_joined(
    free: Phones, first: str, second: str, later: int
) -> None:
    await free.say(LAN, first, message="901")
    free.world.clock.advance(seconds=later)
    assert JOINED not in await free.say(LAN, second, message="902")
