"""The schema's history: versions in a row, forward only, each in the transaction that brings them all.

The database keeps the number of its version in the one row of `schema_version`. A version is a module in `versions` with a
function `upgrade(operations)` that speaks through Alembic's operations, so that it serves both databases.
"""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import Column, Connection, Integer, MetaData, Table, inspect, select, text

from bot.errors import SchemaTooNew

# The first is version 1. Before the first release it is drawn anew from storage/schema:
#     .venv/bin/python -m storage.migrations.draft
VERSIONS: tuple[str, ...] = ("v0001_first",)

schema_version = Table("schema_version", MetaData(), Column("version", Integer, nullable=False))


def current_version(connection: Connection) -> int:
    """Tell the version of the schema in this database; 0 when there is none."""
    if not inspect(connection).has_table(schema_version.name):
        return 0
    version: int = connection.execute(select(schema_version.c.version)).scalar_one()
    return version


def bring_up_to_date(connection: Connection) -> int:
    """Apply every version the database has not seen and return how many there were; raises `SchemaTooNew`.

    1. On PostgreSQL, wait until no other worker is at it.
    2. Look which version the database has.
    3. Apply the following ones in their order.
    4. Write down the number; all is committed together by whoever opened the transaction.
    """
    _wait_for_others(connection)
    found = current_version(connection)
    if found > len(VERSIONS):
        raise SchemaTooNew(found, len(VERSIONS))
    for name in VERSIONS[found:]:
        _apply(connection, name)
    if found < len(VERSIONS):
        _write_down(connection, len(VERSIONS))
    return len(VERSIONS) - found


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('nhacviec.migrations'))"))


def _apply(connection: Connection, name: str) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    version = import_module(f"{__name__}.versions.{name}")
    version.upgrade(Operations(MigrationContext.configure(connection)))


def _write_down(connection: Connection, version: int) -> None:
    schema_version.create(connection, checkfirst=True)
    if not connection.execute(schema_version.update().values(version=version)).rowcount:
        connection.execute(schema_version.insert().values(version=version))
