"""How well replies are read that nobody had in mind when the grammar was written: rates over tables, not single rows.

Each table was written out, with what an official would mean, before the grammar was tried on it. `b` was never looked at while
mending. A value of `?` is one on which officials would differ; it is not counted.
"""

from __future__ import annotations

from collections import Counter

import pytest

from bot.reading.replies import read_reply
from tests.reading.test_replies import WEDNESDAY, Row, as_row, expected, rows

TABLES = ("a", "b", "c", "d", "e", "f", "g", "h")
LEAST = {"intent": 0.95, "status": 0.95, "percent": 0.95, "date": 0.95, "numbers": 0.85, "difficulty": 0.85}


def agrees(key: str, want: str, got: str) -> bool:
    """Compare a value; a difficulty may be quoted a few words longer or shorter."""
    return want == got or (key == "difficulty" and got != "null" and (got in want or want in got))


def tally(table: list[Row]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count what is to be found, what is found, and what is found where nothing is said."""
    said, right, invented = Counter[str](), Counter[str](), Counter[str]()
    for row in table:
        got = as_row(read_reply(row["text"], WEDNESDAY))
        for key, want in expected(row).items():
            if want == "?":
                continue
            if want == "null" and key != "intent":
                invented[key] += got[key] != "null"
                continue
            said[key] += 1
            right[key] += agrees(key, want, got[key])
    return said, right, invented


@pytest.mark.parametrize("table", TABLES)
def test_reads_what_it_has_not_seen(table: str) -> None:
    read = rows(f"replies_fresh_{table}.tsv")
    said, right, invented = tally(read)
    rates = {key: right[key] / said[key] for key in LEAST}
    assert {key: rate for key, rate in rates.items() if rate < LEAST[key]} == {}
    assert max(invented.values()) <= 0.03 * len(read)


def test_the_tables_are_large_enough_to_tell() -> None:
    assert sum(len(rows(f"replies_fresh_{table}.tsv")) for table in TABLES) >= 1000
