"""What is handed to those who run the bot names only what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import Config

ROOT = Path(__file__).parents[1]
_VARIABLE = re.compile(r"NHACVIEC_([A-Z]+)__([A-Z_]+)")
_TEST = re.compile(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`")


@pytest.mark.parametrize(
    "name",
    ["compose.yaml", "deploy/nhacviec.service", "deploy/nhacviec@.service", "docs/operation.md", "docs/scale.md"],
)
def test_variables_are_keys_of_the_configuration(name: str) -> None:
    for section, key in _VARIABLE.findall((ROOT / name).read_text("utf-8")):
        fields = getattr(Config.model_fields[section.lower()].annotation, "model_fields", {})
        assert key.lower() in fields, f"{section}.{key}"


@pytest.mark.parametrize("name", ["docs/security.md", "docs/reliability.md"])
def test_the_tests_that_are_named_exist(name: str) -> None:
    named = _TEST.findall((ROOT / name).read_text("utf-8"))
    assert len(named) > 10
    for file, function in named:
        assert (ROOT / file).is_file(), file
        assert not function or f"def {function}(" in (ROOT / file).read_text("utf-8"), f"{file}::{function}"


def test_what_is_shipped_to_be_run_copies_its_database() -> None:
    assert "KEEP_DAYS" not in (ROOT / "compose.yaml").read_text("utf-8")
    image = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    assert "postgresql-client" in image


@pytest.mark.parametrize("name", ["nhacviec.service", "nhacviec@.service"])
def test_the_service_runs_a_command_that_exists(name: str) -> None:
    words = re.search(r"^ExecStart=(.*)$", (ROOT / "deploy" / name).read_text("utf-8"), re.MULTILINE)
    assert words is not None
    assert words[1].split()[1:] == ["--config", "/etc/nhacviec/config.toml", "run"]
