"""Several people, agencies, channels and officers in any order, with repeats, stale and foreign buttons, edits, restarts, people
who leave and come back, and jumps of the clock: whatever they do, some things always hold.

``NHACVIEC_EXAMPLES=2000 pytest -o timeout=0 tests/handlers/test_invariants.py`` looks for longer.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, or_, select

from bot.domain.deadlines import DueState
from bot.domain.messages import IncomingKind
from bot.usecases.status import picture
from storage.schema import conversations, dues, memberships, reports
from tests.handlers.office import (
    AGENCIES,
    LEADER,
    OFFICER,
    PEOPLE,
    STRANGER,
    PlayedOffice,
    channel_of,
    mark_of,
)

FOCAL = st.sampled_from([*PEOPLE])
USERS = st.sampled_from([*PEOPLE, *PEOPLE, OFFICER, LEADER, STRANGER])

WORDS = st.sampled_from(
    [
        "xong rồi, 12 tin bài",
        "đang làm 70%",
        "chưa triển khai do chưa có kinh phí",
        "1 xong 2: 50%",
        "còn lại xong hết rồi",
        "mai nhắc lại",
        "không thuộc trách nhiệm của đơn vị tôi",
        "task này hạn khi nào ạ?",
        "dạ vâng",
        "quay lại",
        "dừng",
        "tiếp tục",
        "0",
        "1",
        "2",
        "Hoàn thành",
        "Vướng mắc",
        "75%",
        "Không có",
        "Xong",
        "Bỏ qua",
        "Gửi",
        "Sửa",
        "Như kỳ trước",
        "20/11",
        "TỐI MẬT",
        "Sở Tư pháp",
        "sở ngoại vụ, sở tư pháp",
    ]
)
COMMANDS = st.sampled_from(
    ["/baocao", "/nhiemvu", "/lich", "/status", "/huy", "/help", "/bangiao", "/nghi", "/dulieucuatoi", "báo cáo"]
)
OFFICE = st.sampled_from(
    [
        "/nhapho Sở Tư pháp",
        "/giahan Sở Ngoại vụ",
        "/giahan Sở Y tế",
        "/tralai Sở Ngoại vụ",
        "/tralai Sở Tư pháp",
        "/yeucau Số cán bộ?",
        "/moi Sở Tư pháp",
        "/nhac",
        "/status",
        "/tonghop yc-1",
        "/bantin",
        "/kehoach",
        "/huy",
    ]
)
ANSWERS_OF_THE_OFFICE = st.sampled_from(
    ["Sở Tư pháp", "Sở Y tế", "chờ số liệu", "20/12/2024", "3 ngày nữa", "Sở Ngoại vụ"]
)


CARRIED_THROUGH = [
    "/nhapho Sở Tư pháp",
    "/giahan Sở Ngoại vụ",
    "/giahan Sở Y tế",
    "/tralai Sở Ngoại vụ",
    "/tralai Sở Tư pháp",
    "/yeucau Số cán bộ?",
    "/nhac",
]
STEPS = st.one_of(st.just(12), st.integers(1, 12))
ENDS = ("send", "yes", "move", "skip", "done", "none", "nothing")
"""The choices that bring a conversation to its end."""
ASIDE = ("back", "cancel", "edit", "keep", "more")


def _own_mark(user: str) -> str:
    """Make the sign of somebody's agency; who speaks for two leaves it out, as it might be said about the other."""
    return mark_of(PEOPLE[user][0]) if len(PEOPLE[user]) == 1 else ""


def _choice(button: str) -> str:
    return button.rpartition(":")[2]


class AnybodyDoesAnything(RuleBasedStateMachine):
    """An office in which people say and press what comes to their mind."""

    def __init__(self) -> None:
        super().__init__()
        self.office = PlayedOffice()

    # ------------------------------------------------------------ what people do

    @rule(user=USERS, words=WORDS)
    def say(self, user: str, words: str) -> None:
        self.office.say(user, words)

    @rule(user=FOCAL)
    def tell_results(self, user: str) -> None:
        """Say something that only one's own agency may read again."""
        self.office.say(user, f"đã làm 12 tin bài {_own_mark(user)}")

    @rule(user=FOCAL, command=COMMANDS)
    def command(self, user: str, command: str) -> None:
        self.office.say(user, command)

    @rule(command=OFFICE)
    def command_of_the_office(self, command: str) -> None:
        self.office.say(OFFICER, command)

    @rule(command=st.sampled_from(CARRIED_THROUGH), steps=STEPS, data=st.data())
    def act_of_the_office(self, command: str, steps: int, data: st.DataObject) -> None:
        """Extend, excuse, return, ask, urge, or enter a report for an agency; mostly to the end."""
        self.office.say(OFFICER, "/huy")
        self.office.say(OFFICER, command)
        self._go_on(OFFICER, "chờ số liệu", steps, data)

    @rule(user=FOCAL, steps=STEPS, data=st.data())
    def follow_up(self, user: str, steps: int, data: st.DataObject) -> None:
        """Report, and have the office extend, return or move something after it."""
        self.report(user, "/baocao", steps, data)
        if data.draw(st.booleans()):
            self.office.say(user, "không thuộc trách nhiệm của đơn vị tôi")
            self._press_if_shown(OFFICER, ":reassign:")
        else:
            self.office.say(OFFICER, "/huy")
            self.office.say(
                OFFICER, f"{data.draw(st.sampled_from(['/tralai', '/giahan', '/nhapho']))} {PEOPLE[user][0]}"
            )
        self._go_on(OFFICER, data.draw(st.sampled_from([*AGENCIES, "chờ số liệu"])), steps, data)

    def _press_if_shown(self, user: str, part: str) -> None:
        card = next((card for card in reversed(self.office.cards) if card.chat == user), None)
        found = [button for button in card.buttons if part in button] if card is not None else []
        if card is not None and found:
            self.office.press(user, card, found[0])

    @rule(
        user=FOCAL,
        words=st.sampled_from(["/baocao", "xong rồi, 12 tin bài", "đang làm 70%"]),
        steps=STEPS,
        data=st.data(),
    )
    def report(self, user: str, words: str, steps: int, data: st.DataObject) -> None:
        """Report, by the conversation or in a line; mostly to the end."""
        self.office.say(user, "/huy")
        self.office.say(user, words)
        self._go_on(user, f"đã làm 3 lớp {_own_mark(user)}", steps, data)

    @rule(
        user=st.sampled_from([*PEOPLE, OFFICER]), words=ANSWERS_OF_THE_OFFICE, steps=st.integers(1, 9), data=st.data()
    )
    def get_on_with_it(self, user: str, words: str, steps: int, data: st.DataObject) -> None:
        """Go some steps on in whatever one is asked."""
        self._go_on(user, words if user == OFFICER else f"đã làm 12 tin {_own_mark(user)}", steps, data)

    def _go_on(self, user: str, words: str, steps: int, data: st.DataObject) -> None:
        """Answer so many questions: what ends a thing is chosen, else anything that leads on; else words are said."""
        for _ in range(steps):
            card = self.office.question_to(user)
            if card is None:
                return
            onward = [one for one in card.buttons if one.startswith("a:") and _choice(one) not in ASIDE]
            ends = [one for one in onward if _choice(one) in ENDS]
            if onward:
                self.office.press(user, card, data.draw(st.sampled_from(ends or onward)))
            else:
                self.office.say(user, words)

    @precondition(lambda self: any(card.buttons for card in self.office.cards))
    @rule(data=st.data())
    def press_what_was_shown_last(self, data: st.DataObject) -> None:
        newest = {card.chat: card for card in self.office.cards if card.buttons}
        card = data.draw(st.sampled_from(sorted(newest.values(), key=lambda card: card.chat)))
        self.office.press(card.chat, card, data.draw(st.sampled_from(card.buttons)))

    @precondition(lambda self: any(card.buttons for card in self.office.cards))
    @rule(data=st.data())
    def press_anything_ever_shown_to_anybody(self, data: st.DataObject) -> None:
        shown = [card for card in self.office.cards if card.buttons][-30:]
        card = data.draw(st.sampled_from(shown))
        user = data.draw(st.sampled_from([card.chat, *PEOPLE, STRANGER]))
        self.office.press(user, card, data.draw(st.sampled_from(card.buttons)))

    @rule(user=FOCAL, name=st.sampled_from(["anh.jpg", "cv-mat.pdf"]))
    def send_a_file(self, user: str, name: str) -> None:
        self.office.send(user, name)

    @rule(user=st.sampled_from(["1", "3"]), words=WORDS, back=st.integers(1, 3))
    def edit(self, user: str, words: str, back: int) -> None:
        said = self.office.spoken.get(user, [])
        if len(said) >= back:
            self.office.bring(user, IncomingKind.EDIT, text=words, message=said[-back])

    # ------------------------------------------------------------ coming and going

    @rule(user=FOCAL, erases=st.booleans())
    def leave(self, user: str, erases: bool) -> None:
        """Leave one's first agency, or have all forgotten."""
        self.office.say(user, "/huy")
        for words in ("/xoadulieu", "Xóa") if erases else ("/bangiao", "1", "Rời, không bàn giao", "Rời"):
            self.office.say(user, words)

    @rule(user=FOCAL, erases=st.booleans())
    def leave_and_come_back(self, user: str, erases: bool) -> None:
        self.leave(user, erases)
        self.come_back(user)

    @rule(user=FOCAL)
    def come_back(self, user: str) -> None:
        """Join the first of one's agencies again."""
        for words in ("/huy", self.office.invite(PEOPLE[user][0]), "Đồng ý"):
            self.office.say(user, words)

    @rule()
    def restart(self) -> None:
        self.office.restart()

    @precondition(lambda self: self.office.repeatable())
    @rule(back=st.integers(1, 40))
    def what_arrived_arrives_again(self, back: int) -> None:
        self.office.bring_again(self.office.repeatable()[-back:][0])

    @rule(hours=st.sampled_from([1, 5, 26, 24 * 6, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.office.pass_time(hours)

    # ------------------------------------------------------------ what always holds

    @invariant()
    def no_report_is_lost_or_doubled(self) -> None:
        with self.office.desk() as desk:
            kept = desk.connection.execute(
                select(reports.c.due_id, reports.c.revision, reports.c.current, reports.c.code)
            )
            by_due: dict[int, list[Any]] = {}
            for row in kept:
                by_due.setdefault(row.due_id, []).append(row)
        for rows in by_due.values():
            assert sorted(row.revision for row in rows) == list(range(1, len(rows) + 1))
            assert [row.revision for row in rows if row.current] == [len(rows)]
        assert self.office.receipts == Counter(row.code for rows in by_due.values() for row in rows)

    @invariant()
    def nobody_reads_or_writes_anothers(self) -> None:
        assert self.office.leaks == []
        member = (
            (memberships.c.person_id == reports.c.person_id)
            & (memberships.c.agency_id == reports.c.agency_id)
            & (memberships.c.since <= reports.c.at)
            & or_(memberships.c.until.is_(None), memberships.c.until >= reports.c.at)
        )
        with self.office.desk() as desk:
            strays = select(reports.c.code).outerjoin(memberships, member).where(memberships.c.id.is_(None))
            assert desk.connection.execute(strays.where(reports.c.on_behalf.is_(False))).all() == []
            officer = desk.people.by_account(channel_of(OFFICER), OFFICER)
            assert officer is not None
            entered = select(reports.c.person_id).where(reports.c.on_behalf.is_(True))
            assert {*desk.connection.execute(entered).scalars()} <= {officer.id}

    @invariant()
    def a_stranger_learns_nothing(self) -> None:
        for card in self.office.cards:
            assert card.chat != STRANGER or not any(agency in card.text for agency in AGENCIES), card

    @invariant()
    def an_open_question_waits_for_its_answer(self) -> None:
        with self.office.desk() as desk:
            running = desk.connection.execute(select(conversations).where(conversations.c.state == "running")).all()
            for row in running:
                assert row.pending is not None
                assert row.pending == len(desk.conversations.journal(row.id))
                assert row.card is not None

    @invariant()
    def the_figures_equal_a_recount(self) -> None:
        with self.office.desk() as desk:
            assert desk.tallies.differing() == 0
            for period in desk.dues.periods():
                totals = picture(desk, period).figures.totals
                rows = desk.connection.execute(
                    select(dues.c.id, dues.c.state, reports.c.in_time, reports.c.returned_at)
                    .outerjoin(reports, (reports.c.due_id == dues.c.id) & reports.c.current.is_(True))
                    .where(dues.c.period == period, dues.c.state.not_in([DueState.DROPPED, DueState.EXCUSED]))
                ).all()
                fulfilled = [row for row in rows if row.state == DueState.FULFILLED]
                assert totals.expected == len(rows)
                assert totals.received == len(fulfilled)
                assert totals.on_time == sum(1 for row in fulfilled if row.in_time)
                assert totals.late == sum(1 for row in fulfilled if not row.in_time)

    def teardown(self) -> None:
        """Let everybody leave what they are in: every open question can be left."""
        for user in (*PEOPLE, OFFICER, LEADER, STRANGER):
            self.office.say(user, "/huy")
        with self.office.desk() as desk:
            running = select(func.count()).select_from(conversations).where(conversations.c.state == "running")
            joined = [*(user for user in PEOPLE if desk.people.by_account(channel_of(user), user)), OFFICER, LEADER]
            left = desk.connection.execute(running.where(conversations.c.user.in_(joined))).scalar_one()
            assert left == 0
        self.office.close()


EXAMPLES = int(os.environ.get("NHACVIEC_EXAMPLES", "15"))

TestAnybodyDoesAnything = AnybodyDoesAnything.TestCase
TestAnybodyDoesAnything.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30 if EXAMPLES <= 20 else 60,
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
