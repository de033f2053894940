"""A coordinator's decision about one due: told to the agency, and logged with all that is needed to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.deadlines import Due
from bot.domain.markup import Text
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.usecases import notices
from bot.usecases.desk import Desk
from storage.due_states import DueStates

EXTENDED, EXCUSED, RETURNED = "due.extended", "due.excused", "report.returned"


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: how many people are told, and the number of its event, by which it can be taken back."""

    told: int
    event: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coordinator has decided, and how the due stood before that (as `DueStates.get` gives it)."""

    by: PersonId
    what: str
    due: Due
    stood: dict[str, Any]


def about(desk: Desk, by: PersonId, what: str, due: Due) -> Decision:
    """Begin a decision, before anything is changed."""
    return Decision(by, what, due, DueStates(desk.connection).get(due.id))


def key(what: str, due: DueId, at: datetime) -> str:
    """Name what an agency is told of a decision made at an instant (aware)."""
    return f"{what}:{due}:{at.astimezone(UTC):%Y%m%dT%H%M%S%f}"


def conclude(
    desk: Desk, made: Decision, before: dict[str, Any], after: dict[str, Any], told: Text, rows: notices.Rows = ()
) -> Decided:
    """Tell the agency what was decided and log it, once the due has been changed.

    Beside `before` and `after` the event keeps ``"stood"``, the whole due, in both, and in the latter ``"told": [12, 13]``,
    the people.
    """
    queued = notices.tell_agency(desk, key(made.what, made.due.id, desk.now), made.due, told, rows)
    then = {"stood": made.stood}
    now = {"stood": DueStates(desk.connection).get(made.due.id), "told": queued}
    event = desk.events.log(desk.now, made.by, made.what, f"due:{made.due.id}", before | then, after | now)
    return Decided(len(queued), event)
