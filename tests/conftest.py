"""What every test may ask for: a database of each kind, fresh, with today's schema."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.engine import Storage
from tests.databases import NoPostgresql, Postgresql, in_memory, make_sqlite
from tests.loglines import log_plainly


def pytest_configure(config: pytest.Config) -> None:
    """Put the tests' directories into memory where there is room: they end with the run, and a disk makes every commit wait."""
    log_plainly()
    # The first example ever drawn on a machine waits for hypothesis to make its table of all characters: seconds.
    settings.register_profile("here", suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("here")
    memory = in_memory()
    if memory is not None and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Postgresql]:
    """Give a private server, started when the first test asks for it; skip without its programs, unless required."""
    try:
        server = Postgresql.start()
    except NoPostgresql:
        if os.environ.get("NHACVIEC_REQUIRE_POSTGRESQL"):
            pytest.fail("the programs of a PostgreSQL server are not installed, and NHACVIEC_REQUIRE_POSTGRESQL is set")
        pytest.skip("the programs of a PostgreSQL server (initdb, postgres) are not installed")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with today's schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    make_sqlite(path)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgresql = request.getfixturevalue("postgresql_server")
    with server.empty() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database of each kind with today's schema and nothing in it."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server: Postgresql = request.getfixturevalue("postgresql_server")
    with server.alone() if request.node.get_closest_marker("alone") else server.migrated() as url:
        yield url


@pytest.fixture
async def storage(database_url: str, tmp_path: Path) -> AsyncIterator[Storage]:
    """Give an open storage on each kind of database, with today's schema and nothing in it."""
    async with await Storage.open(database_url, data_dir=tmp_path, migrate=False) as opened:
        yield opened
