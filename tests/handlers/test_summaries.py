"""`/tonghop`: which documents are sent, of which plan, and the letter to those who are late."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.messages import Rendered, load
from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from handlers.rendering import Renderers
from storage.engine import Storage
from storage.schema import outbox
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN, OFFICER, LEADER = "101", "102", "103"


@pytest.fixture
async def world(storage: Storage) -> World:
    made = World.of(storage, "2024-11-07 08:00")
    first = plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)])
    second = plan_draft([TaskDraft("I.3", "Mua máy chủ", lead=("Sở Công Thương",), timeframe=Q4)])
    await made.plan(first)
    await made.plan(replace(second, head=replace(second.head, title="KẾ HOẠCH Chuyển đổi số năm 2024")))
    await made.person("Lan", agency="Sở Ngoại vụ")
    await made.person("Hà", Role.COORDINATOR)
    await made.person("Minh", Role.LEADER)
    return made


async def _documents(world: World) -> list[Rendered]:
    def look(desk: Desk) -> list[Rendered]:
        rows = desk.connection.execute(select(outbox.c.payload).order_by(outbox.c.id)).all()
        found = [load(row.payload).document for row in rows]
        return [document for document in found if isinstance(document, Rendered)]

    return await world.doors.read(look)


async def test_the_report_of_one_plan_is_offered_where_there_are_several(world: World) -> None:
    phones = Phones(world)
    *_, offer = await phones.say(LEADER, "/tonghop năm 2024")
    assert offer.startswith("Báo cáo riêng của từng kế hoạch:\n1. Kế hoạch thử nghiệm năm 2024\n2. Kế hoạch chuyển đổi")
    assert offer.endswith("[1] [2]")
    said = await phones.press(LEADER, "2")
    assert said[0].startswith("Đang tổng hợp báo cáo năm 2024 của “Kế hoạch chuyển đổi số năm 2024”")
    assert len(said) == 3
    whole, sheet, own, own_sheet = await _documents(world)
    assert (whole.what, whole.args) == ("summary-docx", {"period": "2024"})
    assert (own.what, own.args) == ("summary-docx", {"period": "2024", "plan": 2})
    assert [one.what for one in (sheet, own_sheet)] == ["summary-xlsx"] * 2
    assert "Mua máy chủ" in _words(await _made(world, own))
    assert "Tổ chức họp báo" not in _words(await _made(world, own))


async def test_a_coordinator_is_offered_the_letter_once_anybody_is_late(world: World) -> None:
    phones = Phones(world)
    assert "Công văn" not in (await phones.say(OFFICER, "/tonghop quý 4"))[-1]
    world.jump("2025-01-02 08:00")
    offer = (await phones.say(OFFICER, "/tonghop quý 4/2024"))[-1]
    assert "Còn 2 cơ quan quá hạn báo cáo kỳ này." in offer
    assert "Công văn" not in (await phones.say(LEADER, "/tonghop quý 4/2024"))[-1]
    (letter,) = await phones.press(OFFICER, "Công văn đôn đốc")
    assert letter == "Dự thảo công văn đôn đốc 2 cơ quan quá hạn báo cáo quý IV năm 2024"
    words = _words(await _made(world, (await _documents(world))[-1]))
    assert "chậm nhất ngày 09/01/2025" in words
    assert "Sở Công Thương" in words


@pytest.mark.parametrize(
    "data",
    ["do:letter:2024-Q4", "do:letter:", "do:letter:x:1", "do:summary:2024-Q4:1", "do:summary:2024-Q4", "do:summary::x"],
)
async def test_forged_buttons_send_no_document(world: World, data: str) -> None:
    (said,) = await Phones(world).press_data(LAN, data)
    assert said.startswith("Lựa chọn này đã cũ")
    assert await _documents(world) == []


@pytest.mark.parametrize("data", ["do:letter:2024-Q4", "do:letter:năm nào", "do:summary:2024-Q4:999", "do:summary:z:1"])
async def test_what_cannot_be_made_is_said(world: World, data: str) -> None:
    await Phones(world).press_data(OFFICER, data)
    assert await _documents(world) == []


async def _made(world: World, document: Rendered) -> bytes:
    return (await Renderers(world.doors)(document)).content


def _words(content: bytes) -> str:
    import docx

    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    body = "".join(each.text or "" for each in paper.element.body.iter() if str(each.tag).endswith("}t"))
    return body + "\n".join(cells)
