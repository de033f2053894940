"""kill -9 at random instants while people report: nothing is lost, little is repeated. `benchmarks/kills.py` does it 200 times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.kills import AT_ONCE, measure

KILLS = 12


@pytest.mark.timeout(240)
async def test_reports_survive_kills_at_random_instants(tmp_path: Path) -> None:
    toll = await measure(tmp_path, kills=KILLS, patience=60, seed=2024)
    assert toll.reports >= AT_ONCE
    assert toll.lost == 0, toll
    # Each person has one answer in flight at most, and the buttons of the question before it.
    assert toll.repeated <= KILLS * AT_ONCE, toll
