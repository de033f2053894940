"""Whatever befalls the line to Telegram or Zalo: nothing is lost, and repeated is only what was in flight."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from tests.acceptance import staff, troubles, zalo_troubles
from tests.acceptance.troubles import Trouble
from tests.acceptance.zalo_troubles import ZaloTrouble, free_port

PEOPLE = 2
PATIENCE = 60.0
ON_ZALO = (
    "sendMessage 429",
    "sendMessage drop_after",
    "getUpdates 500",
    "getUpdates drop_after",
    "getUpdates reorder",
    "away for an hour",
    "quota full until the next month",
    "unknown events",
    "webhook, wrong secret",
)
"""The others cost time and tell little more: `python -m benchmarks.faults zalo` has them all."""

T = TypeVar("T")
C = TypeVar("C")


async def _all_at_once(
    kinds: Sequence[T], one: Callable[[T, Path, str], Awaitable[C]], template: Path, directory: Path
) -> list[tuple[T, C]]:
    """Measure each trouble in a town of its own: they mostly wait for pauses to end."""

    async def measured(number: int, trouble: T) -> tuple[T, C]:
        home = directory / str(number)
        home.mkdir()
        shutil.copy(template, home / "town.db")
        return trouble, await one(trouble, home, f"sqlite:///{home / 'town.db'}")

    return await asyncio.gather(*(measured(number, trouble) for number, trouble in enumerate(kinds)))


async def test_nothing_is_lost_and_only_what_was_in_flight_repeated(sqlite_template: Path, tmp_path: Path) -> None:
    async def one(trouble: Trouble, home: Path, url: str) -> troubles.Cost:
        return await troubles.measure(trouble, home, url, people=PEOPLE, patience=PATIENCE)

    measured = await _all_at_once(troubles.TROUBLES, one, sqlite_template, tmp_path)
    # Several workers do not poll.
    struck = [one for one in measured if staff.WORKERS == 1 or one[0].method != "getUpdates"]
    idle = [trouble.name for trouble, cost in struck if not cost.struck]
    lost = {trouble.name: cost.lost for trouble, cost in measured if cost.lost}
    repeated = {
        trouble.name: cost.repeated
        for trouble, cost in measured
        if cost.repeated > (cost.struck if trouble.may_repeat else 0)
    }
    assert (idle, lost, repeated) == ([], {}, {})


async def test_nothing_that_reached_us_is_lost_on_zalo(sqlite_template: Path, tmp_path: Path) -> None:
    async def one(trouble: ZaloTrouble, home: Path, url: str) -> zalo_troubles.ZaloCost:
        return await zalo_troubles.measure(trouble, home, url, people=PEOPLE, patience=PATIENCE, port=free_port())

    kinds = [trouble for trouble in zalo_troubles.TROUBLES if trouble.name in ON_ZALO]
    assert len(kinds) == len(ON_ZALO)
    measured = await _all_at_once(kinds, one, sqlite_template, tmp_path)
    idle = [trouble.name for trouble, cost in measured if not cost.struck]
    lost = {trouble.name: cost.lost for trouble, cost in measured if cost.lost}
    beyond = {
        trouble.name: (cost.repeated, cost.again)
        for trouble, cost in measured
        if cost.repeated > (cost.struck if trouble.may_repeat else 0)
        or cost.again > (cost.struck if trouble.swallows else 0)
    }
    assert (idle, lost, beyond) == ([], {}, {})
