"""Coming in: invites, wrong codes, administrators by configuration."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.domain.messages import Address, Channel, Sender
from bot.domain.people import Person, Role
from bot.errors import Conflict, InvalidInput, NotFound, UserError
from bot.usecases import people
from bot.usecases.desk import Desk
from storage.engine import Storage
from storage.schema import metadata
from tests.worlds import World

LAN = Sender(Channel.TELEGRAM, "101", "Lan")
HOME = Address(Channel.TELEGRAM, "101")


@pytest.fixture
async def world(storage: Storage) -> World:
    return World.of(storage, "2024-11-01 08:00")


@pytest.fixture
async def code(world: World) -> str:
    agency = await world.agency("Sở Ngoại vụ")
    return await world.doors.write(people.invite, agency, Role.FOCAL, 14, 1)


async def join(world: World, code: str, sender: Sender = LAN) -> Person:
    return await world.doors.write(people.join, code, sender, Address(sender.channel, sender.user), sender.name)


async def test_a_code_lets_one_person_in(world: World, code: str) -> None:
    info = await world.doors.write(people.check_code, code, LAN)
    assert (info.role, info.agency_name) == (Role.FOCAL, "Sở Ngoại vụ")
    lan = await join(world, f" {code.lower()} ")
    assert (lan.name, lan.agencies, lan.joined) == ("Lan", (info.agency,), False)
    await world.doors.write(people.consent, lan.id)
    assert (await world.doors.read(lambda desk: desk.people.get(lan.id))).joined
    with pytest.raises(Conflict, match=r"invite\.used"):
        await join(world, code, Sender(Channel.TELEGRAM, "102", "Minh"))


async def test_who_has_the_role_does_not_use_the_code_up(world: World, code: str) -> None:
    agency = await world.agency("Sở Ngoại vụ")
    second = await world.doors.write(people.invite, agency, Role.FOCAL)
    lan = await join(world, code)
    assert (await join(world, second)).id == lan.id
    await join(world, second, Sender(Channel.TELEGRAM, "102", "Minh"))


async def test_a_code_expires(world: World, code: str) -> None:
    world.jump("2024-11-15 08:00")
    with pytest.raises(Conflict, match=r"invite\.expired"):
        await join(world, code)


async def test_a_code_is_not_kept(world: World, code: str) -> None:
    def dump(desk: Desk) -> str:
        tables = [desk.connection.execute(select(table)).all() for table in metadata.sorted_tables]
        return str([tuple(row) for rows in tables for row in rows])

    kept = await world.doors.read(dump)
    assert "invite.made" in kept
    assert code not in kept


async def _try(world: World, code: str, sender: Sender = LAN) -> str:
    def check(desk: Desk) -> str:
        try:
            people.check_code(desk, code, sender)
        except UserError as refusal:
            return refusal.code
        return "good"

    return await world.doors.write(check)


async def test_wrong_codes_are_slowed_down(world: World, code: str) -> None:
    tries = [await _try(world, f"SAI{number}") for number in range(6)]
    assert tries == ["invite.unknown"] * 5 + ["invite.too_many"]
    assert await _try(world, code) == "invite.too_many"
    assert await _try(world, code, Sender(Channel.TELEGRAM, "102")) == "good"
    world.jump("2024-11-01 08:31")
    assert await _try(world, code) == "good"


async def test_limits_of_an_invite(world: World) -> None:
    for days, uses in ((0, 1), (1, 0), (400, 1)):
        with pytest.raises(InvalidInput, match=r"invite\.limits"):
            await world.doors.write(people.invite, None, Role.LEADER, days, uses)
    with pytest.raises(InvalidInput, match=r"invite\.agency"):
        await world.doors.write(people.invite, None, Role.FOCAL)


async def test_an_administrator_by_configuration(world: World) -> None:
    admin = await world.doors.write(people.ensure_admin, LAN, HOME)
    assert admin.has(Role.ADMIN)
    assert admin.has(Role.COORDINATOR)
    assert admin.joined
    assert await world.doors.write(people.ensure_admin, LAN, HOME) == admin
    events = await world.doors.read(lambda desk: desk.events.of(f"person:{admin.id}"))
    assert [event.what for event in events] == ["person.joined", "person.joined", "person.consented"]


async def test_an_agency_is_found_or_the_likely_ones_are_named(world: World) -> None:
    for name in ("Sở Ngoại vụ", "Sở Nội vụ"):
        await world.agency(name)
    assert (await world.doors.read(people.find_agency, "ngoai vu")).name == "Sở Ngoại vụ"
    with pytest.raises(NotFound) as refusal:
        await world.doors.read(people.find_agency, "Sở Ngoại vu ạ")
    assert refusal.value.values["like"] == "Sở Ngoại vụ"
    with pytest.raises(InvalidInput) as unclear:
        await world.doors.read(people.find_agency, "SNV")
    assert unclear.value.values["candidates"] == "Sở Ngoại vụ; Sở Nội vụ"
