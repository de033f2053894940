"""What the clock brings about: reminders, digests, the end of forgotten conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.reminders import next_opening
from bot.usecases import digests, obligations
from bot.usecases import sweep as sweeps
from bot.usecases.desk import Desk
from storage import traces
from storage.paces import Paces

REMEMBERED = timedelta(days=30)
"""How long the ids of updates are kept; the channels repeat theirs for a day."""


def sweep(desk: Desk) -> int:
    """Remind of what has come due; returns how many messages were queued."""
    return sweeps.sweep(desk).messages


def post_digests(desk: Desk) -> int:
    """Queue the digests whose hour has come; returns how many."""
    return digests.post(desk)


def expire(desk: Desk) -> int:
    """End conversations that nobody goes on with, forget old update ids, paces and erased people; returns how many ended."""
    desk.updates.forget(desk.now - REMEMBERED)
    Paces(desk.connection).forget()
    traces.sweep(desk.connection)
    return desk.conversations.expire(desk.now)


def turn_of_year(desk: Desk) -> int:
    """See to it, once a year, that plans of several years have their next year's dues; queues nothing."""
    obligations.turn_of_year(desk)
    return 0


def add_up(desk: Desk) -> int:
    """Add up the changes of the kept counts where many have come together; queues nothing."""
    desk.tallies.fold()
    return 0


def recount(desk: Desk) -> None:
    """Count anew what is kept, from the dues and reports themselves."""
    desk.tallies.rebuild()


CHORES: tuple[Callable[[Desk], int], ...] = (turn_of_year, sweep, post_digests, expire, add_up)
"""Run at every heartbeat, one transaction each; all are cheap when nothing is to be done."""


def next_event(desk: Desk) -> datetime | None:
    """Tell when the clock will next bring anything about; `None` when nothing is in sight."""
    instants = [desk.outbox.next_wake(desk.now)]
    stage = desk.dues.next_instant()
    if stage is not None:
        instants.append(next_opening(max(stage, desk.now), desk.office.reminders, desk.office.calendar))
    if desk.people.digest_chats():
        instants.append(digests.next_appointment(desk))
    return min((instant for instant in instants if instant is not None and instant > desk.now), default=None)
