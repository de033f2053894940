"""What the tests of reading share: the plans read by hand, the score, and documents made of the plans."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.domain.plans import PlanDraft
from bot.reading.as_json import plan_as_json
from bot.reading.plan import read_plan

DATA = Path(__file__).parents[1] / "data"
PLANS = ("quang-ngai-2024", "thua-thien-hue-2024", "vinh-long-2018")


@lru_cache
def load(path: str) -> ModuleType:
    """Load a script of `tests/data` as a module."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, DATA / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache
def plan_text(name: str) -> str:
    return (DATA / "plans" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def text_of() -> Callable[[str], str]:
    """Give the text of a plan by its name."""
    return plan_text


@pytest.fixture(scope="session")
def score() -> Callable[[str, PlanDraft], dict[str, Any]]:
    """Score a draft against the reading by hand."""

    def run(name: str, draft: PlanDraft) -> dict[str, Any]:
        gold = json.loads((DATA / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        result: dict[str, Any] = load("gold/score.py").score(gold, plan_as_json(draft))
        return result

    return run


@pytest.fixture(scope="session")
def read() -> Callable[[str], PlanDraft]:
    """Read a plan in text."""

    def run(text: str) -> PlanDraft:
        return read_plan(text.encode("utf-8"), "plan.txt")

    return run


@pytest.fixture(scope="session")
def documents() -> ModuleType:
    """Give the maker of .docx and .pdf."""
    return load("make_documents.py")


@pytest.fixture(scope="session")
def encrypted_pdf() -> bytes:
    """Give a PDF of one empty page that asks for a password."""
    return (DATA / "encrypted.pdf").read_bytes()
