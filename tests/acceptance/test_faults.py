"""Whatever befalls the line to Telegram: nothing is lost, and repeated is only what was in flight."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.acceptance.troubles import TROUBLES, Cost, Trouble, measure

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
