"""What all tables are made with."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    event,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

PARTIAL = "postgresql_where"
"""Under which an index keeps which rows it holds, in PostgreSQL's words."""


def tell_postgresql() -> None:
    """Say which rows partial indexes hold, in PostgreSQL's words; it has to be said before they are made or compared.

    Not at once: that loads PostgreSQL's dialect, which a bot on SQLite has no use for.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if PARTIAL in index.info:
                index.dialect_options["postgresql"]["where"] = text(index.info[PARTIAL])


event.listen(metadata, "before_create", lambda *_which, **_how: tell_postgresql())

# A 64-bit key on PostgreSQL; SQLite makes a row id of INTEGER only.
Id = BigInteger().with_variant(Integer(), "sqlite")


def ref(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """Make a column that refers to the id of another table."""
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable)
