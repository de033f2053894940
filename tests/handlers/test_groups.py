"""In a group: only what is meant for the bot is answered, and no agency's figures are shown to those who may not see them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender, load
from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.domain.status_pages import PageKind, Place
from bot.usecases.desk import Desk
from handlers.commands import TABLE
from storage.engine import Storage
from storage.schema import conversations, outbox
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN, LEADER, OFFICER = "101", "102", "103"
GROUP = "-5"
IN_GROUP: dict[str, Any] = {"address": Address(Channel.TELEGRAM, GROUP), "private": False, "chat_title": "Nhóm"}
ELSEWHERE = "Số liệu chỉ xem được trong cuộc trò chuyện riêng với bot."
DOOR = "\n[Mở trò chuyện riêng]"


@pytest.fixture
async def world(storage: Storage) -> World:
    made = World.of(storage, "2024-11-07 08:00")
    await made.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ", "Sở Y tế"), timeframe=Q4)]))
    await made.person("Lan", agency="Sở Ngoại vụ")
    await made.person("Sếp", Role.LEADER)
    await made.person("Hà", Role.COORDINATOR)
    return made


@pytest.fixture
def phones(world: World) -> Phones:
    return Phones(world)


async def _press(phones: Phones, user: str, data: str, number: int = 0, message: str = "1") -> list[str]:
    return await phones.bring(
        Incoming(
            f"press-{user}-{data}-{number}",
            IncomingKind.PRESS,
            IN_GROUP["address"],
            Sender(Channel.TELEGRAM, user),
            phones.world.clock.now(),
            private=False,
            pressed=data,
            message=message,
        )
    )


async def test_only_what_is_meant_for_the_bot_is_answered(phones: Phones) -> None:
    assert await phones.say(LEADER, "chào cả nhà", **IN_GROUP | {"to_bot": False}) == []
    assert await phones.say(LEADER, "cảm ơn bot", **IN_GROUP) == []
    assert await phones.say(LAN, "cảm ơn bot", **IN_GROUP) == []
    (reply,) = await phones.say(LAN, "/nhiemvu", **IN_GROUP)
    assert reply == f"Lệnh /nhiemvu chỉ dùng trong cuộc trò chuyện riêng với bot.{DOOR}"


async def test_a_group_sees_figures_once_its_digest_is_on_and_one_of_the_office_asks(phones: Phones) -> None:
    (reply,) = await phones.say(LEADER, "/status", **IN_GROUP)
    assert reply.startswith(f"{ELSEWHERE} Nếu đây là nhóm lãnh đạo, gõ /bantin")
    (reply,) = await phones.say(LEADER, "/bantin", **IN_GROUP)
    assert reply.startswith("Đã bật bản tin tuần cho nhóm này: bản tin tới vào 16:00 thứ Sáu 08/11/2024.")
    for words in ("/status", "/status Sở Ngoại vụ"):
        (reply,) = await phones.say(LEADER, words, **IN_GROUP)
        assert "Đã báo cáo 0/" in reply
    for words in ("/status", "/status Sở Ngoại vụ", "/status Sở Y tế", "/status Sở Không Có"):
        assert await phones.say(LAN, words, **IN_GROUP) == [ELSEWHERE + DOOR]
    await phones.say(LEADER, "/bantin", **IN_GROUP)
    (reply,) = await phones.say(LEADER, "/status", **IN_GROUP)
    assert reply.startswith(ELSEWHERE)


async def test_buttons_show_a_group_no_more_than_commands(phones: Phones) -> None:
    await phones.say(OFFICER, "/bantin", **IN_GROUP)
    overview = Place("2024-Q4")
    place = overview.at(PageKind.AGENCY, 1).data
    await phones.say(LEADER, "/status", **IN_GROUP)
    shown = phones.chats[GROUP][-1]
    before = shown.text
    assert await _press(phones, LAN, place, message=shown.id) == [ELSEWHERE + DOOR]
    assert shown.text == before
    (turned,) = await _press(phones, LEADER, place, message=shown.id)
    assert turned.startswith("Sở Ngoại vụ")
    await phones.say(OFFICER, "/bantin", **IN_GROUP)
    for number, data in enumerate((place, overview.data, "do:urge:1", "do:request:1", "do:reply:1")):
        (reply,) = await _press(phones, LEADER, data, number + 1, shown.id)
        assert reply.startswith(ELSEWHERE)


@pytest.mark.parametrize("digest", [True, False])
async def test_what_is_one_persons_own_is_not_begun_in_a_group_by_a_forged_press(
    phones: Phones, world: World, digest: bool
) -> None:
    if digest:
        await phones.say(OFFICER, "/bantin", **IN_GROUP)
    forged = ("report", "report:1", "later", "summary:2024-Q4:1", "letter:2024-Q4", "tasks:1:1", "workbook:1", "mend:1")
    for data in forged:
        for user in (LAN, OFFICER):
            (reply,) = await _press(phones, user, f"do:{data}")
            assert reply == f"Việc này chỉ làm được trong cuộc trò chuyện riêng với bot.{DOOR}"

    def begun(desk: Desk) -> int:
        return len(desk.connection.execute(conversations.select()).all())

    assert await world.doors.read(begun) == 0


async def test_a_report_in_a_group_is_not_taken_and_does_not_seem_to_be(phones: Phones) -> None:
    for words in ("xong rồi, 12 tin bài", "mai nhắc lại", "việc này không thuộc trách nhiệm của đơn vị tôi"):
        (reply,) = await phones.say(LAN, words, reply_to="1", **IN_GROUP)
        assert reply == f"Trong nhóm tôi không nhận báo cáo. Anh/chị nhắn riêng cho bot giúp tôi.{DOOR}"
    assert await phones.say(LEADER, "xong rồi, 12 tin bài", reply_to="1", **IN_GROUP) == []
    assert await phones.say("999", "xong rồi, 12 tin bài", reply_to="1", **IN_GROUP) == []


@pytest.mark.parametrize(("command", "answered"), [("status", "Tình hình Quý IV/2024"), ("nhiemvu", "Nhiệm vụ")])
async def test_the_door_leads_to_what_was_wanted(phones: Phones, world: World, command: str, answered: str) -> None:
    await phones.say(LAN, f"/{command}", **IN_GROUP)

    def doors(desk: Desk) -> list[str | None]:
        rows = desk.connection.execute(outbox.select().where(outbox.c.chat == GROUP)).all()
        return [button.url for row in rows for line in load(row.payload).rows for button in line]

    assert await world.doors.read(doors) == [f"https://t.me/thu_bot?start={command}"]
    (reply,) = await phones.say(LAN, f"/start {command}")
    assert reply.startswith(answered)


def test_no_command_looks_like_a_code() -> None:
    assert not [name for name in TABLE if len(name) == 8]
