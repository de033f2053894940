"""Deadlines, dues, and the reminders that were sent of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, insert, or_, select, update

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DeadlineId, DeadlineKind, Due, DueState, Slot
from bot.domain.plans import PlanId, RuleId, TaskId
from bot.domain.reports import DueId
from bot.domain.requests import RequestId
from storage.lists import one_of
from storage.prepared import Prepared
from storage.reminders import OPEN, Reminders
from storage.schema import deadlines, dues, plans, reporting_rules, requests, snoozes, tasks
from storage.tallies import tallied_due, tally_new
from storage.types import UtcDateTime


def _select() -> Select[Any]:
    return (
        select(
            dues.c.id,
            dues.c.deadline_id,
            dues.c.plan_id,
            dues.c.agency_id,
            dues.c.task_id,
            dues.c.period,
            dues.c.opens_on,
            dues.c.last_day,
            dues.c.state,
            dues.c.extended,
            deadlines.c.rule_id,
            deadlines.c.request_id,
            deadlines.c.kind,
            deadlines.c.named_day,
            func.coalesce(tasks.c.no, reporting_rules.c.no, "").label("no"),
            func.coalesce(tasks.c.title, reporting_rules.c.name, requests.c.text).label("title"),
        )
        .join(deadlines, deadlines.c.id == dues.c.deadline_id)
        .outerjoin(tasks, tasks.c.id == dues.c.task_id)
        .outerjoin(reporting_rules, reporting_rules.c.id == deadlines.c.rule_id)
        .outerjoin(requests, requests.c.id == deadlines.c.request_id)
    )


_NEAREST = (dues.c.last_day, dues.c.plan_id.is_(None), dues.c.plan_id, tasks.c.position.nulls_first(), dues.c.id)

_GET = Prepared(_select().where(dues.c.id == bindparam("due")))
_SEVERAL = Prepared(lambda dialect: _select().where(one_of(dues.c.id, "ids", dialect)).order_by(*_NEAREST))
_FIRED = Prepared(
    _select()
    .where(dues.c.next_fire_at.is_not(None), dues.c.next_fire_at <= bindparam("now", type_=UtcDateTime()))
    .order_by(*_NEAREST)
)
_OPEN_OF = (
    _select()
    .where(dues.c.agency_id.in_(bindparam("agencies", expanding=True)))
    .where(dues.c.state.in_(OPEN), dues.c.opens_on <= bindparam("today"))
    .order_by(*_NEAREST)
)
_SAME_TASK_BEFORE = Prepared(
    select(dues.c.id)
    .where(dues.c.agency_id == bindparam("agency"), dues.c.task_id == bindparam("task"))
    .where(dues.c.last_day < bindparam("last_day"))
    .order_by(dues.c.last_day.desc())
)
_WAKE = Prepared(delete(snoozes).where(snoozes.c.due_id == bindparam("due")))


@lru_cache(maxsize=16)
def _change(columns: tuple[str, ...]) -> Prepared:
    return Prepared(update(dues).where(dues.c.id == bindparam("due")), columns)


def _due(row: Any) -> Due:
    return Due(
        id=row.id,
        deadline=row.deadline_id,
        plan=row.plan_id,
        agency=row.agency_id,
        task=row.task_id,
        rule=row.rule_id,
        kind=DeadlineKind(row.kind),
        period=row.period,
        no=row.no,
        title=row.title,
        opens_on=row.opens_on,
        last_day=row.last_day,
        named_day=None if row.extended else row.named_day,
        state=DueState(row.state),
        extended=row.extended,
        request=row.request_id,
    )


class Dues(Reminders):
    """Queries about deadlines and dues; what the sweep asks of them is in `Reminders`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ------------------------------------------------------------ making them

    def deadline(
        self,
        plan: PlanId | None,
        key: str,
        slot: Slot,
        *,
        task: TaskId | None = None,
        rule: RuleId | None = None,
        request: RequestId | None = None,
    ) -> tuple[DeadlineId, bool]:
        """Find or make the deadline `key` of a plan, or of a request; the second value says whether it is new."""
        found = self._connection.execute(
            select(deadlines.c.id).where(deadlines.c.plan_id == plan, deadlines.c.key == key)
        ).scalar()
        if found is not None:
            return found, False
        result = self._connection.execute(
            insert(deadlines).values(
                plan_id=plan,
                key=key,
                task_id=task,
                rule_id=rule,
                request_id=request,
                kind=slot.kind,
                period=str(slot.period),
                opens_on=slot.opens_on,
                last_day=slot.last_day,
                named_day=slot.named_day,
            )
        )
        made = result.inserted_primary_key
        assert made is not None
        return DeadlineId(made[0]), True

    def add(
        self,
        deadline: DeadlineId,
        plan: PlanId | None,
        task: TaskId | None,
        slot: Slot,
        parts: Sequence[tuple[AgencyId, str]],
        next_fire_at: datetime | None,
    ) -> None:
        """Make a due for each (agency, role)."""
        if not parts:
            return
        self._connection.execute(
            insert(dues),
            [
                {
                    "deadline_id": deadline,
                    "plan_id": plan,
                    "agency_id": agency,
                    "task_id": task,
                    "role": role,
                    "period": str(slot.period),
                    "opens_on": slot.opens_on,
                    "last_day": slot.last_day,
                    "extended": False,
                    "state": DueState.OPEN,
                    "next_fire_at": next_fire_at,
                }
                for agency, role in parts
            ],
        )
        made = dues.c.agency_id.in_([agency for agency, _ in parts])
        tally_new(self._connection, (dues.c.deadline_id == deadline) & made)

    # ------------------------------------------------------------ looking

    def get(self, due: DueId) -> Due | None:
        found = _GET.first(self._connection, due=due)
        return _due(found) if found else None

    def several(self, ids: Iterable[DueId]) -> list[Due]:
        """Look up dues, nearest deadline first."""
        return [_due(row) for row in _SEVERAL.all(self._connection, ids=list(ids))]

    def fired(self, now: datetime) -> list[Due]:
        """List the dues whose next stage has come, nearest deadline first."""
        return [_due(row) for row in _FIRED.all(self._connection, now=now)]

    def open_of(self, agencies: Sequence[AgencyId], today: date) -> list[Due]:
        """List what agencies owe and may report on already, nearest deadline first."""
        rows = self._connection.execute(_OPEN_OF, {"agencies": list(agencies), "today": today})
        return [_due(row) for row in rows]

    def current_of(self, agencies: Sequence[AgencyId], today: date) -> list[Due]:
        """List what agencies owe, or have reported in a period that still runs."""
        rows = self._connection.execute(
            _select()
            .where(
                dues.c.agency_id.in_(agencies),
                dues.c.opens_on <= today,
                or_(dues.c.state.in_(OPEN), and_(dues.c.state == DueState.FULFILLED, dues.c.last_day >= today)),
            )
            .order_by(*_NEAREST)
        )
        return [_due(row) for row in rows]

    def late(self, today: date) -> list[Due]:
        """List all that is owed and late, nearest deadline first."""
        overdue = and_(dues.c.state.in_(OPEN), dues.c.last_day < today)
        return [_due(row) for row in self._connection.execute(_select().where(overdue).order_by(*_NEAREST))]

    def fulfilled_of(self, agency: AgencyId, today: date, days: int) -> list[DueId]:
        """List what an agency has reported on whose last day was at most `days` calendar days ago, the newest first."""
        mine = and_(dues.c.agency_id == agency, dues.c.state == DueState.FULFILLED)
        lately = select(dues.c.id).where(mine, dues.c.last_day >= today - timedelta(days))
        return list(self._connection.scalars(lately.order_by(dues.c.closed_at.desc(), dues.c.id)))

    def upcoming_of(self, agencies: Sequence[AgencyId], today: date, limit: int) -> list[Due]:
        """List the next deadlines of agencies, also of periods that have not opened."""
        rows = self._connection.execute(
            _select()
            .where(dues.c.agency_id.in_(agencies), dues.c.state.in_(OPEN), dues.c.last_day >= today)
            .order_by(*_NEAREST)
            .limit(limit)
        )
        return [_due(row) for row in rows]

    def same_task_before(self, due: Due) -> list[DueId]:
        """List the agency's earlier dues of the same task, the latest first."""
        if due.task is None:
            return []
        mine = {"agency": due.agency, "task": due.task, "last_day": due.last_day}
        return [row.id for row in _SAME_TASK_BEFORE.all(self._connection, **mine)]

    def periods(self) -> list[str]:
        """List the periods in which anything is due, in order."""
        # From one to the next by the index: DISTINCT would look at every due there is.
        found = select(func.min(dues.c.period).label("period")).cte("found", recursive=True)
        after = select(func.min(dues.c.period)).where(dues.c.period > found.c.period).scalar_subquery()
        found = found.union_all(select(after).where(found.c.period.is_not(None)))
        return list(self._connection.scalars(select(found.c.period).where(found.c.period.is_not(None))))

    # ------------------------------------------------------------ changing

    def settle(self, due: DueId, state: DueState, now: datetime, *, reason: str | None = None) -> None:
        """Close a due, or open it again; a closed one is reminded of no more."""
        closed = state not in OPEN
        values: dict[str, Any] = {"state": state, "closed_at": now if closed else None, "reason": reason}
        if closed:
            values["next_fire_at"] = None
        self._change(due, **values)
        if closed:
            _WAKE.run(self._connection, due=due)

    def reopen(self, due: DueId, next_fire_at: datetime | None) -> None:
        """Owe again what was returned for supplement."""
        self._change(due, state=DueState.RETURNED, closed_at=None, reason=None, next_fire_at=next_fire_at)

    def extend(self, due: DueId, last_day: date, next_fire_at: datetime | None, reason: str) -> None:
        """Move a due's last day."""
        self._change(due, last_day=last_day, extended=True, next_fire_at=next_fire_at, reason=reason)

    def _change(self, due: DueId, **values: Any) -> None:
        with tallied_due(self._connection, due):
            _change(tuple(sorted(values))).run(self._connection, due=due, **values)

    def plan_titles(self, ids: Iterable[PlanId]) -> dict[PlanId, str]:
        """Look up the titles of plans."""
        rows = self._connection.execute(select(plans.c.id, plans.c.title).where(plans.c.id.in_(set(ids))))
        return {row.id: row.title for row in rows}
