"""Lists of ids as one parameter: on both databases, of any length."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert, select

from storage.engine import Storage
from storage.lists import one_of
from storage.prepared import Prepared
from storage.schema import agencies

_FOUND = Prepared(lambda dialect: select(agencies.c.id).where(one_of(agencies.c.id, "ids", dialect)))


@pytest.mark.parametrize("ids", [[], [2], [3, 1, 9], list(range(2, 70_000))])
async def test_just_those_in_the_list_are_found(storage: Storage, ids: list[int]) -> None:
    def found(connection: Connection) -> list[int]:
        rows = [{"id": n, "name": f"Sở {n}", "folded": f"so {n}"} for n in (1, 2, 3)]
        connection.execute(insert(agencies), rows)
        return sorted(row.id for row in _FOUND.all(connection, ids=ids))

    assert await storage.write(found) == sorted({1, 2, 3} & set(ids))
