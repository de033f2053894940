"""The command line as a person uses it: words in, exit status and texts out, in an empty directory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from bot.cli import main

DATA = Path(str(resources.files("bot.demo").joinpath("data")))
PLAN = str(DATA / "quang-ngai-2024.txt")
REGISTER = str(DATA / "quang-ngai-agencies.toml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left: its exit status and what it wrote."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Lend a way to run commands; `typed` is what the person answers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NHACVIEC_CONFIG", raising=False)

    def go(*words: str, typed: str = "") -> Outcome:
        (tmp_path / ".typed").write_text(typed, encoding="utf-8")
        with (tmp_path / ".typed").open(encoding="utf-8") as stream:
            monkeypatch.setattr("sys.stdin", stream)
            status = main(words)
        written = capsys.readouterr()
        return Outcome(status, written.out, written.err)

    return go


@pytest.fixture
def office(run: Run) -> Run:
    """Lend a way to run commands where the sample register and plan are kept."""
    assert run("agency", "import", REGISTER).status == 0
    assert run("plan", "import", PLAN, "--yes").status == 0
    return run
