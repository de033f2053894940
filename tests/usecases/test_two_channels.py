"""A year with half the people on each channel ends as a year with all of them on one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, select

from bot.clock import CountingIds, ManualClock
from bot.domain.messages import Address, Button, Channel, Incoming, IncomingKind, Outgoing, Sender
from bot.domain.office import Office
from bot.domain.people import NOTICE_VERSION, Role
from bot.reading.plan import read_plan
from bot.reading.register import read_register
from bot.usecases import agencies, clockwork, outbox, plans, quotas
from bot.usecases.desk import Desk
from bot.usecases.menus import numbered
from bot.usecases.outbox import Claim, Sent
from handlers.incoming import handle
from handlers.turn import Surroundings
from storage.schema import dues, reports
from tests.worlds import at

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
PLAN, REGISTER = DATA / "quang-ngai-2024.txt", DATA / "quang-ngai-agencies.toml"
BOTH = (Channel.TELEGRAM, Channel.ZALO)
WORDS = ("xong rồi, 3 tin bài", "xong rồi", "đang làm 50%", "dang lam 70%", *[""] * 8)
"""What people answer to a reminder; most never do."""
SETTLING = ("Tất cả", "Gửi")

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Year:
    """A province in which each agency has one focal point; every second is on Zalo where `halves` says so."""

    connection: Connection
    halves: bool
    clock: ManualClock = field(default_factory=lambda: ManualClock(at("2024-01-03 08:00")))
    ids: CountingIds = field(default_factory=CountingIds)
    heard: dict[str, list[Outgoing]] = field(default_factory=dict)
    homes: list[Address] = field(default_factory=list)
    said: Counter[Channel] = field(default_factory=Counter)

    def do(self, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case."""
        return fn(Desk(self.connection, self.clock.now(), Office(), self.ids), *args, **kwargs)

    def settle(self, desk: Desk) -> None:
        """Keep the plan and let everybody join."""
        agencies.import_register(desk, read_register(REGISTER.read_bytes(), REGISTER.name))
        plans.import_plan(desk, read_plan(PLAN.read_bytes(), PLAN.name))
        for number, agency in enumerate(desk.agencies.all_active()):
            on = Channel.ZALO if self.halves and number % 2 else Channel.TELEGRAM
            home = Address(on, str(1000 + number))
            person = desk.people.add(f"Đầu mối {number}")
            desk.people.add_account(person, home.chat, home)
            desk.people.set_consent(person, NOTICE_VERSION, desk.now)
            desk.people.add_membership(person, Role.FOCAL, agency.id, desk.now)
            self.homes.append(home)

    def run(self, until: str) -> None:
        """Let time pass from event to event."""
        while (event := self.do(clockwork.next_event)) is not None and event < at(until):
            self.clock.jump_to(max(event, self.clock.now()) + timedelta(seconds=1))
            for chore in clockwork.CHORES:
                self.do(chore)
            self.deliver()
            self.answer()

    def deliver(self) -> None:
        """Take every message to its chat."""
        done: Sequence[Sent] = ()
        while True:
            batch = self.do(outbox.exchange, done, Claim("test", 200, BOTH))
            if not batch.rows:
                return
            done = [Sent(row, f"m{row.id}") for row in batch.rows]
            for row in batch.rows:
                message = row.message
                if message.keyboard_only:
                    continue
                self.said[row.address.channel] += 1
                self.heard.setdefault(row.address.chat, []).append(message)
                if row.address.channel is Channel.ZALO:
                    self.do(quotas.note_sent, row.address, message.rows, f"m{row.id}")

    def answer(self) -> None:
        """Let those who were reminded answer, each in the way of their channel."""
        for number, home in enumerate(self.homes):
            words = WORDS[number % len(WORDS)]
            if self.heard.pop(home.chat, None) is None or not words:
                continue
            self.bring(home, text=words)
            while (offered := self.offered(home)) is not None:
                self.heard.pop(home.chat)
                self.choose(home, *offered)
            self.heard.pop(home.chat, None)

    def offered(self, home: Address) -> tuple[Outgoing, Button] | None:
        """Find what settles the question asked last."""
        shown = self.heard.get(home.chat, [])[-1:]
        found = {button.label: button for message in shown for row in message.rows for button in row}
        return next(((shown[0], found[label]) for label in SETTLING if label in found), None)

    def choose(self, home: Address, message: Outgoing, button: Button) -> None:
        """Press a button, or type its number where there are none."""
        if home.channel is Channel.TELEGRAM:
            self.bring(home, kind=IncomingKind.PRESS, pressed=button.data, message="m0")
            return
        self.bring(home, text=str(next(one.number for one in numbered(message.rows) if one.data == button.data)))

    def bring(self, home: Address, kind: IncomingKind = IncomingKind.TEXT, **more: Any) -> None:
        update = self.ids.key()
        incoming = Incoming(update, kind, home, Sender(home.channel, home.chat), self.clock.now(), **more)
        self.do(handle, incoming, Surroundings())
        self.deliver()


def figures(desk: Desk) -> list[tuple[Any, ...]]:
    """List what every due came to."""
    told = (
        select(dues.c.id, dues.c.state, reports.c.status, reports.c.percent, reports.c.in_time, reports.c.at)
        .join_from(dues, reports, reports.c.due_id == dues.c.id, isouter=True)
        .order_by(dues.c.id, reports.c.revision)
    )
    return [tuple(row) for row in desk.connection.execute(told)]


def a_year(desk: Desk, halves: bool) -> tuple[list[tuple[Any, ...]], Counter[Channel]]:
    """Play a year in a savepoint, and forget it."""
    with desk.connection.begin_nested() as forgotten:
        year = Year(desk.connection, halves)
        year.do(year.settle)
        year.run("2025-01-15 00:00")
        ended = year.do(figures)
        forgotten.rollback()
    return ended, year.said


def test_a_year_in_halves_ends_alike(sqlite_desk: Desk) -> None:
    whole, on_one = a_year(sqlite_desk, halves=False)
    split, on_two = a_year(sqlite_desk, halves=True)
    assert split == whole
    assert sum(1 for row in whole if row[2]) > 50
    assert on_two.total() == on_one.total()
    assert on_two[Channel.ZALO] > on_one.total() // 4
