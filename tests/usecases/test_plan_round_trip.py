"""A kept plan goes out to Excel and comes back: what was changed there changes, and nothing else does."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from bot.domain.plans import PlanDraft, PlanId
from bot.reading.plan_documents import read_document
from bot.rendering.plan_workbook import plan_workbook
from bot.usecases.desk import Desk
from bot.usecases.plans import difference, import_plan, kept_draft
from storage.schema import agencies, agency_groups, assignments, deadlines, dues, plans, reporting_rules, tasks

PLANS = Path(__file__).parents[1] / "data" / "plans"
TABLES = (plans, tasks, assignments, reporting_rules, deadlines, dues, agencies, agency_groups)
Change = Callable[[Any], None]


def keep(desk: Desk, name: str) -> PlanId:
    """Import one of the three plans."""
    draft = read_document((PLANS / f"{name}.txt").read_bytes(), f"{name}.txt")
    return import_plan(desk, draft).plan_id


def through_excel(desk: Desk, plan: PlanId, change: Change) -> PlanDraft:
    """Export a plan, change its sheet, save it as a spreadsheet program does, and read it."""
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(kept_draft(desk, plan))))
    change(book["Nhiệm vụ"])
    saved = io.BytesIO()
    book.save(saved)
    return read_document(saved.getvalue(), "a.xlsx")


def rows(desk: Desk) -> dict[str, list[Any]]:
    """Copy every row that an import could change."""
    return {
        table.name: [tuple(row) for row in desk.connection.execute(select(table).order_by(table.c.id))]
        for table in TABLES
    }


@pytest.mark.parametrize("name", ["quang-ngai-2024", "thua-thien-hue-2024", "vinh-long-2018"])
def test_a_workbook_that_nobody_changed_changes_nothing(sqlite_desk: Desk, name: str) -> None:
    plan = keep(sqlite_desk, name)
    before = rows(sqlite_desk)
    draft = through_excel(sqlite_desk, plan, lambda sheet: None)
    assert draft == kept_draft(sqlite_desk, plan)
    assert difference(sqlite_desk, draft).empty
    import_plan(sqlite_desk, draft)
    assert rows(sqlite_desk) == before


@pytest.mark.parametrize(
    ("cell", "value", "field"),
    [
        ("B4", "II.9", "no"),
        ("C4", "Nhiệm vụ được viết lại cho rõ hơn", "title"),
        ("D4", "Sở Ngoại vụ; Sở Tư pháp", "lead"),
        ("E4", "Sở Tư pháp", "cooperating"),
        ("F4", "Quý IV/2024", "timeframe_text"),
        ("G4", 250_000_000, "budget_vnd"),
        ("H4", "Một bản tin\nMột báo cáo", "outputs"),
    ],
)
def test_one_cell_changes_one_thing(sqlite_desk: Desk, cell: str, value: object, field: str) -> None:
    plan = keep(sqlite_desk, "quang-ngai-2024")
    before, kept = kept_draft(sqlite_desk, plan), rows(sqlite_desk)

    def change(sheet: Any) -> None:
        sheet[cell] = value

    import_plan(sqlite_desk, through_excel(sqlite_desk, plan, change))
    after = kept_draft(sqlite_desk, plan)
    assert (after.head, after.reporting) == (before.head, before.reporting)
    assert [index for index, (old, new) in enumerate(zip(before.tasks, after.tasks, strict=True)) if old != new] == [2]
    old, new = before.tasks[2], after.tasks[2]
    fields = {name for name in old.__slots__ if getattr(old, name) != getattr(new, name)}
    assert fields <= {field, "timeframe"}
    assert field in fields
    unchanged = {"agencies", "agency_groups", "plans", "reporting_rules"}
    assert {name: kept[name] for name in unchanged} == {name: rows(sqlite_desk)[name] for name in unchanged}
    others = [row for row in kept["tasks"] if row[3] != old.no or row[4] != old.title]
    assert [row for row in rows(sqlite_desk)["tasks"] if row in others] == others


def test_a_row_that_was_moved_keeps_its_reports(sqlite_desk: Desk) -> None:
    plan = keep(sqlite_desk, "quang-ngai-2024")
    ids = {task.title: task.id for task in sqlite_desk.plans.tasks(plan)}

    def change(sheet: Any) -> None:
        moved = [cell.value for cell in sheet[2]]
        sheet.delete_rows(2)
        sheet.append(moved)

    result = import_plan(sqlite_desk, through_excel(sqlite_desk, plan, change))
    assert (result.added, result.changed, result.dropped) == (0, 0, 0)
    tasks_now = sqlite_desk.plans.tasks(plan)
    assert {task.title: task.id for task in tasks_now} == ids
    assert tasks_now[-1].title == next(iter(ids))
