"""A person's name in what was said to others and set down, taken out when they are erased."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Column, Connection, Table, Text, cast, select, update

from storage.schema import events, outbox

_TELLING: tuple[tuple[Table, str], ...] = ((outbox, "payload"), (events, "before"), (events, "after"))


def forget(connection: Connection, name: str, instead: str) -> int:
    """Write `instead` wherever a name stands in messages and events; all else stays. Returns how many rows changed.

    Example: ``{"body": [{"p": [{"t": "Lan đã báo cáo"}]}]}`` becomes ``{"body": [{"p": [{"t": "(đã xóa) đã báo cáo"}]}]}``.
    """
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return sum(_forget_in(connection, table, table.c[column], whole, name, instead) for table, column in _TELLING)


def _forget_in(
    connection: Connection, table: Table, column: Column[Any], whole: re.Pattern[str], name: str, instead: str
) -> int:
    naming = select(table.c.id, column).where(cast(column, Text).contains(name, autoescape=True))
    changed = 0
    for row in connection.execute(naming).all():
        value = _without(row[1], whole, instead)
        if value != row[1]:
            connection.execute(update(table).where(table.c.id == row.id).values({column: value}))
            changed += 1
    return changed


def _without(value: Any, whole: re.Pattern[str], instead: str) -> Any:
    """Replace the name in every text inside a JSON value; the keys of objects are ours and stay."""
    if isinstance(value, str):
        return whole.sub(lambda _: instead, value)
    if isinstance(value, list):
        return [_without(one, whole, instead) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, whole, instead) for key, one in value.items()}
    return value
