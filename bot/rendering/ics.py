"""Deadlines as a calendar file that phones can take in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.deadlines import Due
from bot.rendering.harmless import harmless, shorten
from bot.texts import ics as words

if TYPE_CHECKING:
    from icalendar import Event

_LONGEST_TITLE = 120


def calendar_file(dues: Iterable[Due], now: datetime, name: str = words.CALENDAR) -> bytes:
    """Write dues as whole-day entries on their last day, with an alarm at 8 in the morning two days before.

    `now` (aware) is the instant of writing. An entry keeps its identity, so that a later file replaces the day of an earlier.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//nhacviec//deadlines//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", harmless(name))
    for due in dues:
        calendar.add_component(_event(due, now))
    return bytes(calendar.to_ical())


def _event(due: Due, now: datetime) -> Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"due-{due.id}@nhacviec")
    event.add("dtstamp", now)
    event.add("dtstart", due.last_day)
    event.add("dtend", due.last_day + timedelta(1))
    event.add("summary", words.summary(shorten(" ".join(harmless(due.title).split()), _LONGEST_TITLE)))
    event.add("description", words.description(due.no, harmless(due.title), due.named_day))
    event.add("transp", "TRANSPARENT")
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.ALARM)
    alarm.add("trigger", timedelta(days=-2, hours=8))
    event.add_component(alarm)
    return event
