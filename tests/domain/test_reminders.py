"""Stages of reminders, on the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.calendar import Calendar
from bot.domain.reminders import ReminderPolicy, stages

EARLY = date(2024, 1, 1)


def _after(last_day: date, overdue: tuple[int, ...] = (1, 3, 7)) -> list[str]:
    policy = ReminderPolicy(lead_days=(), overdue_days=overdue)
    return [f"{stage.fire_at:%a %d/%m}" for stage in stages(last_day, EARLY, policy, Calendar())]


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2024, 11, 14), ["Fri 15/11", "Mon 18/11", "Thu 21/11"]),  # the third day, a Sunday, moves
        (date(2024, 11, 15), ["Mon 18/11", "Fri 22/11"]),  # the first and the third day meet
        (date(2024, 11, 30), ["Mon 02/12", "Mon 09/12"]),  # the first moved to the eve of the third
        (date(2024, 4, 30), ["Thu 02/05", "Tue 07/05"]),
    ],
)
def test_no_two_overdue_reminders_follow_each_other_because_one_was_moved(last_day: date, expected: list[str]) -> None:
    assert _after(last_day) == expected


def test_an_office_that_wants_them_every_day_has_them_every_day() -> None:
    assert _after(date(2024, 11, 30), (1, 2, 3, 4)) == ["Mon 02/12", "Tue 03/12", "Wed 04/12"]
