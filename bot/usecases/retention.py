"""Takes away what has been kept long enough: which night it was done for, and a step of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.retention import RetentionPolicy
from bot.usecases.desk import Desk
from storage.appointments import Appointments
from storage.retention import Retention

DONE = "retention"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Rows that one step took away or emptied, by what they held, and whether there may be more to do."""

    rows: dict[str, int]
    more: bool


def begin(desk: Desk, policy: RetentionPolicy) -> datetime | None:
    """Tell from when ages are counted tonight; `None` when all is done. A new database has its first night only noted."""
    noted = Appointments(desk.connection)
    last, night = noted.get(DONE), policy.night(desk.now)
    if last is None:
        noted.note(DONE, night.isoformat(), desk.now)
        return None
    return None if last.done == night.isoformat() else policy.counted_from(desk.now, last.at)


def forget(desk: Desk, policy: RetentionPolicy, counted_from: datetime) -> Forgotten:
    """Do a step of each kind; all that follows goes on where it ended, also after a kill."""
    kept = Retention(desk.connection)
    words, traces = policy.words_before(counted_from), policy.traces_before(counted_from)
    steps = {
        "words": kept.words(words),
        "conversations": kept.conversations(words),
        "answers": kept.answers(traces),
        "events": kept.events(traces),
        "failures": kept.failures(traces),
    }
    return Forgotten({kind: step.rows for kind, step in steps.items()}, any(step.more for step in steps.values()))


def done(desk: Desk, night: date, counted_from: datetime) -> None:
    """Note that nothing is left to do for a night."""
    Appointments(desk.connection).note(DONE, night.isoformat(), counted_from)
