"""Days as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.days import read_day, read_length
from bot.vietnamese import fold

WEDNESDAY = date(2024, 10, 9)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))

NAMED = {
    "mai": "2024-10-10",
    "ngày mai": "2024-10-10",
    "ngày kia": "2024-10-11",
    "hôm nay": "2024-10-09",
    "chiều nay": "2024-10-09",
    "hôm qua": "2024-10-08",
    "hôm kia": "2024-10-07",
    "3 ngày nữa": "2024-10-12",
    "sau 3 ngày": "2024-10-12",
    "3 tuần sau": "2024-10-30",
    "hai tuần nữa": "2024-10-23",
    "tuần nữa": "2024-10-16",
    "thêm 1 tuần": "2024-10-16",
    "1 tháng nữa": "2024-11-09",
    "nửa tháng nữa": "2024-10-24",
    "5 ngày làm việc nữa": "2024-10-16",
    "3 ngày trước": "2024-10-06",
    "cách đây 2 tuần": "2024-09-25",
    "thứ 6": "2024-10-11",
    "thứ sáu": "2024-10-11",
    "thứ 4": "2024-10-16",
    "t6 tuần này": "2024-10-11",
    "thứ 6 tuần sau": "2024-10-18",
    "t6 tuần sau": "2024-10-18",
    "trước thứ sáu tuần sau": "2024-10-18",
    "thứ hai tuần trước": "2024-09-30",
    "thứ hai vừa rồi": "2024-10-07",
    "chủ nhật": "2024-10-13",
    "cn này": "2024-10-13",
    "cuối tuần": "2024-10-11",
    "đầu tuần sau": "2024-10-14",
    "cuối tháng": "2024-10-31",
    "cuối tháng sau": "2024-11-30",
    "cuối tháng 2": "2025-02-28",
    "giữa tháng 11": "2024-11-15",
    "đầu tháng": "2024-11-01",
    "hết quý": "2024-12-31",
    "cuối quý I/2025": "2025-03-31",
    "hết năm 2025": "2025-12-31",
    "27/9": "2024-09-27",
    "5/1": "2025-01-05",
    "trước ngày 15/11": "2024-11-15",
    "trước ngày 15-11": "2024-11-15",
    "15-11": "2024-11-15",
    "15/11/2024": "2024-11-15",
    "15.11.24": "2024-11-15",
    "2024-11-15": "2024-11-15",
    "ngày 15 tháng 11 năm 2024": "2024-11-15",
    "15 thg 11 2024": "2024-11-15",
    "17h ngày 29/10": "2024-10-29",
    "từ 23-26/9": "2024-09-26",
    "từ 23 đến 26/9": "2024-09-26",
    "ngày 5": "2024-11-05",
    "mùng 5": "2024-11-05",
    "hạn thứ 6 nhé (11/10)": "2024-10-11",
    "thứ sáu 25/10": "2024-10-25",
    "thứ 6, ngày 25/10": "2024-10-25",
    "T6 (25/10)": "2024-10-25",
    "20.10": "2024-10-20",
    "20 10 2024": "2024-10-20",
    "ngày 5 tháng sau": "2024-11-05",
    "25 tháng này": "2024-10-25",
    "20 tháng sau": "2024-11-20",
    "thứ tư tuần sau nữa": "2024-10-23",
    "hết ngày 20": "2024-10-20",
}


@pytest.mark.parametrize("text", NAMED)
def test_reads_a_named_day_with_and_without_marks(text: str) -> None:
    assert read_day(text, WEDNESDAY) == date.fromisoformat(NAMED[text])
    assert read_day(fold(text), WEDNESDAY) == date.fromisoformat(NAMED[text])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tuần sau",
        "tháng 11",
        "quý 4",
        "mai mốt",
        "nay mai",
        "31/2",
        "ngày 31 tháng 2",
        "12 tin",
        "xong rồi",
        "mai hoặc thứ 6",
        "thứ 6 26/10",
        "31 tháng sau",
    ],
)
def test_what_names_no_single_day_is_none(text: str) -> None:
    assert read_day(text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("tuần sau", "2024-10-14"), ("sang tháng", "2024-11-01"), ("tháng 12", "2024-12-01"), ("quý 4", "2024-10-01")],
)
def test_a_period_gives_its_first_day_when_asked_for(text: str, day: str) -> None:
    assert read_day(text, WEDNESDAY, periods=True) == date.fromisoformat(day)


@settings(deadline=None)
@given(DAYS, DAYS)
def test_a_written_date_is_that_date_whatever_the_day(day: date, today: date) -> None:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "ngày %d tháng %m năm %Y", "trước ngày %d/%m/%Y"):
        assert read_day(day.strftime(form), today) == day


@settings(deadline=None)
@given(st.integers(1, 300), DAYS)
def test_a_length_of_time_is_counted_from_today(count: int, today: date) -> None:
    assert read_day(f"{count} ngày nữa", today) == today + timedelta(count)
    assert read_day(f"sau {count} tuần", today) == today + timedelta(7 * count)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 ngày", "2024-10-14"),
        ("thêm 1 tuần nhé", "2024-10-16"),
        ("gia hạn thêm 3 ngày làm việc", "2024-10-14"),
        ("xin thêm hai tuần", "2024-10-23"),
        ("5 ngày nữa", None),
        ("thêm thời gian", None),
        ("đến 20/10", None),
    ],
)
def test_a_mere_length_is_counted_from_a_day_that_is_given(text: str, day: str | None) -> None:
    expected = None if day is None else date.fromisoformat(day)
    assert read_length(text, WEDNESDAY) == expected
    assert read_length(fold(text), WEDNESDAY) == expected


@settings(deadline=None)
@given(DAYS, st.integers(2, 7))
def test_a_weekday_lies_within_the_week_ahead(today: date, named: int) -> None:
    day = read_day(f"thứ {named}", today)
    assert day is not None
    assert day.weekday() == named - 2
    assert timedelta(0) < day - today <= timedelta(7)


@settings(deadline=None)
@given(st.text(max_size=60), DAYS)
def test_any_text_is_read_without_an_error(text: str, today: date) -> None:
    read_day(text, today)
