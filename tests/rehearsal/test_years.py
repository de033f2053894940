"""A year of each plan: its record is a file that a person can read; faults of process and clock do not change it.

After a change that is meant, write the files anew: ``NHACVIEC_WRITE_RECORDS=1 pytest tests/rehearsal`` and read them.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import VIETNAM, local_day
from bot.domain.calendar import Calendar
from bot.usecases import clockwork
from bot.usecases.schedule import schedule
from tests.rehearsal import record
from tests.rehearsal.years import YEARS, played
from tests.worlds import at

RECORDS = Path(__file__).parent / "records"


@pytest.mark.parametrize("name", YEARS)
def test_the_year_goes_as_the_record_says(name: str) -> None:
    path = RECORDS / f"{name}.txt"
    text = record.written(played(name), name)
    if os.environ.get("NHACVIEC_WRITE_RECORDS"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("name", YEARS)
def test_nobody_is_written_to_by_night_on_days_off_or_twice_in_a_sweep(name: str) -> None:
    reminders = [one for one in played(name).told if one.words.startswith(("Nhắc việc", "Việc đã quá hạn"))]
    assert len(reminders) > 30
    for one in reminders:
        local = one.at.astimezone(VIETNAM)
        assert Calendar().is_working(local.date()), one
        assert "07:30" <= f"{local:%H:%M}" < "17:30", one
    assert len({(one.at, one.who) for one in reminders}) == len(reminders)


@pytest.mark.parametrize(("name", "seed"), [("thua-thien-hue-2024", 1), ("vinh-long-2018", 2)])
def test_killed_at_any_statement_and_started_again_the_year_is_the_same(name: str, seed: int) -> None:
    scene, end = YEARS[name]
    theatre = scene()
    theatre.kills = random.Random(seed)
    theatre.play(end)
    assert theatre.killed > 20
    assert record.days(theatre) == record.days(played(name))
    rows = [one.row for one in theatre.told]
    assert len(rows) - len(set(rows)) <= 5 * theatre.killed


@pytest.mark.parametrize(("name", "seed"), [("thua-thien-hue-2024", 3), ("vinh-long-2018", 4)])
def test_a_clock_that_steps_back_and_a_machine_that_sleeps_do_not_change_the_year(name: str, seed: int) -> None:
    scene, end = YEARS[name]
    theatre = scene()
    theatre.jolts = random.Random(seed)
    theatre.play(end)
    assert theatre.jolted > 40
    assert record.days(theatre) == record.days(played(name))


def test_the_dry_run_of_a_month_is_what_is_then_sent() -> None:
    scene, _ = YEARS["quang-ngai-2024"]
    theatre = scene()
    theatre.play("2024-03-10 18:00")
    theatre.silence()
    theatre.clock.jump_to(theatre.clock.now() + timedelta(minutes=1))
    foretold = theatre.write(schedule, 30)
    start, until = theatre.clock.now(), foretold.until
    theatre.play(f"{until.astimezone(VIETNAM):%Y-%m-%d %H:%M}")
    sent = [(local_day(one.at), one.who, one.words.count("\nhạn cuối")) for one in theatre.told if one.at > start]
    said = [(local_day(one.at), one.to.name, len(one.dues)) for one in foretold.planned]
    office = [one for one in sent if one[1] == "Hoa"]
    assert sorted(one for one in sent if one not in office) == sorted(one for one in said if one[1] != "Hoa")
    assert {day for day, name, _ in said if name == "Hoa"} <= {day for day, _, _ in office}
    assert len(said) > 20


def test_a_week_of_standing_still_brings_one_message_each_and_no_storm() -> None:
    scene, _ = YEARS["quang-ngai-2024"]
    theatre = scene()
    theatre.play("2024-03-21 18:00")
    theatre.silence()
    before = len(theatre.told)
    theatre.clock.jump_to(at("2024-04-02 10:00"))
    theatre.beat()
    assert len(theatre.told) == before
    event = theatre.write(clockwork.next_event)
    assert event is not None
    theatre.clock.jump_to(event)
    theatre.beat()
    told = theatre.told[before:]
    assert len({one.who for one in told}) == len(told)
    assert all("Trong thời gian bot ngừng (22/03/2024 – 03/04/2024)" in one.words for one in told if one.who != "Hoa")
    theatre.beat()
    assert len(theatre.told) == before + len(told)
