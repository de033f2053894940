"""The environment of the benchmarks' peers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import _peers

PLACE = Path(__file__).parents[2] / "benchmarks" / "peers"


def _names(file: str) -> set[str]:
    return set(re.findall(r"^[a-z][\w-]+", (PLACE / file).read_text("utf-8"), re.MULTILINE))


def test_what_is_asked_for_is_locked_with_hashes() -> None:
    assert _names("requirements.txt") < _names("requirements.lock")
    entries = re.split(r"\n(?=\S)", (PLACE / "requirements.lock").read_text("utf-8").strip())
    assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+ .*\\\n +--hash=sha256:", entry)] == []


def test_who_lacks_the_peers_is_told_how_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_peers, "PYTHON", tmp_path / "python")
    assert "make bench" in _peers.missing()
