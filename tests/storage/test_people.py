"""People, invites, chats, absences, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import pytest

from bot.domain.agencies import AgencyId
from bot.domain.messages import Address, Channel
from bot.domain.people import Absence, PersonId, Reach, Role
from bot.errors import NotFound
from storage.agencies import Agencies
from storage.engine import Storage
from storage.events import Events
from storage.people import People
from tests.worlds import at

T = TypeVar("T")
NOW = at("2024-11-01 08:00")
HOME = Address(Channel.TELEGRAM, "101")
GROUP = Address(Channel.TELEGRAM, "-5", "7")


async def ask(storage: Storage, fn: Callable[[People], T]) -> T:
    return await storage.write(lambda connection: fn(People(connection)))


@pytest.fixture
async def agency(storage: Storage) -> AgencyId:
    return await storage.write(lambda connection: Agencies(connection).add("Sở Ngoại vụ"))


@pytest.fixture
async def lan(storage: Storage, agency: AgencyId) -> PersonId:
    """A focal point who has agreed to the notice."""

    def add(people: People) -> PersonId:
        person = people.add("Lan", phone="0905 000 000")
        people.add_account(person, "101", HOME)
        people.add_membership(person, Role.FOCAL, agency, NOW)
        people.set_consent(person, 1, NOW)
        return person

    return await ask(storage, add)


async def test_finds_by_account_and_role(storage: Storage, lan: PersonId, agency: AgencyId) -> None:
    found = await ask(storage, lambda people: people.by_account(Channel.TELEGRAM, "101"))
    assert found is not None
    assert (found.id, found.agencies, found.joined, found.consented_at) == (lan, (agency,), True, NOW)
    assert await ask(storage, lambda people: people.by_account(Channel.ZALO, "101")) is None
    assert [person.name for person in await ask(storage, lambda people: people.with_role(Role.FOCAL))] == ["Lan"]
    assert await ask(storage, lambda people: people.coordinators()) == ()


async def test_only_who_can_be_written_to_is_reachable(storage: Storage, lan: PersonId, agency: AgencyId) -> None:
    async def reached() -> list[str]:
        return [who.home.chat for who in await ask(storage, lambda people: people.focal_points(agency))]

    assert await reached() == ["101"]
    assert await ask(storage, lambda people: people.set_reach(HOME, Reach.BLOCKED)) == lan
    assert await ask(storage, lambda people: people.set_reach(HOME, Reach.BLOCKED)) is None
    assert await reached() == []
    await ask(storage, lambda people: people.add_account(lan, "z1", Address(Channel.ZALO, "z1")))
    assert await reached() == ["z1"]
    await ask(storage, lambda people: people.set_reach(Address(Channel.ZALO, "z1"), Reach.BLOCKED))
    # Who has not agreed is not written to.
    hoa = await ask(storage, lambda people: people.add("Hoa"))
    await ask(storage, lambda people: people.add_account(hoa, "102", Address(Channel.TELEGRAM, "102")))
    await ask(storage, lambda people: people.add_membership(hoa, Role.FOCAL, agency, NOW))
    assert await reached() == []
    many = await ask(storage, lambda people: people.focal_points_of([agency, AgencyId(99)]))
    assert many == {agency: (), 99: ()}


async def test_roles_begin_and_end(storage: Storage, lan: PersonId, agency: AgencyId) -> None:
    assert not await ask(storage, lambda people: people.add_membership(lan, Role.FOCAL, agency, NOW))
    assert await ask(storage, lambda people: people.add_membership(lan, Role.LEADER, None, NOW))
    assert await ask(storage, lambda people: people.end_membership(lan, Role.LEADER, None, NOW))
    assert not await ask(storage, lambda people: people.end_membership(lan, Role.LEADER, None, NOW))
    assert not (await ask(storage, lambda people: people.get(lan))).has(Role.LEADER)


async def test_erasing_leaves_no_trace_of_who_it_was(storage: Storage, lan: PersonId, agency: AgencyId) -> None:
    await ask(storage, lambda people: people.erase(lan, NOW, "(đã xóa)"))
    assert await ask(storage, lambda people: people.by_account(Channel.TELEGRAM, "101")) is None
    assert await ask(storage, lambda people: people.focal_points(agency)) == ()
    with pytest.raises(NotFound):
        await ask(storage, lambda people: people.get(lan))


async def test_an_invite_is_used_up(storage: Storage, agency: AgencyId) -> None:
    expires = NOW + timedelta(14)
    await ask(storage, lambda people: people.add_invite("h", Role.FOCAL, agency, uses=2, expires_at=expires))
    taken = [await ask(storage, lambda people: people.take_invite("h", NOW)) for _ in range(3)]
    assert taken == [True, True, False]
    found = await ask(storage, lambda people: people.invite("h"))
    assert found is not None
    assert (found.role, found.agency, found.uses) == (Role.FOCAL, agency, 0)


async def test_an_expired_or_unknown_invite_is_not_taken(storage: Storage) -> None:
    await ask(storage, lambda people: people.add_invite("h", Role.LEADER, None, uses=1, expires_at=NOW))
    assert not await ask(storage, lambda people: people.take_invite("h", NOW))
    assert not await ask(storage, lambda people: people.take_invite("x", NOW))


async def test_absences(storage: Storage, lan: PersonId) -> None:
    absence = Absence(lan, date(2024, 11, 4), date(2024, 11, 8))
    await ask(storage, lambda people: people.add_absence(absence))
    assert await ask(storage, lambda people: people.absence(lan, date(2024, 11, 8))) == absence
    assert await ask(storage, lambda people: people.absence(lan, date(2024, 11, 9))) is None
    assert await ask(storage, lambda people: people.end_absences(lan, date(2024, 11, 6))) == 1


async def test_group_chats(storage: Storage) -> None:
    chat = await ask(storage, lambda people: people.upsert_chat(GROUP, "Lãnh đạo"))
    assert await ask(storage, lambda people: people.upsert_chat(GROUP, "")) == chat
    assert await ask(storage, lambda people: people.digest_chats()) == ()
    await ask(storage, lambda people: people.set_digest(chat, True, "7"))
    assert [found.title for found in await ask(storage, lambda people: people.digest_chats())] == ["Lãnh đạo"]
    assert await ask(storage, lambda people: people.move_chat(Channel.TELEGRAM, "-5", "-1005"))
    await ask(storage, lambda people: people.set_active(chat, False))
    assert await ask(storage, lambda people: people.digest_chats()) == ()
    found = await ask(storage, lambda people: people.chat(Channel.TELEGRAM, "-1005"))
    assert found is not None
    assert (found.digest, found.active) == (True, False)


async def test_the_log_keeps_what_was_and_what_is(storage: Storage) -> None:
    def log(events: Events) -> list[tuple[str, object, object]]:
        events.log(NOW, None, "due.extended", "due:12", before="2024-11-14", after={"last_day": "2024-11-20"})
        events.log(NOW, None, "due.excused", "due:12")
        events.log(NOW, None, "due.excused", "due:13")
        return [(event.what, event.before, event.after) for event in events.of("due:12")]

    assert await storage.write(lambda connection: log(Events(connection))) == [
        ("due.extended", "2024-11-14", {"last_day": "2024-11-20"}),
        ("due.excused", None, None),
    ]
    counted = await storage.read(lambda connection: Events(connection).count("due.excused", "due:12", NOW))
    assert counted == 1
