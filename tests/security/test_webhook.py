"""Strangers at the webhook: no secret, a replayed call, a body without end, and whatever else may come in."""

from __future__ import annotations

import copy
import gzip
import io
import logging
import random
from typing import Any

import pytest

from tests.acceptance import stories
from tests.security.conftest import LAN, Fortress

MIB = 1024 * 1024


def _saying(text: str, update: int) -> dict[str, Any]:
    person = {"id": LAN, "is_bot": False, "first_name": "Lan"}
    message = {
        "message_id": 900 + update,
        "date": 1_728_867_600,
        "chat": {"id": LAN, "type": "private", "first_name": "Lan"},
        "from": person,
        "text": text,
    }
    return {"update_id": update, "message": message}


async def test_nobody_comes_in_without_the_secret(fortress: Fortress) -> None:
    before = await fortress.counts()
    for secret in (None, "", "s" * 23, "s" * 25, "S" * 24):
        assert await fortress.knock(_saying("/baocao", 1), secret) == 401
    assert await fortress.counts() == before


async def test_a_replayed_call_changes_nothing(fortress: Fortress) -> None:
    call = _saying("/help", 7)
    assert [await fortress.knock(call) for _ in range(5)] == [200] * 5
    await fortress.town.settle()
    assert (await fortress.counts()).sent == 1


async def test_a_replayed_answer_answers_nothing_else(fortress: Fortress) -> None:
    """Words that were an answer are not taken for the answer to the question after it."""
    town = fortress.town
    for turn in stories.TURNS[:3]:
        await (town.press(LAN, turn.what) if turn.pressed else town.say(LAN, turn.what))
    result, difficulty = stories.TURNS[3:5]
    for _ in range(3):
        assert await fortress.knock(_saying(result.what, 7)) == 200
    assert result.answer in (await town.hear(LAN))[-1]
    assert difficulty.answer in (await town.say(LAN, difficulty.what))[-1]
    preview = (await town.press(LAN, "Bỏ qua"))[-1]
    assert preview.count(result.what) == 1


async def test_an_oversized_call_is_cut_off(fortress: Fortress) -> None:
    before = await fortress.counts()
    for size in (MIB + 1, 3 * MIB):
        assert await fortress.knock(io.BytesIO(b"x" * size)) == 413
    assert await fortress.knock(io.BytesIO(b"x" * (MIB - 1))) == 400
    assert await fortress.counts() == before


async def test_a_call_that_is_packed_wrongly_is_refused(fortress: Fortress, caplog: pytest.LogCaptureFixture) -> None:
    for body in (b"no gzip", gzip.compress(b"{}")[:-9]):
        assert await fortress.knock(io.BytesIO(body), packing="gzip") == 400
    assert await fortress.knock(io.BytesIO(gzip.compress(b"x" * 50 * MIB)), packing="gzip") == 413
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


_WILD: tuple[Any, ...] = (None, "", -1, 2**70, 1.5, True, [], {}, "\x00", "😀" * 3000, "../../x", {"id": "x"}, [[]])


def _spoil(chance: random.Random, packed: Any) -> Any:
    """Put something wild in one place of a call."""
    if isinstance(packed, dict) and packed and chance.random() < 0.85:
        key = chance.choice(list(packed))
        return {**packed, key: _spoil(chance, packed[key])}
    return chance.choice(_WILD)


async def test_wild_calls_stop_nothing(fortress: Fortress) -> None:
    """Whatever comes in is taken or refused, never answered by an error of ours, and those after it are answered."""
    chance = random.Random(8)
    seen = set()
    for number in range(150):
        call = _saying("xin chào", 1000 + number)
        if number % 3 == 0:
            message = call.pop("message")
            call["callback_query"] = {
                "id": str(number),
                "from": message["from"],
                "message": message,
                "data": "do:x",
                "chat_instance": "1",
            }
        seen.add(await fortress.knock(_spoil(chance, copy.deepcopy(call))))
    assert seen <= {200, 400}
    await fortress.town.settle()
    assert any("/baocao" in answer for answer in await fortress.town.say(LAN, "/help"))
