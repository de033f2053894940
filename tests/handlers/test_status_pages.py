"""`/status` and what lies below it: one message in which people look around, each within what they may see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.messages import Channel, load
from bot.domain.people import Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.domain.status_pages import ONE_THING, PREFIX, Back, PageKind, Place, parse_place
from bot.usecases import people
from bot.usecases.desk import Desk
from bot.usecases.reports import SubmitReport
from bot.usecases.status import split_period
from handlers.telegram.html import CAPTION, fits
from storage.engine import Storage
from storage.schema import outbox
from tests.chats import Phones
from tests.worlds import ONGOING, Q4, World, plan_draft

LAN, OFFICER, LEADER = "101", "102", "103"
AGENCIES = tuple(f"Sở số {number}" for number in range(1, 24))


@pytest.fixture
async def world(storage: Storage) -> World:
    made = World.of(storage, "2024-01-03 08:00")
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4),
        TaskDraft("II.2", "Xuất bản bản tin", lead=("Sở Ngoại vụ", *AGENCIES), timeframe=ONGOING),
    ]
    await made.plan(plan_draft(tasks))
    await made.person("Lan", agency="Sở Ngoại vụ")
    await made.person("Hà", Role.COORDINATOR)
    await made.person("Minh", Role.LEADER)
    made.jump("2025-01-03 08:00")
    return made


@pytest.fixture
def phones(world: World) -> Phones:
    return Phones(world)


async def _report(world: World, no: str, period: str, words: str) -> None:
    def submit(desk: Desk) -> None:
        person = desk.people.by_account(Channel.TELEGRAM, LAN)
        assert person is not None
        rows = desk.reports.standings(periods=[period], agencies_only=person.agencies)
        due = next(row.due for row in rows if row.no == no)
        SubmitReport(person.id, due, ReportDraft(Status.IN_PROGRESS, 60, words)).perform(desk)

    await world.doors.write(submit)


async def _id(world: World, name: str) -> int:
    return (await world.doors.read(people.find_agency, name)).id


async def test_an_officer_looks_at_a_late_agency_and_a_task_and_comes_back_in_the_same_message(
    world: World, phones: Phones
) -> None:
    await _report(world, "II.1", "2024-Q4", "đã tổ chức 12 cuộc")
    (first,) = await phones.say(OFFICER, "/status quý 4/2024")
    assert "Đã báo cáo 1/25" in first
    assert (
        "So với Quý III/2024: đã báo cáo 0% → 4% (tăng 4 điểm %); đúng hạn 0% → 0% (không đổi); hoàn thành 0 → 0"
        in first
    )
    assert "[‹ Quý III/2024]" in first
    assert "[Cơ quan trễ hạn (24)] [Cơ quan] [Nhiệm vụ]" in first
    (late,) = await phones.press(OFFICER, "Cơ quan trễ hạn (24)")
    assert late.startswith("Cơ quan trễ hạn\nQuý IV/2024 · trang 1/3")
    assert late.endswith("[Sau ›] [Tổng quan]")
    (second,) = await phones.press(OFFICER, "Sau ›")
    (third,) = await phones.press(OFFICER, "Sau ›")
    assert "trang 3/3" in third
    assert (await phones.press(OFFICER, "‹ Trước")) == [second]
    await phones.press(OFFICER, "Tổng quan")
    (agencies,) = await phones.press(OFFICER, "Cơ quan")
    assert "✅ " not in agencies
    (agency,) = await phones.press(OFFICER, "1")
    assert agency.startswith("Sở Ngoại vụ\nQuý IV/2024")
    assert "☑️ II.1 Tổ chức họp báo\nĐang thực hiện, 60%, 03/01 (trễ hạn)\n“đã tổ chức 12 cuộc”" in agency
    assert "🔴 II.2 Xuất bản bản tin\nquá hạn 3 ngày" in agency
    (task,) = await phones.press(OFFICER, "2")
    assert task.startswith("II.2 Xuất bản bản tin\nQuý IV/2024 · trang 1/3\nChủ trì: Sở Ngoại vụ; ")
    assert "Chưa có báo cáo · đã báo cáo 0/24" in task
    assert (await phones.press(OFFICER, "‹ Quay lại"))[0].startswith("Sở Ngoại vụ")
    await phones.press(OFFICER, "Tổng quan")
    assert len(phones.chats[OFFICER]) == 1


async def test_quarters_are_turned_in_the_same_message(phones: Phones) -> None:
    await phones.say(LEADER, "/status 2024-Q4")
    (before,) = await phones.press(LEADER, "‹ Quý III/2024")
    assert before.startswith("Tình hình Quý III/2024")
    assert "[‹ Quý II/2024] [Quý IV/2024 ›]" in before
    assert len(phones.chats[LEADER]) == 1


async def test_a_named_agency_is_shown_at_once(phones: Phones) -> None:
    (shown,) = await phones.say(OFFICER, "/status so ngoai vu, quý 3/2024")
    assert shown.startswith("Sở Ngoại vụ\nQuý III/2024")
    (other,) = await phones.press(OFFICER, "Quý IV/2024 ›")
    assert other.startswith("Sở Ngoại vụ\nQuý IV/2024")


async def test_a_focal_point_sees_only_their_own(world: World, phones: Phones) -> None:
    (first,) = await phones.say(LAN, "/status 2024-Q4")
    assert "Sở Ngoại vụ" in first
    assert "[Việc của cơ quan] [Nhiệm vụ]" in first
    assert "Cơ quan trễ hạn" not in first
    await phones.press(LAN, "Nhiệm vụ")
    (task,) = await phones.press(LAN, "2")
    assert "Sở Ngoại vụ: quá hạn 3 ngày" in task
    # The plan itself says who leads the task; how the others stand is not for her.
    assert "Sở số 1:" not in task


@pytest.mark.parametrize("page", ["a:{id}:0", "a:{id}:0:l1", "a:{id}:7:k2"])
async def test_a_forged_button_of_another_agency_is_refused(world: World, phones: Phones, page: str) -> None:
    other = await _id(world, "Sở số 5")
    (refused,) = await phones.press_data(LAN, f"{PREFIX}2024-Q4:{page.format(id=other)}")
    assert refused == "Anh/chị chỉ xem được số liệu của cơ quan mình."
    (refused,) = await phones.say(LAN, "/status Sở số 5")
    assert refused == "Anh/chị chỉ xem được số liệu của cơ quan mình."


@pytest.mark.parametrize("page", ["l:0", "g:2", "t:0", "k:2:0", "p:0"])
async def test_forged_lists_hold_only_what_is_ones_own(world: World, phones: Phones, page: str) -> None:
    (shown,) = await phones.press_data(LAN, f"{PREFIX}2024-Q4:{page}")
    assert not any(f"{name}:" in shown for name in AGENCIES)


@pytest.mark.parametrize("page", ["a:999999:0", "k:999999:0", "l:999999999", "t:5", "g:44", "p:3"])
async def test_what_is_no_more_there_is_said_kindly(phones: Phones, page: str) -> None:
    (shown,) = await phones.press_data(LEADER, f"{PREFIX}2024-Q4:{page}")
    assert "[Tổng quan]" in shown
    (shown,) = await phones.press_data(LEADER, f"{PREFIX}2019-Q1:{page}")
    assert "[Tổng quan]" in shown


async def test_the_picture_is_of_what_the_page_is_about(world: World, phones: Phones) -> None:
    await phones.say(LEADER, "/status 2024-Q4")
    await phones.press(LEADER, "Nhiệm vụ")
    await phones.press(LEADER, "2")
    rows = await world.doors.read(
        lambda desk: desk.connection.execute(select(outbox.c.payload).order_by(outbox.c.id)).all()
    )
    photos = [load(row.payload).photo for row in rows]
    assert [getattr(photo, "args", None) for photo in photos] == [
        {"period": "2024-Q4", "agencies": None},
        {"period": "2024-Q4", "agencies": None},
        {"period": "2024-Q4", "agencies": None, "task": 2},
    ]
    assert all(fits(load(row.payload).body, CAPTION) for row in rows)


@pytest.mark.parametrize(
    ("typed", "name", "period"),
    [
        ("", "", ""),
        ("quý 3", "", "quý 3"),
        ("SNgV, quý IV năm 2024", "SNgV", "quý IV năm 2024"),
        ("Sở Ngoại vụ 2024-Q3", "Sở Ngoại vụ", "2024-Q3"),
        ("Báo Quảng Ngãi", "Báo Quảng Ngãi", ""),
        ("6 tháng đầu năm", "", "6 tháng đầu năm"),
    ],
)
def test_an_agency_and_a_period_are_told_apart(typed: str, name: str, period: str) -> None:
    assert split_period(typed) == (name, period)


_numbers = st.integers(0, 999_999_999)
_backs = st.builds(Back, st.sampled_from([kind for kind in PageKind if kind is not PageKind.OVERVIEW]), _numbers)


@st.composite
def _places(draw: st.DrawFn) -> Place:
    kind = draw(st.sampled_from(PageKind))
    place = Place(f"{draw(st.integers(1000, 9999))}-Q{draw(st.integers(1, 4))}", plan=draw(st.none() | _numbers))
    if kind is PageKind.OVERVIEW:
        return place
    place = place.at(kind, draw(_numbers), draw(st.none() | _backs))
    return place.turned(draw(_numbers)) if kind in ONE_THING else place


@given(_places())
def test_every_place_is_found_again_by_its_data(place: Place) -> None:
    assert len(place.data.encode()) <= 64
    assert parse_place(place.data.removeprefix(PREFIX)) == place


@given(st.text(max_size=60) | st.from_regex(r"2024-Q[1-5](\.\d*)?(:[a-z]?(:[\d:a-z]*)?)?", fullmatch=True))
def test_no_data_breaks_anything(data: str) -> None:
    place = parse_place(data)
    assert place is None or parse_place(place.data.removeprefix(PREFIX)) == place


async def test_a_name_with_a_slip_offers_the_agencies_it_may_mean(phones: Phones) -> None:
    (asked,) = await phones.say(LEADER, "/status so ngoia vu quy 4")
    assert asked.startswith("“so ngoia vu” là cơ quan nào ạ?")
    assert "[Sở Ngoại vụ]" in asked
    (shown,) = await phones.press(LEADER, "Sở Ngoại vụ")
    assert shown.startswith("Sở Ngoại vụ\nQuý IV/2024")
    (nothing,) = await phones.say(LEADER, "/status zzz qqq")
    assert "zzz qqq" in nothing
    assert "[" not in nothing
