"""Numbered choices in place of buttons."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import Address, Button, Channel
from bot.usecases import menus
from bot.usecases.desk import Desk
from storage.conversations import Conversation
from storage.engine import Storage
from tests.worlds import World

CHAT = Address(Channel.ZALO, "z1")
ROWS = ((Button("Báo cáo", "do:report"), Button("Để sau", "do:later")),)

_LABELS = st.lists(st.text("abcđê ", min_size=1, max_size=8), min_size=1, max_size=9)


@given(_LABELS, st.integers(1, 4), st.booleans())
def test_buttons_are_numbered_row_by_row_with_back_last(labels: list[str], columns: int, back: bool) -> None:
    buttons = [Button(label, f"a:1:2:c{place}") for place, label in enumerate(labels)]
    rows = [tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns)]
    rows = [(Button("Quay lại", "a:1:2:back"),), *rows] if back else rows
    found = menus.numbered(rows)
    assert [choice.number for choice in found] == [*range(1, len(labels) + 1), *([0] if back else [])]
    assert [choice.data for choice in found][: len(labels)] == [button.data for button in buttons]


def test_button_that_opens_an_address_has_no_number() -> None:
    found = menus.numbered([(Button("Mở", url="https://sở.vn"), Button("Xong", "do:done"))])
    assert [(choice.number, choice.data) for choice in found] == [(1, "do:done")]


async def shown(storage: Storage, address: Address = CHAT, rows: Any = ROWS) -> World:
    world = World.of(storage, "2024-11-07 08:00")
    await world.doors.write(menus.remember, address, rows, "m1")
    return world


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        ("1", "do:report"),
        ("2.", "do:later"),
        (" ĐỂ SAU! ", "do:later"),
        ("bao cao", "do:report"),
        ("0", None),
        ("3", None),
        ("", None),
        ("1 xong", None),
        ("1" * 65, None),
        ("²", None),
    ],
)
async def test_number_or_label_stands_for_its_button(storage: Storage, typed: str, data: str | None) -> None:
    world = await shown(storage)
    meant = await world.doors.read(menus.meant, CHAT, typed, None)
    assert (meant and meant.data) == data


async def test_where_there_are_buttons_nothing_is_typed(storage: Storage) -> None:
    telegram = Address(Channel.TELEGRAM, "1")
    world = await shown(storage, telegram)
    assert await world.doors.read(menus.meant, telegram, "1", None) is None


async def test_choices_of_a_question_that_is_over_mean_nothing(storage: Storage) -> None:
    world = await shown(storage, rows=((Button("Xong", "a:1:2:done"),),))
    assert await world.doors.read(menus.meant, CHAT, "xong", None) is None


async def test_what_was_shown_last_counts(storage: Storage) -> None:
    world = await shown(storage)
    await world.doors.write(menus.remember, CHAT, ((Button("Báo cáo tiếp", "do:report"),),), "m2")
    await world.doors.write(menus.remember, CHAT, (), "m3")
    meant = await world.doors.read(menus.meant, CHAT, "1", None)
    assert (meant and meant.message) == "m2"
    assert await world.doors.read(menus.meant, CHAT, "2", None) is None


async def test_open_question_goes_before_what_is_older_and_doubts_what_is_newer(storage: Storage) -> None:
    world = World.of(storage, "2024-11-07 08:00")

    def begin(desk: Desk) -> Conversation | None:
        desk.conversations.start(None, CHAT, "z1", "test", 1, {}, desk.now)
        return desk.conversations.running(CHAT, "z1")

    running = await world.doors.write(begin)
    await world.doors.write(menus.remember, CHAT, ROWS, "m1")
    assert not await world.doors.read(menus.is_doubtful, CHAT, "1", running)
    world.clock.advance(seconds=1)
    await world.doors.write(menus.remember, CHAT, ROWS, "m2")
    assert await world.doors.read(menus.is_doubtful, CHAT, "1", running)
    assert await world.doors.read(menus.meant, CHAT, "1", running) is None
    assert not await world.doors.read(menus.is_doubtful, CHAT, "9", running)
    assert await world.doors.read(menus.meant, CHAT, "để sau", running) is not None
