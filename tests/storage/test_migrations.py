"""The schema's history leads to today's schema, on both databases, all at once or not at all."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, create_engine, inspect, make_url

from bot.errors import SchemaTooNew, StorageError
from storage.engine import Storage
from storage.migrations import VERSIONS, bring_up_to_date, current_version, draft, schema_version
from storage.schema import metadata

NEXT = "v9999_test"


@contextmanager
def transaction(url: str) -> Iterator[Connection]:
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}[make_url(url).get_backend_name()]
    engine = create_engine(make_url(url).set(drivername=driver))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def described(connection: Connection) -> dict[str, Any]:
    """Describe every table as the database itself tells it."""
    seen = inspect(connection)
    asked = (
        seen.get_columns, seen.get_pk_constraint, seen.get_foreign_keys, seen.get_unique_constraints,
        seen.get_check_constraints, seen.get_indexes,
    )  # fmt: skip
    tables = [name for name in seen.get_table_names() if name != schema_version.name]
    return {name: [sorted_text(ask(name)) for ask in asked] for name in tables}


def sorted_text(facts: Any) -> list[str]:
    return sorted(str(plain(fact)) for fact in (facts if isinstance(facts, list) else [facts]))


def plain(fact: Any) -> Any:
    """Write out what shows only its address, such as the condition of an index."""
    return {key: plain(value) for key, value in fact.items()} if isinstance(fact, dict) else str(fact)


def test_all_versions_make_what_the_schema_says(empty_url: str) -> None:
    with transaction(empty_url) as connection:
        assert bring_up_to_date(connection) == len(VERSIONS)
        migrated = described(connection)
        ours = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(ours, metadata) == [], "python -m storage.migrations.draft, before the first release"
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert described(connection) == migrated


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and name == schema_version.name)


def test_the_first_version_is_as_drafted() -> None:
    """Holds until the first release; then version 1 is history and this test goes."""
    kept = "".join(draft.FIRST.read_text(encoding="utf-8").replace("'", '"').split())
    assert "".join(draft.drafted().replace("'", '"').split()).replace(",", "") == kept.replace(",", "")


def test_a_database_is_brought_up_to_date_once(empty_url: str) -> None:
    with transaction(empty_url) as connection:
        assert current_version(connection) == 0
        assert bring_up_to_date(connection) == len(VERSIONS)
        assert current_version(connection) == len(VERSIONS)
        assert bring_up_to_date(connection) == 0


async def test_a_newer_schema_is_refused_and_left_alone(empty_url: str, tmp_path: Path) -> None:
    with transaction(empty_url) as connection:
        bring_up_to_date(connection)
        connection.execute(schema_version.update().values(version=len(VERSIONS) + 1))
    with pytest.raises(SchemaTooNew) as refusal:
        await Storage.open(empty_url, data_dir=tmp_path)
    assert (refusal.value.found, refusal.value.known) == (len(VERSIONS) + 1, len(VERSIONS))
    with transaction(empty_url) as connection:
        assert current_version(connection) == len(VERSIONS) + 1


async def test_two_that_start_at_once_migrate_once(empty_url: str, tmp_path: Path) -> None:
    opened = await asyncio.gather(*(Storage.open(empty_url, data_dir=tmp_path) for _ in range(3)))
    for storage in opened:
        assert await storage.read(current_version) == len(VERSIONS)
        await storage.close()


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give a version after the last, whose `upgrade` the test writes."""
    module = ModuleType(f"storage.migrations.versions.{NEXT}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("storage.migrations.VERSIONS", (*VERSIONS, NEXT))
    return module


def rebuild_agencies(op: Operations) -> None:
    # PostgreSQL alters in place; SQLite often cannot, and makes the table anew.
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("agencies", recreate="always" if sqlite else "never") as table:
        table.add_column(sa.Column("province", sa.Text(), nullable=True))


def add_and_fail(op: Operations) -> None:
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO half VALUES (1)")
    raise ZeroDivisionError


def point_nowhere(op: Operations) -> None:
    op.execute("INSERT INTO agency_aliases (agency_id, alias, folded) VALUES (99, 'a', 'a')")


async def fill(url: str, data_dir: Path) -> None:
    def add_both(connection: Connection) -> None:
        agencies, aliases = metadata.tables["agencies"], metadata.tables["agency_aliases"]
        key = connection.execute(agencies.insert().values(name="A", folded="a")).inserted_primary_key
        assert key is not None
        connection.execute(aliases.insert().values(agency_id=key[0], alias="B", folded="b"))

    async with await Storage.open(url, data_dir=data_dir) as storage:
        await storage.write(add_both)


async def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(
    empty_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    await fill(empty_url, tmp_path)
    request.getfixturevalue("next_version").upgrade = rebuild_agencies
    async with await Storage.open(empty_url, data_dir=tmp_path) as storage:
        found = "SELECT count(*) FROM agencies JOIN agency_aliases ON agency_id = agencies.id WHERE province IS NULL"
        assert await storage.read(lambda connection: connection.execute(sa.text(found)).scalar_one()) == 1
        with pytest.raises(StorageError, match="constraint"):
            await storage.write(lambda connection: point_nowhere(Operations(MigrationContext.configure(connection))))


@pytest.mark.parametrize(("upgrade", "error"), [(add_and_fail, ZeroDivisionError), (point_nowhere, StorageError)])
async def test_a_version_that_fails_leaves_everything_as_it_was(
    empty_url: str, tmp_path: Path, request: pytest.FixtureRequest, upgrade: Any, error: type[Exception]
) -> None:
    await fill(empty_url, tmp_path)
    with transaction(empty_url) as connection:
        before = described(connection)
    request.getfixturevalue("next_version").upgrade = upgrade
    with pytest.raises(error):
        await Storage.open(empty_url, data_dir=tmp_path)
    with transaction(empty_url) as connection:
        assert described(connection) == before
        assert current_version(connection) == len(VERSIONS)
