"""How well replies are read that nobody had in mind when the grammar was written: rates over tables, not single rows.

Each table was written out, with what an official would mean, before the grammar was tried on it. `b` was never looked at while
mending; `k` was written last and is only measured: whoever mends the grammar leaves it closed. A value of `?` is one on which
officials would differ; it is not counted. `i` to `l` also say what is to stand in the report (`result`; `null` for a mere
status), and for several tasks what is said of each ("1 done; 2 in_progress 50; rest done", "~" for one named in words).
"""

from __future__ import annotations

from collections import Counter

import pytest

from bot.reading.chat.wording import official
from bot.reading.replies import Part, read_reply
from bot.vietnamese import fold
from tests.reading.test_replies import WEDNESDAY, Row, as_row, expected, rows

TABLES = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "l")
UNSEEN = {"intent": 0.9, "status": 0.85, "percent": 0.95, "date": 0.95, "numbers": 0.95}
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


def test_reads_a_table_that_no_grammar_was_mended_for() -> None:
    said, right, invented = tally(rows("replies_fresh_k.tsv"))
    rates = {key: right[key] / said[key] for key in UNSEEN}
    assert {key: rate for key, rate in rates.items() if rate < UNSEEN[key]} == {}
    assert sum(invented.values()) <= 1


def told(part: Part) -> str:
    """Write what is said of a task as the tables do."""
    targets = "rest" if part.targets is None else ",".join(map(str, part.targets)) or "~"
    return " ".join((targets, part.status or "-", *([str(part.percent)] if part.percent is not None else [])))


def bare(words: str) -> str:
    return " ".join(fold(words).replace(",", " ").replace(".", " ").split())


@pytest.mark.parametrize(("table", "least"), [("i", 0.94), ("j", 0.9), ("k", 0.65), ("l", 0.95)])
def test_keeps_what_belongs_into_the_report_and_no_chatter(table: str, least: float) -> None:
    right = []
    for row in rows(f"replies_fresh_{table}.tsv"):
        reply = read_reply(row["text"], WEDNESDAY)
        wanted = row["result"]
        if wanted == "?" or row["intent"] not in ("report", "multi_report"):
            continue
        if row["intent"] == "multi_report":
            right.append(wanted == "; ".join(map(told, reply.parts)))
        else:
            kept = bare(official(row["text"], reply.difficulty))
            right.append(kept == "" if wanted == "null" else bare(wanted) in kept)
    assert sum(right) / len(right) >= least


def test_the_tables_are_large_enough_to_tell() -> None:
    assert sum(len(rows(f"replies_fresh_{table}.tsv")) for table in TABLES) >= 1000
