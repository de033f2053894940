"""The calendar's appointments: an alarm clock that carries no data and only makes the heart beat at the right moment."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.domain.office import Office


class Appointments:
    """Rings at the opening of the sending hours and at the hour of the digest, in the plan's time zone."""

    def __init__(self, office: Office, ring: Callable[[], None]) -> None:
        # The defaults would forget an appointment that is a second late.
        self._scheduler = AsyncIOScheduler(
            timezone=office.zone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        opening, digest = office.reminders.send_from, office.digest
        triggers = {
            "opening": CronTrigger(hour=opening.hour, minute=opening.minute, timezone=office.zone),
            "digest": CronTrigger(
                day_of_week=digest.weekday, hour=digest.at.hour, minute=digest.at.minute, timezone=office.zone
            ),
        }
        for name, trigger in triggers.items():
            self._scheduler.add_job(ring, trigger, id=name)

    def start(self) -> None:
        """Set the alarms; needs a running loop."""
        self._scheduler.start()

    def jumped(self) -> None:
        """Look at the wall clock anew: the scheduler sleeps on the monotonic one and does not see it jump."""
        self._scheduler.wakeup()

    def stop(self) -> None:
        """Silence the alarms."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
