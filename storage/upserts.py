"""Inserts that say what becomes of a row that is there already: each database has its own kind.

Only the dialect that is used is loaded: that of PostgreSQL alone takes a tenth of the time in which a bot on SQLite starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import Table

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert


def insert_into(table: Table, dialect: str) -> Insert:
    """Begin an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`, for "sqlite" or "postgresql"."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    # What both databases have of it has the same form.
    return cast("Insert", postgresql.insert(table))
