"""Working days: the package, our table over it, the office's own days over both; what is not decided yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar, Quarter, doubts, quarters_between
from bot.domain.national_days import exceptions, is_decided, table

DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))

WEEKDAYS_OFF = {
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
}
SATURDAYS_WORKED = {2018: "", 2019: "01-05 05-04", 2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1)]


@pytest.mark.parametrize("year", WEEKDAYS_OFF)
def test_the_weekdays_off_are_those_of_the_official_calendar(year: int) -> None:
    off = [day for day in _days(year) if day.weekday() < 5 and not Calendar().is_working(day)]
    assert " ".join(f"{day:%m-%d}" for day in off) == WEEKDAYS_OFF[year]


@pytest.mark.parametrize("year", SATURDAYS_WORKED)
def test_saturdays_are_worked_where_a_day_was_swapped(year: int) -> None:
    worked = [day for day in _days(year) if day.weekday() >= 5 and Calendar().is_working(day)]
    assert " ".join(f"{day:%m-%d}" for day in worked) == SATURDAYS_WORKED[year]


def test_our_table_wins_over_the_package() -> None:
    import holidays

    package = holidays.country_holidays("VN", years=2026)
    assert package.is_working_day(date(2026, 1, 2))
    assert not Calendar().is_working(date(2026, 1, 2))


def test_the_office_wins_over_our_table() -> None:
    calendar = Calendar(frozenset({date(2026, 1, 10)}), frozenset({date(2026, 11, 24)}))
    assert not calendar.is_working(date(2026, 1, 10))
    assert calendar.is_working(date(2026, 11, 24))


def test_every_row_names_its_document_and_swaps_come_in_pairs() -> None:
    rows = table().days.values()
    assert all(row.source for row in rows)
    swapped = [row for row in rows if not row.provisional]
    assert sum(row.works for row in swapped) * 2 == len(swapped)
    assert all(exceptions(row.day.year)[row.day] is row.works for row in rows)


def test_the_coming_year_is_in_doubt_from_october_until_it_is_decided() -> None:
    last = max(table().years)
    assert not is_decided(last + 1)
    assert is_decided(1999)
    assert doubts(date(last, 9, 30), Calendar()).years == ()
    assert doubts(date(last, 10, 1), Calendar()).years == (last + 1,)
    assert doubts(date(last + 1, 3, 1), Calendar()).years == (last + 1,)


def test_a_day_without_a_final_document_is_told_until_it_has_passed_or_the_office_has_settled_it() -> None:
    day = date(2026, 11, 24)
    assert [row.day for row in doubts(date(2026, 11, 1), Calendar()).days] == [day]
    assert doubts(date(2026, 11, 25), Calendar()).days == ()
    assert doubts(date(2026, 11, 1), Calendar(extra_working_days=frozenset({day}))).days == ()


@given(DAYS)
def test_a_day_off_moves_to_the_nearest_working_day_on_either_side(day: date) -> None:
    calendar = Calendar()
    before, after = calendar.on_or_before(day), calendar.on_or_after(day)
    assert before <= day <= after
    assert calendar.is_working(before)
    assert calendar.is_working(after)
    between = [before + timedelta(n) for n in range(1, (after - before).days)]
    assert not any(calendar.is_working(one) for one in between)


@given(DAYS, st.integers(0, 60))
def test_working_days_left_are_those_after_today(today: date, span: int) -> None:
    calendar = Calendar()
    left = calendar.working_days_left(today, today + timedelta(span))
    assert left == calendar.working_days_left(today, calendar.on_or_before(today + timedelta(span)))
    assert calendar.working_days_left(today, today) == 0
    assert calendar.working_days_left(today, today - timedelta(1)) == 0


@given(DAYS)
def test_a_quarter_holds_its_days_and_is_written_and_read_alike(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.next.previous == quarter
    assert list(quarters_between(quarter.first_day, quarter.last_day)) == [quarter]
