"""The register, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

import pytest

from bot.domain.agencies import AgencyId, GroupId, RegisterEntry
from bot.errors import NotFound
from storage.agencies import Agencies
from storage.engine import Storage

T = TypeVar("T")


async def ask(storage: Storage, fn: Callable[[Agencies], T]) -> T:
    return await storage.write(lambda connection: fn(Agencies(connection)))


ENTRY = RegisterEntry("Sở Ngoại vụ", "SNgV", None, ("Ngoại vụ",), ("Các sở, ban, ngành",))


async def test_takes_a_line_of_the_register_once(storage: Storage) -> None:
    first, new = await ask(storage, lambda agencies: agencies.upsert(ENTRY))
    again, newer = await ask(
        storage, lambda agencies: agencies.upsert(RegisterEntry("SỞ NGOẠI VỤ", aliases=("SNgV", "NV")))
    )
    assert (first, new, newer) == (again, True, False)
    found = await ask(storage, lambda agencies: agencies.get(first))
    assert (found.name, found.short, found.kind) == ("SỞ NGOẠI VỤ", "SNgV", "sở")
    assert await ask(storage, lambda agencies: agencies.aliases()) == {first: ("SNgV", "Ngoại vụ", "NV")}


async def test_finds_by_its_whole_name_without_diacritics(storage: Storage) -> None:
    await ask(storage, lambda agencies: agencies.upsert(ENTRY))
    found = await ask(storage, lambda agencies: agencies.find_by_folded("so ngoai vu"))
    assert found is not None
    assert found.name == ENTRY.name
    assert await ask(storage, lambda agencies: agencies.find_by_folded("ngoai vu")) is None


async def test_lists_in_the_order_of_the_alphabet(storage: Storage) -> None:
    for name in ("Sở Y tế", "Đài Phát thanh", "Ban Dân tộc", "Sở Ăn"):
        await ask(storage, partial(Agencies.add, name=name))
    names = [found.name for found in await ask(storage, lambda agencies: agencies.all_active())]
    assert names == ["Ban Dân tộc", "Đài Phát thanh", "Sở Ăn", "Sở Y tế"]


async def test_a_group_is_known_by_any_writing(storage: Storage) -> None:
    agency, _ = await ask(storage, lambda agencies: agencies.upsert(ENTRY))
    group = await ask(storage, lambda agencies: agencies.find_group("các Sở, ban ngành tỉnh"))
    assert group is not None
    assert group.members == (agency,)
    assert await ask(storage, lambda agencies: agencies.group("Các sở ban ngành")) == group.id
    assert await ask(storage, lambda agencies: agencies.find_group("Các huyện")) is None
    with pytest.raises(NotFound):
        await ask(storage, lambda agencies: agencies.get_group(GroupId(99)))


async def test_a_group_expands_to_those_that_exist(storage: Storage) -> None:
    old, _ = await ask(storage, lambda agencies: agencies.upsert(ENTRY))
    new = await ask(storage, lambda agencies: agencies.add("Sở Đối ngoại"))
    group = await ask(storage, lambda agencies: agencies.group("Các sở, ban, ngành"))
    assert await ask(storage, lambda agencies: agencies.close(old, date(2025, 3, 1)))
    assert not await ask(storage, lambda agencies: agencies.close(old, date(2025, 3, 1)))
    assert await ask(storage, lambda agencies: agencies.expand(group)) == ()
    await ask(storage, lambda agencies: agencies.succeed_in_groups(old, new))
    assert await ask(storage, lambda agencies: agencies.expand(group)) == (new,)
    await ask(storage, lambda agencies: agencies.set_members(group, []))
    assert await ask(storage, lambda agencies: agencies.members(group)) == ()


async def test_who_follows_whom(storage: Storage) -> None:
    old = await ask(storage, lambda agencies: agencies.add("Sở A"))
    new = await ask(storage, lambda agencies: agencies.add("Sở B"))
    await ask(storage, lambda agencies: agencies.add_succession(old, new, "merge", date(2025, 3, 1), "Nghị quyết 1"))
    assert await ask(storage, lambda agencies: agencies.successors(old)) == (new,)
    with pytest.raises(NotFound):
        await ask(storage, lambda agencies: agencies.get(AgencyId(99)))
