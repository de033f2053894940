"""What a plan's deadlines oblige agencies to, seen from the plan: for importing again, for the coming year, for mergers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, select, update

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DeadlineId, DueState, Slot
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import DueId
from storage.schema import deadlines, dues, reports, snoozes
from storage.tallies import tallied, tallied_due

OWED = (DueState.OPEN, DueState.RETURNED)


@dataclass(frozen=True, slots=True)
class Obligation:
    """A due as its plan sees it."""

    due: DueId
    agency: AgencyId
    state: DueState
    extended: bool


class Obligations:
    """Deadlines and dues of whole plans."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keys(self, plan: PlanId, year: int) -> dict[str, DeadlineId]:
        """List the deadlines of tasks and rules a plan has within a year, by key."""
        mine = (deadlines.c.plan_id == plan) & deadlines.c.period.like(f"{year}-%") & deadlines.c.request_id.is_(None)
        found = self._connection.execute(select(deadlines.c.key, deadlines.c.id).where(mine))
        return {row.key: DeadlineId(row.id) for row in found}

    def slot_matches(self, deadline: DeadlineId, slot: Slot) -> bool:
        """Tell whether a deadline is kept with the days of `slot`."""
        row = self._connection.execute(select(deadlines).where(deadlines.c.id == deadline)).one()
        return (row.opens_on, row.last_day, row.named_day) == (slot.opens_on, slot.last_day, slot.named_day)

    def move(self, deadline: DeadlineId, slot: Slot, next_fire_at: datetime | None) -> None:
        """Give a deadline and what is still owed by it the days of `slot`; extended dues keep their own day."""
        days = {"opens_on": slot.opens_on, "last_day": slot.last_day, "period": str(slot.period)}
        changed = update(deadlines).where(deadlines.c.id == deadline).values(**days, named_day=slot.named_day)
        self._connection.execute(changed)
        owed = (dues.c.deadline_id == deadline) & dues.c.state.in_(OWED) & dues.c.extended.is_(False)
        with tallied(self._connection, owed):
            self._connection.execute(update(dues).where(owed).values(**days, next_fire_at=next_fire_at))

    def of(self, deadline: DeadlineId) -> tuple[Obligation, ...]:
        """List who has a part of a deadline, dropped parts too."""
        found = self._connection.execute(select(dues).where(dues.c.deadline_id == deadline).order_by(dues.c.id))
        return tuple(Obligation(row.id, row.agency_id, DueState(row.state), row.extended) for row in found)

    def drop(self, ids: Iterable[DueId], at: datetime) -> int:
        """Drop what is still owed of some dues, with its reminders; returns how many."""
        wanted = list(ids)
        these, owed = dues.c.id.in_(wanted), dues.c.state.in_(OWED)
        gone = {"state": DueState.DROPPED, "closed_at": at, "next_fire_at": None}
        with tallied(self._connection, these):
            dropped = self._connection.execute(update(dues).where(these, owed).values(**gone))
        self._connection.execute(delete(snoozes).where(snoozes.c.due_id.in_(wanted)))
        return dropped.rowcount

    def restore(self, due: DueId, next_fire_at: datetime | None) -> bool:
        """Owe again what was dropped; tells whether it was."""
        mine = dues.c.id == due
        back = {"state": DueState.OPEN, "closed_at": None, "next_fire_at": next_fire_at}
        with tallied_due(self._connection, due):
            dropped = mine & (dues.c.state == DueState.DROPPED)
            return self._connection.execute(update(dues).where(dropped).values(**back)).rowcount == 1

    def reported(self, plan: PlanId) -> set[TaskId]:
        """List the tasks of a plan that anything was reported on."""
        mine = select(dues.c.id).where(dues.c.plan_id == plan)
        query = select(reports.c.task_id).where(reports.c.due_id.in_(mine), reports.c.task_id.is_not(None)).distinct()
        return {TaskId(task) for task in self._connection.scalars(query)}

    def count(self, plan: PlanId) -> tuple[int, int]:
        """Count a plan's deadlines that anybody has a part of, and the parts; dropped ones are left out."""
        mine = (dues.c.plan_id == plan) & (dues.c.state != DueState.DROPPED)
        query = select(func.count(dues.c.deadline_id.distinct()), func.count()).where(mine)
        row = self._connection.execute(query).one()
        return row[0], row[1]

    def owing(self, plan: PlanId) -> set[AgencyId]:
        """List the bodies that have a part of any deadline of a plan; dropped parts are left out."""
        mine = (dues.c.plan_id == plan) & (dues.c.state != DueState.DROPPED)
        return {
            AgencyId(agency) for agency in self._connection.scalars(select(dues.c.agency_id).where(mine).distinct())
        }

    def next_day(self, plan: PlanId, today: date) -> date | None:
        """Find the next day by which anybody owes a report on a plan; `None` when there is none."""
        mine = (dues.c.plan_id == plan) & (dues.c.state == DueState.OPEN) & (dues.c.last_day >= today)
        found: date | None = self._connection.scalar(select(func.min(dues.c.last_day)).where(mine))
        return found

    def hand_over(self, old: AgencyId, new: AgencyId, at: datetime) -> int:
        """Let `new` owe what `old` still owes, and return how many dues moved.

        Where `new` has a part of the same deadline already, the old part is dropped. What was reported stays with `old`.
        """
        owed = (dues.c.agency_id == old) & dues.c.state.in_(OWED)
        return self.pass_on(self._connection.scalars(select(dues.c.id).where(owed)).all(), new, at)

    def owed_on(self, task: TaskId, agency: AgencyId) -> list[DueId]:
        """List what an agency still owes on a task, in whatever period."""
        mine = (dues.c.task_id == task) & (dues.c.agency_id == agency) & dues.c.state.in_(OWED)
        return list(self._connection.scalars(select(dues.c.id).where(mine).order_by(dues.c.last_day)))

    def pass_on(self, ids: Iterable[DueId], new: AgencyId, at: datetime) -> int:
        """Let `new` owe some dues, and return how many; those whose deadline `new` has a part of already are dropped."""
        wanted = dues.c.id.in_(list(ids))
        have = select(dues.c.deadline_id).where(dues.c.agency_id == new)
        doubled = self._connection.scalars(select(dues.c.id).where(wanted, dues.c.deadline_id.in_(have))).all()
        self.drop([DueId(due) for due in doubled], at)
        moved = wanted & dues.c.id.not_in(doubled)
        with tallied(self._connection, moved):
            return self._connection.execute(update(dues).where(moved).values(agency_id=new)).rowcount
