"""Several people, agencies and officers in any order, with repeats, stale and foreign buttons, edits and jumps of the clock:
whatever they do, some things always hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.pool import StaticPool

from bot.clock import CountingIds
from bot.domain import markup, messages
from bot.domain.deadlines import DueState
from bot.domain.messages import Address, Channel, Incoming, IncomingFile, IncomingKind, Sender
from bot.domain.office import Office
from bot.domain.people import NOTICE_VERSION, Role
from bot.domain.plans import TaskDraft
from bot.usecases.clockwork import expire, sweep
from bot.usecases.desk import Desk
from bot.usecases.plans import import_plan
from bot.usecases.status import picture
from handlers.incoming import handle
from handlers.turn import Surroundings
from storage.schema import conversations, dues, events, journal, metadata, outbox, reports, snoozes
from tests.worlds import ONGOING, Q4, at, november_rule, plan_draft

FOREIGN, JUSTICE = "Sở Ngoại vụ", "Sở Tư pháp"
PEOPLE = {"1": FOREIGN, "2": FOREIGN, "3": JUSTICE}
OFFICER, LEADER, STRANGER = "4", "5", "6"
USERS = st.sampled_from([*PEOPLE, *PEOPLE, OFFICER, LEADER, STRANGER])
SURROUNDINGS = Surroundings(links=lambda code: [f"https://t.me/thu_bot?start={code}"])

MARKED = "{words} dấu-{agency}"
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
        "/tralai Sở Ngoại vụ",
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
_CODE = re.compile(r"\bBC-[0-9A-Z]+\b")


@dataclass
class Card:
    """A message that was delivered, with its buttons at that moment."""

    chat: str
    id: str
    text: str
    buttons: list[str] = field(default_factory=list)


def _engine() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


class AnybodyDoesAnything(RuleBasedStateMachine):
    """An office in which people say and press what comes to their mind."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = _engine()
        self.now = at("2024-09-02 08:00")
        self.ids = CountingIds()
        self.cards: list[Card] = []
        self.receipts: Counter[str] = Counter()
        self.spoken: dict[str, list[str]] = {}
        self.last: Incoming | None = None
        self.updates = 0
        self.delivered = 0

    @initialize()
    def open_the_office(self) -> None:
        with self.desk() as desk:
            metadata.create_all(desk.connection)
            tasks = [
                TaskDraft("II.1", "Tổ chức họp báo", lead=(FOREIGN,), timeframe=ONGOING),
                TaskDraft("II.2", "Tuyên truyền pháp luật", lead=(FOREIGN, JUSTICE), timeframe=Q4),
                TaskDraft("II.3", "Xuất bản bản tin", lead=(JUSTICE,), timeframe=ONGOING),
            ]
            import_plan(desk, plan_draft(tasks, [november_rule([FOREIGN, JUSTICE])]))
            for user, agency in PEOPLE.items():
                self._join(desk, user, Role.FOCAL, agency)
            self._join(desk, OFFICER, Role.COORDINATOR, None)
            self._join(desk, LEADER, Role.LEADER, None)

    def _join(self, desk: Desk, user: str, role: Role, agency: str | None) -> None:
        found = desk.agencies.find_by_folded(agency) if agency else None
        person = desk.people.add(f"Người {user}")
        desk.people.add_account(person, user, Address(Channel.TELEGRAM, user))
        desk.people.set_consent(person, NOTICE_VERSION, desk.now)
        desk.people.add_membership(person, role, found.id if found else None, desk.now)

    # ------------------------------------------------------------ what people do

    @rule(user=USERS, words=WORDS)
    def say(self, user: str, words: str) -> None:
        self._bring(user, IncomingKind.TEXT, text=words)

    @rule(user=st.sampled_from([*PEOPLE]))
    def tell_results(self, user: str) -> None:
        """Say something that only one's own agency may read again."""
        self._bring(user, IncomingKind.TEXT, text=MARKED.format(words="đã làm 12 tin bài", agency=_mark(user)))

    @rule(user=st.sampled_from([*PEOPLE]), command=COMMANDS)
    def command(self, user: str, command: str) -> None:
        self._bring(user, IncomingKind.TEXT, text=command)

    @rule(command=OFFICE)
    def command_of_the_office(self, command: str) -> None:
        self._bring(OFFICER, IncomingKind.TEXT, text=command)

    @precondition(lambda self: any(card.buttons for card in self.cards))
    @rule(data=st.data())
    def press_what_was_shown_last(self, data: st.DataObject) -> None:
        newest = {card.chat: card for card in self.cards if card.buttons}
        card = data.draw(st.sampled_from(sorted(newest.values(), key=lambda card: card.chat)))
        self._press(card.chat, card, data.draw(st.sampled_from(card.buttons)))

    @rule(user=st.sampled_from([*PEOPLE, OFFICER]), steps=st.integers(1, 9), data=st.data())
    def get_on_with_it(self, user: str, steps: int, data: st.DataObject) -> None:
        """Go some steps on in what one is asked, without going back or giving up."""
        for _ in range(steps):
            card = next((card for card in reversed(self.cards) if card.chat == user), None)
            if card is None or not any(button.startswith("a:") for button in card.buttons):
                return
            onward = [button for button in card.buttons if button.rpartition(":")[2] not in ("back", "cancel", "edit")]
            chosen = data.draw(st.sampled_from([*onward, ""]))
            if chosen:
                self._press(user, card, chosen)
            elif user in PEOPLE:
                self.tell_results(user)
            else:
                self.say(user, "Sở Tư pháp")

    @precondition(lambda self: any(card.buttons for card in self.cards))
    @rule(data=st.data())
    def press_anything_ever_shown_to_anybody(self, data: st.DataObject) -> None:
        card = data.draw(st.sampled_from([card for card in self.cards if card.buttons][-30:]))
        user = data.draw(st.sampled_from([card.chat, *PEOPLE, STRANGER]))
        self._press(user, card, data.draw(st.sampled_from(card.buttons)))

    @rule(user=st.sampled_from([*PEOPLE]), name=st.sampled_from(["anh.jpg", "cv-mat.pdf"]))
    def send_a_file(self, user: str, name: str) -> None:
        files = (IncomingFile(f"ref-{name}", name, "image/jpeg", 1000),)
        self._bring(user, IncomingKind.FILES, files=files)

    @rule(user=st.sampled_from([*PEOPLE]), words=WORDS, back=st.integers(1, 3))
    def edit(self, user: str, words: str, back: int) -> None:
        said = self.spoken.get(user, [])
        if len(said) >= back:
            self._bring(user, IncomingKind.EDIT, text=words, message=said[-back])

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_last_message_arrives_again(self) -> None:
        assert self.last is not None
        before = self._counts()
        with self.desk() as desk:
            handle(desk, self.last, SURROUNDINGS)
        assert self._counts() == before

    @rule(hours=st.sampled_from([1, 5, 26, 24 * 6, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        with self.desk() as desk:
            sweep(desk)
            expire(desk)
        self._deliver()

    # ------------------------------------------------------------ what always holds

    @invariant()
    def no_report_is_lost_or_doubled(self) -> None:
        with self.desk() as desk:
            kept = desk.connection.execute(
                select(reports.c.due_id, reports.c.revision, reports.c.current, reports.c.code)
            )
            by_due: dict[int, list[Any]] = {}
            for row in kept:
                by_due.setdefault(row.due_id, []).append(row)
        for rows in by_due.values():
            assert sorted(row.revision for row in rows) == list(range(1, len(rows) + 1))
            assert [row.revision for row in rows if row.current] == [len(rows)]
        assert self.receipts == Counter(row.code for rows in by_due.values() for row in rows)

    @invariant()
    def nobody_reads_or_writes_anothers(self) -> None:
        for card in self.cards:
            if card.chat in PEOPLE:
                for agency in {FOREIGN, JUSTICE} - {PEOPLE[card.chat]}:
                    assert f"dấu-{agency.split()[1]}" not in card.text
            if card.chat == STRANGER:
                assert "Họp báo" not in card.text
        with self.desk() as desk:
            for row in desk.connection.execute(select(reports)):
                writer = str(row.person_id)
                assert row.on_behalf == (writer == OFFICER)
                if not row.on_behalf:
                    assert PEOPLE[writer] == desk.agencies.get(row.agency_id).name

    @invariant()
    def an_open_question_waits_for_its_answer(self) -> None:
        with self.desk() as desk:
            running = desk.connection.execute(select(conversations).where(conversations.c.state == "running")).all()
            for row in running:
                assert row.pending is not None
                assert row.pending == len(desk.conversations.journal(row.id))
                assert row.card is not None

    @invariant()
    def the_figures_equal_a_recount(self) -> None:
        with self.desk() as desk:
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
            self._bring(user, IncomingKind.TEXT, text="/huy")
        with self.desk() as desk:
            running = select(func.count()).select_from(conversations).where(conversations.c.state == "running")
            left = desk.connection.execute(running.where(conversations.c.user != STRANGER)).scalar_one()
            assert left == 0
        self.engine.dispose()

    # ------------------------------------------------------------ the wires

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self.engine.begin() as connection:
            yield Desk(connection, self.now, Office(), self.ids)

    def _bring(self, user: str, kind: IncomingKind, **more: Any) -> None:
        self.updates += 1
        message = more.pop("message", f"m{self.updates}")
        address, sender = Address(Channel.TELEGRAM, user), Sender(Channel.TELEGRAM, user, f"Người {user}")
        self.last = Incoming(f"u{self.updates}", kind, address, sender, self.now, message=message, **more)
        if kind is IncomingKind.TEXT:
            self.spoken.setdefault(user, []).append(message)
        with self.desk() as desk:
            handle(desk, self.last, SURROUNDINGS)
        self._deliver()

    def _press(self, user: str, card: Card, data: str) -> None:
        self._bring(user, IncomingKind.PRESS, pressed=data, message=card.id)

    def _deliver(self) -> None:
        with self.desk() as desk:
            waiting = outbox.c.state == "waiting"
            rows = desk.connection.execute(
                select(outbox).where(outbox.c.id > self.delivered, waiting).order_by(outbox.c.id)
            ).all()
            sent = [(row.id, messages.load(row.payload)) for row in rows]
            desk.outbox.sent([(number, message.edits or str(number)) for number, message in sent], desk.now)
        for row, (number, message) in zip(rows, sent, strict=True):
            self.delivered = number
            text = markup.plain(message.body)
            buttons = [button.data for line in message.rows for button in line if button.data]
            if text:
                self.cards.append(Card(row.chat, message.edits or str(number), text, buttons))
            if text.startswith("Đã nhận"):
                self.receipts.update(_CODE.findall(text))

    def _counts(self) -> list[int]:
        tables = (reports, journal, conversations, snoozes, events, outbox)
        with self.desk() as desk:
            return [_count(desk.connection, table) for table in tables]


def _mark(user: str) -> str:
    return PEOPLE[user].split()[1]


def _count(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


TestAnybodyDoesAnything = AnybodyDoesAnything.TestCase
TestAnybodyDoesAnything.settings = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
