"""What `make check` says of known holes in what is installed: never that there are none when nobody could be asked."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FILE = Path(__file__).parents[1] / ".ci" / "audit.py"


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOOD = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
UNKNOWN = {"name": "lxml", "skip_reason": "Dependency not found"}
HOLED = {"name": "jinja2", "version": "3.0.0", "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.1.6"]}]}


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([GOOD, GOOD], 0, "2 of 2 packages checked, 0 known holes"),
        ([GOOD, UNKNOWN], 0, "1 of 2 packages checked"),
        ([UNKNOWN, UNKNOWN], 0, "NOT CHECKED"),
        ([GOOD, HOLED], 1, "jinja2 3.0.0: PYSEC-2024-1, mended in 3.1.6"),
    ],
)
def test_the_verdict(audit: ModuleType, packages: list[dict[str, Any]], status: int, words: str) -> None:
    found, said = audit.verdict(json.dumps({"dependencies": packages, "fixes": []}))
    assert found == status
    assert words in "\n".join(said)


@pytest.mark.parametrize("answer", ["", "no json", "[]", "{}"])
def test_a_service_that_is_not_reached_is_said(audit: ModuleType, answer: str) -> None:
    status, (said,) = audit.verdict(answer)
    assert status == 0
    assert "NOT CHECKED" in said


def test_the_lock_is_what_is_asked_about(audit: ModuleType) -> None:
    assert "pip-audit==" in audit.LOCK.read_text("utf-8")
