"""No file that somebody sends gets lost without a word, whatever is written under it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from storage.engine import Storage
from storage.schema import evidence
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN = "101"
IN_WORDS = "Câu hỏi này cần trả lời bằng chữ."


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [TaskDraft(f"II.{n}", f"Việc {n}", lead=("Sở Ngoại vụ",), timeframe=Q4) for n in (1, 2)]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    return Phones(world)


async def _to_the_evidence(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Hoàn thành")
    await phones.say(LAN, "đã tổ chức 2 hội nghị")
    await phones.press(LAN, "Không có")


async def _kept(phones: Phones) -> list[str]:
    def look(desk: Desk) -> list[str]:
        return list(desk.connection.execute(select(evidence.c.name).order_by(evidence.c.id)).scalars())

    return await phones.world.doors.read(look)


@pytest.mark.parametrize("caption", ["xong", "1", "quay lại", "Bỏ qua"])
async def test_a_caption_is_no_choice(phones: Phones, caption: str) -> None:
    await _to_the_evidence(phones)
    await phones.send(LAN, "a.jpg")
    await phones.send(LAN, "b.jpg", caption=caption)
    (preview,) = await phones.press(LAN, "Xong")
    assert "Minh chứng: a.jpg, b.jpg" in preview


async def test_a_photo_at_a_question_for_words_is_refused_whole(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Đang thực hiện")
    assert (await phones.send(LAN, "a.jpg", caption="60"))[-1].startswith(IN_WORDS)
    await phones.say(LAN, "60")
    assert (await phones.send(LAN, "a.jpg", caption="2 hội nghị"))[-1].startswith(IN_WORDS)
    (asked,) = await phones.say(LAN, "2 hội nghị")
    assert asked.startswith("Có khó khăn")


async def _to_the_evidence_again(phones: Phones) -> str:
    await _to_the_evidence(phones)
    await phones.send(LAN, "a.jpg")
    await phones.press(LAN, "Xong")
    await phones.press(LAN, "Sửa")
    return (await phones.press(LAN, "Minh chứng"))[-1]


async def test_evidence_stays_when_it_is_looked_at_again(phones: Phones) -> None:
    assert "[Giữ nguyên] [Xóa hết]" in await _to_the_evidence_again(phones)
    assert "Minh chứng: a.jpg" in (await phones.press(LAN, "Giữ nguyên"))[-1]
    await phones.press(LAN, "Gửi")
    assert await _kept(phones) == ["a.jpg"]


async def test_evidence_is_added_to_what_was_given(phones: Phones) -> None:
    await _to_the_evidence_again(phones)
    await phones.send(LAN, "b.jpg")
    assert "Minh chứng: a.jpg, b.jpg" in (await phones.press(LAN, "Xong"))[-1]


async def test_evidence_is_cleared_and_given_anew(phones: Phones) -> None:
    await _to_the_evidence_again(phones)
    await phones.press(LAN, "Xóa hết")
    await phones.send(LAN, "c.jpg")
    assert "Minh chứng: c.jpg" in (await phones.press(LAN, "Xong"))[-1]
