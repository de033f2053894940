"""Invented plans of the forms that provinces use are read as written down beside them.

`tests/data/forms/NAME.txt` or `NAME.html` is the plan, `NAME.expected` what a person reads in it, a line for the head, each task
and each rule. `NAME.pdf` is the same plan as printed, and has to be read alike.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.plans import PlanDraft
from bot.reading.plan import read_plan

FORMS = sorted(
    path
    for path in (Path(__file__).parents[1] / "data" / "forms").iterdir()
    if path.suffix in (".txt", ".html", ".pdf")
)


def lines(draft: PlanDraft) -> list[str]:
    head = draft.head
    written = [f"{head.title} | {head.number} | {head.issuer} | {head.year} | {head.issued_on} | {head.coordinator}"]
    for task in draft.tasks:
        frame = task.timeframe
        names = f"{', '.join(task.lead)} | {', '.join(task.cooperating)}"
        written.append(
            f"{task.no} {task.title[:60]} | {names} | {frame.kind} {frame.start} {frame.end} | {task.budget_vnd}"
        )
    for printed in draft.reporting:
        rule = printed.rule
        names = f"{', '.join(printed.reporters)} > {', '.join(printed.receivers)}"
        days = f"{rule.kind} {rule.month} {rule.day} {rule.year} {'before' if rule.strictly_before else 'by'}"
        written.append(f"@ {printed.no} | {names} | {days}")
    return written


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_form(path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert lines(read_plan(path.read_bytes(), path.name)) == expected
