"""Nothing that was said stays longer than it is needed: after an erasure, and when a conversation expires."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import func, select

from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.plans import TaskDraft
from bot.usecases.clockwork import expire
from bot.usecases.desk import Desk
from bot.usecases.sweep import sweep
from storage import names
from storage.engine import Storage
from storage.schema import conversations, events, journal, outbox
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN = "101"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Hoa", agency="Sở Ngoại vụ")
    return Phones(world)


async def _in_the_middle(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Hoàn thành")


async def _entries(phones: Phones) -> int:
    counted = select(func.count()).select_from(journal)
    return await phones.world.doors.read(lambda desk: desk.connection.execute(counted).scalar_one())


def _kept_of_lan(desk: Desk) -> list[object]:
    """List the rows that name Lan's chat."""
    talks = select(conversations.c.id).where((conversations.c.chat == LAN) | (conversations.c.user == LAN))
    ours = select(conversations.c.id).where(conversations.c.person_id == 1)
    sent = select(outbox.c.id).where((outbox.c.chat == LAN) | (outbox.c.person_id == 1))
    return [row for query in (talks, ours, sent) for row in desk.connection.scalars(query)]


async def test_an_expired_conversation_forgets_its_answers(phones: Phones) -> None:
    await _in_the_middle(phones)
    assert await _entries(phones) > 0
    phones.world.jump("2024-11-20 08:00")
    assert await phones.world.doors.write(expire) == 1
    assert await _entries(phones) == 0


@pytest.mark.parametrize("typed", [False, True])
async def test_an_erased_person_leaves_no_chat_behind(phones: Phones, typed: bool) -> None:
    await _in_the_middle(phones)
    await phones.say(LAN, "/huy")
    phones.world.jump("2024-12-02 08:00")
    await phones.world.doors.write(sweep)
    await phones.deliver(LAN)
    await phones.say(LAN, "/xoadulieu")
    answers = await (phones.say(LAN, "Xóa") if typed else phones.press(LAN, "Xóa"))
    assert answers
    await phones.world.doors.write(expire)
    assert await phones.world.doors.read(_kept_of_lan) == []
    assert await _entries(phones) == 0


async def test_what_waits_for_an_erased_person_is_not_sent_but_others_keep_theirs(phones: Phones) -> None:
    def wait(desk: Desk) -> None:
        for chat in (LAN, "102"):
            address, message = Address(Channel.TELEGRAM, chat), Outgoing()
            desk.outbox.add(chat, address, message, priority=Priority.REMINDER, now=desk.now)

    await phones.say(LAN, "/xoadulieu")
    await phones.world.doors.write(wait)
    agency = await phones.world.agency("Sở Ngoại vụ")
    await phones.world.doors.write(lambda desk: desk.people.erase(desk.people.members_of(agency)[0].id, desk.now, "-"))

    def look(desk: Desk) -> dict[str, str]:
        rows = select(outbox.c.key, outbox.c.state).where(outbox.c.key.in_([LAN, "102"]))
        return {row.key: row.state for row in desk.connection.execute(rows)}

    found = await phones.world.doors.read(look)
    assert found == {LAN: "cancelled", "102": "waiting"}


async def test_what_others_were_told_names_an_erased_person_no_longer(phones: Phones) -> None:
    await phones.say(LAN, "xong rồi, 12 tin bài")
    await phones.press(LAN, "Gửi")
    await phones.deliver()
    assert phones.chats["102"][-1].text.startswith("Lan đã báo cáo thay đơn vị")

    def told(desk: Desk) -> list[str]:
        rows = [*desk.connection.scalars(select(outbox.c.payload)), *desk.connection.scalars(select(events.c.after))]
        return [json.dumps(row, ensure_ascii=False) for row in rows]

    await phones.say(LAN, "/xoadulieu")
    await phones.press(LAN, "Xóa")
    await phones.world.doors.write(expire)
    kept = await phones.world.doors.read(told)
    assert [row for row in kept if re.search(r"\bLan\b", row)] == []
    assert any("(đã xóa)" in row and "đã báo cáo thay đơn vị" in row for row in kept)


async def test_a_name_inside_another_word_stays(phones: Phones) -> None:
    def note(desk: Desk) -> object:
        desk.events.log(desk.now, None, "test", "person:1", after={"of": ["Lang Sơn", "bà Lan", {"Lan": 1}]})
        names.forget(desk.connection, "Lan", "(đã xóa)")
        return desk.connection.scalar(select(events.c.after).where(events.c.what == "test"))

    assert await phones.world.doors.write(note) == {"of": ["Lang Sơn", "bà (đã xóa)", {"Lan": 1}]}
