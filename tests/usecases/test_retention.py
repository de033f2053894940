"""What has been kept long enough goes, in steps that can be broken off; what could be said twice by it stays."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, Table, func, select

from bot.domain.markup import text
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.plans import TaskDraft
from bot.domain.retention import RetentionPolicy
from bot.errors import InvalidInput
from bot.usecases import retention
from bot.usecases.desk import Desk
from bot.usecases.sweep import sweep
from storage import retention as steps
from storage.engine import Storage
from storage.schema import conversations, errands, events, journal, outbox, reminders, reports, updates
from tests.chats import Phones
from tests.worlds import Q4, World, at, plan_draft

LAN = "101"
POLICY = RetentionPolicy()
HOME = Address(Channel.TELEGRAM, LAN)


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    return Phones(world)


async def forget(world: World, now: str) -> Counter[str]:
    """Take all steps as of an instant; tell how many rows went, by what they held."""
    rows: Counter[str] = Counter()
    more = True
    while more:
        step = await world.doors.write(retention.forget, POLICY, at(now))
        rows.update(step.rows)
        more = step.more
    return +rows


async def ask(world: World, query: Select[Any]) -> list[Any]:
    return list(await world.doors.read(lambda desk: desk.connection.execute(query).all()))


async def count(world: World, table: Table) -> int:
    return int((await ask(world, select(func.count()).select_from(table)))[0][0])


def say(desk: Desk, key: str, words: str = "Lời", *, sent: bool = True) -> int | None:
    row = desk.outbox.add(key, HOME, Outgoing(text(words)), priority=Priority.ANSWER, now=desk.now)
    if sent and row is not None:
        desk.outbox.sent([(row, str(row))], desk.now)
    return row


async def test_words_go_and_to_whom_and_when_stays(phones: Phones) -> None:
    world = phones.world
    await world.doors.write(say, "reminder:1:1:7")
    await world.doors.write(say, "reminder:1:1:3", sent=False)
    held = select(outbox.c.key, outbox.c.chat, outbox.c.sent_at, outbox.c.payload, outbox.c.state).order_by(outbox.c.id)
    before = await ask(world, held)
    assert await forget(world, "2025-02-05 07:59") == {}
    assert await forget(world, "2025-02-05 08:01") == {"words": 1}
    first, waiting = await ask(world, held)
    assert (first.key, first.chat, first.sent_at) == ("reminder:1:1:7", LAN, before[0].sent_at)
    assert first.payload == {"body": []}
    assert waiting == before[1]
    assert await forget(world, "2025-02-06 08:00") == {}


async def test_a_report_and_who_made_it_outlive_the_conversation(phones: Phones) -> None:
    world = phones.world
    for words in ("/baocao", "Hoàn thành", "Đã tổ chức 02 buổi", "Không có", "Bỏ qua", "Gửi"):
        await phones.say(LAN, words)
    kept = [await count(world, table) for table in (reports, events)]
    world.jump("2026-11-07 08:00")
    await phones.say(LAN, "/nghi")
    assert await count(world, conversations) == 2
    gone = await forget(world, "2026-11-07 08:00")
    assert gone["conversations"] == 1
    assert gone["answers"] >= 7
    assert await ask(world, select(conversations.c.state)) == [("running",)]
    assert [await count(world, table) for table in (reports, events)] == kept
    assert kept[0] == 1
    # The conversation that runs goes on.
    assert await phones.say(LAN, "Hủy")


async def test_no_reminder_comes_again_when_its_message_is_old(phones: Phones) -> None:
    world = phones.world
    world.jump("2024-12-17 08:00")
    assert (await world.doors.write(sweep)).messages == 1
    (told,) = await ask(world, select(reminders.c.due_id, reminders.c.stage, reminders.c.outbox_id))
    (key,) = (await ask(world, select(outbox.c.key).where(outbox.c.id == told.outbox_id)))[0]
    await world.doors.write(lambda desk: desk.outbox.sent([(told.outbox_id, "1")], desk.now))
    world.jump("2034-12-17 08:00")
    await forget(world, "2034-12-17 08:00")
    assert await world.doors.write(say, key) is None
    assert await ask(world, select(reminders.c.outbox_id)) == [(told.outbox_id,)]


async def test_a_key_that_could_come_again_stays_for_ever(phones: Phones) -> None:
    world = phones.world
    keys = ("digest:1:2024-W46", "request:3:1", "urge:1:1:2024-11-07", "days_off:1:2024-12-31:1", "quota:2024-11:80")
    for key in (*keys, "turn:telegram:7:1", "turn:telegram:8:1"):
        assert await world.doors.write(say, key)
    assert await forget(world, "2034-11-07 08:00") == {"words": len(keys) + 2, "answers": 1}
    assert [await world.doors.write(say, key) for key in keys] == [None] * len(keys)


async def test_a_number_is_never_given_away_twice(phones: Phones) -> None:
    """Numbers stand in buttons and keys: `a:5:2`, `strip:5:…`, `turn:telegram:errand:5:1`."""
    world = phones.world

    def begin(desk: Desk) -> int:
        number = desk.conversations.start(None, HOME, LAN, "x", 1, {}, desk.now)
        desk.conversations.update(number, state="ended")
        return number

    def run_errand(desk: Desk, conversation: int) -> int:
        made = {"conversation_id": conversation, "channel": "telegram", "file": {}, "state": "done", "attempts": 1}
        query = errands.insert().values(**made, created_at=desk.now).returning(errands.c.id)
        return int(desk.connection.execute(query).scalar_one())

    first = await world.doors.write(begin)
    errand = await world.doors.write(run_errand, first)
    second = await world.doors.write(begin)
    row = await world.doors.write(say, "turn:telegram:9:1")
    await forget(world, "2034-11-07 08:00")
    third = await world.doors.write(begin)
    assert third > second
    assert await world.doors.write(run_errand, third) > errand
    assert (await world.doors.write(say, "turn:telegram:10:1") or 0) > (row or 0)


async def test_a_step_that_is_broken_off_leaves_nothing_behind_and_is_done_again(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "PAGE", 2)
    world = phones.world
    for number in range(7):
        await world.doors.write(say, f"turn:telegram:{number}:1")

    def broken(desk: Desk) -> None:
        assert retention.forget(desk, POLICY, at("2034-11-07 08:00")).rows["answers"] == 2
        raise InvalidInput("cut.off")

    for _ in range(2):
        with pytest.raises(InvalidInput):
            await world.doors.write(broken)
        assert await count(world, outbox) == 7
    assert await forget(world, "2034-11-07 08:00") == {"words": 7, "answers": 6}
    assert await ask(world, select(outbox.c.key)) == [("turn:telegram:6:1",)]


async def test_only_what_was_noted_for_a_while_leaves_the_log(phones: Phones) -> None:
    world = phones.world

    def note(desk: Desk) -> None:
        desk.updates.fail(Channel.TELEGRAM, "poison", desk.now)
        for what in ("invite.refused", "due.extended", "message.held", "agency.urged"):
            desk.events.log(desk.now, None, what, "due:1")

    before = await count(world, events)
    await world.doors.write(note)
    assert await forget(world, "2025-12-12 07:00") == {}
    assert await forget(world, "2025-12-13 07:00") == {"events": 2, "failures": 1}
    kept = [row.what for row in await ask(world, select(events.c.what).order_by(events.c.id))]
    assert (len(kept), kept[-2:]) == (before + 2, ["due.extended", "agency.urged"])
    assert await count(world, updates) == 0


async def test_a_conversation_goes_with_its_journal(phones: Phones) -> None:
    world = phones.world
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Hoàn thành")
    assert await count(world, journal) > 0
    await world.doors.write(lambda desk: desk.conversations.update(1, state="left"))
    await world.doors.write(lambda desk: desk.conversations.start(None, HOME, LAN, "x", 1, {}, desk.now))
    assert (await forget(world, "2025-03-01 08:00"))["conversations"] == 1
    assert await count(world, journal) == 0


def test_a_clock_that_is_years_ahead_takes_two_days_away() -> None:
    last = at("2024-11-07 02:00")
    assert POLICY.counted_from(at("2034-11-07 02:00"), last) == last + timedelta(2)
    assert POLICY.counted_from(at("2024-11-08 02:00"), last) == at("2024-11-08 02:00")
    assert POLICY.counted_from(at("2023-11-08 02:00"), last) == at("2023-11-08 02:00")
