"""Whatever befalls the line to Telegram or Zalo: nothing is lost, and repeated is only what was in flight."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from tests.acceptance import zalo_troubles
from tests.acceptance.troubles import TROUBLES, Cost, Trouble, measure
from tests.acceptance.zalo_troubles import ZaloCost, ZaloTrouble
from tests.security.conftest import free_port

PEOPLE = 2
PATIENCE = 60.0


async def _measure_all(directory: Path) -> list[tuple[Trouble, Cost]]:
    # All at once, each in a town of its own: they mostly wait for pauses to end.
    async def one(number: int, trouble: Trouble) -> tuple[Trouble, Cost]:
        home = directory / str(number)
        home.mkdir()
        return trouble, await measure(trouble, home, people=PEOPLE, patience=PATIENCE)

    return await asyncio.gather(*(one(number, trouble) for number, trouble in enumerate(TROUBLES)))


async def test_nothing_is_lost_and_only_what_was_in_flight_repeated(tmp_path: Path) -> None:
    measured = await _measure_all(tmp_path)
    idle = [trouble.name for trouble, cost in measured if not cost.struck]
    lost = {trouble.name: cost.lost for trouble, cost in measured if cost.lost}
    repeated = {
        trouble.name: cost.repeated
        for trouble, cost in measured
        if cost.repeated > (cost.struck if trouble.may_repeat else 0)
    }
    assert (idle, lost, repeated) == ([], {}, {})


async def test_zalo_too(sqlite_template: Path, tmp_path: Path) -> None:
    async def one(number: int, trouble: ZaloTrouble) -> tuple[ZaloTrouble, ZaloCost]:
        home = tmp_path / str(number)
        home.mkdir()
        shutil.copy(sqlite_template, home / "town.db")
        url, port = f"sqlite:///{home / 'town.db'}", free_port()
        return trouble, await zalo_troubles.measure(trouble, home, url, people=PEOPLE, patience=PATIENCE, port=port)

    measured = await asyncio.gather(*(one(number, trouble) for number, trouble in enumerate(zalo_troubles.TROUBLES)))
    idle = [trouble.name for trouble, cost in measured if not cost.struck]
    lost = {trouble.name: cost.lost for trouble, cost in measured if cost.lost}
    repeated = {
        trouble.name: cost.repeated
        for trouble, cost in measured
        if cost.repeated > (cost.struck if trouble.may_repeat else 0)
    }
    again = {
        trouble.name: cost.again for trouble, cost in measured if cost.again > (cost.struck if trouble.swallows else 0)
    }
    assert (idle, lost, repeated, again) == ([], {}, {}, {})
