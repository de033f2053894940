"""A year on the stage: an office with its plan, people who answer in their own ways, the clock jumping from event to event."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from unittest.mock import patch

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from bot.clock import VIETNAM, CountingIds, ManualClock
from bot.domain import markup
from bot.domain.messages import Address, Channel, Priority
from bot.domain.office import Office
from bot.domain.people import NOTICE_VERSION, PersonId, Role
from bot.reading.plan import read_plan
from bot.usecases import clockwork, outbox
from bot.usecases.desk import Desk
from bot.usecases.outbox import Claim, Outcome, Sent, Unreachable
from bot.usecases.plans import import_plan
from storage import prepared
from storage.outbox import Row
from storage.schema import metadata

P = ParamSpec("P")
T = TypeVar("T")

WORKER = "stage"
PLANS = Path(__file__).parents[1] / "data" / "plans"


_driver = prepared._driver


class Killed(Exception):
    """The process was killed: whatever transaction was open is rolled back, all that was in memory is gone."""


@dataclass(frozen=True)
class _Wired:
    """The driver's connection, on which prepared statements run unseen by SQLAlchemy; `burn` is called before each."""

    driver: Any
    burn: Callable[[], None]

    def execute(self, *args: Any) -> Any:
        self.burn()
        return self.driver.execute(*args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.driver, name)


@dataclass
class Told:
    """A message that reached somebody; `asked` says that it answers what they said."""

    at: datetime
    who: str
    words: str
    row: int
    asked: bool = False


@dataclass(order=True)
class Act:
    """Something a person does at an instant; `number` keeps the order of acts at the same instant."""

    at: datetime
    number: int
    run: Callable[[], str | None] = field(compare=False)


def _memory() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    # Savepoints work only when the driver does not begin transactions by itself.
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


class Theatre:
    """Runs the office's clock, its outbox and its people; keeps what everybody was told."""

    def __init__(self, start: str, office: Office | None = None) -> None:
        self.engine = _memory()
        self.clock = ManualClock(_instant(start))
        self.office = office or Office()
        self.told: list[Told] = []
        self.deeds: list[tuple[datetime, str]] = []
        self.blocked: set[str] = set()
        self.on_message: Callable[[Told, Row], None] = lambda told, row: None
        self.on_phone: Callable[[Row], str] = lambda row: str(row.id)
        self.kills: random.Random | None = None
        self.killed = 0
        self.jolts: random.Random | None = None
        self.jolted = 0
        self._ids = CountingIds()
        self._acts: list[Act] = []
        self._numbers = 0
        self._fuse: int | None = None
        self._names: dict[PersonId, str] = {}
        with self.engine.begin() as connection:
            metadata.create_all(connection)
        event.listen(self.engine, "before_cursor_execute", self._burn)

    # ------------------------------------------------------------ the scene

    def write(self, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case in one transaction."""
        with self.engine.begin() as connection:
            return fn(Desk(connection, self.clock.now(), self.office, self._ids), *args, **kwargs)

    def plan(self, name: str) -> None:
        """Keep one of the plans in the tests' data."""
        draft = read_plan((PLANS / f"{name}.txt").read_bytes(), f"{name}.txt")
        self.write(import_plan, draft)

    def person(
        self,
        name: str,
        role: Role = Role.FOCAL,
        agency: str = "",
        phone: str | None = None,
        channel: Channel = Channel.TELEGRAM,
    ) -> PersonId:
        """Let somebody join; their name is their chat."""

        def join(desk: Desk) -> PersonId:
            body = desk.agencies.find_by_folded(agency) if agency else None
            assert body is not None or not agency, agency
            person = desk.people.add(name, phone)
            desk.people.add_account(person, name, Address(channel, name))
            desk.people.set_consent(person, NOTICE_VERSION, desk.now)
            desk.people.add_membership(person, role, body.id if body else None, desk.now)
            return person

        person = self.write(join)
        self._names[person] = name
        return person

    def at(self, instant: datetime, run: Callable[[Desk], str | None]) -> None:
        """Let somebody do something at an instant, in one transaction; what it returns goes into the record."""
        self.talk(instant, partial(self._survive, partial(self.write, run)))

    def talk(self, instant: datetime, run: Callable[[], str | None]) -> None:
        """Let somebody do something that takes several transactions."""
        self._numbers += 1
        heapq.heappush(self._acts, Act(instant, self._numbers, run))

    # ------------------------------------------------------------ the play

    def play(self, until: str) -> None:
        """Jump from event to event until an instant."""
        end = _instant(until)
        self.deliver()
        while True:
            instant = self._next_event()
            if instant is None or instant > end:
                self.clock.jump_to(end)
                return
            self._jolt()
            self.clock.jump_to(max(instant, self.clock.now()))
            self._oversleep()
            self.beat()
            self._perform()

    def silence(self) -> None:
        """Let nobody do anything any more."""
        self._acts.clear()
        self.on_message = lambda told, row: None

    def _next_event(self) -> datetime | None:
        clock = self.write(clockwork.next_event)
        instants = [clock, self._acts[0].at if self._acts else None]
        return min((instant for instant in instants if instant is not None), default=None)

    def beat(self) -> None:
        """Do what the clock brings about, and send what waits."""
        self._survive(lambda: self.write(clockwork.sweep))
        self._survive(self.deliver)

    def _perform(self) -> None:
        while self._acts and self._acts[0].at <= self.clock.now():
            act = self._acts[0]
            deed = act.run()
            heapq.heappop(self._acts)
            if deed:
                self.deeds.append((self.clock.now(), deed))
            self._survive(self.deliver)

    def deliver(self) -> None:
        """Empty the outbox as the sender does: what was sent is noted when the next rows are taken."""
        outcomes: list[Outcome] = []
        while True:
            batch = self.write(outbox.exchange, outcomes, Claim(WORKER, 5, tuple(Channel)))
            if not batch.rows:
                return
            outcomes = [self._arrive(row) for row in batch.rows]

    def _arrive(self, row: Row) -> Outcome:
        if row.address.chat in self.blocked:
            return Unreachable(row, "blocked")
        asked = row.priority is Priority.ANSWER
        told = Told(self.clock.now(), row.address.chat, markup.plain(row.message.body), row.id, asked)
        if all(one.row != row.id for one in self.told):
            self.on_message(told, row)
        self.told.append(told)
        return Sent(row, self.on_phone(row))

    # ------------------------------------------------------------ faults

    def _jolt(self) -> None:
        """Set the clock back by hours or days for a beat, and right again."""
        if self.jolts is None or self.jolts.random() < 0.5:
            return
        self.jolted += 1
        true = self.clock.now()
        self.clock.jump_to(true - timedelta(hours=self.jolts.choice([1, 5, 24, 24 * 3, 24 * 9])))
        self.beat()
        self.clock.jump_to(true)

    def _oversleep(self) -> None:
        """Wake up late, as a machine that slept does; by less than what makes a reminder wait for the next day."""
        if self.jolts is not None and self.jolts.random() < 0.5:
            self.jolted += 1
            self.clock.advance(minutes=self.jolts.randint(1, 60))

    def _burn(self, *_: Any) -> None:
        if self._fuse is not None:
            self._fuse -= 1
            if self._fuse <= 0:
                self._fuse = None
                raise Killed

    def _wired(self, connection: Connection) -> _Wired:
        return _Wired(_driver(connection), self._burn)

    def _survive(self, deed: Callable[[], T]) -> T:
        """Do something that may be killed at any statement, until it is done."""
        while True:
            if self.kills is not None and self.kills.random() < 0.3:
                self._fuse = self.kills.randint(1, 25)
            try:
                with patch.object(prepared, "_driver", self._wired):
                    return deed()
            except Killed:
                self.killed += 1
                self.clock.advance(seconds=30)
                self.write(outbox.start, WORKER)
            finally:
                self._fuse = None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def on(day: date, at: str = "09:00") -> datetime:
    """Make an instant in Việt Nam."""
    return datetime.combine(day, time.fromisoformat(at), VIETNAM)


def later(instant: datetime, days: int = 0, at: str | None = None, **step: float) -> datetime:
    """Make an instant some time after another, maybe at an hour."""
    moved = (instant + timedelta(days=days, **step)).astimezone(VIETNAM)
    return moved if at is None else on(moved.date(), at)
