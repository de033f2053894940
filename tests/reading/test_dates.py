"""Expressions of time are read as the table says; nothing is invented, and what is written is read again as the same."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.timeframes import FrameKind, TimeFrame
from bot.reading.dates import read_timeframe, write_timeframe

DATA = Path(__file__).parents[1] / "data"
TABLES = (DATA / "gold" / "timeframes.tsv", DATA / "timeframes_more.tsv")


def rows() -> list[dict[str, str]]:
    """Read the expressions that were read by hand, found ones and invented ones; all are of a plan of 2024."""
    found: list[dict[str, str]] = []
    for path in TABLES:
        with path.open(encoding="utf-8") as table:
            found += csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
    return found


def as_row(frame: TimeFrame) -> tuple[str, ...]:
    values = (frame.start, frame.end, frame.recurrence)
    return (
        frame.kind.value,
        *("null" if value is None else str(value) for value in values),
        str(int(frame.strictly_before)),
    )


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["expression"])
def test_table(row: dict[str, str]) -> None:
    expected = tuple(row[name] for name in ("kind", "start", "end", "recurrence", "strictly_before"))
    assert as_row(read_timeframe(row["expression"], 2024)) == expected
    assert as_row(read_timeframe(unicodedata.normalize("NFD", row["expression"]), 2024)) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Quý I+II/2024", "Quý I, II/2024"),
        ("Từ quý II đến quý IV năm 2024", "Quý II, III, IV/2024"),
        ("Từ tháng 10 đến tháng 3/2025", "Từ ngày 01/10/2024 đến ngày 31/03/2025"),
        ("Q3-Q4/2024", "Quý III, IV/2024"),
        ("Quý IV/2024, hoàn thành trước ngày 15/12/2024", "Trước ngày 15/12/2024"),
        ("Từ 01/4 đến 30/6", "Từ ngày 01/04/2024 đến ngày 30/06/2024"),
        ("Tháng 8, 9, 10 năm 2024", "Từ ngày 01/08/2024 đến ngày 31/10/2024"),
        ("01 lần/quý", "Hằng quý (năm 2024)"),
        ("đến năm 2025", "Chậm nhất ngày 31/12/2025"),
        ("trước ngày 15/01 năm sau, hằng năm", "Trước ngày 15/01 năm sau, hằng năm (năm 2024)"),
    ],
)
def test_more_expressions(text: str, written: str) -> None:
    assert write_timeframe(read_timeframe(text, 2024)) == written


@pytest.mark.parametrize(
    ("text", "start", "end", "recurrence"),
    [
        ("Quý II, III hằng năm", date(2024, 4, 1), date(2024, 9, 30), "yearly:Q2,Q3"),
        ("Tháng 3, tháng 9 hằng năm", date(2024, 3, 1), date(2024, 9, 30), "yearly:03,09"),
        ("Quý III hằng năm", date(2024, 7, 1), date(2024, 9, 30), "yearly:Q3"),
    ],
)
def test_several_periods_of_every_year(text: str, start: date, end: date, recurrence: str) -> None:
    frame = read_timeframe(text, 2024)
    assert (frame.start, frame.end, frame.recurrence) == (start, end, recurrence)
    assert read_timeframe(write_timeframe(frame), 2024) == frame


@pytest.mark.parametrize(
    "text",
    [
        "Theo Kế hoạch số 12/KH-UBND ngày 12/3/2024",
        "Sau khi Nghị quyết số 57-NQ/TW được ban hành",
        "tháng 13/2024",
        "trước ngày 31/4/2024",
        "Quy định tại Điều 5",
        "",
        "…",
    ],
)
def test_what_is_no_time_stays_unspecified(text: str) -> None:
    assert read_timeframe(text, 2024).kind is FrameKind.UNSPECIFIED


def test_a_plan_for_several_years_bounds_nothing() -> None:
    assert read_timeframe("Thường xuyên", 2021, one_year=False) == TimeFrame(FrameKind.ONGOING)
    assert read_timeframe("Hằng quý", 2021, one_year=False).end is None
    assert read_timeframe("Thường xuyên trong năm 2024", 2021, one_year=False).end == date(2024, 12, 31)


def test_without_a_year_no_day_is_made_up() -> None:
    for text in ("trước ngày 30/6", "Quý II", "tháng 9", "từ 01/4 đến 30/6", "Thường xuyên"):
        frame = read_timeframe(text, None)
        assert (frame.start, frame.end) == (None, None)


WORDS = st.sampled_from(
    [
        "trước",
        "ngày",
        "đến",
        "hết",
        "chậm",
        "nhất",
        "quý",
        "tháng",
        "năm",
        "hằng",
        "hàng",
        "và",
        ",",
        "-",
        "từ",
        "đến",
        "trong",
        "I",
        "II",
        "III",
        "IV",
        "1",
        "2",
        "15",
        "30",
        "31/4",
        "30/6",
        "15/11/2024",
        "2024",
        "2025",
        "6",
        "tháng",
        "đầu",
        "năm",
        "cuối",
        "thường",
        "xuyên",
        "đột",
        "xuất",
        "khi",
        "có",
        "yêu",
        "cầu",
        "định",
        "kỳ",
        "hoàn",
        "thành",
        "/",
        "(",
        ")",
        "10h00",
        "tuần",
        "thứ",
        "Sáu",
        "sau",
        "giữa",
        "kế",
        "tiếp",
    ]
)


@given(st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=40), st.sampled_from([None, 2023, 2024]))
@example("trước ngày 29/02 hằng năm", 2023)
def test_reading_never_raises_and_writing_is_read_again(text: str, year: int | None) -> None:
    frame = read_timeframe(text, year)
    written = write_timeframe(frame)
    assert read_timeframe(written, frame.year) == frame
    assert frame.start is None or frame.end is None or frame.start <= frame.end


@given(st.lists(WORDS, max_size=8).map(" ".join), st.sampled_from([None, 2024]))
def test_no_year_comes_from_nowhere(text: str, year: int | None) -> None:
    frame = read_timeframe(text, year)
    printed = {int(found) for found in re.findall(r"20\d\d", text)} | ({year} if year else set())
    for day in (frame.start, frame.end):
        # The day before the first, or the second half of a season over New Year, lies one year off.
        assert day is None or any(abs(day.year - known) <= 1 for known in printed)


KINDS = st.sampled_from(["Quý {q}/{y}", "Tháng {m}/{y}", "Năm {y}", "trước ngày {d}/{m}/{y}", "chậm nhất ngày {d}/{m}/{y}",
                         "trước ngày {d}/{m} hằng năm", "từ tháng {m}/{y} đến tháng {m}/{z}", "định kỳ hằng quý trước ngày {d} của tháng cuối quý"])  # fmt: skip


@given(KINDS, st.integers(1, 28), st.integers(1, 12), st.integers(2018, 2035), st.integers(1, 4))
def test_written_forms_are_read(form: str, day: int, month: int, year: int, quarter: int) -> None:
    roman = ("I", "II", "III", "IV")[quarter - 1]
    text = form.format(d=day, m=month, y=year, z=year + 1, q=roman)
    frame = read_timeframe(text, year)
    assert frame.kind is not FrameKind.UNSPECIFIED
    assert read_timeframe(write_timeframe(frame), None) == frame
