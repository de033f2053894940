"""Lists of ids, as long as they may be, as one parameter of a prepared statement."""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, any_, bindparam, func, select

from storage.types import Json


def one_of(column: ColumnElement[int], name: str, dialect: str) -> ColumnElement[bool]:
    """Choose the rows whose `column` is in the list that is given as the parameter `name`."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam(name, type_=Json())).table_valued("value")
        return column.in_(select(listed.c.value))
    from sqlalchemy.dialects.postgresql import ARRAY

    return column == any_(bindparam(name, type_=ARRAY(BigInteger)))
