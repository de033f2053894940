"""Watches what could make the sweep forget: a clock that stepped back, habits that were changed, a time of standing still."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.domain.calendar import Calendar
from bot.domain.national_days import exceptions
from bot.domain.reminders import ReminderPolicy, next_look, next_opening
from bot.usecases.desk import Desk
from storage.appointments import Appointments

SWEEP = "sweep"
PAUSE = "pause"
SEEN = "seen"
"""Up to this instant sweeps were done before the clock stepped back: what comes again from before it was not held up."""

STEP = timedelta(minutes=1)
"""By so much a clock may be set back without our looking at all dues again."""

LOOK_BACK = timedelta(days=60)
"""Open dues that ended longer ago than this have no stage left."""


def look(desk: Desk) -> None:
    """Set every open due to its next stage as of this morning, if the clock has stepped back or the habits have changed.

    Stages that a wrong clock had already used up come again at their time; whoever has had them is not told twice.
    """
    appointments = Appointments(desk.connection)
    noted = appointments.get(SWEEP)
    habits = _habits(desk.office.reminders, desk.office.calendar, desk.today.year)
    if noted is not None and noted.done == habits and desk.now >= noted.at - STEP:
        return
    if noted is not None:
        _align(desk)
        if desk.now < noted.at:
            seen = appointments.get(SEEN)
            appointments.note(SEEN, "", max(noted.at, seen.at) if seen else noted.at)
    appointments.note(SWEEP, habits, desk.now)


def _align(desk: Desk) -> None:
    office = desk.office
    morning = datetime.combine(desk.today, time(), office.zone)
    for opens_on, last_day in desk.dues.open_spans(desk.today - LOOK_BACK):
        instant = next_look(last_day, opens_on, morning, office.reminders, office.calendar)
        desk.dues.set_next_fire_of_span((opens_on, last_day), instant)


@lru_cache(maxsize=16)
def _habits(policy: ReminderPolicy, calendar: Calendar, year: int) -> str:
    """Take all that stages depend on to 32 signs."""
    days = [sorted(exceptions(one).items()) for one in (year, year + 1)]
    own = (sorted(calendar.extra_days_off), sorted(calendar.extra_working_days))
    stages = (policy.lead_days, policy.overdue_days, policy.send_from, policy.zone.key)
    return hashlib.sha256(repr((stages, own, days)).encode()).hexdigest()[:32]


def paused_since(desk: Desk, instant: datetime) -> date | None:
    """Tell since which day reminders were held up: a whole day's sending hours have passed since `instant`; else `None`.

    `instant` is when the sweep should first have found something.
    """
    appointments = Appointments(desk.connection)
    noted, seen = appointments.get(PAUSE), appointments.get(SEEN)
    if noted is not None:
        return desk.office.today(noted.at)
    if seen is not None and instant <= seen.at:
        return None
    meant = desk.office.today(next_opening(instant, desk.office.reminders, desk.office.calendar))
    return meant if meant < desk.today else None


def swept(desk: Desk, paused: date | None) -> None:
    """Note that a sweep has done its work; `paused` is kept while some of what was held up still waits."""
    appointments = Appointments(desk.connection)
    habits = _habits(desk.office.reminders, desk.office.calendar, desk.today.year)
    appointments.note(SWEEP, habits, desk.now)
    if paused is None:
        appointments.forget(PAUSE)
    else:
        policy = desk.office.reminders
        appointments.note(PAUSE, paused.isoformat(), datetime.combine(paused, policy.send_from, policy.zone))
