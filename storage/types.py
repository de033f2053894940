"""Column types that keep out what must not be kept.

A `StorageError` raised while a statement is prepared reaches the caller as it is: SQLAlchemy wraps foreign errors only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Dialect, String, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.errors import StorageError
from bot.vietnamese import clean, fold

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
# Half of a surrogate pair: Python holds it, UTF-8 cannot write it.
_SURROGATE = re.compile("[\ud800-\udfff]")
# NUL as JSON escapes it; an even number of backslashes before it means that a person typed those signs.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class Refused(StorageError, DontWrapMixin):
    """A value does not fit its column; the message names the type, never the value: it may be personal."""


class Written(str):
    """JSON that `written` has made, or pieces of it put together: a column keeps it without another look."""

    __slots__ = ()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware and in UTC out; microseconds are kept.

    On PostgreSQL `timestamptz`; on SQLite a text of fixed width, so that comparing texts compares instants:
    `2024-11-08 01:00:00.000000+00:00`.
    """

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if _is_postgresql(dialect):
            from sqlalchemy.dialects.postgresql import TIMESTAMP

            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return _in_utc(value) if _is_postgresql(dialect) else _as_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value if _is_postgresql(dialect) else datetime.fromisoformat(value)
        return instant.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A day of the calendar, without time or zone; refuses a `datetime`, whose day depends on the zone."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date | None:
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            raise Refused("refused.day")
        return value


class CleanText(TypeDecorator[str]):
    """Text of any length in the one form that is kept; refuses what `clean()` would change."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and (not _is_writable(value) or clean(value) != value):
            raise Refused("refused.clean_text")
        return value


class FoldedText(TypeDecorator[str]):
    """The folded twin of a text, for searching; refuses what `fold()` would change."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and (not _is_writable(value) or fold(value) != value):
            raise Refused("refused.folded_text")
        return value


class Json(TypeDecorator[Any]):
    """Plain JSON: `jsonb` on PostgreSQL, readable text on SQLite; texts inside are brought to NFC.

    `None` is kept as JSON's `null`, so that a column that may not be empty can hold it; a column left out of an insert is
    SQL's NULL. Both are read as `None`. The order of an object's keys is not kept, tuples come back as lists, and on
    PostgreSQL a float beyond 2^53 as an integer.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _json_type(dialect)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        text = value if isinstance(value, Written) else written(value)
        return json.loads(text) if _is_postgresql(dialect) else text

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or _is_postgresql(dialect) else json.loads(value)


def _json_type(dialect: Dialect) -> TypeEngine[Any]:
    if not _is_postgresql(dialect):
        return dialect.type_descriptor(Text())
    from sqlalchemy.dialects.postgresql import JSONB

    return dialect.type_descriptor(JSONB(none_as_null=False))


def _is_postgresql(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"


@lru_cache(maxsize=256)
def _as_text(value: datetime) -> str:
    # One transaction writes the same instant a dozen times.
    return _in_utc(value).isoformat(sep=" ", timespec="microseconds")


def _in_utc(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise Refused("refused.naive_datetime")
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise Refused("refused.datetime_range") from error


def _is_writable(value: object) -> bool:
    return isinstance(value, str) and _SURROGATE.search(value) is None


def written(value: Any) -> Written:
    """Write JSON; refuses NaN, foreign types, NUL and halves of surrogate pairs, which PostgreSQL would not take."""
    try:
        text = _JSON.encode(value)
    except (TypeError, ValueError) as error:
        raise Refused("refused.json") from error
    if ("\\u0000" in text and _NUL.search(text)) or not _is_writable(text):
        raise Refused("refused.json")
    if unicodedata.is_normalized("NFC", text):
        return Written(text)
    # Not normalize(text): in "\n\u0301" the mark would merge with the n of the escape.
    return Written(_JSON.encode(_normalized(value)))


def _normalized(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_normalized(key): _normalized(item) for key, item in value.items()}
    return [_normalized(item) for item in value] if isinstance(value, list | tuple) else value
