"""Which night's copy of the database is still to be made, and what is said when it cannot be."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.backups import BackupPolicy
from bot.domain.messages import Outgoing
from bot.errors import StorageError
from bot.texts import backups as texts
from bot.usecases.desk import Desk
from bot.usecases.telling import tell_coordinators
from storage.appointments import Appointments

BEGUN = "backup.begun"
DONE = "backup"

AGAIN = timedelta(hours=1)
"""After so long a copy that was begun and is not there is tried again: it failed, or its worker has ended."""


def begin(desk: Desk, policy: BackupPolicy) -> date | None:
    """Take on the copy of the newest night; `None` when there is nothing to do, or another worker is at it.

    A new database is first copied in its first night.
    """
    night = policy.night(desk.now)
    if night is None:
        return None
    noted = Appointments(desk.connection)
    begun = noted.get(BEGUN)
    if begun is None:
        noted.note(BEGUN, night.isoformat(), desk.now - AGAIN)
        noted.note(DONE, night.isoformat(), desk.now)
        return None
    if is_done(desk, night):
        return None
    if begun.done == night.isoformat() and abs(desk.now - begun.at) < AGAIN:
        return None
    noted.note(BEGUN, night.isoformat(), desk.now)
    return night


def is_done(desk: Desk, night: date) -> bool:
    """Tell whether the copy of a night is there."""
    noted = Appointments(desk.connection).get(DONE)
    return noted is not None and noted.done == night.isoformat()


def done(desk: Desk, night: date) -> None:
    """Note that a night's copy is there and was found good."""
    Appointments(desk.connection).note(DONE, night.isoformat(), desk.now)


def failed(desk: Desk, night: date, error: StorageError) -> None:
    """Tell the coordinators, once for a night."""
    tell_coordinators(desk, f"backup:{night.isoformat()}", Outgoing(texts.failed(night, error)))


def last_done(desk: Desk) -> datetime | None:
    """Tell when the newest copy was finished; for a database that has none yet, since when nights are counted."""
    noted = Appointments(desk.connection).get(DONE)
    return noted.at if noted else None
