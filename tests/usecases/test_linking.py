"""One person on two channels: linked by a code, written to where they wrote last, and by the other when that fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.markup import text
from bot.domain.messages import Address, Channel, Outgoing, Priority, Sender
from bot.domain.people import PersonId, Role
from bot.errors import Conflict
from bot.usecases import linking, outbox
from bot.usecases.desk import Desk
from bot.usecases.outbox import Claim, Unreachable
from storage.engine import Storage
from storage.outbox import Row
from storage.schema import outbox as rows
from tests.worlds import World

ZALO = Address(Channel.ZALO, "z1")
ON_ZALO = Sender(Channel.ZALO, "z1", "Bình")


@pytest.fixture
async def world(storage: Storage) -> World:
    return World.of(storage, "2024-11-07 08:00")


async def linked(world: World) -> PersonId:
    person = await world.person("Trần Bình", agency="Sở Nội vụ")
    code = await world.doors.write(linking.make_code, person)
    assert await world.doors.write(linking.link, code, ON_ZALO, ZALO) is not None
    return person


async def home(world: World, person: PersonId) -> Address:
    def look(desk: Desk) -> Address:
        (who,) = desk.people.reachable([desk.people.get(person)])
        return who.home

    return await world.doors.read(look)


async def test_messages_go_where_the_person_wrote_last(world: World) -> None:
    person = await linked(world)
    assert await home(world, person) == ZALO
    await world.doors.write(lambda desk: desk.people.heard_from(Channel.TELEGRAM, "101"))
    assert (await home(world, person)).channel is Channel.TELEGRAM
    await world.doors.write(lambda desk: desk.people.heard_from(Channel.ZALO, "z1"))
    assert await home(world, person) == ZALO
    ((who, words),) = await world.said()
    assert (who, words.partition(".")[0]) == ("Trần Bình", "Một tài khoản Zalo vừa được liên kết với anh/chị")


async def test_code_is_good_once_and_for_a_quarter_of_an_hour(world: World) -> None:
    person = await world.person("Trần Bình", agency="Sở Nội vụ")
    first = await world.doors.write(linking.make_code, person)
    second = await world.doors.write(linking.make_code, person)
    assert await world.doors.write(linking.link, first, ON_ZALO, ZALO) is None
    assert await world.doors.write(linking.link, f" {second.lower()} ", ON_ZALO, ZALO) is not None
    assert await world.doors.write(linking.link, second, ON_ZALO, ZALO) is None
    third = await world.doors.write(linking.make_code, person)
    world.clock.advance(seconds=linking.VALID / timedelta(seconds=1))
    assert await world.doors.write(linking.link, third, ON_ZALO, ZALO) is None


async def test_account_with_roles_of_its_own_is_not_taken(world: World) -> None:
    person = await world.person("Trần Bình", agency="Sở Nội vụ")
    await world.person("Điều phối", Role.COORDINATOR)
    code = await world.doors.write(linking.make_code, person)
    with pytest.raises(Conflict, match=r"account\.taken"):
        await world.doors.write(linking.link, code, Sender(Channel.TELEGRAM, "102"), Address(Channel.TELEGRAM, "102"))


async def test_other_channel_takes_over_what_waits(world: World) -> None:
    await world.person("Điều phối", Role.COORDINATOR)
    person = await linked(world)

    def add(desk: Desk) -> None:
        for key, priority in (("reminder:1", Priority.REMINDER), ("turn:1", Priority.ANSWER)):
            desk.outbox.add(key, ZALO, Outgoing(text(key)), priority=priority, now=desk.now, person=person)

    await world.doors.write(add)
    (answer,) = [row for row in await world.doors.write(_claim, Channel.ZALO) if row.address == ZALO]
    await world.doors.write(outbox.exchange, [Unreachable(answer, "blocked")], None)
    assert await stands(world, "turn:1") == ("zalo", "parked")
    assert await stands(world, "reminder:1") == ("telegram", "waiting")
    assert (await home(world, person)).channel is Channel.TELEGRAM
    assert (await world.said())[-1] == (
        "Điều phối",
        "Trần Bình không còn nhận tin trên Zalo. Từ nay bot nhắn qua Telegram; tin chưa gửi đã chuyển sang.",
    )


async def test_message_that_failed_follows_the_person_once(world: World) -> None:
    await world.person("Điều phối", Role.COORDINATOR)
    person = await linked(world)
    await world.doors.write(
        lambda desk: desk.outbox.add(
            "reminder:1", ZALO, Outgoing(text("nhắc")), priority=Priority.REMINDER, now=desk.now, person=person
        )
    )
    (row,) = await world.doors.write(_claim, Channel.ZALO)
    await world.doors.write(outbox.exchange, [Unreachable(row, "blocked")], None)
    assert await stands(world, "reminder:1") == ("telegram", "waiting")


async def stands(world: World, key: str) -> tuple[str, str]:
    """Tell a row's channel and state."""
    wanted = select(rows.c.channel, rows.c.state).where(rows.c.key == key)
    found = await world.doors.read(lambda desk: desk.connection.execute(wanted).one())
    return found.channel, found.state


def _claim(desk: Desk, channel: Channel) -> list[Row]:
    return outbox.claim(desk, Claim("test", 20, (channel,)))
