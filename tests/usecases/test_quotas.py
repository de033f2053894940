"""The month's messages: counted, told once a level, held back in order, never silently."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.markup import text
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.office import Office
from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.domain.quotas import QuotaPolicy, levels_reached
from bot.usecases import outbox, quotas
from bot.usecases.desk import Desk
from bot.usecases.outbox import Claim
from bot.usecases.schedule import rest_of_month, schedule
from storage.engine import Storage
from storage.outbox import Row
from tests.worlds import Q4, World, at, plan_draft

CHAT = Address(Channel.ZALO, "z1")
TEN = QuotaPolicy({Channel.ZALO: 10}, ("digest", "colleague"))


async def office(storage: Storage, now: str = "2024-11-07 08:00") -> World:
    world = World.of(storage, now, replace(Office(), quotas=TEN))
    await world.person("Điều phối", Role.COORDINATOR)
    return world


async def send(world: World, number: int) -> None:
    for _ in range(number):
        await world.doors.write(quotas.note_sent, CHAT, (), "m")


async def told(world: World) -> list[str]:
    return [words.partition("\n")[0] for who, words in await world.said() if who == "Điều phối"]


async def test_each_level_is_told_once_a_month(storage: Storage) -> None:
    world = await office(storage)
    await send(world, 12)
    assert await told(world) == [
        "Hạn mức Zalo: Tháng 11/2024: bot đã gửi 7/10 tin Zalo của gói (70%).",
        "Hạn mức Zalo: Tháng 11/2024: bot đã gửi 9/10 tin Zalo của gói (90%).",
        "Hạn mức Zalo: Tháng 11/2024: bot đã gửi 10/10 tin Zalo của gói (100%).",
    ]
    world.jump("2024-12-01 00:00")
    await send(world, 7)
    assert (await told(world))[3:] == ["Hạn mức Zalo: Tháng 12/2024: bot đã gửi 7/10 tin Zalo của gói (70%)."]


async def test_both_ways_are_counted_in_the_offices_month(storage: Storage) -> None:
    world = await office(storage, "2024-11-30 23:59")
    await send(world, 2)
    await world.doors.write(quotas.note_received, Channel.ZALO)
    found = await world.doors.read(quotas.usage, Channel.ZALO)
    assert (found.month, found.sent, found.received, found.limit) == ("2024-11", 2, 1, 10)
    world.jump("2024-12-01 00:00")
    assert (await world.doors.read(quotas.usage, Channel.ZALO)).sent == 0


def add(desk: Desk, key: str, priority: Priority, chat: str) -> None:
    desk.outbox.add(key, Address(Channel.ZALO, chat), Outgoing(text(key)), priority=priority, now=desk.now)


async def claimed(world: World) -> list[str]:
    def claim(desk: Desk) -> list[Row]:
        return outbox.claim(desk, Claim("test", 20, (Channel.ZALO,)))

    return sorted(row.key for row in await world.doors.write(claim))


async def test_what_is_not_urgent_waits_in_order_and_is_told(storage: Storage) -> None:
    world = await office(storage)
    await send(world, 9)
    for key, priority in (
        ("digest:1:2024-W45", Priority.BROADCAST),
        ("colleague:BC-1:1:2", Priority.REMINDER),
        ("turn:zalo:1:1", Priority.ANSWER),
    ):
        await world.doors.write(add, key, priority, key[:4])
    assert await claimed(world) == ["colleague:BC-1:1:2", "turn:zalo:1:1"]
    assert "bản tin tuần qua Zalo được giữ lại đến 01/12/2024" in (await told(world))[-1]
    await send(world, 1)
    await world.doors.write(add, "colleague:BC-2:1:2", Priority.REMINDER, "col2")
    assert await claimed(world) == []
    assert "tin báo đồng nghiệp" in (await told(world))[-1]
    world.jump("2024-12-01 08:00")
    assert {"digest:1:2024-W45", "colleague:BC-2:1:2"} <= set(await claimed(world))


async def test_refusal_is_the_quota_only_near_its_end(storage: Storage) -> None:
    world = await office(storage)
    assert not await world.doors.write(quotas.note_refusal, Channel.ZALO)
    await send(world, 10)
    assert await world.doors.write(quotas.note_refusal, Channel.ZALO)
    assert "Zalo báo hết hạn mức tháng 11/2024" in (await told(world))[-1]


def test_levels_are_reached_once() -> None:
    found = [level for sent in range(3100) for level in levels_reached(sent, sent + 1, 3000)]
    assert found == [70, 90, 100]
    assert levels_reached(0, 1, 1) == [70, 90, 100]


def test_kinds_beyond_a_hundred_per_cent_are_held_at_its_end() -> None:
    policy = QuotaPolicy({Channel.ZALO: 100}, ("digest", "colleague", "reminder"))
    assert [len(policy.held(Channel.ZALO, sent)) for sent in (89, 90, 94, 95, 99, 100)] == [0, 1, 1, 2, 2, 3]
    assert policy.held(Channel.TELEGRAM, 10**6) == ()


async def test_the_dry_run_counts_what_has_been_sent_and_what_this_month_still_needs(storage: Storage) -> None:
    world = await office(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    person = await world.person("Lan", agency="Sở Ngoại vụ")
    await world.doors.write(lambda desk: desk.people.add_account(person, "z1", CHAT))
    await send(world, 4)
    month = (await world.doors.read(schedule, 60)).months[Channel.ZALO]
    assert (month.month, month.sent, month.limit, month.planned, month.is_short) == ("2024-11", 4, 10, 0, False)
    world.jump("2024-12-02 08:00")
    await send(world, 6)
    rest = (await world.doors.read(rest_of_month))[Channel.ZALO]
    shown = await world.doors.read(schedule, 366)
    in_december = [one for one in shown.planned if one.at < at("2025-01-01 00:00") and one.to.home == CHAT]
    assert rest == shown.months[Channel.ZALO]
    assert (rest.month, rest.sent, rest.planned) == ("2024-12", 6, len(in_december))
    assert rest.planned > 4
    assert rest.is_short
