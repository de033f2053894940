"""Who stands in for whom."""

from __future__ import annotations

from datetime import date

from bot.domain.absences import stand_in
from bot.domain.people import Absence, PersonId

LAN, MINH, TU = PersonId(1), PersonId(2), PersonId(3)


def _away(*pairs: tuple[PersonId, PersonId | None]) -> dict[PersonId, Absence]:
    return {person: Absence(person, date(2024, 11, 4), date(2024, 11, 8), deputy) for person, deputy in pairs}


def test_who_is_there_stands_for_themselves() -> None:
    assert stand_in(LAN, {}) == LAN


def test_the_deputy_of_a_deputy_who_is_away_too() -> None:
    assert stand_in(LAN, _away((LAN, MINH))) == MINH
    assert stand_in(LAN, _away((LAN, MINH), (MINH, TU))) == TU


def test_nobody_is_left() -> None:
    assert stand_in(LAN, _away((LAN, None))) is None
    assert stand_in(LAN, _away((LAN, MINH), (MINH, LAN))) is None
