"""Doors to a database of its own for each test, with a clock that stands."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import CountingIds, ManualClock
from bot.domain.office import Office
from bot.usecases.desk import Doors
from storage.engine import Storage

NOW = datetime(2024, 11, 8, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    return tmp_path / "bot.db"


@pytest.fixture
async def doors(database: Path, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Doors]:
    async with await Storage.open(f"sqlite:///{database}", data_dir=tmp_path, migrate=False) as storage:
        yield Doors(storage, clock, Office(), CountingIds())
