"""Who gets the reminders of somebody who is away."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.people import Absence, PersonId

LONGEST_CHAIN = 5
"""A deputy may be away as well and have a deputy; so often it is followed."""


def stand_in(person: PersonId, away: Mapping[PersonId, Absence]) -> PersonId | None:
    """Find who gets what is meant for `person`: they themselves, else their deputy, else the deputy's deputy.

    `away` has those who are away that day. `None` when nobody is left: no deputy was named, or they stand in for each other.
    """
    for _ in range(LONGEST_CHAIN):
        absence = away.get(person)
        if absence is None:
            return person
        if absence.deputy is None:
            return None
        person = absence.deputy
    return None
