"""The plans read by hand are read as by hand, in text, Word and PDF."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from bot.domain.plans import PlanDraft
from bot.reading.as_json import plan_as_json
from bot.reading.plan import read_plan

PLANS = ("quang-ngai-2024", "thua-thien-hue-2024", "vinh-long-2018")
Score = Callable[[str, PlanDraft], dict[str, Any]]
Text = Callable[[str], str]


@pytest.mark.parametrize("name", PLANS)
def test_text(name: str, text_of: Text, score: Score) -> None:
    result = score(name, read_plan(text_of(name).encode("utf-8"), f"{name}.txt"))
    assert result["overall"] >= 0.99, result["parts"]


@pytest.mark.parametrize("name", PLANS)
def test_word(name: str, text_of: Text, score: Score, documents: ModuleType) -> None:
    result = score(name, read_plan(documents.docx_of(text_of(name)), f"{name}.docx"))
    assert result["overall"] >= 0.97, result["parts"]


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", PLANS)
def test_pdf(name: str, text_of: Text, score: Score, documents: ModuleType) -> None:
    pdf = documents.pdf_of(documents.docx_of(text_of(name)))
    result = score(name, read_plan(pdf, f"{name}.pdf"))
    assert result["overall"] >= 0.97, result["parts"]


@pytest.mark.parametrize("name", PLANS)
def test_reading_twice_gives_the_same(name: str, text_of: Text, read: Callable[[str], PlanDraft]) -> None:
    assert read(text_of(name)) == read(text_of(name))


def test_json_has_what_the_contract_promises(text_of: Text, read: Callable[[str], PlanDraft]) -> None:
    packed = plan_as_json(read(text_of("quang-ngai-2024")))
    assert set(packed["plan"]) == {
        "title", "number", "issuer", "province", "year", "issued_on", "coordinator", "legal_basis",
    }  # fmt: skip
    task = packed["tasks"][4]
    assert task["no"] == "II.5.a"
    assert task["timeframe"]["start"] == "2024-01-01"
    assert packed["reporting"][0]["rule"] == {
        "kind": "once", "month": 11, "day": 15, "year": 2024, "strictly_before": True,
    }  # fmt: skip
    assert "Sở Thông tin và Truyền thông" in packed["agencies_used"]


def test_each_task_tells_where_it_stands(text_of: Text, read: Callable[[str], PlanDraft]) -> None:
    draft = read(text_of("quang-ngai-2024"))
    lines = text_of("quang-ngai-2024").split("\n")
    for task in draft.tasks:
        number = int(task.place.removeprefix("dòng "))
        assert task.title[:40] in lines[number - 1]
