"""Who is reminded for an agency: its reachable focal points, or whoever stands in for those who are away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.domain.absences import stand_in
from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due
from bot.domain.people import Absence, PersonId, Receiver
from bot.usecases.desk import Desk
from storage.absences import Absences

Receivers = Mapping[AgencyId, Sequence[Receiver]]


def receivers(desk: Desk, agencies: Iterable[AgencyId]) -> Receivers:
    """Find who is reminded for each agency today; every agency asked for is a key."""
    return receivers_on(desk, agencies, desk.today)


def receivers_on(desk: Desk, agencies: Iterable[AgencyId], day: date) -> Receivers:
    """Find who is reminded for each agency on a day in the plan's zone, in few questions for all of them.

    Where all focal points are away and have no deputy, nobody is: the person is not chased, and the coordinator hears of it.
    """
    found = desk.people.focal_points_of(agencies)
    absent = Absences(desk.connection).between(day, day)
    if not absent:
        return found
    away = {absence.person: absence for absence in absent}
    deputies = _deputies(desk, away)
    return {agency: _present(people, away, deputies) for agency, people in found.items()}


def _deputies(desk: Desk, away: Mapping[PersonId, Absence]) -> dict[PersonId, Receiver]:
    ids = {absence.deputy for absence in away.values() if absence.deputy is not None}
    return {who.id: who for who in desk.people.reachable(desk.people.get_many(ids).values())}


def _present(
    people: Iterable[Receiver], away: Mapping[PersonId, Absence], deputies: Mapping[PersonId, Receiver]
) -> list[Receiver]:
    here: dict[PersonId, Receiver] = {}
    for who in people:
        instead = stand_in(who.id, away)
        if instead == who.id:
            here[instead] = who
        elif instead is not None and instead in deputies:
            here.setdefault(instead, deputies[instead])
    return list(here.values())


def among(people: Receivers, due: Due | None, person: PersonId) -> Receiver | None:
    """Find a person among those who are reminded of a due today; `None` for one who has left the agency or is away."""
    return next((who for who in people[due.agency] if who.id == person), None) if due is not None else None
