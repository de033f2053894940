"""The pace: never too many in any second, and no time lost. Time is a number here."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.faults import FloodLimits
from handlers.pacing import UNLIMITED, Bucket, Limits, Pace, Trouble, backoff


def send_all(pace: Pace, chats: list[str], *, urgent: bool, late: float = 0.0) -> list[float]:
    """Send to each chat in turn as soon as the pace allows, each timer being `late`; tell when."""
    now, times = 1000.0, []
    for chat in chats:
        while (wait := max(pace.wait_overall(now, urgent=urgent), pace.wait_chat(chat, now, urgent=urgent))) > 0:
            now += wait + late
        pace.take(chat, now)
        times.append(now)
    return times


@pytest.mark.parametrize("urgent", [True, False])
def test_no_second_has_more_than_the_platform_takes(urgent: bool) -> None:
    times = send_all(Pace(Limits()), [str(number) for number in range(200)], urgent=urgent)
    assert all(times[index + 30] - times[index] > 1.0 for index in range(170))


def test_a_broadcast_loses_hardly_any_time_though_timers_are_late() -> None:
    times = send_all(Pace(Limits()), [str(number) for number in range(900)], urgent=False, late=0.002)
    assert times[-1] - times[0] < 1.02 * 900 / 30


def test_a_broadcast_is_even() -> None:
    times = send_all(Pace(Limits()), [str(number) for number in range(60)], urgent=False)
    assert max(later - earlier for earlier, later in pairwise(times)) < 0.055


@given(st.lists(st.sampled_from(["1", "2", "-5"]), max_size=60))
def test_the_platform_never_complains(chats: list[str]) -> None:
    platform = FloodLimits()
    for chat, time in zip(chats, send_all(Pace(Limits()), chats, urgent=False), strict=True):
        assert platform.wait(chat, time) <= 0


def test_answers_go_at_once_after_a_silence() -> None:
    assert send_all(Pace(Limits()), [str(number) for number in range(30)], urgent=True) == [1000.0] * 30


def test_an_answer_takes_the_next_place_of_a_broadcast() -> None:
    pace = Pace(Limits())
    now = send_all(pace, [str(number) for number in range(100)], urgent=False)[-1]
    assert pace.wait_overall(now, urgent=True) < 0.04


def test_a_person_who_is_answered_waits_for_no_timer_but_a_group_does() -> None:
    assert send_all(Pace(Limits()), ["1"] * 10, urgent=True) == [1000.0] * 10
    assert send_all(Pace(Limits()), ["-1"] * 4, urgent=True)[-1] > 1003.0


def test_a_pause_holds_everybody() -> None:
    pace = Pace(UNLIMITED)
    pace.pause(5.0)
    pace.pause(3.0)
    assert pace.wait_overall(1.0, urgent=True) == 4.0
    assert pace.paused(4.9)
    assert not pace.paused(5.0)


def test_chats_of_long_ago_are_forgotten() -> None:
    pace = Pace(Limits(), remembered=50)
    send_all(pace, [str(number) for number in range(300)], urgent=True)
    assert len(pace._chats) < 100


def test_without_limits_nothing_waits() -> None:
    assert send_all(Pace(UNLIMITED), ["1"] * 100, urgent=False) == [1000.0] * 100
    assert Bucket(0.0, 1).wait(0.0) == 0.0


def test_trouble_of_the_platform_is_told_from_a_bad_message() -> None:
    trouble = Trouble(patience=3)
    assert [trouble.failure() for _ in range(5)] == [0.0, 0.0, 1.0, 2.0, 4.0]
    trouble.success()
    assert trouble.failure() == 0.0


def test_three_chats_told_off_in_a_second_mean_all() -> None:
    trouble = Trouble()
    assert not trouble.too_fast("1", 0.0)
    assert not trouble.too_fast("1", 0.1)
    assert not trouble.too_fast("2", 0.2)
    assert trouble.too_fast("3", 0.3)
    trouble.success()
    assert not trouble.too_fast("4", 0.4)


def test_pauses_grow_to_a_limit() -> None:
    assert [backoff(attempts) for attempts in (0, 1, 2, 50)] == [1.0, 2.0, 4.0, 300.0]
