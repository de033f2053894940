"""The presence of workers on PostgreSQL: advisory locks of a session, which end with it, however it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from zlib import crc32

import psycopg

from bot.errors import StorageError
from storage.postgresql_errors import code_of
from storage.presence import Baton

PATIENCE = 8.0
"""Seconds for one look. Who hears nothing for so long lets go, well before the server gives up on a lost connection."""

LEAVING = 1.0
"""Seconds for a good-bye."""

_WORKERS, _BATONS = 7_311, 7_312
"""The first halves of our lock's keys; the second is made of a name."""

_PRESENT = "SELECT pg_advisory_lock_shared(%s, %s)"
_LEAVE = "SELECT pg_advisory_unlock_all()"
_TAKE = "SELECT number FROM unnest(%s::int[]) AS wanted (number) WHERE pg_try_advisory_lock(%s, number)"
_CLAIMING = "SELECT DISTINCT claimed_by FROM outbox WHERE state = 'waiting' AND claimed_by IS NOT NULL"
_THERE = """
    SELECT objid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND classid = %s AND granted AND datname = current_database()
"""


class PostgresqlPresence:
    """The presence of `worker`; `arguments` are those of psycopg's `connect`."""

    def __init__(self, arguments: Mapping[str, Any], worker: str) -> None:
        self._arguments = arguments
        self._worker = worker
        self._batons: dict[str, Baton] = {}
        self._connection: psycopg.AsyncConnection[Any] | None = None

    def baton(self, name: str) -> Baton:
        return self._batons.setdefault(name, Baton())

    async def look(self) -> frozenset[str]:
        try:
            async with asyncio.timeout(PATIENCE):
                connection = self._connection or await self._enter()
                await self._take_batons(connection)
                return await _absent(connection)
        except (psycopg.Error, OSError, TimeoutError) as error:
            await self.close()
            raise StorageError(code_of(error) if isinstance(error, psycopg.Error) else "unreachable") from error

    async def _enter(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(**self._arguments, autocommit=True)
        self._connection = connection
        # Shared with ourselves: the server may still hold the lock of a session of ours that was cut off.
        await connection.execute(_PRESENT, [_WORKERS, _number(self._worker)])
        return connection

    async def _take_batons(self, connection: psycopg.AsyncConnection[Any]) -> None:
        wanted = {_number(name): baton for name, baton in self._batons.items() if not baton.held}
        if wanted:
            for (number,) in await _rows(connection, _TAKE, [*wanted], _BATONS):
                wanted[number].give()

    async def close(self) -> None:
        for baton in self._batons.values():
            baton.take_away()
        if self._connection is not None:
            connection, self._connection = self._connection, None
            # Else the others would have to wait until the server has noticed; a broken line leaves it to that.
            with suppress(psycopg.Error, TimeoutError):
                async with asyncio.timeout(LEAVING):
                    await connection.execute(_LEAVE)
            await connection.close()


async def _absent(connection: psycopg.AsyncConnection[Any]) -> frozenset[str]:
    claiming = [name for (name,) in await _rows(connection, _CLAIMING)]
    if not claiming:
        return frozenset()
    there = {number for (number,) in await _rows(connection, _THERE, _WORKERS)}
    return frozenset(name for name in claiming if _number(name) not in there)


async def _rows(connection: psycopg.AsyncConnection[Any], query: str, *values: object) -> list[tuple[Any, ...]]:
    found = await connection.execute(query.encode(), values)
    return await found.fetchall()


def _number(name: str) -> int:
    """Make the second half of a lock's key, a positive 32-bit number."""
    return crc32(name.encode()) & 0x7FFF_FFFF
