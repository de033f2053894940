"""The weekly digest: what has changed, who is late, what comes next, on one screen; and a leader's urging."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.domain.figures import Figures, Tally, TaskTally, count
from bot.domain.messages import Address, Channel
from bot.domain.people import PersonId, Reach, Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.domain.standings import LateAgency, Standing, longest_waiting
from bot.domain.tallies import Late
from bot.domain.trends import change, dump_figures, load_figures
from bot.texts import digest as texts
from bot.usecases import digests
from bot.usecases import outbox as use_outbox
from bot.usecases.desk import Desk
from bot.usecases.people import find_agency
from bot.usecases.reports import SubmitReport
from handlers.telegram.html import CAPTION, fits
from storage.engine import Storage
from storage.schema import outbox
from tests.chats import Phones
from tests.rendering import strategies
from tests.worlds import ONGOING, World, plan_draft

GROUP = Address(Channel.TELEGRAM, "-1001")
LAN, OFFICER, LEADER = "101", "102", "103"


@pytest.fixture
async def world(storage: Storage) -> World:
    made = World.of(storage, "2024-01-03 08:00")
    names = ("Sở Ngoại vụ", "Sở Công Thương", "Báo Quảng Ngãi")
    await made.plan(plan_draft([TaskDraft("II.2", "Xuất bản bản tin", lead=names, timeframe=ONGOING)]))
    await made.person("Lan", agency="Sở Ngoại vụ")
    await made.person("Hà", Role.COORDINATOR)
    await made.person("Minh", Role.LEADER)
    await made.doors.write(digests.switch, GROUP, "Nhóm lãnh đạo")
    return made


async def _post(world: World) -> list[str]:
    """Post what is due; returns the digests of the group so far."""
    await world.doors.write(digests.post)
    return [text for who, text in await world.said() if who == GROUP.chat]


async def _report(world: World, name: str, status: Status, words: str = "", difficulties: str = "") -> None:
    def submit(desk: Desk) -> None:
        agency = find_agency(desk, name)
        due = desk.dues.open_of([agency.id], desk.today)[0]
        officer = desk.people.by_account(Channel.TELEGRAM, OFFICER)
        assert officer is not None
        SubmitReport(officer.id, due.id, ReportDraft(status, None, words, difficulties), on_behalf=True).perform(desk)

    await world.doors.write(submit)


async def test_a_digest_tells_what_has_changed_since_the_last_one(world: World) -> None:
    world.jump("2024-03-22 16:00")
    await _report(world, "Sở Công Thương", Status.IN_PROGRESS, "đang làm")
    (first,) = await _post(world)
    assert "🟡 Đã báo cáo 1/3, +1 báo cáo so với ngày 03/01/2024." in first
    assert "Cơ quan: 🟢 1 đủ · 🟡 2 còn hạn · 🔴 0 quá hạn" in first
    await _report(world, "Sở Ngoại vụ", Status.BLOCKED, "", "Thiếu kinh phí, đề nghị UBND tỉnh bố trí")
    world.jump("2024-03-29 16:00")
    _, second = await _post(world)
    assert "Đã báo cáo 2/3, +1 báo cáo so với tuần trước. Nhiệm vụ: 0 hoàn thành, 1 (+1) vướng mắc." in second
    assert "Sắp đến hạn:\n- Chủ nhật 31/03/2024: II.2 Xuất bản bản tin" in second
    assert "Cần lãnh đạo cho ý kiến:\n- Sở Ngoại vụ – II.2: Thiếu kinh phí, đề nghị UBND tỉnh bố trí" in second


async def test_a_week_without_news_is_one_line(world: World) -> None:
    world.jump("2025-01-10 16:00")
    (first,) = await _post(world)
    assert "🔴 Quá hạn (3 cơ quan):\n1. Báo Quảng Ngãi: 4 việc, 285 ngày, chưa có đầu mối\n2." in first
    world.jump("2025-01-17 16:00")
    _, second = await _post(world)
    assert second == (
        "Bản tin tuần 17/01/2025: đã báo cáo 0/3, không có thay đổi so với tuần trước. "
        "Vẫn còn 3 cơ quan quá hạn, lâu nhất 292 ngày."
    )


async def test_what_an_earlier_quarter_owes_does_not_vanish_with_the_next(world: World) -> None:
    world.jump("2024-04-05 16:00")
    await _report(world, "Sở Ngoại vụ", Status.DONE, "12 tin bài")
    (first,) = await _post(world)
    assert "Bản tin tuần – Quý II/2024" in first
    assert "Đã báo cáo 0/3, không thêm báo cáo nào (và 1 của kỳ trước) so với ngày 03/01/2024." in first
    assert "🔴 Quá hạn (2 cơ quan):" in first


async def test_two_processes_post_one_digest(storage: Storage, world: World, database_url: str, tmp_path: Path) -> None:
    world.jump("2025-01-10 16:00")
    async with await Storage.open(database_url, data_dir=tmp_path, migrate=False) as other:
        twin = World.of(other, "2025-01-10 16:00")
        done = await asyncio.gather(
            *(one.doors.write(digests.post) for one in (world, twin) * 4), return_exceptions=True
        )
    assert sum(number for number in done if isinstance(number, int)) == 1
    assert len([who for who, _ in await world.said() if who == GROUP.chat]) == 1


async def test_a_leader_urges_from_the_digest_once_a_day(world: World) -> None:
    world.jump("2025-01-10 10:00")
    phones = Phones(world)
    (digest,) = await phones.say(LEADER, "/bantin")
    assert "1. Báo Quảng Ngãi: 4 việc, 285 ngày, chưa có đầu mối\n" in digest
    assert digest.endswith("\n[Đôn đốc 3] [Nhận hằng tuần]"), "nobody is urged where there is nobody"
    (done,) = await phones.press(LEADER, "Đôn đốc 3")
    assert done == "Đã đôn đốc Sở Ngoại vụ (1 đầu mối) thay mặt Minh."
    told = phones.chats[LAN][-1]
    assert told.text.startswith("Đôn đốc: Minh (lãnh đạo) đề nghị cơ quan anh/chị báo cáo ngay các việc sau.")
    assert "Báo cáo" in told.buttons
    (again,) = await phones.press(LEADER, "Đôn đốc 3")
    assert again == "Hôm nay đã đôn đốc Sở Ngoại vụ. Mỗi cơ quan chỉ đôn đốc một lần một ngày."
    paper = await world.doors.read(find_agency, "Báo Quảng Ngãi")
    (nobody,) = await phones.press_data(LEADER, f"do:urge:{paper.id}")
    assert nobody == "Báo Quảng Ngãi chưa có đầu mối nhận tin, đề nghị điều phối viên gọi điện."
    agency = await world.doors.read(find_agency, "Sở Ngoại vụ")
    (event,) = await world.doors.read(lambda desk: desk.events.of(f"agency:{agency.id}"))
    leader = await world.doors.read(lambda desk: desk.people.by_account(Channel.TELEGRAM, LEADER))
    assert (event.what, event.person) == ("agency.urged", leader and leader.id)
    for _ in range(4):
        await _report(world, "Báo Quảng Ngãi", Status.DONE, "xong")
    (late,) = await phones.press_data(LEADER, f"do:urge:{paper.id}")
    assert late == "Báo Quảng Ngãi không còn việc nào quá hạn."


async def test_a_leader_has_the_digest_sent_every_week_until_they_want_it_no_more(world: World) -> None:
    world.jump("2024-03-20 09:00")
    phones = Phones(world)
    await phones.say(LEADER, "/bantin")
    (on,) = await phones.press(LEADER, "Nhận hằng tuần")
    assert on.startswith("Từ nay bot gửi riêng anh/chị bản tin tuần: bản tin tới vào 16:00 thứ Sáu 22/03/2024.")
    await phones.press(LEADER, "Nhận hằng tuần")
    for day in ("2024-03-22", "2024-03-29"):
        world.jump(f"{day} 16:00")
        assert await world.doors.write(digests.post) == 2
        assert await world.doors.write(digests.post) == 0
    await phones.deliver(LEADER)
    told = [one.text for one in phones.chats[LEADER][-2:]]
    assert "22/03/2024" in told[0]
    assert "29/03/2024" in told[1]
    (off,) = await phones.press(LEADER, "Thôi nhận hằng tuần")
    assert off.startswith("Bot không gửi bản tin tuần cho anh/chị nữa.")
    world.jump("2024-04-05 16:00")
    assert await world.doors.write(digests.post) == 1


async def test_a_digest_of_one_s_own_goes_to_the_account_that_works(world: World) -> None:
    leader = await _wants_their_own(world)
    await world.doors.write(lambda desk: desk.people.add_account(leader, "z9", Address(Channel.ZALO, "z9")))
    world.jump("2024-03-22 16:00")
    await world.doors.write(digests.post)
    chats = await world.doors.read(_chats_of, leader)
    assert chats == ["z9"]


async def test_who_is_no_leader_any_more_gets_no_digest_of_their_own(world: World) -> None:
    leader = await _wants_their_own(world)
    world.jump("2024-03-22 16:00")
    await world.doors.write(lambda desk: desk.people.end_membership(leader, Role.LEADER, None, desk.now))
    assert await world.doors.write(digests.post) == 1
    await world.doors.write(lambda desk: desk.people.erase(leader, desk.now, "-"))
    assert [chat.person for chat in await world.doors.read(lambda desk: desk.people.digest_chats())] == [None]


async def test_a_blocked_reader_of_the_digest_is_not_told_of_as_a_lost_group(world: World) -> None:
    leader = await _wants_their_own(world)
    home = Address(Channel.TELEGRAM, LEADER)
    await world.doors.write(use_outbox.lost, home)
    assert not [text for _, text in await world.said() if "nhóm" in text]
    world.jump("2024-03-22 16:00")
    assert await world.doors.write(digests.post) == 1
    await world.doors.write(lambda desk: desk.people.set_reach(home, Reach.OK))
    assert await world.doors.write(digests.post) == 1
    assert await world.doors.read(_chats_of, leader) == [LEADER]


async def _wants_their_own(world: World) -> PersonId:
    def switch(desk: Desk) -> PersonId:
        leader = desk.people.by_account(Channel.TELEGRAM, LEADER)
        assert leader is not None
        digests.switch_own(desk, leader.id, Address(Channel.TELEGRAM, LEADER), wanted=True)
        return leader.id

    return await world.doors.write(switch)


def _chats_of(desk: Desk, person: PersonId) -> list[str]:
    mine = select(outbox.c.chat).where(outbox.c.person_id == person, outbox.c.key.startswith("digest:"))
    return list(desk.connection.scalars(mine))


@pytest.mark.parametrize("data", ["do:weekly:on", "do:weekly:maybe", "do:weekly"])
async def test_only_leaders_and_coordinators_get_the_digest(world: World, data: str) -> None:
    (refused,) = await Phones(world).press_data(LAN, data)
    assert refused.startswith("Lựa chọn này đã cũ")


@pytest.mark.parametrize("data", ["do:urge:1", "do:urge:999999999", "do:urge:x", "do:urge:", "do:urge:1:2"])
async def test_only_leaders_and_coordinators_urge(world: World, data: str) -> None:
    world.jump("2025-01-10 10:00")
    phones = Phones(world)
    (refused,) = await phones.press_data(LAN, data)
    assert refused.startswith(("Chỉ lãnh đạo và điều phối viên", "Lựa chọn này đã cũ"))
    rows = await world.doors.read(
        lambda desk: desk.connection.execute(select(func.count()).select_from(outbox)).scalar_one()
    )
    assert rows == 1


def test_the_first_of_the_late_are_the_longest_waiting(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    late = [
        Late(desk.agencies.add(f"Sở số {place}"), missing, desk.today - timedelta(days))
        for place, missing, days in zip((3, 1, 2, 6, 5, 4), (1, 2, 2, 9, 1, 3), (5, 5, 5, 4, 9, 1), strict=True)
    ]
    names = desk.tallies.agency_names()
    whole = [LateAgency(one.agency, names[one.agency], one.missing, (desk.today - one.oldest).days) for one in late]
    for most in range(len(late) + 2):
        assert digests.longest_late(desk, late, most) == sorted(whole, key=longest_waiting)[:most]


# ---------------------------------------------------------------- one screen, kept figures

_words = st.text(alphabet="nhà sáng tạo ", min_size=1, max_size=300)


@st.composite
def _weeks(draw: st.DrawFn) -> texts.Week:
    day = date(2024, 11, 8)
    late = draw(
        st.lists(st.builds(LateAgency, st.integers(1, 9), _words, st.integers(1, 99), st.integers(1, 999)), max_size=9)
    )
    ahead = draw(st.lists(st.builds(texts.Ahead, st.just(day), _words, st.integers(1, 300)), max_size=9))
    opinions = draw(st.lists(st.builds(texts.Opinion, _words, st.just("II.5.a"), _words), max_size=9))
    figures = count(draw(strategies.standings()), day)
    return texts.Week(
        "2024-Q4",
        day,
        figures,
        day - timedelta(7),
        draw(st.integers(0, 9)),
        2,
        None,
        None,
        late,
        len(late) + draw(st.integers(0, 9_999)),
        sum(one.missing for one in late),
        ahead,
        opinions,
        len(opinions) + draw(st.integers(0, 9)),
        frozenset(one.agency for one in late),
    )


@given(_weeks())
def test_a_digest_fits_under_its_picture(week: texts.Week) -> None:
    body, late = texts.digest(week)
    assert fits(body, CAPTION)
    assert len(late) <= texts.LISTED


@given(strategies.standings(), strategies.days())
def test_kept_figures_come_back_and_differ_by_nothing(rows: tuple[Standing, ...], today: date) -> None:
    figures: Figures = count(rows, today)
    kept = load_figures(dump_figures("2024-Q4", 3, figures))
    assert kept is not None
    assert (kept.period, kept.overdue, kept.totals, kept.tasks) == ("2024-Q4", 3, figures.totals, figures.tasks)
    assert change(kept, figures).is_nothing


def test_a_change_is_told_figure_by_figure() -> None:
    before = count((), date(2024, 11, 1))
    after = replace(before, totals=Tally(expected=3, received=2, on_time=2), tasks=TaskTally(done=1))
    assert change(before, after).totals == Tally(expected=3, received=2, on_time=2)
    assert change(after, before).tasks == TaskTally(done=-1)


def test_what_an_earlier_version_kept_is_not_compared_with() -> None:
    assert load_figures({"period": "2024-Q4", "received": 5}) is None
    later = load_figures({"period": "2024-Q4", "totals": {"received": 5, "new": 1}, "tasks": {}})
    assert later is not None
    assert later.totals == Tally(received=5)
