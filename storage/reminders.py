"""What the sweep asks of the dues: which stages have come, who was reminded of what, who wants to be reminded later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, tuple_, update

from bot.domain.deadlines import DueState
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from storage.lists import one_of
from storage.prepared import Prepared
from storage.schema import dues, reminders, snoozes

OPEN = (DueState.OPEN, DueState.RETURNED)
_RIPE = dues.c.next_fire_at.is_not(None)
_BATCH = 5_000
"""So many values one statement may list: SQLite takes 32,766 variables, PostgreSQL 65,535."""

_REMINDED = Prepared(
    lambda dialect: select(reminders.c.due_id, reminders.c.person_id, reminders.c.stage).where(
        one_of(reminders.c.due_id, "dues", dialect), one_of(reminders.c.stage, "stages", dialect)
    )
)
_NAPS = Prepared(
    lambda dialect: (
        select(snoozes.c.due_id, snoozes.c.person_id, snoozes.c.fire_at)
        .where(one_of(snoozes.c.due_id, "dues", dialect))
        .order_by(snoozes.c.id)
    )
)
_SET = Prepared(lambda dialect: update(dues).where(_listed(dialect)), ("next_fire_at",))
_NOTE = Prepared(insert(reminders), ("due_id", "person_id", "stage", "number", "outbox_id", "created_at"))

T = TypeVar("T")


def _listed(dialect: str) -> ColumnElement[bool]:
    return one_of(dues.c.id, "ids", dialect)


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces that fit in one statement."""
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a reminder that was sent: which due, under which number."""

    due: DueId
    number: int


class Noted(NamedTuple):
    """One due in one message. `stage` makes it unique for due and person; `number` is the line's, 0 when it has none.

    Without `outbox` nothing was said: the person slept through the stage.
    """

    due: DueId
    person: PersonId
    stage: int
    number: int
    outbox: int | None


@dataclass(frozen=True, slots=True)
class Nap:
    """Somebody wants to be reminded of a due at an instant (aware), and not before."""

    due: DueId
    person: PersonId
    fire_at: datetime


class Reminders:
    """Queries about stages, reminders and snoozes. All take whole sets: the sweep asks no question a person."""

    _connection: Connection

    # ------------------------------------------------------------ stages

    def next_instant(self) -> datetime | None:
        """Tell when the sweep will next find anything; `None` when nothing is to come."""
        stage = self._connection.scalar(select(func.min(dues.c.next_fire_at)).where(_RIPE))
        nap = self._connection.scalar(select(func.min(snoozes.c.fire_at)))
        return min((instant for instant in (stage, nap) if instant is not None), default=None)

    def still_to_fire(self, until: datetime) -> list[tuple[DueId, datetime]]:
        """List the dues that have a stage until an instant, with their next one."""
        ripe = select(dues.c.id, dues.c.next_fire_at).where(_RIPE, dues.c.next_fire_at <= until).order_by(dues.c.id)
        return [(row.id, row.next_fire_at) for row in self._connection.execute(ripe)]

    def put_off(self, before: datetime, to: datetime, *, today: date, day: date) -> int:
        """Move every stage and snooze that should have fired before an instant to another; returns how many.

        Dues whose last day is from `today` on and before `day`, the day of `to`, are left: they would be reminded too late.
        """
        urgent = and_(dues.c.last_day >= today, dues.c.last_day < day)
        late = and_(_RIPE, dues.c.next_fire_at < before, ~urgent)
        stages = self._connection.execute(update(dues).where(late).values(next_fire_at=to))
        naps = self._connection.execute(update(snoozes).where(snoozes.c.fire_at < before).values(fire_at=to))
        return stages.rowcount + naps.rowcount

    def set_next_fire(self, changes: Iterable[tuple[DueId, datetime | None]]) -> None:
        """Note when each due is to be looked at again."""
        by_instant: dict[datetime | None, list[DueId]] = {}
        for due, instant in changes:
            by_instant.setdefault(instant, []).append(due)
        for instant, ids in by_instant.items():
            _SET.run(self._connection, ids=ids, next_fire_at=instant)

    def open_spans(self, since: date) -> list[tuple[date, date]]:
        """List the different (opening day, last day) of open dues whose last day is not before `since`."""
        spans = select(dues.c.opens_on, dues.c.last_day).where(dues.c.state.in_(OPEN), dues.c.last_day >= since)
        return [(row.opens_on, row.last_day) for row in self._connection.execute(spans.distinct())]

    def set_next_fire_of_span(self, span: tuple[date, date], instant: datetime | None) -> None:
        """Note when all open dues that open and end on the days of `span` are to be looked at again."""
        mine = and_(dues.c.state.in_(OPEN), dues.c.opens_on == span[0], dues.c.last_day == span[1])
        self._connection.execute(update(dues).where(mine).values(next_fire_at=instant))

    # ------------------------------------------------------------ who was reminded

    def reminded(self, keys: Iterable[tuple[DueId, PersonId, int]]) -> set[tuple[DueId, PersonId, int]]:
        """Tell which (due, person, stage) have been reminded already."""
        wanted = set(keys)
        of, stages = sorted({due for due, _, _ in wanted}), sorted({stage for _, _, stage in wanted})
        return wanted.intersection(_REMINDED.all(self._connection, dues=of, stages=stages))

    def note_reminders(self, rows: Sequence[Noted], now: datetime) -> None:
        """Keep what messages are about."""
        if rows:
            _NOTE.each(
                self._connection,
                [
                    {
                        "due_id": row.due,
                        "person_id": row.person,
                        "stage": row.stage,
                        "number": row.number,
                        "outbox_id": row.outbox,
                        "created_at": now,
                    }
                    for row in rows
                ],
            )

    def renumber(self, outbox: int, numbers: Mapping[DueId, int]) -> None:
        """Give the lines of a message other numbers; those that are not in `numbers` are in it no more."""
        mine = reminders.c.outbox_id == outbox
        self._connection.execute(update(reminders).where(mine).values(number=0))
        for due, number in numbers.items():
            self._connection.execute(update(reminders).where(mine, reminders.c.due_id == due).values(number=number))

    def listed_in(self, outbox: int) -> list[Listed]:
        """List the lines of a reminder."""
        mine = select(reminders.c.due_id, reminders.c.number).where(reminders.c.outbox_id == outbox)
        rows = self._connection.execute(mine.where(reminders.c.number > 0).order_by(reminders.c.number))
        return [Listed(row.due_id, row.number) for row in rows]

    def last_reminder(self, person: PersonId) -> int | None:
        """Find the outbox row of the latest reminder to a person."""
        return self._connection.execute(
            select(reminders.c.outbox_id)
            .where(reminders.c.person_id == person, reminders.c.number > 0)
            .order_by(reminders.c.created_at.desc(), reminders.c.id.desc())
            .limit(1)
        ).scalar()

    # ------------------------------------------------------------ snoozes

    def snooze(self, person: PersonId, ids: Sequence[DueId], fire_at: datetime) -> None:
        """Remind a person of open dues again at `fire_at`, whatever the stages say; closed ones are left out."""
        self._connection.execute(delete(snoozes).where(snoozes.c.person_id == person, snoozes.c.due_id.in_(ids)))
        still_open = select(dues.c.id).where(dues.c.id.in_(ids), dues.c.state.in_(OPEN)).order_by(dues.c.id)
        rows = [
            {"person_id": person, "due_id": due, "fire_at": fire_at} for due in self._connection.scalars(still_open)
        ]
        if rows:
            self._connection.execute(insert(snoozes), rows)

    def naps(self, ids: Iterable[DueId]) -> list[Nap]:
        """List the snoozes of some dues."""
        rows = _NAPS.all(self._connection, dues=list(ids))
        return [Nap(row.due_id, row.person_id, row.fire_at) for row in rows]

    def naps_until(self, instant: datetime) -> list[Nap]:
        """List the snoozes that run out until an instant, the earliest first."""
        ripe = select(snoozes).where(snoozes.c.fire_at <= instant).order_by(snoozes.c.fire_at, snoozes.c.id)
        return [Nap(row.due_id, row.person_id, row.fire_at) for row in self._connection.execute(ripe)]

    def drop_naps(self, naps: Sequence[Nap]) -> None:
        """Forget snoozes that have run out."""
        for some in batches(naps):
            keys = [(nap.due, nap.person) for nap in some]
            self._connection.execute(delete(snoozes).where(tuple_(snoozes.c.due_id, snoozes.c.person_id).in_(keys)))
