"""Tables of work that is wanted until it is done: rows are taken on for a while, and come again if nothing is heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select, update


def take_on(connection: Connection, table: Table, now: datetime, until: datetime, limit: int) -> Sequence[Row[Any]]:
    """Take rows that are due, the longest due first; until `until` (aware) nobody else does. `attempts` counts this one."""
    due = select(table.c.id).where(table.c.state == "wanted", table.c.not_before <= now)
    picked = due.order_by(table.c.not_before).limit(limit).with_for_update(skip_locked=True).cte("picked")
    mine = update(table).where(table.c.id.in_(select(picked.c.id)))
    taken = mine.values(not_before=until, attempts=table.c.attempts + 1).returning(table)
    return connection.execute(taken).all()


def count(connection: Connection, table: Table) -> int:
    """Count what is still wanted."""
    wanted = select(func.count()).select_from(table).where(table.c.state == "wanted")
    return int(connection.execute(wanted).scalar_one())


def next_instant(table: Table) -> Select[Any]:
    """Ask when the next row is to be looked at."""
    return select(func.min(table.c.not_before)).where(table.c.state == "wanted")
