"""When to remind: stages before and after a deadline, on working days, inside sending hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import VIETNAM
from bot.domain.calendar import Calendar


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """The office's habits: stages in days before and after the last day; hours in the plan's zone."""

    lead_days: tuple[int, ...] = (14, 7, 3, 1, 0)
    overdue_days: tuple[int, ...] = (1, 3, 7)
    send_from: time = time(7, 30)
    send_until: time = time(17, 30)
    late_after: timedelta = timedelta(hours=2)
    zone: ZoneInfo = VIETNAM


@dataclass(frozen=True, slots=True)
class Stage:
    """One reminder of a due: `offset` in days from the last day (negative before), to be sent from `fire_at` (aware) on."""

    offset: int
    fire_at: datetime


def stages(last_day: date, opens_on: date, policy: ReminderPolicy, calendar: Calendar) -> tuple[Stage, ...]:
    """List the stages of a due, earliest first.

    A stage on a day off moves to the working day before it, an overdue one to the working day after; of stages that meet on
    one day the last counts. No stage comes before reports are accepted.
    """
    by_day: dict[date, int] = {}
    for offset in sorted([-days for days in policy.lead_days] + list(policy.overdue_days)):
        day = last_day + timedelta(offset)
        day = calendar.on_or_after(day) if offset > 0 else calendar.on_or_before(day)
        if day >= opens_on:
            by_day[day] = offset
    return tuple(Stage(offset, _opening(day, policy)) for day, offset in sorted(by_day.items()))


def next_stage(
    last_day: date, opens_on: date, after: datetime, policy: ReminderPolicy, calendar: Calendar
) -> Stage | None:
    """Find the first stage that fires later than `after` (aware); `None` when the ladder has ended."""
    return next((stage for stage in stages(last_day, opens_on, policy, calendar) if stage.fire_at > after), None)


def _opening(day: date, policy: ReminderPolicy) -> datetime:
    return datetime.combine(day, policy.send_from, policy.zone)


def may_send(instant: datetime, policy: ReminderPolicy, calendar: Calendar) -> bool:
    """Tell whether `instant` (aware) is inside the sending hours of a working day."""
    local = instant.astimezone(policy.zone)
    return calendar.is_working(local.date()) and policy.send_from <= local.time() < policy.send_until


def next_opening(instant: datetime, policy: ReminderPolicy, calendar: Calendar) -> datetime:
    """Find the next instant, `instant` (aware) included, at which reminders may be sent."""
    if may_send(instant, policy, calendar):
        return instant
    local = instant.astimezone(policy.zone)
    day = local.date() if local.time() < policy.send_from else local.date() + timedelta(1)
    return _opening(calendar.on_or_after(day), policy)
