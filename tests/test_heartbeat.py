"""The heartbeat says what ails it once, not at every beat."""

from __future__ import annotations

import pytest

from bot.errors import StorageError
from bot.heartbeat import Heartbeat
from bot.usecases import clockwork
from bot.usecases.desk import Desk
from storage.engine import Storage
from tests.loglines import logged
from tests.worlds import World


async def test_a_chore_that_fails_is_logged_when_its_state_changes(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles: list[Exception | None] = [StorageError("full")] * 3
    troubles += [StorageError("io")] * 2 + [ValueError("secret words")] * 2 + [None] * 2

    def chore(_desk: Desk) -> int:
        trouble = troubles.pop(0)
        if trouble is not None:
            raise trouble
        return 0

    monkeypatch.setattr(clockwork, "CHORES", (chore,))
    heart = Heartbeat(World.of(storage, "2024-11-08 08:00").doors, lambda: None)
    with logged() as log:
        while troubles:
            await heart.beat()
    lines = log.getvalue().splitlines()
    assert [line.count("chore.failed") for line in lines] == [1, 1, 1, 0]
    assert [("full" in line, "io" in line) for line in lines[:2]] == [(True, False), (False, True)]
    assert ["Traceback" in line for line in lines] == [False, False, True, False]
    assert "chore.works_again" in lines[-1]
