"""What Zalo delivers, read: every shape that sources tell of, and shapes that nobody has seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import Address, Channel, IncomingKind
from handlers.zalo.updates import Me, chat_of, key_of, read_me, to_incoming, unwrap

NOW = datetime(2024, 11, 8, 1, 0, tzinfo=UTC)
ME = read_me({"id": "999", "display_name": "Bot  Nhắc việc", "account_name": "bot.nhacviec"})


def update(**message: Any) -> dict[str, Any]:
    whole = {
        "message_id": "0123456789abcdef0123",
        "from": {"id": "b1nh", "display_name": "Trần  Bình", "is_bot": False},
        "chat": {"id": "b1nh", "chat_type": "PRIVATE"},
        "date": 1_731_027_600_000,
        **message,
    }
    return {"event_name": "message.text.received", "message": whole}


def test_words() -> None:
    incoming = to_incoming(update(text=" xong  rồi "), ME, NOW)
    assert incoming is not None
    assert (incoming.update, incoming.message) == ("0123456789abcdef0123",) * 2
    assert incoming.address == Address(Channel.ZALO, "b1nh")
    assert (incoming.text, incoming.sender.name, incoming.private) == ("xong rồi", "Trần Bình", True)
    assert incoming.at == datetime(2024, 11, 8, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("date", [None, "hôm nay", -1, 10**30, 1_731_027_600])
def test_date_that_is_none_is_now(date: Any) -> None:
    incoming = to_incoming(update(text="a", date=date), ME, NOW)
    assert incoming is not None
    assert incoming.at == NOW


def test_picture() -> None:
    incoming = to_incoming(update(photo_url="https://ảnh.vn/1", caption="lớp tập huấn"), ME, NOW)
    assert incoming is not None
    (file,) = incoming.files
    assert (incoming.kind, incoming.text) == (IncomingKind.FILES, "lớp tập huấn")
    assert (file.url, file.mime) == ("https://ảnh.vn/1", "image/jpeg")


def test_photo_address_that_is_no_address_is_not_fetched() -> None:
    incoming = to_incoming(update(photo_url="file:///etc/passwd"), ME, NOW)
    assert incoming is not None
    assert (incoming.kind, incoming.files) == (IncomingKind.OTHER, ())


def test_unsupported_with_words_beside_is_still_unsupported() -> None:
    packed = update(text="?") | {"event_name": "message.unsupported.received"}
    incoming = to_incoming(packed, ME, NOW)
    assert incoming is not None
    assert incoming.kind is IncomingKind.OTHER


@pytest.mark.parametrize(
    "packed",
    [
        {"event_name": "message.unsupported.received"},
        {"event_name": "user.followed", "user": {"id": "1"}},
        update() | {"event_name": "message.reaction.received"},
        update(sticker="1") | {"event_name": "group.member.joined"},
        update(text="a", **{"from": {"id": "999"}}),
        update(text="a", **{"from": {"id": "1", "is_bot": True}}),
        update(text="a", **{"from": None, "chat": None}),
        update(text="a", **{"from": {"id": "x" * 65}}),
    ],
)
def test_what_means_nothing(packed: dict[str, Any]) -> None:
    assert to_incoming(packed, ME, NOW) is None


@pytest.mark.parametrize("named", ["@Bot Nhắc việc, /status", "@bot nhắc việc /status", "@bot.nhacviec: /status"])
def test_our_name_in_front_goes(named: str) -> None:
    packed = update(text=named, chat={"id": "g1", "chat_type": "GROUP"})
    incoming = to_incoming(packed, ME, NOW)
    assert incoming is not None
    assert (incoming.text, incoming.private) == ("/status", False)


def test_update_without_id_is_named_by_what_it_says() -> None:
    first, second = update(text="a", message_id=None), update(text="b", message_id=None)
    assert key_of(first) == key_of(dict(first)) != key_of(second)
    assert len(key_of(first)) == 64


def test_wrapped_and_flat() -> None:
    flat = update(text="a")
    assert unwrap({"ok": True, "result": flat}) == unwrap(flat) == flat
    others: tuple[Any, ...] = (
        None,
        [],
        "a",
        3,
        {},
        {"ok": True, "result": None},
        {"ok": True, "result": {}},
        {"message": "a"},
    )
    for other in others:
        assert unwrap(other) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NAMES = ("message_id", "from", "chat", "date", "text", "photo_url", "caption")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(_NAMES, _JSON)), _JSON)
def test_nothing_is_too_strange_to_read(message: dict[str, Any], event: Any) -> None:
    for packed in ({"event_name": event, "message": message}, update(**message)):
        key_of(packed), chat_of(packed)
        incoming = to_incoming(packed, Me(), NOW)
        assert incoming is None or incoming.address.chat


def test_unknown_event_with_words_is_words() -> None:
    incoming = to_incoming(update(text="xong rồi") | {"event_name": "message.rich_text.received"}, ME, NOW)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == (IncomingKind.TEXT, "xong rồi")


@pytest.mark.parametrize("words", ["@Bot Nhắc việc /status", "/status @bot nhắc việc", "@bot.nhacviec: /status"])
def test_our_name_is_taken_out_wherever_it_stands(words: str) -> None:
    incoming = to_incoming(update(text=words), ME, NOW)
    assert incoming is not None
    assert incoming.text == "/status"
