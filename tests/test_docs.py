"""The tests that the documentation names are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
_NAMED = re.compile(r"`?(tests/[\w/]+\.py)(?:::(\w+))?")
_TABLE_ROW = re.compile(r"^\| (?!threat|---)(.*) \|$", re.MULTILINE)


def _functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def _missing(words: str) -> list[str]:
    """List the tests named in a text that do not exist."""
    missing = []
    for path, function in _NAMED.findall(words):
        file = ROOT / path
        if not file.is_file() or (function and function not in _functions(file)):
            missing.append(f"{path}::{function}")
    return missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    assert _missing(page.read_text("utf-8")) == []


def test_every_threat_names_its_test() -> None:
    rows = _TABLE_ROW.findall((ROOT / "docs" / "security.md").read_text("utf-8"))
    assert len(rows) > 20
    assert [row for row in rows if not _NAMED.search(row.rpartition(" | ")[2])] == []


def test_a_test_that_is_gone_would_be_noticed() -> None:
    assert _missing("see `tests/test_docs.py::test_of_yesterday` and `tests/gone.py`") == [
        "tests/test_docs.py::test_of_yesterday",
        "tests/gone.py::",
    ]
