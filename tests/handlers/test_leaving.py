"""Ways out of a conversation, and taps that come twice."""

from __future__ import annotations

import pytest

from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from bot.domain.plans import TaskDraft
from storage.engine import Storage
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN = "101"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    return Phones(world)


@pytest.mark.parametrize("typed", ["hủy", "thôi", "Huy."])
async def test_a_bare_word_leaves(phones: Phones, typed: str) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Hoàn thành")
    assert (await phones.say(LAN, typed))[-1].startswith("Đã dừng, không có gì được gửi.")


async def test_zero_is_a_percentage_where_there_are_buttons(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Đang thực hiện")
    assert (await phones.say(LAN, "0"))[-1].startswith("Kết quả chính ạ?")


async def test_a_second_tap_on_send_says_nothing(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Hoàn thành")
    await phones.say(LAN, "12 tin bài")
    await phones.press(LAN, "Không có, xem lại luôn")
    card = phones.chats[LAN][-1]
    data = card.buttons["Gửi"]
    assert await phones.press_data(LAN, data, card.id)
    assert await phones.press_data(LAN, data, card.id) == []
    phones.world.jump("2024-11-07 09:00")
    assert (await phones.press_data(LAN, data, card.id))[-1].startswith("Lựa chọn này đã cũ")


@pytest.mark.parametrize("data", ["do:status:2024-Q4", "a:1:1:done"])
async def test_a_stranger_who_presses_in_a_group_hears_nothing(phones: Phones, data: str) -> None:
    group, stranger = Address(Channel.TELEGRAM, "-100"), Sender(Channel.TELEGRAM, "777", "X")
    now = phones.world.clock.now()
    press = Incoming(
        "g1", IncomingKind.PRESS, group, stranger, now, private=False, to_bot=True, pressed=data, message="1"
    )
    assert await phones.bring(press) == []
