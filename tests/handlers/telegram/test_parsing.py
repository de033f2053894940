"""Each update is parsed by itself, and over HTTP one that cannot be parsed holds nobody up."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.demo.telegram.updates import UpdateQueue
from handlers.telegram.parsing import Unreadable, parse, parse_all
from handlers.telegram.shapes import Update
from handlers.telegram.updates import Me, to_incoming
from tests.handlers.telegram.rig import Rig
from tests.loglines import logged

LAN = 7
PERSON = {"id": LAN, "is_bot": False, "first_name": "Lan"}
CHAT = {"id": LAN, "type": "private", "first_name": "Lan"}
GOOD = {"message_id": 1, "date": 1_728_867_600, "chat": CHAT, "from": PERSON, "text": "rất riêng tư"}
BAD: tuple[dict[str, Any], ...] = (
    GOOD | {"date": 10**18},
    GOOD | {"date": "hôm qua"},
    GOOD | {"chat": 5},
    GOOD | {"chat": CHAT | {"id": "bảy"}},
    GOOD | {"chat": None},
    GOOD | {"text": ["rất riêng tư"]},
    {"text": "rất riêng tư"},
    GOOD | {"entities": [{"type": "url"}]},
)


@pytest.mark.parametrize("message", BAD, ids=range(len(BAD)))
async def test_what_cannot_be_parsed_is_noted_and_the_others_go_on(
    rig: Rig, server: TelegramServer, world: TelegramWorld, message: dict[str, Any]
) -> None:
    world.user(LAN, "Lan", started=True)
    world.say(LAN, "trước")
    for _ in range(2):
        world.updates.add("message", copy.deepcopy(message))
    world.say(LAN, "sau")
    with logged() as log:
        async with rig.running():
            await server.wait_for(lambda: "Anh/chị gửi: sau" in world.chat_text(LAN))
            await server.wait_for(lambda: not len(world.updates))
    assert [incoming.text for incoming in rig.arrived] == ["trước", "sau"]
    assert await rig.doors.read(lambda desk: desk.updates.failed()) == 2
    assert log.getvalue().count("update.unreadable") == 2
    assert "riêng tư" not in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_of_a_pressed_message_only_its_place_is_read() -> None:
    pressed = GOOD | {
        "is_topic_message": True,
        "message_thread_id": 5,
        "reply_markup": {"inline_keyboard": "không đúng"},
    }
    query = {"id": "9", "from": PERSON, "chat_instance": "1", "data": "a:1:2:done", "message": pressed}
    update = parse({"update_id": 3, "callback_query": query})
    assert isinstance(update, Update)
    incoming = to_incoming(update, Me(1, "nhacviec_bot"), datetime(2024, 11, 8, 1, tzinfo=UTC))
    assert incoming is not None
    assert (incoming.pressed, incoming.message, incoming.address.thread) == ("a:1:2:done", "1", "5")
    assert "reply_markup" in pressed


async def test_what_has_no_id_is_left_out(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    world.user(LAN, "Lan", started=True)
    _nameless(world.updates)
    world.say(LAN, "sau")
    async with rig.running():
        await server.wait_for(lambda: "Anh/chị gửi: sau" in world.chat_text(LAN))
        await server.wait_for(lambda: not len(world.updates))
    assert len(rig.arrived) == 1


def _nameless(queue: UpdateQueue) -> None:
    """Put an update without an id before all others."""
    queue.add("message", GOOD)
    del queue.waiting()[0].packed["update_id"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
_MESSAGES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("message_id", "date", "chat", "from", "text", "entities", "document", "photo", "reply_to_message"), _JSON
    ),
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"update_id": st.integers(1, 2**31)},
            optional={
                kind: _MESSAGES.map(lambda part: GOOD | part) | _JSON
                for kind in ("message", "edited_message", "callback_query", "my_chat_member")
            },
        ),
        max_size=3,
    )
)
def test_any_batch_is_parsed_to_the_last(packed: list[Any]) -> None:
    ids = [one["update_id"] for one in packed]
    assert [one.update_id for one in parse_all(copy.deepcopy(packed))] == ids


@pytest.mark.parametrize("packed", [None, 5, [], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**70}])
def test_what_is_no_update(packed: Any) -> None:
    assert parse(packed) is None


def test_what_is_one() -> None:
    assert isinstance(parse({"update_id": 3, "message": copy.deepcopy(GOOD)}), Update)
    assert parse({"update_id": 3, "message": {"message_id": 1}}) == Unreadable(3, "missing")
