"""Whatever changes a due or what was said of it keeps the counts right; what they say is proven in `test_recount`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Delete, Update, delete, func, select, update

from bot.domain.figures import Tally
from bot.domain.plans import TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.usecases.clockwork import CHORES
from bot.usecases.desk import Desk
from bot.usecases.reports import SubmitReport
from bot.usecases.status import picture
from storage import tallies as kept
from storage.engine import Storage
from storage.schema import tallies
from tests.worlds import ONGOING, World, plan_draft

ROOT = Path(__file__).parents[2]
KEEPERS = {"tallied", "tallied_due"}


async def _told(storage: Storage) -> World:
    """Let two agencies owe four quarters, and one of them report on the first."""
    world = World.of(storage, "2024-01-03 08:00")
    await world.plan(plan_draft([TaskDraft("I.1", "Họp báo", lead=("Sở Y tế", "Sở Tư pháp"), timeframe=ONGOING)]))
    lan = await world.person("Lan", agency="Sở Y tế")

    def report(desk: Desk) -> None:
        due = next(standing for standing in desk.reports.standings() if standing.agency_name == "Sở Y tế")
        SubmitReport(lan, due.due, ReportDraft(Status.DONE, None, "12 tin")).perform(desk)

    await world.doors.write(report)
    return world


def _first_quarter(desk: Desk) -> Tally:
    return picture(desk, "2024-Q1").figures.totals


def _rows(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(tallies)).scalar_one()


async def test_changes_are_added_up_once_there_are_many(storage: Storage) -> None:
    world = await _told(storage)
    before, rows = await world.doors.read(_first_quarter), await storage.read(_rows)
    assert (before.expected, before.received) == (2, 1)
    for chore in CHORES:
        await world.doors.write(chore)
    assert await storage.read(_rows) == rows
    assert await storage.write(lambda connection: kept.Tallies(connection).fold(most=3)) == 1
    assert await storage.read(_rows) < rows
    assert await storage.write(lambda connection: kept.Tallies(connection).fold(most=3)) == 0
    assert await world.doors.read(_first_quarter) == before
    assert await storage.read(lambda connection: kept.Tallies(connection).differing()) == 0


@pytest.mark.parametrize(
    "harm", [delete(tallies), update(tallies).values(number=7), update(tallies).values(period="2024-Q2")]
)
async def test_what_was_harmed_is_found_and_counted_anew(storage: Storage, harm: Delete | Update) -> None:
    world = await _told(storage)
    before = await world.doors.read(_first_quarter)
    await storage.write(lambda connection: connection.execute(harm))
    assert await storage.read(lambda connection: kept.Tallies(connection).differing()) > 0
    await storage.write(lambda connection: kept.Tallies(connection).rebuild())
    assert await storage.read(lambda connection: kept.Tallies(connection).differing()) == 0
    assert await world.doors.read(_first_quarter) == before


def _behind_the_counts(source: str) -> list[int]:
    """List the lines that change `dues` or `reports`, by a statement written there or prepared above, and keep no counts."""
    tree = ast.parse(source)
    prepared = {
        name.id
        for assigned in tree.body
        if isinstance(assigned, ast.Assign) and any(map(_is_change, ast.walk(assigned))) and not _is_look(assigned)
        for target in assigned.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    giving = [one for one in functions if isinstance(one.returns, ast.Name) and one.returns.id == "Prepared"]
    makers = {one.name for one in giving if any(map(_is_change, ast.walk(one)))}
    prepared |= makers
    functions = [one for one in functions if one.name not in makers]
    return [line for one in functions for line in _changes(one, prepared, "tally_new" in _names(one))]


def _changes(tree: ast.AST, prepared: set[str], kept: bool) -> Iterator[int]:
    for node in ast.iter_child_nodes(tree):
        inside = kept or (isinstance(node, ast.With) and any(_names(item) & KEEPERS for item in node.items))
        if not inside and (_is_change(node) or (isinstance(node, ast.Name) and node.id in prepared)):
            yield getattr(node, "lineno", 0)
        if not (isinstance(node, ast.Call) and _is_look(node)):
            yield from _changes(node, prepared, inside)


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _is_change(node: ast.AST) -> bool:
    """Tell whether this is `insert(dues)` or the like."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
        return False
    table = node.args[0]
    return (
        node.func.id in ("insert", "update", "delete")
        and isinstance(table, ast.Name)
        and table.id in ("dues", "reports")
    )


def _is_look(node: ast.AST) -> bool:
    """Tell whether it only says when a due is to be looked at again, which no figure rests on."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    written = {word.arg for call in calls for word in call.keywords if isinstance(call.func, ast.Attribute)}
    listed = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and one.value}
    return written | listed == {"next_fire_at"}


@pytest.mark.parametrize("path", sorted((ROOT / "storage").glob("*.py")), ids=lambda path: path.name)
def test_no_due_changes_behind_the_counts(path: Path) -> None:
    assert _behind_the_counts(path.read_text(encoding="utf-8")) == []


BARE = """
def _change(columns) -> Prepared:
    return Prepared(update(dues), columns)
_ADD = Prepared(insert(reports), ("code",))
_LOOK = Prepared(update(dues).where(x), ("next_fire_at",))
def f(c):
    c.execute(update(dues).where(x).values(agency_id=3))
    c.execute(delete(reports))
    _ADD.run(c, code=3)
    _LOOK.run(c, next_fire_at=None)
    c.execute(update(dues).where(x).values(next_fire_at=None))
    _change(("state",)).run(c)
    with tallied(c, x):
        _ADD.run(c, code=3)
        c.execute(update(dues).values(state="open"))
"""


def test_the_look_at_the_sources_finds_changes() -> None:
    assert _behind_the_counts(BARE) == [7, 8, 9, 12]
