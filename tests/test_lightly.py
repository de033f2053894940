"""A bot starts without the libraries it has no use for, and everything else finds them as before."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.lightly import lightly

STARTS = """
from bot.lightly import lightly
with lightly():
    import handlers.telegram.channel
with lightly(unused=()):
    import bot.app, bot.wiring
import sys
found = {name.partition(".")[0] for name in sys.modules}
print(*sorted(found & {"click", "rich", "tornado", "cryptography", "docx", "openpyxl", "alembic", "holidays", "lxml"}))
print({"bot.reading.plan", "bot.reading.date_items", "sqlalchemy.dialects.postgresql"} & set(sys.modules))
import rich.console, cryptography, click
"""


def test_a_start_loads_nothing_it_has_no_use_for() -> None:
    ended = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout.split("\n")[:2] == ["", "set()"]


def test_what_is_loaded_already_stays_and_the_collector_works_again() -> None:
    import rich

    with lightly():
        assert sys.modules["rich"] is rich
        assert not gc.isenabled()
    assert gc.isenabled()
    assert sys.modules["rich"] is rich


@pytest.fixture
def unspared() -> Iterator[None]:
    """Nothing is spared the collector, whatever ran before; what was is spared again afterwards."""
    spared = gc.get_freeze_count()
    gc.unfreeze()
    yield
    gc.unfreeze()
    if spared:
        gc.freeze()


@pytest.mark.usefixtures("unspared")
def test_what_is_loaded_is_spared_where_the_collector_is_spared_already() -> None:
    with lightly():
        pass
    assert gc.get_freeze_count() == 0
    gc.freeze()
    before = gc.get_freeze_count()
    with lightly():
        made: list[list[int]] = [[] for _ in range(10)]
    assert gc.get_freeze_count() >= before + len(made)


def test_the_bot_is_started_without_the_command_line_s_library(tmp_path: Path) -> None:
    ends = "import sys; from bot.cli import main; print(main(['run']), 'typer' in sys.modules, 'rich' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", ends], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert ended.stdout == "2 False False\n"
    assert "Chưa kênh nào có mã truy cập" in ended.stderr
