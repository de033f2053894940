"""Who may decide or see something for the office: asked anew in each transaction, since a role may have ended meanwhile."""

from __future__ import annotations

from bot.domain.people import PLANNERS, READERS, Person, PersonId, Role
from bot.errors import NotAllowed
from bot.usecases.desk import Desk


def coordinator(desk: Desk, person: PersonId) -> Person:
    """Find a coordinator; raises `NotAllowed("coordinator.only")` for anybody else."""
    return _holding(desk, person, Role.COORDINATOR)


def planner(desk: Desk, person: PersonId) -> Person:
    """Find somebody who keeps plans and the register; raises `NotAllowed("coordinator.only")` for anybody else."""
    return _holding(desk, person, *PLANNERS)


def reader(desk: Desk, person: PersonId) -> Person:
    """Find somebody who reads what agencies answered; raises `NotAllowed("coordinator.only")` for anybody else."""
    return _holding(desk, person, *READERS)


def _holding(desk: Desk, person: PersonId, *roles: Role) -> Person:
    found = desk.people.get(person)
    if not found.has(*roles):
        raise NotAllowed("coordinator.only")
    return found
