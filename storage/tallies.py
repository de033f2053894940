"""The kept summary: dues counted by agency and by deadline, so that figures cost the same over a million reports.

The table is a sum: each row says that so many dues stand alike, and a change of dues adds two kinds of rows, what they were
with a minus and what they are now. Nothing is ever updated in place, so that two workers never wait for each other;
`fold` adds up what has come together. Days are kept, not what follows from them: a due becomes late without any row changing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Insert,
    Integer,
    Null,
    Select,
    and_,
    bindparam,
    case,
    cast,
    delete,
    false,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.elements import KeyedColumnElement

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DeadlineId, DueState
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import DueId
from bot.domain.requests import code
from bot.domain.tallies import OWED, SAID, AgencyCell, Cells, DeadlineCell, Late, Subject
from storage.lists import one_of
from storage.prepared import Prepared
from storage.reminders import batches
from storage.schema import agencies, deadlines, dues, reporting_rules, reports, requests, tallies, tasks
from storage.types import Day

FRESH = 2_000
"""So many changes of one period are added up when it is read; more are folded first."""

_t = tallies.c
_KEY: tuple[KeyedColumnElement[object], ...] = (
    _t.period, _t.plan_id, _t.agency_id, _t.deadline_id, _t.task_id, _t.role, _t.last_day, _t.state, _t.status, _t.in_time,
    _t.returned,
)  # fmt: skip
_COLUMNS = [*(column.name for column in _KEY), "number", "fresh"]


@contextmanager
def tallied(connection: Connection, which: ColumnElement[bool]) -> Iterator[None]:
    """Keep the counts right over a change of the dues of `which`, or of what was said of them.

    `which` chooses by what the change leaves as it is, for instance by the dues' ids.
    """
    connection.execute(_noting(which, -1))
    yield
    connection.execute(_noting(which, 1))


@contextmanager
def tallied_due(connection: Connection, due: DueId) -> Iterator[None]:
    """Keep the counts right over a change of one due, or of what was said of it."""
    _AWAY.run(connection, due=due)
    yield
    _BACK.run(connection, due=due)


def tally_new(connection: Connection, which: ColumnElement[bool]) -> None:
    """Count dues that have just been made."""
    connection.execute(_noting(which, 1))


def _noting(which: ColumnElement[bool], sign: int) -> Insert:
    return insert(tallies).from_select(_COLUMNS, _counted(which, sign))


def _counted(which: ColumnElement[bool], sign: int, fresh: ColumnElement[bool] | None = None) -> CompoundSelect[Any]:
    """Count the dues of `which` from the dues and reports themselves, by agency and by deadline; `sign` is 1 or -1."""
    d, r, none = dues.c, reports.c, null()
    by_agency = ((d.agency_id, none, none, none), none)
    by_deadline = ((none, d.deadline_id, d.task_id, d.role), r.status)
    sides = (
        (d.period, d.plan_id, *whose, d.last_day, d.state, status, r.in_time, r.returned_at.is_not(None))
        for whose, status in (by_agency, by_deadline)
    )
    return union_all(*(_side(side, which, sign, true() if fresh is None else fresh) for side in sides))


def _side(
    side: Sequence[ColumnElement[Any]], which: ColumnElement[bool], sign: int, fresh: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """Count dues by the values of `side`, one for each column of the table's key, SQL's NULL where it does not count."""
    number: ColumnElement[int] = literal_column(str(sign), Integer) * func.count()
    keys = (column.label(key.name) for column, key in zip(side, _KEY, strict=True))
    said = and_(reports.c.due_id == dues.c.id, reports.c.current.is_(True))
    return (
        select(*keys, number.label("number"), fresh.label("fresh"))
        .select_from(dues)
        .outerjoin(reports, said)
        .where(which, dues.c.state != DueState.DROPPED)
        .group_by(*(column for column in side if not isinstance(column, Null)))
    )


_ALIKE = (_t.plan_id, _t.deadline_id, _t.task_id, _t.role, _t.last_day, _t.state, _t.in_time, _t.returned)
_NUMBER = func.sum(_t.number)
_BY_DEADLINE = (
    select(*_ALIKE, _NUMBER, *(func.sum(case((_t.status == status, _t.number), else_=0)) for status in SAID))
    .group_by(*_ALIKE)
    .having(_NUMBER != 0)
)
# What is owed still and was due by a day that has passed: first added up by that day, for a sum may come to nothing.
_OVERDUE = (
    select(_t.agency_id, _t.last_day, func.sum(_t.number, type_=Integer).label("number"))
    .where(_t.agency_id.is_not(None), or_(*(_t.state == state for state in OWED)), _t.last_day < bindparam("today"))
    .group_by(_t.agency_id, _t.last_day)
    .having(_NUMBER != 0)
    .subquery()
)
_LATE = Prepared(
    select(
        _OVERDUE.c.agency_id,
        cast(func.sum(_OVERDUE.c.number), Integer),
        func.min(_OVERDUE.c.last_day, type_=Day()),
    ).group_by(_OVERDUE.c.agency_id)
)
_AGENCY_NAMES = Prepared(select(agencies.c.id, agencies.c.name))
_TASK_NAMES = Prepared(
    lambda dialect: (
        select(tasks.c.id, tasks.c.no, tasks.c.title)
        .where(one_of(tasks.c.id, "ids", dialect))
        .order_by(tasks.c.plan_id, tasks.c.position, tasks.c.id)
    )
)
_AWAY, _BACK = (Prepared(_noting(dues.c.id == bindparam("due"), sign)) for sign in (-1, 1))


class Tallies:
    """Queries about the kept counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, period: str, plan: PlanId | None = None) -> Cells:
        """Find all cells of a period, or of one plan in it."""
        mine = _t.period == period
        return self._cells(mine if plan is None else mine & (_t.plan_id == plan))

    def owed(self, first: date, last: date) -> Cells:
        """Find the cells of what is still owed with a last day in these bounds, of all periods."""
        return self._cells(_t.state.in_(OWED) & _t.last_day.between(first, last))

    def _cells(self, which: ColumnElement[bool]) -> Cells:
        by_agency = select(_t.plan_id, _t.agency_id, _t.last_day, _t.state, _t.in_time, _t.returned, _t.number)
        agencies = self._connection.execute(by_agency.where(which, _t.agency_id.is_not(None)))
        deadlines = self._connection.execute(_BY_DEADLINE.where(which, _t.deadline_id.is_not(None)))
        return Cells(list(map(AgencyCell._make, agencies.all())), list(map(DeadlineCell._make, deadlines.all())))

    def late(self, today: date) -> list[Late]:
        """List the agencies that are late with anything, of any period."""
        return [Late(*row) for row in _LATE.all(self._connection, today=today)]

    # ------------------------------------------------------------ names

    def agency_names(self) -> dict[AgencyId, str]:
        """Find the name of every agency there has been."""
        return dict(_AGENCY_NAMES.all(self._connection))

    def task_names(self, ids: Iterable[TaskId]) -> list[tuple[TaskId, str, str]]:
        """Find the numbers and titles of tasks, in the order of their plans."""
        return _TASK_NAMES.all(self._connection, ids=list(ids))

    def subjects(self, ids: Iterable[DeadlineId]) -> dict[DeadlineId, Subject]:
        """Find what deadlines ask for."""
        named = (
            select(
                deadlines.c.id,
                deadlines.c.request_id,
                func.coalesce(tasks.c.no, reporting_rules.c.no, "").label("no"),
                func.coalesce(tasks.c.title, reporting_rules.c.name, requests.c.text).label("title"),
            )
            .outerjoin(tasks, tasks.c.id == deadlines.c.task_id)
            .outerjoin(reporting_rules, reporting_rules.c.id == deadlines.c.rule_id)
            .outerjoin(requests, requests.c.id == deadlines.c.request_id)
        )
        rows = [
            row
            for some in batches(list(ids))
            for row in self._connection.execute(named.where(deadlines.c.id.in_(some)))
        ]
        return {
            row.id: Subject(row.no if row.request_id is None else code(row.request_id), row.title, row.request_id)
            for row in rows
        }

    # ------------------------------------------------------------ upkeep

    def fold(self, most: int = FRESH) -> int:
        """Add up the rows of every period that has had more than `most` changes; returns how many periods were."""
        busy = select(_t.period).where(_t.fresh).group_by(_t.period).having(func.count() > most)
        periods = list(self._connection.scalars(busy))
        for period in periods:
            self._fold(period)
        return len(periods)

    def _fold(self, period: str) -> None:
        """Write the sums behind what is there, then delete what was there: what another worker adds meanwhile stays."""
        mine = _t.period == period
        last = self._connection.execute(select(func.max(_t.id)).where(mine)).scalar_one()
        old = mine & (_t.id <= last)
        total = func.sum(_t.number)
        sums = select(*_KEY, total, false()).where(old).group_by(*_KEY).having(total != 0)
        self._connection.execute(insert(tallies).from_select(_COLUMNS, sums))
        self._connection.execute(delete(tallies).where(old))

    def rebuild(self) -> None:
        """Count everything anew from the dues and reports."""
        self._connection.execute(delete(tallies))
        self._connection.execute(insert(tallies).from_select(_COLUMNS, _counted(true(), 1, false())))

    def differing(self) -> int:
        """Count everything anew and tell in how many places that differs from what is kept; 0 when all is right."""
        recount = _counted(true(), 1).subquery()
        anew = select(*(recount.c[column.name] for column in _KEY), recount.c.number)
        both = union_all(anew, select(*_KEY, (-_t.number).label("number"))).subquery()
        keys = [both.c[column.name] for column in _KEY]
        wrong = select(both.c.period).group_by(*keys).having(func.sum(both.c.number) != 0).subquery()
        return self._connection.execute(select(func.count()).select_from(wrong)).scalar_one()
