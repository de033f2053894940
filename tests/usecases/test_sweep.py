"""The sweep: the right person, on the right day, once, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import local_day
from bot.domain import markup
from bot.domain.messages import Address, Channel, load
from bot.domain.office import Office
from bot.domain.people import Absence, PersonId, Reach, Role
from bot.domain.plans import Rule, RuleKind, TaskDraft
from bot.domain.reminders import ReminderPolicy
from bot.domain.reports import ReportDraft, Status
from bot.usecases.desk import Desk
from bot.usecases.outbox import Claim, exchange
from bot.usecases.reminding import words
from bot.usecases.reports import SubmitReport, submit
from bot.usecases.schedule import Planned, schedule
from bot.usecases.snoozes import snooze
from bot.usecases.sweep import Swept, sweep
from storage.engine import Storage
from storage.schema import outbox
from tests.worlds import Q4, World, at, november_rule, plan_draft

TASKS = (
    TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4),
    TaskDraft("II.2", "Xuất bản bản tin", lead=("Sở Ngoại vụ", "Sở Tư pháp"), timeframe=Q4),
)


@pytest.fixture
async def world(storage: Storage) -> World:
    """An office in October 2024 with two tasks and a report "trước ngày 15/11/2024"."""
    made = World.of(storage, "2024-10-01 08:00")
    await made.plan(plan_draft(TASKS, [november_rule(["Sở Ngoại vụ", "Sở Tư pháp"])]))
    return made


async def _days(world: World, days: Sequence[str]) -> list[tuple[str, str, str]]:
    """Sweep at 07:30 of each day; tell (day, who, first line) of each new message."""
    record: list[tuple[str, str, str]] = []
    for day in days:
        world.jump(f"{day} 07:30")
        known = len(await world.said())
        await world.doors.write(sweep)
        record += [(day, who, words.splitlines()[0]) for who, words in (await world.said())[known:]]
    return record


NOVEMBER = ["2024-10-31", *(f"2024-11-{day:02d}" for day in range(1, 31))]


async def test_stages_before_and_after_on_working_days(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    record = await _days(world, NOVEMBER)
    assert [day for day, _, _ in record] == [
        "2024-10-31",
        "2024-11-07",
        "2024-11-11",
        "2024-11-13",
        "2024-11-14",
        "2024-11-15",  # a day late
        "2024-11-18",  # three days late is a Sunday
        "2024-11-21",
    ]


async def test_one_message_for_all_that_has_come_due(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-12-24 07:30")
    assert await world.doors.write(sweep) == Swept(messages=1, dues=5)
    (_, words), *others = await world.said()
    assert not others
    assert "II.1 Tổ chức họp báo" in words
    assert "II.2 Xuất bản bản tin" in words
    assert "hạn cuối: thứ Ba 31/12/2024 (còn 5 ngày làm việc)" in words


async def test_who_owes_the_same_is_told_the_same_under_their_own_name(storage: Storage) -> None:
    names = ("Sở Ngoại vụ", 'Trung tâm "Một cửa" \\ \ufffc khu vực', "Sở Tư pháp")
    world = World.of(storage, "2024-12-16 08:00")
    alike = [TaskDraft(f"II.{number}", "Họp báo", lead=names, timeframe=Q4) for number in (1, 2)]
    rule = replace(november_rule(names[1:]), name="\ufffc", rule=Rule(RuleKind.ONCE, 12, 31, 2024))
    await world.plan(plan_draft(alike, [rule]))
    for name in names:
        await world.person(f"Đầu mối {name}", agency=name)
    await world.doors.write(_give_another_day, "Sở Tư pháp")
    world.jump("2024-12-17 07:30")
    assert await world.doors.write(sweep) == Swept(messages=3, dues=8)
    written = await world.doors.read(_written_and_written_alone)
    assert all(one == alone for one, alone in written)


def _give_another_day(desk: Desk, name: str) -> None:
    agency = desk.agencies.find_by_folded(name)
    assert agency is not None
    # The one that is told first anyhow, so that nothing but its day is another; that day has a stage at the same time.
    first = min(due.id for due in desk.dues.open_of([agency.id], desk.today))
    desk.dues.extend(first, date(2024, 12, 24), at("2024-12-17 07:30"), "")


def _written_and_written_alone(desk: Desk) -> list[tuple[markup.Text, markup.Text]]:
    rows = desk.connection.execute(select(outbox).order_by(outbox.c.id)).all()
    dues = [[due for one in row.check["dues"] for due in desk.dues.several([one])] for row in rows]
    names = desk.agencies.get_many({due.agency for own in dues for due in own})
    return [(load(row.payload).body, words(desk, own, names)) for row, own in zip(rows, dues, strict=True)]


async def test_the_deadline_is_told_in_full(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-11 07:30")
    await world.doors.write(sweep)
    ((_, words),) = await world.said()
    assert "trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024, còn 3 ngày làm việc)" in words


async def test_sweeping_twice_is_silent(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-07 07:30")
    await world.doors.write(sweep)
    await world.doors.write(sweep)
    world.jump("2024-11-07 07:45")
    assert await world.doors.write(sweep) == Swept()
    assert len(await world.said()) == 1


@pytest.mark.parametrize("instant", ["2024-11-07 07:29", "2024-11-07 17:30", "2024-11-09 09:00", "2024-11-10 09:00"])
async def test_nothing_outside_hours_or_on_days_off(world: World, instant: str) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump(instant)
    assert await world.doors.write(sweep) == Swept()


async def test_what_missed_its_hour_waits_for_the_next_opening(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-07 11:00")
    swept = await world.doors.write(sweep)
    assert (swept.messages, swept.put_off > 0) == (0, True)
    world.jump("2024-11-08 07:30")
    assert (await world.doors.write(sweep)).messages == 1


async def test_a_night_long_outage_is_made_up_at_the_opening(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-08 07:40")
    assert (await world.doors.write(sweep)).messages == 1


def _report(desk: Desk, person: PersonId, title: str) -> None:
    due = next(due for due in desk.dues.current_of(desk.people.get(person).agencies, desk.today) if due.title == title)
    submit(desk, SubmitReport(person, due.id, ReportDraft(Status.DONE, results="xong")))


async def test_what_is_reported_is_reminded_of_no_more(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-07 07:30")
    await world.doors.write(sweep)
    await world.doors.write(_report, lan, "Báo cáo kết quả thực hiện")
    assert await _days(world, NOVEMBER[9:]) == []


async def test_a_colleague_is_told_quietly(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Ngoại vụ")
    await world.doors.write(_report, lan, "Tổ chức họp báo")
    assert await world.said() == [
        (
            "Minh",
            "Lan đã báo cáo thay đơn vị: II.1 Tổ chức họp báo (mã BC-22223). Anh/chị không cần báo cáo việc này nữa.",
        )
    ]


async def test_the_deputy_gets_the_reminders_of_who_is_away(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    minh = await world.person("Minh", agency="Sở Tư pháp")

    def away(desk: Desk) -> None:
        desk.people.add_absence(Absence(lan, date(2024, 11, 4), date(2024, 11, 8), minh))

    await world.doors.write(away)
    record = await _days(world, ["2024-11-07", "2024-11-11"])
    assert [(day, who) for day, who, _ in record] == [
        ("2024-11-07", "Minh"),
        ("2024-11-11", "Lan"),
        ("2024-11-11", "Minh"),
    ]


async def test_a_snooze_moves_the_next_reminder_and_not_the_deadline(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-07 07:30")
    await world.doors.write(sweep)

    def later(desk: Desk) -> None:
        due = next(due for due in desk.dues.open_of(desk.people.get(lan).agencies, desk.today) if due.rule)
        snooze(desk, lan, [due.id], world.clock.now().replace(day=12))

    await world.doors.write(later)
    record = await _days(world, NOVEMBER[8:16])
    assert [day for day, _, _ in record] == ["2024-11-12", "2024-11-13", "2024-11-14", "2024-11-15"]


async def _coordinator(world: World) -> PersonId:
    return await world.person("Hoa", Role.COORDINATOR)


def _words(said: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [words for who, words in said if who == name]


async def test_after_the_last_stage_the_coordinator_has_a_list_to_telephone(world: World) -> None:
    await _coordinator(world)
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Tư pháp")
    await _days(world, NOVEMBER)
    (words,) = _words(await world.said(), "Hoa")
    assert words.splitlines() == [
        "Cần gọi điện: đã nhắc đủ các lần, vẫn chưa có báo cáo.",
        "- Sở Ngoại vụ: Báo cáo kết quả thực hiện, quá hạn 7 ngày",
        "Lan, chưa có số điện thoại",
        "- Sở Tư pháp: Báo cáo kết quả thực hiện, quá hạn 7 ngày",
        "Minh, chưa có số điện thoại",
    ]


async def test_the_coordinator_hears_of_those_nobody_can_remind_twice_before_the_day(world: World) -> None:
    await _coordinator(world)
    await world.person("Lan", agency="Sở Ngoại vụ")
    record = [(day, words) for day, who, words in await _days(world, NOVEMBER) if who == "Hoa"]
    silent = "Chưa nhắc được: 1 cơ quan có việc đến kỳ nhưng không có ai nhận tin."
    late = "Cần gọi điện: đã nhắc đủ các lần, vẫn chưa có báo cáo."
    assert record == [("2024-10-31", silent), ("2024-11-11", silent), ("2024-11-21", late)]
    first = _words(await world.said(), "Hoa")[0]
    assert "Kỳ gần nhất: trước 15/11/2024 (hạn cuối: thứ Năm 14/11/2024, còn 10 ngày làm việc)." in first
    assert "Chưa có đầu mối tham gia bot (1): Sở Tư pháp. Gõ /moi để mời." in first


async def test_of_many_that_nobody_speaks_for_a_few_are_named(storage: Storage) -> None:
    world = World.of(storage, "2024-10-01 08:00")
    await world.plan(plan_draft(TASKS, [november_rule([f"Huyện số {number:02}" for number in range(1, 33)])]))
    await _coordinator(world)
    await _days(world, ["2024-10-31"])
    first = _words(await world.said(), "Hoa")[0]
    assert "Huyện số 10 và 22 cơ quan khác. Gõ /moi để xem đủ và mời." in first
    assert "Huyện số 11" not in first


async def test_who_has_blocked_the_bot_or_is_away_is_named_so(world: World) -> None:
    await _coordinator(world)
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Tư pháp")

    def go(desk: Desk) -> None:
        desk.people.add_absence(Absence(lan, date(2024, 10, 28), date(2024, 11, 8)))
        desk.people.set_reach(Address(Channel.TELEGRAM, "103"), Reach.BLOCKED)

    await world.doors.write(go)
    await _days(world, ["2024-10-31"])
    (words,) = _words(await world.said(), "Hoa")
    assert "Lan, chưa có số điện thoại (nghỉ đến 08/11/2024, chưa có người thay)" in words
    assert "Minh, chưa có số điện thoại (đã chặn bot)" in words


async def test_a_coordinator_who_is_a_focal_point_too_gets_one_message(world: World) -> None:
    hoa = await _coordinator(world)
    agency = await world.agency("Sở Ngoại vụ")
    await world.doors.write(lambda desk: desk.people.add_membership(hoa, Role.FOCAL, agency, desk.now))
    record = await _days(world, ["2024-10-31"])
    assert [(day, who) for day, who, _ in record] == [("2024-10-31", "Hoa")]
    (words,) = _words(await world.said(), "Hoa")
    assert words.startswith("Nhắc việc: Sở Ngoại vụ")
    assert "Chưa nhắc được" in words


async def test_an_office_without_overdue_stages_has_its_list_the_day_after(storage: Storage) -> None:
    office = Office(reminders=ReminderPolicy(overdue_days=()))
    world = World.of(storage, "2024-10-01 08:00", office)
    await world.plan(plan_draft(TASKS, [november_rule(["Sở Ngoại vụ"])]))
    await _coordinator(world)
    await world.person("Lan", agency="Sở Ngoại vụ")
    record = [(day, who) for day, who, _ in await _days(world, NOVEMBER)]
    assert record[-2:] == [("2024-11-14", "Lan"), ("2024-11-15", "Hoa")]


async def test_what_would_come_too_late_by_waiting_goes_out_at_once(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-13 07:30")
    await world.doors.write(sweep)
    world.jump("2024-11-14 15:00")
    assert (await world.doors.write(sweep)).messages == 1


async def test_after_a_week_without_the_bot_one_message_says_so(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-11 10:00")
    assert (await world.doors.write(sweep)).messages == 0
    world.jump("2024-11-12 07:30")
    assert (await world.doors.write(sweep)).messages == 1
    world.jump("2024-11-13 07:30")
    await world.doors.write(sweep)
    first, second = _words(await world.said(), "Lan")
    assert "Trong thời gian bot ngừng (31/10/2024 – 12/11/2024)" in first
    assert "bot ngừng" not in second


async def test_a_clock_set_forth_and_back_forgets_and_repeats_nothing(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    await _days(world, NOVEMBER[:3])
    world.jump("2024-11-13 08:00")
    await world.doors.write(sweep)
    record = await _days(world, NOVEMBER[3:])
    assert [day for day, _, _ in record] == [
        "2024-11-07",
        "2024-11-11",
        "2024-11-14",
        "2024-11-15",
        "2024-11-18",
        "2024-11-21",
    ]


async def test_other_habits_take_hold_at_once(storage: Storage) -> None:
    world = World.of(storage, "2024-10-01 08:00")
    await world.plan(plan_draft(TASKS, [november_rule(["Sở Ngoại vụ"])]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.doors.write(sweep)
    world.doors.office = Office(reminders=ReminderPolicy(lead_days=(20,), overdue_days=()))
    assert [day for day, _, _ in await _days(world, ["2024-10-25", *NOVEMBER])] == ["2024-10-25"]


async def test_a_snooze_does_not_hide_the_last_day(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    await _days(world, ["2024-11-07"])

    def later(desk: Desk) -> None:
        ids = [due.id for due in desk.dues.open_of(desk.people.get(lan).agencies, desk.today)]
        snooze(desk, lan, ids, at("2024-11-19 07:30"))

    await world.doors.write(later)
    days = [day for day, _, _ in await _days(world, NOVEMBER[8:])]
    assert days == ["2024-11-14", "2024-11-15", "2024-11-18", "2024-11-19", "2024-11-21"]


async def _claimed(world: World) -> list[str]:
    wanted = Claim("w", 20, tuple(Channel))
    rows = (await world.doors.write(exchange, (), wanted)).rows
    return [markup.plain(row.message.body) for row in rows]


async def test_what_is_settled_before_it_is_sent_is_left_out(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-12-24 07:30")
    await world.doors.write(sweep)
    await world.doors.write(_report, lan, "Tổ chức họp báo")
    (words,) = await _claimed(world)
    assert "Tổ chức họp báo" not in words
    assert "\n1. Báo cáo kết quả thực hiện" in words
    assert "\n2. II.2 Xuất bản bản tin" in words


async def test_a_channel_that_was_away_until_the_evening_wakes_nobody(world: World) -> None:
    await world.person("Lan", agency="Sở Ngoại vụ")
    world.jump("2024-11-07 07:30")
    await world.doors.write(sweep)
    world.jump("2024-11-07 20:00")
    assert await _claimed(world) == []
    world.jump("2024-11-08 07:30")
    (words,) = await _claimed(world)
    assert "còn 4 ngày làm việc" in words


def _said_ahead(planned: Sequence[Planned]) -> list[tuple[str, str, int]]:
    return [(f"{local_day(one.at):%Y-%m-%d}", one.to.name, len(one.dues)) for one in planned]


async def test_the_dry_run_says_what_is_then_sent(world: World) -> None:
    await _coordinator(world)
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    minh = await world.person("Minh", agency="Sở Tư pháp")

    def away(desk: Desk) -> None:
        desk.people.add_absence(Absence(lan, date(2024, 11, 4), date(2024, 11, 8), minh))
        (due,) = [due for due in desk.dues.open_of(desk.people.get(minh).agencies, desk.today) if due.rule]
        snooze(desk, minh, [due.id], at("2024-11-12 07:30"))

    await world.doors.write(away)
    foretold = await world.doors.read(schedule, 60)
    record = await _days(world, NOVEMBER)
    days = [(day, who) for day, who, _ in record]
    assert sorted((day, who) for day, who, _ in _said_ahead(foretold.planned)) == sorted(days)
    assert ("2024-11-07", "Minh") in days


async def test_a_snooze_beyond_the_deadline_does_not_silence_what_is_overdue(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    await _days(world, ["2024-11-13"])

    def later(desk: Desk) -> None:
        due = next(due for due in desk.dues.open_of(desk.people.get(lan).agencies, desk.today) if due.rule)
        snooze(desk, lan, [due.id], at("2024-12-31 07:30"))

    await world.doors.write(later)
    record = await _days(world, NOVEMBER[14:])
    assert [day for day, who, _ in record if who == "Lan"] == ["2024-11-14", "2024-11-15", "2024-11-18", "2024-11-21"]


async def test_who_has_left_the_agency_is_not_reminded_of_what_they_put_off(world: World) -> None:
    lan = await world.person("Lan", agency="Sở Ngoại vụ")

    def later(desk: Desk) -> None:
        agencies = desk.people.get(lan).agencies
        due = next(due for due in desk.dues.open_of(agencies, desk.today) if due.rule)
        snooze(desk, lan, [due.id], at("2024-11-05 07:30"))
        desk.people.end_membership(lan, Role.FOCAL, agencies[0], desk.now)

    await world.doors.write(later)
    assert [who for _, who, _ in await _days(world, ["2024-11-05"]) if who == "Lan"] == []
