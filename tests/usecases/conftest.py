"""A desk over a database in memory, for property tests that need thousands of transactions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from bot.clock import CountingIds
from bot.domain.office import Office
from bot.usecases.desk import Desk
from storage.schema import metadata
from tests.worlds import at


@pytest.fixture
def sqlite_desk() -> Iterator[Desk]:
    """Lend a desk in January 2024, in a transaction that is never committed."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    # Savepoints work only when the driver does not begin transactions by itself.
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        metadata.create_all(connection)
        yield Desk(connection, at("2024-01-03 08:00"), Office(), CountingIds())
        connection.rollback()
    engine.dispose()
