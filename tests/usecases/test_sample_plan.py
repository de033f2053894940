"""The plan and the register that come with the program: what becomes of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib import resources

import pytest
from sqlalchemy import func, select

from bot.domain.plans import PlanDraft
from bot.reading.plan_documents import read_document
from bot.reading.register import read_register
from bot.usecases import agencies, obligations
from bot.usecases.desk import Desk
from bot.usecases.plans import ImportResult, import_plan
from storage.engine import Storage
from storage.obligations import Obligations
from storage.schema import deadlines, dues
from tests.worlds import World

DATA = resources.files("bot.demo").joinpath("data")


@pytest.fixture(scope="module")
def draft() -> PlanDraft:
    return read_document(DATA.joinpath("quang-ngai-2024.txt").read_bytes(), "quang-ngai-2024.txt")


@pytest.fixture
async def world(storage: Storage) -> World:
    """The office in January 2024, with the register of the province."""
    made = World.of(storage, "2024-01-03 08:00")
    entries = read_register(DATA.joinpath("quang-ngai-agencies.toml").read_bytes(), "quang-ngai-agencies.toml")
    await made.doors.write(agencies.import_register, entries)
    return made


async def test_the_register_knows_everybody_the_plan_names(world: World, draft: PlanDraft) -> None:
    result = await world.doors.write(import_plan, draft)
    assert (result.added, result.new_agencies, result.new_groups) == (14, (), ())
    assert (result.deadlines, result.dues) == (52, 306)
    assert len(await world.doors.read(lambda desk: desk.agencies.all_active())) == 41
    assert len(await world.doors.read(lambda desk: desk.agencies.groups())) == 6
    again = await world.doors.write(import_plan, draft)
    assert (again.unchanged, again.made) == (14, obligations.Made())


async def test_each_task_is_owed_by_its_lead_agencies_each_quarter(world: World, draft: PlanDraft) -> None:
    await world.doors.write(import_plan, draft)
    assert await world.doors.read(_dues_by_task) == {
        "II.1": 2 * 4,
        "II.2": 1 * 2,
        "II.3": 1,
        "II.4": 1 * 4,
        "II.5.a": 1 * 4,
        "II.5.b": 2 * 4,
        "II.5.c": 1 * 4,
        "II.6": 1 * 4,
        "II.7": 2 * 4,
        "II.8": 2 * 4,
        "II.9": (21 + 13) * 4,
        "II.10": 6 * 4,
        "II.11": 13 * 4,
        "II.12": 2 * 4,
        "": 23 - 1 + 13,
    }


def _dues_by_task(desk: Desk) -> dict[str, int]:
    by_id = {task.id: task.no for task in desk.plans.tasks(desk.plans.all()[0].id)}
    rows = desk.connection.execute(select(dues.c.task_id, func.count()).group_by(dues.c.task_id))
    return {by_id.get(row[0], ""): row[1] for row in rows}


async def test_the_report_day_is_strict_and_the_receiver_does_not_owe_it(world: World, draft: PlanDraft) -> None:
    await world.doors.write(import_plan, draft)

    def look(desk: Desk) -> tuple[date, date, set[str]]:
        row = desk.connection.execute(select(deadlines).where(deadlines.c.kind == "rule")).one()
        names = desk.agencies.get_many(part.agency for part in Obligations(desk.connection).of(row.id))
        return row.last_day, row.named_day, {agency.name for agency in names.values()}

    last_day, named_day, owing = await world.doors.read(look)
    assert (last_day, named_day) == (date(2024, 11, 14), date(2024, 11, 15))
    assert "Sở Thông tin và Truyền thông" not in owing
    assert {"Sở Ngoại vụ", "UBND huyện Lý Sơn"} <= owing


async def test_without_a_register_the_plan_makes_one(storage: Storage, draft: PlanDraft) -> None:
    bare = World.of(storage, "2024-01-03 08:00")
    result: ImportResult = await bare.doors.write(import_plan, draft)
    assert len(result.new_agencies) == 14
    assert set(result.new_groups) == {
        "Các sở, ban ngành",
        "địa phương",
        "các cơ quan báo chí, truyền thông",
    }
    guessed = {
        question.about: len(question.options) for question in result.questions if question.code == "group.guessed"
    }
    assert guessed == {"Các sở, ban ngành": 10, "các cơ quan báo chí, truyền thông": 2}
    assert Counter(question.code for question in result.questions)["group.empty"] == 1
