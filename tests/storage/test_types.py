"""What goes into a column comes out the same on both databases, and what would not is refused."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, create_engine, func, insert, make_url, select, text

from bot.clock import VIETNAM
from bot.errors import StorageError
from bot.vietnamese import clean, fold
from storage.engine import Storage
from storage.types import CleanText, Day, FoldedText, Json, UtcDateTime

things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("day", Day),
    Column("text", CleanText),
    Column("folded", FoldedText),
    Column("json", Json),
)

# Postgres keeps 4713 BC to 294276 AD; Python's own years are the narrower ones. A day at each end belongs to the zones.
instants = st.datetimes(
    datetime(1, 1, 2),
    datetime(9999, 12, 30),
    timezones=st.sampled_from([UTC, VIETNAM, timezone(timedelta(hours=-11, minutes=-30))]),
)
signs = st.characters(exclude_categories=["Cs"])
words = st.text(signs)
letters = st.text(st.sampled_from("aăâđĐêôơưAạẫỗừ \n'\"\\%_\u0301\u0323\u00a0\u200b")) | words
plain_json = st.recursive(
    # Beyond 2^53 PostgreSQL gives a float back as the integer of its shortest digits.
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-(2.0**53), 2.0**53) | letters,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=8,
)


@contextmanager
def one_connection(url: str) -> Iterator[Connection]:
    """Open a connection with the toy table; nothing of it is kept."""
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}[make_url(url).get_backend_name()]
    engine = create_engine(make_url(url).set(drivername=driver))
    with engine.connect() as connection:
        things.create(connection)
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.fixture
def connection(empty_url: str) -> Iterator[Connection]:
    with one_connection(empty_url) as opened:
        yield opened


def there_and_back(connection: Connection, column: str, value: Any) -> Any:
    """Keep a value and read it again, in a row of its own."""
    row = connection.execute(insert(things).values({column: value}).returning(things.c.id)).scalar_one()
    return connection.execute(select(things.c[column]).where(things.c.id == row)).scalar_one()


def often(test: Callable[..., None]) -> Callable[..., None]:
    # The database is emptied once a test, not once an example: each example has a row of its own.
    return settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])(test)


@often
@given(instant=instants)
def test_an_instant_comes_back_in_utc_to_the_microsecond(connection: Connection, instant: datetime) -> None:
    kept = there_and_back(connection, "at", instant)
    # Python holds an hour that a zone had twice to be unequal to any other zone's.
    assert kept == instant.astimezone(UTC)
    assert kept.tzinfo is UTC


@often
@given(first=instants, second=instants)
def test_instants_compare_in_the_database_as_in_time(connection: Connection, first: datetime, second: datetime) -> None:
    row = connection.execute(insert(things).values(at=first).returning(things.c.id)).scalar_one()
    earlier = connection.execute(select(things.c.at < second).where(things.c.id == row)).scalar_one()
    assert bool(earlier) is (first.astimezone(UTC) < second.astimezone(UTC))


@often
@given(day=st.dates())
def test_a_day_comes_back(connection: Connection, day: date) -> None:
    assert there_and_back(connection, "day", day) == day


@often
@given(text=letters.map(clean).filter(lambda text: clean(text) == text))
def test_clean_text_comes_back_as_it_is(connection: Connection, text: str) -> None:
    assert there_and_back(connection, "text", text) == text


@often
@given(text=letters)
def test_unclean_text_is_refused(connection: Connection, text: str) -> None:
    if clean(text) == text:
        assert there_and_back(connection, "text", text) == text
    else:
        with pytest.raises(StorageError):
            there_and_back(connection, "text", text)


@often
@given(value=plain_json)
def test_json_comes_back_in_nfc(connection: Connection, value: Any) -> None:
    if "\\u0000" in repr(value) or "\\x00" in repr(value):
        return
    assert there_and_back(connection, "json", value) == in_nfc(value)


@pytest.mark.parametrize(
    "value",
    [None, "a\n\u0301b", "\\u0000 gõ tay", {"ha\u0323n": ["ha\u0323n"]}, 0.1, 10**15, [], {}, "", [None, {"a": None}]],
)
def test_json_that_is_easily_got_wrong(connection: Connection, value: Any) -> None:
    assert there_and_back(connection, "json", value) == in_nfc(value)


def test_no_json_is_json_null(connection: Connection) -> None:
    connection.execute(insert(things).values(json=None))
    assert connection.execute(select(things.c.json.is_(text("NULL")))).scalar_one() == 0


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("at", datetime(2024, 11, 8), "refused.naive_datetime"),
        ("at", datetime.min.replace(tzinfo=VIETNAM), "refused.datetime_range"),
        ("day", datetime(2024, 11, 8, tzinfo=UTC), "refused.day"),
        ("day", "2024-11-08", "refused.day"),
        ("text", unicodedata.normalize("NFD", "Sở Thông tin"), "refused.clean_text"),
        ("text", "hai  dấu cách", "refused.clean_text"),
        ("text", "nửa \ud83d mặt cười", "refused.clean_text"),
        ("text", 7, "refused.clean_text"),
        ("folded", "Sở", "refused.folded_text"),
        ("json", float("nan"), "refused.json"),
        ("json", {"at": date(2024, 11, 8)}, "refused.json"),
        ("json", ["a\x00"], "refused.json"),
        ("json", "\ud83d", "refused.json"),
    ],
)
def test_what_would_not_come_back_is_refused(connection: Connection, column: str, value: Any, code: str) -> None:
    with pytest.raises(StorageError) as refusal:
        there_and_back(connection, column, value)
    assert refusal.value.code == code


def test_a_folded_twin_is_found(connection: Connection) -> None:
    connection.execute(insert(things).values(text="Sở Văn hoá", folded=fold("Sở Văn hoá")))
    found = select(func.count()).where(things.c.folded.like("%van hoa%"))
    assert connection.execute(found).scalar_one() == 1


def test_instants_on_sqlite_can_be_read_by_a_person(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('types') / 'a.db'}"
    with one_connection(url) as connection:
        connection.execute(insert(things).values(at=datetime(2024, 11, 8, 8, tzinfo=VIETNAM)))
        assert connection.execute(text("SELECT at FROM things")).scalar_one() == "2024-11-08 01:00:00.000000+00:00"


async def test_a_refusal_passes_the_door_unchanged(storage: Storage) -> None:
    def keep(connection: Connection) -> None:
        connection.execute(select(things.c.id).where(things.c.at == datetime(2024, 11, 8)))

    with pytest.raises(StorageError, match=r"refused\.naive_datetime"):
        await asyncio.wait_for(storage.write(keep), 10)


def in_nfc(value: Any) -> Any:
    """Normalize every text in a value of JSON."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {in_nfc(key): in_nfc(item) for key, item in value.items()}
    return [in_nfc(item) for item in value] if isinstance(value, list) else value
