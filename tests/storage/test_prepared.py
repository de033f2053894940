"""Prepared statements: the same values in and out as SQLAlchemy's own way, and savepoints around them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, insert, select, update

from bot.errors import StorageError
from storage.engine import Storage
from storage.prepared import Prepared, apart
from storage.schema import conversations, journal

NOON = datetime(2024, 11, 8, 12, tzinfo=timezone(timedelta(hours=7)))
START = {"channel": "telegram", "chat": "1", "user": "1", "script": "s", "version": 1, "state": "running"}

_START = Prepared(
    insert(conversations).returning(conversations.c.id), (*START, "args", "started_at", "touched_at", "wanted")
)
_GET = Prepared(select(conversations).where(conversations.c.id == bindparam("conversation")))
_POINT = Prepared(update(conversations).where(conversations.c.id == bindparam("conversation")), ("pending", "card"))
_NOTE = Prepared(insert(journal), ("conversation_id", "position", "kind", "label", "value"))
_LABELS = Prepared(
    select(journal.c.label)
    .where(journal.c.kind == "ask", journal.c.position >= bindparam("first"))
    .order_by(journal.c.position)
)


def _started(connection: Connection, args: Any = None) -> int:
    made: int = _START.scalar(connection, **START, args=args, started_at=NOON, touched_at=NOON, wanted=None)
    return made


async def test_values_go_through_the_types_of_their_columns(storage: Storage) -> None:
    def both_ways(connection: Connection) -> tuple[Any, Any]:
        made = _started(connection, {"dues": [1, 2], "words": "Đã xong"})
        usual = connection.execute(select(conversations).where(conversations.c.id == made)).one()
        return _GET.first(connection, conversation=made), usual

    ours, usual = await storage.write(both_ways)
    assert tuple(ours) == tuple(usual)
    assert ours.touched_at == NOON.astimezone(UTC)
    assert ours.args == {"dues": [1, 2], "words": "Đã xong"}
    assert ours.wanted is None


async def test_what_a_type_refuses_is_refused(storage: Storage) -> None:
    naive = datetime(2024, 11, 8)
    with pytest.raises(StorageError, match="refused"):
        await storage.write(
            lambda connection: _START.run(connection, **START, args={}, started_at=naive, touched_at=naive, wanted=None)
        )


async def test_a_change_tells_how_many_rows_it_changed(storage: Storage) -> None:
    def change(connection: Connection) -> list[int]:
        made = _started(connection)
        return [_POINT.run(connection, conversation=which, pending=3, card="turn:1") for which in (made, made + 1)]

    assert await storage.write(change) == [1, 0]


async def test_many_rows_go_in_at_once(storage: Storage) -> None:
    def fill(connection: Connection) -> list[str]:
        made = _started(connection)
        row = {"conversation_id": made, "kind": "ask", "value": None}
        _NOTE.each(connection, [row | {"position": place, "label": f"step {place}"} for place in range(4)])
        return [found.label for found in _LABELS.all(connection, first=2)]

    assert await storage.write(fill) == ["step 2", "step 3"]


async def test_without_a_row_there_is_nothing(storage: Storage) -> None:
    assert await storage.read(lambda connection: _GET.first(connection, conversation=7)) is None
    assert await storage.read(lambda connection: _GET.scalar(connection, conversation=7)) is None


async def test_a_foreign_error_becomes_ours(storage: Storage) -> None:
    lonely = {"conversation_id": 7, "position": 0, "kind": "ask", "label": "task", "value": None}
    with pytest.raises(StorageError) as refused:
        await storage.write(lambda connection: _NOTE.run(connection, **lonely))
    assert refused.value.code == "constraint"


def _point_and_fail(connection: Connection, conversation: int) -> None:
    with apart(connection):
        with apart(connection):
            _POINT.run(connection, conversation=conversation, pending=2, card=None)
        raise ZeroDivisionError


async def test_what_fails_apart_is_taken_back_alone(storage: Storage) -> None:
    def try_twice(connection: Connection) -> int | None:
        made = _started(connection)
        with apart(connection):
            _POINT.run(connection, conversation=made, pending=1, card=None)
        with pytest.raises(ZeroDivisionError):
            _point_and_fail(connection, made)
        pending: int | None = _GET.first(connection, conversation=made).pending
        return pending

    assert await storage.write(try_twice) == 1
