"""Statements that are built once, and compiled once for each kind of database; they go straight to its driver.

What a statement costs then is little more than what the database takes: see `docs/decisions/0010-prepared-statements.md`.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.types import TypeEngine

from storage import beside

Statement = Select[Any] | Insert | Update | Delete
Process = Callable[[Any], Any]


class Prepared:
    """A statement with named parameters (`bindparam`), for instance ``Prepared(select(t).where(t.c.id == bindparam("id")))``.

    `columns` are those an insert or update takes by their names. Where the databases differ, a function gets the dialect's
    name and gives the statement. Lists of varying length (`IN`) cannot be parameters. Values go through the types of their
    columns, both ways.
    """

    def __init__(self, statement: Statement | Callable[[str], Statement], columns: Sequence[str] = ()) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def all(self, connection: Connection, **values: Any) -> list[Any]:
        """Run it and list the rows; a row's columns are its attributes."""
        compiled = self._for(connection)
        found = _driver(connection).execute(compiled.sql, compiled.bound(values)).fetchall()
        return [compiled.row(one) for one in found]

    def first(self, connection: Connection, **values: Any) -> Any:
        """Run it and tell the first row, `None` when there is none."""
        compiled = self._for(connection)
        found = _driver(connection).execute(compiled.sql, compiled.bound(values)).fetchone()
        return None if found is None else compiled.row(found)

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """Run it and tell the first row's first column, `None` when there is no row."""
        found = self.first(connection, **values)
        return None if found is None else found[0]

    def run(self, connection: Connection, **values: Any) -> int:
        """Run it and tell how many rows it changed."""
        compiled = self._for(connection)
        changed: int = _driver(connection).execute(compiled.sql, compiled.bound(values)).rowcount
        return changed

    def each(self, connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
        """Run it once for each row of values."""
        compiled = self._for(connection)
        _driver(connection).cursor().executemany(compiled.sql, [compiled.bound(values) for values in rows])

    def _for(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            made = self._statement(dialect.name) if callable(self._statement) else self._statement
            known = self._compiled[dialect.name] = _compile(made, self._columns, dialect)
        if known.changes is not None:
            beside.check(connection, known.changes)
        return known


@dataclass(frozen=True, slots=True)
class _Compiled:
    """`binds` are the parameters in their order, each with what its type makes of a value, and the value if it is fixed.

    `changes` is the table that it changes.
    """

    sql: str
    changes: str | None
    positional: bool
    binds: tuple[tuple[str, Process | None, bool, Any], ...]
    make: Callable[[Iterable[Any]], Any]
    reads: tuple[tuple[int, Process], ...]

    def bound(self, values: dict[str, Any]) -> Any:
        given = [
            fixed if is_fixed else process(values[name]) if process is not None else values[name]
            for name, process, is_fixed, fixed in self.binds
        ]
        return given if self.positional else {bind[0]: value for bind, value in zip(self.binds, given, strict=True)}

    def row(self, found: Sequence[Any]) -> Any:
        if not self.reads:
            return self.make(found)
        values = list(found)
        for place, process in self.reads:
            values[place] = process(values[place])
        return self.make(values)


def _compile(statement: Statement, columns: Sequence[str], dialect: Dialect) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(columns) if columns else None)
    order = compiled.positiontup
    shown = list(statement.exported_columns)
    readers = ((place, _reader(column.type, dialect)) for place, column in enumerate(shown))
    return _Compiled(
        compiled.string,
        None if isinstance(statement, Select) else getattr(statement.table, "name", ""),
        order is not None,
        tuple(_bind(compiled.binds[name], name, dialect) for name in order or compiled.binds),
        _row_of([column.key or "" for column in shown]),
        tuple((place, reader) for place, reader in readers if reader is not None),
    )


def _row_of(names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    kind: Callable[..., Any] = namedtuple
    make: Callable[[Iterable[Any]], Any] = kind("Found", names, rename=True)._make
    return make


def _bind(parameter: Any, name: str, dialect: Dialect) -> tuple[str, Process | None, bool, Any]:
    process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
    if parameter.required:
        return name, process, False, None
    value = parameter.effective_value
    return name, None, True, process(value) if process is not None else value


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _driver(connection: Connection) -> Any:
    """Give the driver's own connection, sqlite3's or psycopg's: both have `execute` and `cursor`."""
    return connection.connection.dbapi_connection


@contextmanager
def apart(connection: Connection) -> Iterator[None]:
    """Take back what is done inside, and nothing else, when it raises.

    A database that has ended the whole transaction by itself (a full disk) has nothing left to go back to.
    """
    driver = _driver(connection)
    driver.execute("SAVEPOINT apart")
    try:
        yield
    except BaseException:
        if _is_open(driver):
            driver.execute("ROLLBACK TO SAVEPOINT apart")
            driver.execute("RELEASE SAVEPOINT apart")
        raise
    driver.execute("RELEASE SAVEPOINT apart")


def _is_open(driver: Any) -> bool:
    still = getattr(driver, "in_transaction", None)
    return not driver.closed if still is None else bool(still)
