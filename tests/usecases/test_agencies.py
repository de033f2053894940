"""One body after another: what passes on and what stays."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.agencies import RegisterEntry
from bot.domain.plans import TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.errors import Conflict, InvalidInput, NotFound
from bot.usecases import agencies
from bot.usecases.agencies import Succession
from bot.usecases.desk import Desk
from bot.usecases.naming import find_agency
from bot.usecases.reports import SubmitReport, submit
from storage.engine import Storage
from tests.usecases.test_plans import owed
from tests.worlds import ONGOING, World, plan_draft

OLD, NEW = "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"
TASK = TaskDraft("1", "Tuyên truyền", lead=(OLD, NEW), timeframe=ONGOING)
ALONE = TaskDraft("2", "Bản tin", lead=(OLD,), timeframe=ONGOING)


@pytest.fixture
async def world(storage: Storage) -> World:
    """April 2024: the old body has reported on the second task's first quarter."""
    made = World.of(storage, "2024-03-20 08:00")
    await made.plan(plan_draft([TASK, ALONE]))
    person = await made.person("Lan", agency=OLD)

    def report(desk: Desk) -> None:
        due = next(due for due in desk.dues.open_of(desk.people.get(person).agencies, desk.today) if due.no == "2")
        submit(desk, SubmitReport(person, due.id, ReportDraft(Status.DONE, results="Xong")))

    await made.doors.write(report)
    made.jump("2024-04-10 08:00")
    return made


def merging(desk: Desk, effective_on: date | None = None) -> Succession:
    return agencies.merge(
        desk, find_agency(desk, OLD), find_agency(desk, NEW), effective_on=effective_on, legal_ref="NQ 1"
    )


async def test_a_merged_body_passes_on_what_is_owed_and_keeps_what_was_said(world: World) -> None:
    done = await world.doors.write(merging, date(2024, 4, 1))
    assert (done.people, done.old.active_until) == (1, date(2024, 3, 31))
    found = await world.doors.read(owed)
    assert [entry for entry in found if entry[1] == OLD and entry[2] == "fulfilled"] == [("2024-Q1", OLD, "fulfilled")]
    assert not [entry for entry in found if entry[1] == OLD and entry[2] == "open"]
    mine = sorted(key for key, who, state in found if who == NEW and state == "open")
    assert mine == ["2024-Q1", *(f"2024-Q{n}" for n in (2, 2, 3, 3, 4, 4))]


async def test_old_names_mean_the_new_body(world: World) -> None:
    await world.doors.write(merging)
    for name in (OLD, "sở tttt", "So Thong tin va Truyen thong"):
        try:
            found = await world.doors.read(find_agency, name)
        except NotFound:
            assert name == "sở tttt"
            continue
        assert found.name == NEW


async def test_merging_again_or_into_itself_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"agency\.future"):
        await world.doors.write(merging, date(2024, 5, 1))
    old = await world.doors.read(find_agency, OLD)
    with pytest.raises(InvalidInput, match=r"agency\.same"):
        await world.doors.write(agencies.merge, old, old)
    await world.doors.write(merging)
    gone = await world.doors.read(lambda desk: desk.agencies.get(old.id))
    new = await world.doors.read(find_agency, NEW)
    with pytest.raises(Conflict, match=r"agency\.gone"):
        await world.doors.write(agencies.merge, gone, new)


async def test_a_renamed_body_goes_on_under_its_new_name(world: World) -> None:
    old = await world.doors.read(find_agency, OLD)
    done = await world.doors.write(agencies.rename, old, "Sở Truyền thông số")
    assert (done.new.name, done.new.kind, done.people, done.dues) == ("Sở Truyền thông số", "sở", 1, 7)
    with pytest.raises(Conflict, match=r"agency\.exists"):
        await world.doors.write(agencies.rename, done.new, NEW)


async def test_a_slip_is_mended_everywhere(world: World) -> None:
    old = await world.doors.read(find_agency, OLD)
    await world.doors.write(agencies.correct, old, "Sở Thông tin - Truyền thông")
    assert (await world.doors.read(find_agency, OLD)).name == "Sở Thông tin - Truyền thông"
    with pytest.raises(Conflict, match=r"agency\.exists"):
        await world.doors.write(agencies.correct, old, NEW)


async def test_a_split_body_leaves_its_duties_to_the_first_part(world: World) -> None:
    names = ("Sở Báo chí", "Sở Viễn thông")
    for name in names:
        await world.agency(name)

    def do(desk: Desk) -> Succession:
        group = desk.agencies.group("Các sở")
        desk.agencies.set_members(group, [find_agency(desk, OLD).id])
        done = agencies.split(desk, find_agency(desk, OLD), [find_agency(desk, name) for name in names])
        assert len(desk.agencies.expand(group)) == 2
        return done

    assert (await world.doors.write(do)).new.name == names[0]


async def test_the_register_brings_new_members_what_they_owe(world: World) -> None:
    task = TaskDraft("1", "Truyền thanh", lead=("UBND các huyện, thị xã, thành phố",), timeframe=ONGOING)
    await world.doors.write(agencies.import_register, [RegisterEntry("UBND huyện A", groups=task.lead)])
    await world.plan(plan_draft([task]))
    world.jump("2024-08-01 08:00")
    await world.doors.write(agencies.import_register, [RegisterEntry("UBND huyện B", groups=task.lead)])
    found = await world.doors.read(owed)
    assert [key for key, who, _ in found if who == "UBND huyện B"] == ["2024-Q3", "2024-Q4"]
    with pytest.raises(InvalidInput, match=r"register\.empty"):
        await world.doors.write(agencies.import_register, [])
