"""Rows in hand: who goes first, who waits for whom."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from math import inf

import pytest

from bot.domain.messages import Address, Channel, Priority
from handlers.pacing import UNLIMITED, Limits, Pace
from handlers.tray import Tray
from storage.outbox import Row

NOW = datetime(2024, 11, 8, 1, 0, tzinfo=UTC)
TELEGRAM, ZALO = Channel.TELEGRAM, Channel.ZALO
ids = count(1)


@pytest.fixture
def tray() -> Tray:
    return Tray({TELEGRAM: Pace(UNLIMITED), ZALO: Pace(UNLIMITED)})


def row(key: str, chat: str = "7", priority: Priority = Priority.ANSWER, channel: Channel = TELEGRAM) -> Row:
    return Row(next(ids), key, Address(channel, chat), None, priority, {}, None, 0, NOW)


def taken(tray: Tray) -> list[str]:
    found = []
    while (one := tray.take(0.0)) is not None:
        found.append(one.key)
    return found


def test_a_chat_gets_one_at_a_time_and_in_order(tray: Tray) -> None:
    first, second = row("một"), row("hai")
    tray.put([first, second, row("khác", "8")], {})
    assert taken(tray) == ["một", "khác"]
    assert (tray.wait(0.0), len(tray)) == (inf, 1)
    tray.done(first)
    assert taken(tray) == ["hai"]


def test_answers_pass_all_else_also_in_their_own_chat(tray: Tray) -> None:
    bulletin, reminder, answer = row("tin", "7", Priority.BROADCAST), row("nhắc", "8", Priority.REMINDER), row("đáp")
    tray.put([bulletin, reminder], {})
    tray.put([answer, row("đáp tiếp")], {})
    assert taken(tray) == ["đáp", "nhắc"]
    tray.done(answer)
    assert taken(tray) == ["đáp tiếp"]


def test_a_row_that_must_wait_holds_up_its_chat_alone(tray: Tray) -> None:
    late = row("chậm")
    tray.put([late, row("sau"), row("khác", "8")], {late.id: 2.0})
    assert taken(tray) == ["khác"]
    assert tray.wait(0.5) == 1.5
    assert tray.take(2.0) is late


def test_the_pace_of_a_platform_makes_wait(tray: Tray) -> None:
    paced = Tray({TELEGRAM: Pace(Limits(overall=1))})
    paced.put([row("một"), row("hai", "8")], {})
    assert taken(paced) == ["một"]
    assert 0 < paced.wait(0.0) < 2


def test_what_is_put_down_is_gone(tray: Tray) -> None:
    busy = row("đang gửi")
    tray.put([busy, row("sau"), row("zalo", "7", channel=ZALO), row("khác", "8")], {})
    assert tray.take(0.0) is busy
    assert [one.key for one in tray.clear_chat(TELEGRAM, "7")] == ["sau"]
    assert [one.key for one in tray.clear([ZALO])] == ["zalo"]
    tray.done(busy)
    assert taken(tray) == ["khác"]
