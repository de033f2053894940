"""An office on a file of SQLite that can be left and opened again: people on two channels, their phones, the clock."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, func, select

from bot.clock import CountingIds
from bot.domain import markup, messages
from bot.domain.messages import Address, Channel, Incoming, IncomingFile, IncomingKind, Sender
from bot.domain.office import Office
from bot.domain.people import NOTICE_VERSION, Role
from bot.domain.plans import TaskDraft
from bot.usecases import menus, people
from bot.usecases.clockwork import expire, sweep
from bot.usecases.desk import Desk
from bot.usecases.plans import import_plan
from handlers.incoming import handle
from handlers.turn import Surroundings
from storage.schema import conversations, events, journal, outbox, reports, snoozes
from tests.databases import make_sqlite
from tests.worlds import ONGOING, Q4, at, november_rule, plan_draft

FOREIGN, JUSTICE, HEALTH = "Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế"
AGENCIES = (FOREIGN, JUSTICE, HEALTH)
PEOPLE = {"1": (FOREIGN,), "z2": (FOREIGN,), "3": (JUSTICE,), "z7": (JUSTICE, HEALTH)}
"""The focal points and their agencies; ids that begin with "z" are on Zalo."""
OFFICER, LEADER, STRANGER = "4", "z5", "6"
START = "2024-09-02 08:00"

_SURROUNDINGS = Surroundings(links=lambda code: [f"https://t.me/thu_bot?start={code}"])
_CODE = re.compile(r"\bBC-[0-9A-Z]+\b")
_COUNTED = (reports, journal, conversations, snoozes, events, outbox)
_REMEMBERED = 40


@dataclass
class Card:
    """A message that was delivered, with its buttons at that moment."""

    chat: str
    id: str
    text: str
    buttons: list[str] = field(default_factory=list)


def channel_of(user: str) -> Channel:
    """Tell which channel somebody is on."""
    return Channel.ZALO if user.startswith("z") else Channel.TELEGRAM


def mark_of(agency: str) -> str:
    """Make the sign by which an agency's own words are known."""
    return f"dấu-{agency.split()[1]}"


def _connected(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("PRAGMA foreign_keys=ON")

    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


@cache
def _opened() -> Path:
    """Set the office up once, to be copied; tell where its file is."""
    home = Path(tempfile.mkdtemp(prefix="office-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    path = home / "office.db"
    make_sqlite(path)
    engine = _connected(path)
    with engine.begin() as connection:
        _furnish(Desk(connection, at(START), Office(), CountingIds()))
    engine.dispose()
    return path


def _furnish(desk: Desk) -> None:
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo", lead=(FOREIGN,), timeframe=ONGOING),
        TaskDraft("II.2", "Tuyên truyền pháp luật", lead=(FOREIGN, JUSTICE), timeframe=Q4),
        TaskDraft("II.3", "Xuất bản bản tin", lead=(JUSTICE, HEALTH), timeframe=ONGOING),
    ]
    import_plan(desk, plan_draft(tasks, [november_rule(AGENCIES)]))
    for user, agencies in PEOPLE.items():
        for agency in agencies:
            _join(desk, user, Role.FOCAL, agency)
    _join(desk, OFFICER, Role.COORDINATOR, None)
    _join(desk, LEADER, Role.LEADER, None)


def _join(desk: Desk, user: str, role: Role, agency: str | None) -> None:
    found = desk.agencies.find_by_folded(agency) if agency else None
    known = desk.people.by_account(channel_of(user), user)
    person = known.id if known else desk.people.add(f"Người {user}")
    desk.people.add_account(person, user, Address(channel_of(user), user))
    desk.people.set_consent(person, NOTICE_VERSION, desk.now)
    desk.people.add_membership(person, role, found.id if found else None, desk.now)


class PlayedOffice:
    """The office as its people see it: they say and press, it answers at once. `read` notes what leaks, which nothing may."""

    def __init__(self) -> None:
        self.now = at(START)
        self.ids = CountingIds()
        self.cards: list[Card] = []
        self.receipts: Counter[str] = Counter()
        self.spoken: dict[str, list[str]] = {}
        self.brought: list[Incoming] = []
        self.leaks: list[str] = []
        self._updates = 0
        self._delivered = 0
        self._home = Path(tempfile.mkdtemp(prefix="office-"))
        shutil.copy(_opened(), self._home / "office.db")
        self._engine = _connected(self._home / "office.db")

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self._engine.begin() as connection:
            yield Desk(connection, self.now, Office(), self.ids)

    def restart(self) -> None:
        """Forget all that is not in the file."""
        self._engine.dispose()
        self._engine = _connected(self._home / "office.db")

    def close(self) -> None:
        self._engine.dispose()
        shutil.rmtree(self._home)

    def say(self, user: str, words: str) -> None:
        self.bring(user, IncomingKind.TEXT, text=words)

    def send(self, user: str, name: str) -> None:
        files = (IncomingFile(f"ref-{name}", name, "image/jpeg", 1000),)
        self.bring(user, IncomingKind.FILES, files=files)

    def press(self, user: str, card: Card, data: str) -> None:
        """Press a button; on Zalo type its number, whatever was shown since."""
        if channel_of(user) is Channel.TELEGRAM:
            self.bring(user, IncomingKind.PRESS, pressed=data, message=card.id)
        else:
            numbers = [button for button in card.buttons if not button.endswith(":back")]
            self.say(user, str(numbers.index(data) + 1) if data in numbers else "0")

    def question_to(self, user: str) -> Card | None:
        """Find what somebody is being asked; `None` when nothing is."""
        with self.desk() as desk:
            running = desk.conversations.running(Address(channel_of(user), user), user)
        shown = next((card for card in reversed(self.cards) if card.chat == user), None)
        return shown if running is not None else None

    def invite(self, agency: str) -> str:
        """Make a code for an agency."""
        with self.desk() as desk:
            return people.invite(desk, people.find_agency(desk, agency).id, Role.FOCAL)

    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        with self.desk() as desk:
            sweep(desk)
            expire(desk)
        self.deliver()

    def bring(self, user: str, kind: IncomingKind, **more: Any) -> None:
        self._updates += 1
        message = more.pop("message", f"m{self._updates}")
        address, sender = Address(channel_of(user), user), Sender(channel_of(user), user, f"Người {user}")
        incoming = Incoming(f"u{self._updates}", kind, address, sender, self.now, message=message, **more)
        self.brought = [*self.brought[-_REMEMBERED:], incoming]
        if kind is IncomingKind.TEXT:
            self.spoken.setdefault(user, []).append(message)
        with self.desk() as desk:
            handle(desk, incoming, _SURROUNDINGS)
        self.deliver()

    def repeatable(self) -> list[Incoming]:
        """List what a platform may bring once more: none keeps an update for longer than a day."""
        return [one for one in self.brought if self.now - one.at <= timedelta(days=1)]

    def bring_again(self, incoming: Incoming) -> None:
        """Bring what was brought before once more: nothing may come of it."""
        before = self.counts()
        with self.desk() as desk:
            handle(desk, incoming, _SURROUNDINGS)
        assert self.counts() == before

    def deliver(self) -> None:
        """Let the sender do its work, on each channel as that does it."""
        with self.desk() as desk:
            rows = desk.connection.execute(
                select(outbox).where(outbox.c.id > self._delivered, outbox.c.state == "waiting").order_by(outbox.c.id)
            ).all()
            sent = [(row, messages.load(row.payload)) for row in rows]
            desk.outbox.sent([(row.id, self._arrive(desk, row, message)) for row, message in sent], desk.now)

    def _arrive(self, desk: Desk, row: Any, message: messages.Outgoing) -> str:
        self._delivered = row.id
        on_zalo = row.channel == Channel.ZALO
        shown = str(row.id) if on_zalo else message.edits or str(row.id)
        text = markup.plain(message.body)
        buttons = [button.data for line in message.rows for button in line if button.data]
        if text:
            self.cards.append(Card(row.chat, shown, text, buttons))
            self._read(desk, row.chat, text)
        if text and on_zalo:
            menus.remember(desk, Address(Channel.ZALO, row.chat), message.rows, shown)
        if text.startswith("Đã nhận"):
            self.receipts.update(_CODE.findall(text))
        return shown

    def _read(self, desk: Desk, chat: str, text: str) -> None:
        if chat in (OFFICER, LEADER):
            return
        reader = desk.people.by_account(channel_of(chat), chat)
        mine = {desk.agencies.get(agency).name for agency in reader.agencies} if reader else set()
        if any(mark_of(agency) in text for agency in {*AGENCIES} - mine):
            self.leaks.append(f"{chat}: {text}")

    def counts(self) -> list[int]:
        with self.desk() as desk:
            count = [select(func.count()).select_from(table) for table in _COUNTED]
            return [int(desk.connection.execute(query).scalar_one()) for query in count]
