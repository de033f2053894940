"""A coordinator takes back what was decided about a due: more time, being let off, a report sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.deadlines import Due
from bot.domain.events import Event
from bot.domain.markup import Text
from bot.domain.people import PersonId
from bot.domain.reminders import next_look
from bot.domain.reports import DueId
from bot.errors import Conflict, NotFound
from bot.texts import days
from bot.texts import dues as due_texts
from bot.texts import extensions as texts
from bot.usecases import notices
from bot.usecases.decisions import EXCUSED, EXTENDED, RETURNED, key
from bot.usecases.desk import Desk
from bot.usecases.extensions import OWED
from bot.usecases.permissions import coordinator
from storage.due_states import DueStates

UNDONE_WITHIN = timedelta(days=1)
DECISIONS = (EXTENDED, EXCUSED, RETURNED)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back: the due's name; how many had been told and now hear better; how many hear nothing at all."""

    name: str
    corrected: int
    spared: int


def take_back(desk: Desk, by: PersonId, number: int) -> TakenBack:
    """Let a due stand as it did before the decision with that number.

    1. What the agency has not been sent yet is not sent; whoever was told is told, once, that it no longer holds.
    2. The due is as it was, and its reminders with it.

    Raises `NotFound("undo.unknown")`, `Conflict("undo.decided_long_ago")` after a day, `Conflict("undo.due_changed")` where
    it was taken back or anything else has happened to the due since.
    """
    coordinator(desk, by)
    event = desk.events.get(number)
    if event is None or event.what not in DECISIONS:
        raise NotFound("undo.unknown")
    if desk.now - event.at > UNDONE_WITHIN:
        raise Conflict("undo.decided_long_ago")
    due = _unchanged(desk, event)
    said = key(event.what, due.id, event.at)
    heard = desk.outbox.withdraw([f"{said}:{person}" for person in event.after["told"]])
    _put_back(desk, due, event)
    desk.events.log(desk.now, by, f"{event.what}.undone", event.subject, after={"undoes": number})
    back = desk.dues.get(due.id)
    told = 0 if back is None else _tell(desk, back, event, number, heard)
    return TakenBack(due_texts.name(due), told, len(event.after["told"]) - len(heard))


def _unchanged(desk: Desk, event: Event) -> Due:
    """Find the due of a decision, if it still stands as the decision left it."""
    due = desk.dues.get(DueId(int(event.subject.removeprefix("due:"))))
    if due is None or DueStates(desk.connection).get(due.id) != event.after["stood"]:
        raise Conflict("undo.due_changed")
    return due


def _put_back(desk: Desk, due: Due, event: Event) -> None:
    states, stood = DueStates(desk.connection), event.before["stood"]
    if event.what == RETURNED:
        report = desk.reports.current(due.id)
        if report is not None:
            states.accept_again(due.id, report.id)
            states.put_back(due.id, stood, closed_at=report.at, next_fire_at=None)
        return
    last_day = date.fromisoformat(stood["last_day"])
    look = next_look(last_day, due.opens_on, desk.now, desk.office.reminders, desk.office.calendar)
    states.put_back(due.id, stood, closed_at=None, next_fire_at=look)


def _tell(desk: Desk, due: Due, event: Event, number: int, heard: Sequence[PersonId]) -> int:
    """Tell those who were told that it no longer holds; returns how many."""
    rows = notices.about(due.id) if due.state in OWED else ()
    return len(notices.tell_agency(desk, f"undone:{number}", due, _words(desk, due, event), rows, only=heard))


def _words(desk: Desk, due: Due, event: Event) -> Text:
    name = due_texts.name(due)
    if event.what == RETURNED:
        return texts.return_taken_back(name, event.before["code"])
    deadline = days.deadline(due, desk.today, desk.office.calendar)
    return (
        texts.extension_taken_back(name, deadline)
        if event.what == EXTENDED
        else texts.excuse_taken_back(name, deadline)
    )
