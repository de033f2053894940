"""Every question that a plan can raise has its sentence."""

from __future__ import annotations

import re
from importlib import resources

from bot.domain.plans import Question
from bot.texts.questions import LONGEST, codes, question_line


def asked() -> set[str]:
    """Find the codes of questions in the source."""
    found: set[str] = set()
    for package in ("bot.reading", "bot.usecases"):
        for file in resources.files(package).iterdir():
            if file.name.endswith(".py"):
                found |= set(
                    re.findall(r'(?:Question|_ask|_each_or_once)\(\s*"([a-z_]+\.[a-z_]+)"', file.read_text("utf-8"))
                )
    return found


def test_every_question_has_a_sentence() -> None:
    assert len(asked()) >= 10
    assert asked() <= codes()


def test_a_question_tells_its_place_and_is_not_too_long() -> None:
    line = question_line(Question("task.no_lead", "dòng 12", "Tập huấn " * 50))
    assert line.endswith("Tập huấn… [dòng 12]")
    assert len(line) < LONGEST + 60
    assert question_line(Question("agency.similar", "", "Sở A", ("Sở Á",))) == "“Sở A” là cơ quan mới, hay là: Sở Á?"
    assert question_line(Question("new.code", "dòng 3", "điều gì")) == "điều gì (new.code) [dòng 3]"
