"""When to remind: stages before and after a deadline, on working days, inside sending hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
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


@lru_cache(maxsize=4096)
def stages(last_day: date, opens_on: date, policy: ReminderPolicy, calendar: Calendar) -> tuple[Stage, ...]:
    """List the stages of a due, earliest first.

    A stage on a day off moves to the working day before it, an overdue one to the working day after; of stages that meet on
    one day the last counts. No stage comes before reports are accepted. See also `_overdue_days`.
    """
    ahead = (
        (calendar.on_or_before(last_day - timedelta(days)), -days) for days in sorted(policy.lead_days, reverse=True)
    )
    by_day = {day: offset for day, offset in (*ahead, *_overdue_days(last_day, policy, calendar)) if day >= opens_on}
    return tuple(Stage(offset, _opening(day, policy)) for day, offset in sorted(by_day.items()))


def _overdue_days(last_day: date, policy: ReminderPolicy, calendar: Calendar) -> Iterator[tuple[date, int]]:
    """Give the day of each overdue stage.

    One that would come on the morning after another that was moved there meets it, unless the office wants them on days that
    follow one another: moving one must not bring two reminders on two mornings running.
    """
    before, moved, last = last_day, False, 0
    for offset in sorted(policy.overdue_days):
        day = calendar.on_or_after(last_day + timedelta(offset))
        if moved and offset - last > 1 and day - before == timedelta(1):
            day = before
        moved = day != last_day + timedelta(offset)
        before, last = day, offset
        yield day, offset


def next_stage(
    last_day: date, opens_on: date, after: datetime, policy: ReminderPolicy, calendar: Calendar
) -> Stage | None:
    """Find the first stage that fires later than `after` (aware); `None` when the ladder has ended."""
    return next((stage for stage in stages(last_day, opens_on, policy, calendar) if stage.fire_at > after), None)


def stage_at(
    last_day: date, opens_on: date, instant: datetime, policy: ReminderPolicy, calendar: Calendar
) -> Stage | None:
    """Find the latest stage that has come by `instant` (aware).

    `None` before the first, and after the last day in an office that wants no overdue reminders.
    """
    if not policy.overdue_days and instant.astimezone(policy.zone).date() > last_day:
        return None
    passed = [stage for stage in stages(last_day, opens_on, policy, calendar) if stage.fire_at <= instant]
    return passed[-1] if passed else None


def next_look(
    last_day: date, opens_on: date, after: datetime, policy: ReminderPolicy, calendar: Calendar
) -> datetime | None:
    """Tell when a due is to be looked at next after an instant (aware); `None` when its ladder has ended.

    An office without overdue stages still wants the list of those who are late: on the working day after the last day.
    """
    stage = next_stage(last_day, opens_on, after, policy, calendar)
    if stage is not None:
        return stage.fire_at
    closing = _opening(calendar.on_or_after(last_day + timedelta(1)), policy)
    return closing if not policy.overdue_days and closing > after else None


SNOOZED = 500_000_000
URGED = 1_000_000_000


def stage_key(day: date) -> int:
    """Name the stage of a day in the record of who was reminded: 20241107.

    Not its offset: after an extension the seventh day before the deadline comes again, on another day.
    """
    return day.year * 10_000 + day.month * 100 + day.day


def snooze_key(instant: datetime) -> int:
    """Name a reminder that somebody put off to an instant (aware), to the minute."""
    return SNOOZED + int(instant.timestamp()) // 60


def urge_key(day: date) -> int:
    """Name the reminder by which a coordinator urges on a day."""
    return URGED + stage_key(day)


def unheard_key(day: date) -> int:
    """Name the telling of a coordinator on a day that nobody gets the reminders of a due."""
    return -URGED - stage_key(day)


def escalation_key(last_day: date) -> int:
    """Name the telling of a coordinator that a due is late and its ladder has ended."""
    return -stage_key(last_day)


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
