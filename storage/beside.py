"""What may be changed while other writers are at work beside: what belongs to one chat. For all else a writer is alone."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.errors import StorageError

OWN = frozenset({"accounts", "conversations", "events", "journal", "menus", "outbox", "updates"})
"""The tables whose rows belong to one chat, or are only ever added."""

_FLAG = "beside"


class NotBeside(StorageError):
    """Something shared was to be changed; the write is begun anew, alone."""


def mark(connection: Connection, *, beside: bool) -> Connection:
    """Say whether the next transaction of a connection runs beside others."""
    return connection.execution_options(**{_FLAG: beside})


def check(connection: Connection, table: str) -> None:
    """Ask for leave to change a table, "" when it is not known which; raises `NotBeside`."""
    if table not in OWN and connection.get_execution_options().get(_FLAG):
        raise NotBeside
