"""What the documentation names is there: tests, files, commands and their options."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.commands.program import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
_NAMED = re.compile(r"`?(tests/[\w/]+\.py)(?:::(\w+))?")
_FILE = re.compile(r"(?<![\w/.-])((?:bot|handlers|storage|deploy|benchmarks|docs)/[\w/.@*-]*[\w*/])")
_COMMAND = re.compile(r"(?:`|bin/|^ {4,}|&& )(?:nhacviec|nv) ([a-z]+)(?: ([a-z]+))?([^\n`|]*)", re.MULTILINE)
_OPTION = re.compile(r"(?<!\w)--[a-z-]+")
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


def _absent(words: str) -> list[str]:
    """List the files and modules named in a text that do not exist; a star stands for any."""
    return [path for path in _FILE.findall(words) if not [*ROOT.glob(path), *ROOT.glob(f"{path}.py")]]


@cache
def _commands() -> dict[tuple[str, ...], set[str]]:
    """Give each command's options."""
    return dict(_listed(get_command(app), ()))


def _listed(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    yield path, {"--help", "--config", "--debug"} | {name for one in command.params for name in one.opts}
    for name, below in getattr(command, "commands", {}).items():
        yield from _listed(below, (*path, name))


def _unknown(words: str) -> list[str]:
    """List the commands of a text that there are not, and those with an option that there is not."""
    unknown = []
    for first, second, rest in _COMMAND.findall(words):
        options = _commands().get((first, second)) or _commands().get((first,))
        if options is None or not {*_OPTION.findall(rest)} <= options:
            unknown.append(" ".join(word for word in (first, second, *_OPTION.findall(rest)) if word))
    return unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    assert _absent(page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path) -> None:
    assert _unknown(page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    assert _missing(page.read_text("utf-8")) == []


def test_every_threat_names_its_test() -> None:
    rows = _TABLE_ROW.findall((ROOT / "docs" / "security.md").read_text("utf-8"))
    assert len(rows) > 20
    assert [row for row in rows if not _NAMED.search(row.rpartition(" | ")[2])] == []


def test_what_is_gone_would_be_noticed() -> None:
    assert _absent("`bot/cli.py`, `storage/schema/*`, `bot/texts/gone.py`") == ["bot/texts/gone.py"]
    assert _unknown("`nhacviec plan read TỆP --json`, `nhacviec plan read --gone`, `nhacviec gone`") == [
        "plan read --gone",
        "gone",
    ]
    assert _missing("see `tests/test_docs.py::test_of_yesterday` and `tests/gone.py`") == [
        "tests/test_docs.py::test_of_yesterday",
        "tests/gone.py::",
    ]
