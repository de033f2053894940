"""What was acknowledged survives `kill -9`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.engine import Storage
from storage.schema import agencies

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("after", [1, 40, 150])
async def test_what_was_acknowledged_is_there_after_a_kill(database_url: str, tmp_path: Path, after: int) -> None:
    heard = {int(line) for line in hear_and_kill(database_url, after)}
    async with await Storage.open(database_url, data_dir=tmp_path) as storage:
        kept = await storage.read(lambda connection: set(connection.execute(select(agencies.c.name)).scalars()))
    assert len(heard) >= after
    assert heard <= {int(name) for name in kept}


def hear_and_kill(url: str, after: int) -> list[str]:
    """Start the process, kill it after so many numbers, and return all it has said."""
    command = [sys.executable, "-m", "tests.storage.acknowledging", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        lines = process.stdout
        assert lines is not None
        said = [lines.readline() for _ in range(after)]
        process.kill()
        # The last line may be cut short: a number half said was not heard.
        said += [line for line in lines if line.endswith("\n")]
    return said
