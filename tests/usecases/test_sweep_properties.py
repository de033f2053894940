"""For any plan, calendar, habits and sequence of events, the sweep keeps what it promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.pool import StaticPool

from bot.clock import VIETNAM, CountingIds
from bot.domain.agencies import AgencyId
from bot.domain.calendar import Calendar, Quarter
from bot.domain.deadlines import DeadlineKind, DueState, Slot
from bot.domain.messages import Address, Channel
from bot.domain.office import Office
from bot.domain.people import NOTICE_VERSION, Absence, PersonId, Role
from bot.domain.plans import PlanId, RuleId
from bot.domain.reminders import ReminderPolicy, next_stage, stages
from bot.domain.reports import DueId
from bot.usecases.desk import Desk
from bot.usecases.extensions import move
from bot.usecases.obligations import first_fire
from bot.usecases.reminding import check_again
from bot.usecases.snoozes import snooze
from bot.usecases.sweep import sweep
from storage.schema import dues as due_rows
from storage.schema import metadata, outbox, plans, reminders, reporting_rules

START = date(2024, 4, 15)
DAYS = 32
OPEN = (DueState.OPEN, DueState.RETURNED)

POLICIES = st.builds(
    ReminderPolicy,
    lead_days=st.lists(st.integers(0, 20), min_size=1, max_size=5, unique=True).map(tuple),
    overdue_days=st.lists(st.integers(1, 9), max_size=3, unique=True).map(tuple),
)
CALENDARS = st.builds(
    Calendar,
    extra_days_off=st.frozensets(st.integers(0, 60).map(lambda n: START + timedelta(n)), max_size=6),
)


@dataclass(frozen=True)
class Task:
    """A due to be: its agency, and its days counted from the start."""

    agency: int
    opens: int
    lasts: int


@dataclass(frozen=True)
class Happening:
    """Something that happens on a day after the sweep: `what` is report, snooze, extend, away, sleep or back."""

    day: int
    what: str
    whom: int
    much: int


TASKS = st.lists(st.builds(Task, st.integers(0, 2), st.integers(-30, 5), st.integers(6, 24)), min_size=1, max_size=5)
HAPPENINGS = st.lists(
    st.builds(
        Happening,
        st.integers(0, DAYS - 1),
        st.sampled_from(["report", "snooze", "extend", "away", "sleep", "back"]),
        st.integers(0, 5),
        st.integers(1, 12),
    ),
    max_size=8,
)


@cache
def _engine() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    # Savepoints work only when the driver does not begin transactions by itself.
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        metadata.create_all(connection)
    return engine


@dataclass
class Stage:
    """An office with three agencies; the third has nobody. `told` has (row, person, instant, dues) of each message."""

    connection: Connection
    office: Office
    now: datetime
    people: list[PersonId] = field(default_factory=list)
    dues: list[DueId] = field(default_factory=list)
    told: list[tuple[int, int, datetime, list[int]]] = field(default_factory=list)
    away: set[PersonId] = field(default_factory=set)
    disturbed: set[DueId] = field(default_factory=set)

    @property
    def desk(self) -> Desk:
        return Desk(self.connection, self.now, self.office, CountingIds())

    def sweep(self) -> None:
        """Sweep, and check what came of it."""
        seen = max((row for row, *_ in self.told), default=0)
        before = {due.id for due in self.desk.dues.several(self.dues) if due.state in OPEN}
        sweep(self.desk)
        rows = self.connection.execute(select(outbox).where(outbox.c.id > seen).order_by(outbox.c.id)).all()
        assert len({row.person_id for row in rows}) == len(rows), "two messages to a person in one sweep"
        for row in rows:
            lines = select(reminders.c.due_id).where(reminders.c.outbox_id == row.id)
            listed = list(self.connection.scalars(lines))
            assert set(listed) <= before, "reminded of what is settled"
            self.told.append((row.id, row.person_id, self.now, listed))


@contextmanager
def _scene(office: Office, tasks: list[Task]) -> Iterator[Stage]:
    with _engine().connect() as connection:
        transaction = connection.begin()
        stage = Stage(connection, office, datetime.combine(START, time(6), VIETNAM))
        _fill(stage, tasks)
        try:
            yield stage
        finally:
            transaction.rollback()


def _fill(stage: Stage, tasks: list[Task]) -> None:
    desk = stage.desk
    agencies = [desk.agencies.add(name) for name in ("Sở A", "Sở B", "Sở C")]
    for agency, names in zip(agencies, (["Lan", "Minh"], ["Tú"], []), strict=True):
        stage.people += [_join(desk, name, agency) for name in names]
    plan = {"title": "Kế hoạch", "folded": "ke hoach", "year": 2024, "legal_basis": [], "settings": {}}
    made = stage.connection.execute(insert(plans).values(**plan, imported_at=desk.now).returning(plans.c.id))
    number = PlanId(made.scalar_one())
    rule = {"name": "Báo cáo", "reporters": [], "receivers": [], "due_text": "", "rule": {}, "place": ""}
    kept = stage.connection.execute(
        insert(reporting_rules).values(**rule, plan_id=number).returning(reporting_rules.c.id)
    )
    asked = RuleId(kept.scalar_one())
    for place, task in enumerate(tasks):
        last = START + timedelta(task.lasts)
        slot = Slot(DeadlineKind.RULE, Quarter.of(last), START + timedelta(task.opens), last)
        deadline, _ = desk.dues.deadline(number, f"k{place}", slot, rule=asked)
        desk.dues.add(deadline, number, None, slot, [(agencies[task.agency], "lead")], first_fire(desk, slot))
    stage.dues = list(stage.connection.scalars(select(due_rows.c.id).order_by(due_rows.c.id)))


def _join(desk: Desk, name: str, agency: AgencyId) -> PersonId:
    person = desk.people.add(name)
    desk.people.add_account(person, f"{name}{person}", Address(Channel.TELEGRAM, f"{name}{person}"))
    desk.people.set_consent(person, NOTICE_VERSION, desk.now)
    desk.people.add_membership(person, Role.FOCAL, agency, desk.now)
    return person


def _happen(stage: Stage, one: Happening) -> None:
    desk = stage.desk
    due = desk.dues.several([stage.dues[one.whom % len(stage.dues)]])[0]
    person = stage.people[one.whom % len(stage.people)]
    if one.what == "report" and due.state in OPEN:
        desk.dues.settle(due.id, DueState.FULFILLED, desk.now)
    elif one.what == "extend" and due.state in OPEN:
        move(desk, due, max(due.last_day, desk.today) + timedelta(one.much), "chờ kinh phí")
        stage.disturbed.add(due.id)
    elif one.what == "snooze":
        snooze(desk, person, [due.id], desk.now + timedelta(one.much))
        stage.disturbed.add(due.id)
    elif one.what == "away":
        desk.people.add_absence(Absence(person, desk.today, desk.today + timedelta(one.much)))
        stage.away.add(person)


def _play(stage: Stage, happenings: list[Happening]) -> None:
    """Sweep every day before, at and after the opening, late on days when the machine sleeps; step the clock back."""
    for day in range(DAYS):
        today = [one for one in happenings if one.day == day]
        sleeps = any(one.what == "sleep" for one in today)
        hours = [time(11)] if sleeps else [time(7, 30), time(8, 15)]
        for hour in [*hours, time(20)]:
            stage.now = datetime.combine(START + timedelta(day), hour, VIETNAM)
            stage.sweep()
        stage.disturbed |= set(stage.dues) if sleeps else set()
        for one in today:
            if one.what == "back":
                stage.now -= timedelta(days=one.much)
                stage.sweep()
                stage.now += timedelta(days=one.much)
            _happen(stage, one)


QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(POLICIES, CALENDARS, TASKS, HAPPENINGS)
def test_whatever_happens_the_sweep_keeps_its_promises(
    policy: ReminderPolicy, calendar: Calendar, tasks: list[Task], happenings: list[Happening]
) -> None:
    office = Office(reminders=policy, calendar=calendar)
    with _scene(office, tasks) as stage:
        _play(stage, happenings)
        for _, _, instant, _ in stage.told:
            local = instant.astimezone(VIETNAM)
            assert calendar.is_working(local.date()), "on a day off"
            assert policy.send_from <= local.time() < policy.send_until, "outside the hours"
        _check_everybody_was_reminded_in_time(stage)


def _check_everybody_was_reminded_in_time(stage: Stage) -> None:
    """See that who was there and left alone heard of every due before its last day had passed."""
    office, start = stage.office, datetime.combine(START, time(6), VIETNAM)
    present = [person for person in stage.people if person not in stage.away]
    speakers = {person: stage.desk.people.get(person).agencies for person in present}
    for due in stage.desk.dues.several(stage.dues):
        ladder = stages(due.last_day, due.opens_on, office.reminders, office.calendar)
        due_in_time = [stage_ for stage_ in ladder if stage_.offset <= 0 and stage_.fire_at > start]
        if due.state not in OPEN or due.id in stage.disturbed or not due_in_time:
            continue
        for person in (one for one in present if due.agency in speakers[one]):
            heard = [at for _, who, at, listed in stage.told if who == person and due.id in listed]
            assert heard, "never reminded"
            assert min(heard).astimezone(VIETNAM).date() <= due.last_day, "reminded too late"


@QUICK
@given(POLICIES, CALENDARS, st.integers(-40, 5), st.integers(6, 60), st.integers(0, 70))
def test_the_ladder_has_one_stage_a_day_on_working_days_in_order(
    policy: ReminderPolicy, calendar: Calendar, opens: int, lasts: int, after: int
) -> None:
    first, last = START + timedelta(opens), START + timedelta(lasts)
    ladder = stages(last, first, policy, calendar)
    days = [stage.fire_at.date() for stage in ladder]
    assert days == sorted(set(days))
    assert all(calendar.is_working(day) and day >= first for day in days)
    instant = datetime.combine(START + timedelta(after), time(12), VIETNAM)
    following = next_stage(last, first, instant, policy, calendar)
    assert following is None or following.fire_at > instant


@settings(max_examples=8, deadline=None)
@given(TASKS, st.sets(st.integers(0, 5)))
def test_what_is_settled_between_sweep_and_sending_is_not_sent(tasks: list[Task], settled: set[int]) -> None:
    with _scene(Office(), tasks) as stage:
        for day in range(DAYS):
            stage.now = datetime.combine(START + timedelta(day), time(7, 30), VIETNAM)
            stage.sweep()
            rows = stage.desk.outbox.claim(stage.now, stage.now + timedelta(minutes=1), "w", 50)
            gone = {stage.dues[place] for place in settled if place < len(stage.dues)} if day > 10 else set()
            for due in gone:
                stage.desk.dues.settle(due, DueState.FULFILLED, stage.now)
            checked = check_again(stage.desk, rows)
            for row in checked.send:
                assert gone.isdisjoint(line.due for line in stage.desk.dues.listed_in(row.id))
            stage.desk.outbox.sent([(row.id, str(row.id)) for row in rows], stage.now)
            assert not replace(checked, send=()).wait
