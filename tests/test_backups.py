"""One copy a night, made by one worker, tried again when it fails; a copy can be put back and gone on with."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backups import NightlyBackup
from bot.domain.backups import BackupPolicy, day_of, file_name
from bot.domain.people import Role
from storage.backup import restore
from storage.engine import Storage
from tests.acceptance import stories
from tests.worlds import World, at

POLICY = BackupPolicy(keep_days=3, at=time(2, 0))


def _nightly(world: World, url: str, directory: Path) -> NightlyBackup:
    return NightlyBackup(world.doors, POLICY, url=url, data_dir=directory, directory=Path("backups"))


def _names(directory: Path) -> list[str]:
    return sorted(file.name for file in (directory / "backups").iterdir())


@pytest.fixture
def world(storage: Storage) -> World:
    return World.of(storage, "2024-11-08 15:00")


async def test_a_copy_a_night_and_the_newest_are_kept(world: World, database_url: str, tmp_path: Path) -> None:
    nightly = _nightly(world, database_url, tmp_path)
    assert not await nightly.look()
    assert nightly.gauges() == {"last_backup_timestamp_seconds": at("2024-11-08 15:00").timestamp()}
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "ghi-chu.txt").write_text("giữ lại", "utf-8")
    for day in range(9, 14):
        world.jump(f"2024-11-{day:02d} 01:59")
        assert not await nightly.look()
        world.jump(f"2024-11-{day:02d} 02:00")
        assert await nightly.look()
        assert not await nightly.look()
    copies = [f"nhacviec-2024-11-{day}.backup" for day in (11, 12, 13)]
    assert _names(tmp_path) == ["ghi-chu.txt", *copies]
    assert (tmp_path / "backups" / copies[0]).stat().st_mode & 0o077 == 0


async def test_a_missed_night_is_made_up_for_at_the_next_start(world: World, database_url: str, tmp_path: Path) -> None:
    await _nightly(world, database_url, tmp_path).look()
    world.jump("2024-11-12 08:00")
    assert await _nightly(world, database_url, tmp_path).look()
    assert _names(tmp_path) == ["nhacviec-2024-11-12.backup"]


async def test_two_workers_make_one(world: World, database_url: str, tmp_path: Path) -> None:
    one, other = _nightly(world, database_url, tmp_path), _nightly(world, database_url, tmp_path)
    await one.look()
    world.jump("2024-11-09 02:00")
    assert [await one.look(), await other.look()] == [True, False]


async def test_a_failure_is_told_once_and_tried_again(world: World, database_url: str, tmp_path: Path) -> None:
    await world.person("Chị Điều phối", Role.COORDINATOR)
    nightly = _nightly(world, database_url, tmp_path)
    await nightly.look()
    (tmp_path / "backups").write_text("ở đây đã có một tệp", "utf-8")
    for hour in ("02:00", "02:10", "03:01"):
        world.jump(f"2024-11-09 {hour}")
        assert not await nightly.look()
    ((name, told),) = await world.said()
    assert name == "Chị Điều phối"
    assert told.startswith("Chưa sao lưu được dữ liệu đêm 09/11/2024: ")
    (tmp_path / "backups").unlink()
    world.jump("2024-11-09 04:02")
    assert await nightly.look()


@pytest.mark.alone
async def test_a_night_s_copy_is_restored_and_gone_on_with(
    world: World, storage: Storage, database_url: str, tmp_path: Path
) -> None:
    nightly = _nightly(world, database_url, tmp_path)
    await nightly.look()
    await world.doors.write(stories.prepare, [1001])
    world.jump("2024-11-09 02:00")
    await nightly.look()
    await world.agency("Cơ quan lập sau khi sao lưu")
    await storage.close()

    copy = tmp_path / "backups" / "nhacviec-2024-11-09.backup"
    restore(database_url, copy, data_dir=tmp_path)
    async with await Storage.open(database_url, data_dir=tmp_path) as again:
        later = World.of(again, "2024-11-09 08:00")
        names = [agency.name for agency in await later.doors.read(lambda desk: desk.agencies.all_active())]
        assert names == ["Sở số 1001"]
        # The copy cannot know that it was finished: the first thing made of what was put back is a copy of it.
        assert await _nightly(later, database_url, tmp_path).look()
        later.jump("2024-11-10 02:00")
        assert await _nightly(later, database_url, tmp_path).look()
    assert _names(tmp_path) == ["nhacviec-2024-11-09.backup", "nhacviec-2024-11-10.backup"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_copy_s_name_tells_its_day(day: date) -> None:
    assert day_of(file_name(day)) == day


@pytest.mark.parametrize("name", ["nhacviec-2024-02-30.backup", "khac.backup", ".nhacviec-2024-11-08.backup.part"])
def test_other_names_are_nobody_s_day(name: str) -> None:
    assert day_of(name) is None


@given(st.sets(st.dates(date(2024, 1, 1), date(2024, 3, 1))), st.dates(date(2024, 1, 1), date(2031, 1, 1)))
def test_a_wild_clock_takes_at_most_one_copy_too_many(days: set[date], night: date) -> None:
    names = [file_name(day) for day in days]
    gone = POLICY.outdated([*names, file_name(night)], night)
    assert file_name(night) not in gone
    assert len(set(names) - set(gone)) >= min(len(names), POLICY.keep_days - 1)


def test_none_is_made_where_none_is_wanted() -> None:
    assert BackupPolicy(keep_days=0).night(at("2024-11-08 15:00")) is None
