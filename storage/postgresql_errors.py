"""What PostgreSQL may do to us: how long we wait for it, and which of our errors each of its own becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from bot.errors import StorageError

_SETTINGS: Mapping[str, int] = {
    # Milliseconds for a lock, a statement, a transaction left lying by a process that stands still or was cut off.
    "lock_timeout": 30_000,
    "statement_timeout": 60_000,
    "idle_in_transaction_session_timeout": 60_000,
    # Seconds after which the server notices that nobody is there any more: locks of a session end with it.
    "tcp_keepalives_idle": 15,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
}

LIMITS: Mapping[str, Any] = {
    "connect_timeout": 10,
    "options": " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items()),
    # The same, seen from here; milliseconds for what was sent and never confirmed.
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}

_COLLISIONS = frozenset({"40001", "40P01"})

# By SQLSTATE, the longest beginning that fits.
_CODES: Mapping[str, str] = {
    "08": "unreachable",
    "23": "constraint",
    "25006": "read_only",
    "25P03": "unreachable",
    "28": "cannot_open",
    "3D": "cannot_open",
    "40": "busy",
    "53": "busy",
    "53100": "full",
    "55P03": "busy",
    "57014": "busy",
    "57P": "unreachable",
    "58030": "io",
    "XX001": "corrupt",
    "XX002": "corrupt",
}


class Collision(StorageError):
    """Two transactions could not both have their way."""


def is_collision(error: Exception) -> bool:
    """Tell whether the same transaction may succeed when it is run again at once."""
    return _state(_cause(error)) in _COLLISIONS


def code_of(error: Exception) -> str:
    """Tell the `StorageError` code of an error of SQLAlchemy's or psycopg's."""
    cause = _cause(error)
    state = _state(cause)
    fits = [start for start in _CODES if state.startswith(start)]
    if fits:
        return _CODES[max(fits, key=len)]
    # Without a SQLSTATE the server has not spoken: no connection, or none any more.
    lost = isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError) and not state
    return "unreachable" if lost else "other"


def _cause(error: Exception) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _state(cause: BaseException | None) -> str:
    return getattr(cause, "sqlstate", None) or ""
