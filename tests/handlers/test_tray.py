"""Rows in hand: who goes first, who waits for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from math import inf
from typing import Any, cast

import pytest

from bot.domain.messages import Address, Button, Channel, Outgoing, Priority, dump
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


def changing(key: str, message: str, *, buttons: bool = False) -> Row:
    changed = Outgoing(edits=message, keyboard_only=True, rows=((Button("Có"),),) if buttons else ())
    return replace(row(key), payload=dump(changed))


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


def test_nobody_waits_while_old_buttons_are_taken_away(tray: Tray) -> None:
    tidying = changing("dọn", "41")
    tray.put([tidying, row("hỏi"), row("hỏi tiếp")], {})
    assert taken(tray) == ["dọn", "hỏi"]
    tray.done(tidying)
    assert taken(tray) == []


def test_what_changes_the_same_message_waits_all_the_same(tray: Tray) -> None:
    tidying, anew = changing("dọn", "41"), changing("đặt lại", "41", buttons=True)
    tray.put([tidying, anew, row("hỏi")], {})
    assert taken(tray) == ["dọn"]
    tray.done(tidying)
    assert taken(tray) == ["đặt lại"]
    tray.done(anew)
    assert taken(tray) == ["hỏi"]


def test_what_nobody_can_read_holds_nobody_up(tray: Tray) -> None:
    broken = replace(row("hỏng"), payload=cast("Any", ["edits"]))
    tray.put([broken, row("sau"), row("khác", "8")], {})
    assert taken(tray) == ["hỏng", "khác"]


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
