from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from icalendar import Calendar

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DeadlineId, DeadlineKind, Due, DueState
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import DueId
from bot.rendering.ics import calendar_file
from tests.rendering import samples, strategies

DUE = Due(
    id=DueId(7), deadline=DeadlineId(1), plan=PlanId(1), agency=AgencyId(1), task=TaskId(1), rule=None, kind=DeadlineKind.RULE,
    period="2024-Q4", no="IV.12", title="Báo cáo kết quả năm 2024", opens_on=date(2024, 1, 1), last_day=date(2024, 11, 14),
    named_day=date(2024, 11, 15), state=DueState.OPEN,
)  # fmt: skip


def test_a_due_is_a_whole_day_with_an_alarm() -> None:
    (event,) = Calendar.from_ical(calendar_file([DUE], samples.AS_OF)).walk("VEVENT")
    assert event["summary"] == "Hạn báo cáo: Báo cáo kết quả năm 2024"
    assert event.decoded("dtstart") == date(2024, 11, 14)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(1)
    assert "trước ngày 15/11/2024" in str(event["description"])
    (alarm,) = event.walk("VALARM")
    assert event.decoded("dtstart") + alarm.decoded("trigger") < event.decoded("dtstart")


def test_a_moved_day_keeps_its_identity() -> None:
    moved = replace(DUE, last_day=date(2024, 11, 20))
    first, second = (Calendar.from_ical(calendar_file([due], samples.AS_OF)).walk("VEVENT")[0] for due in (DUE, moved))
    assert first["uid"] == second["uid"]


@settings(max_examples=30, deadline=None)
@given(strategies.hostile())
def test_hostile_titles_stay_in_their_field(text: str) -> None:
    content = calendar_file([replace(DUE, title=text), DUE], samples.AS_OF)
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
