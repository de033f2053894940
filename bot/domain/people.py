"""People known on a channel, what they may do, and how they come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, NewType

from bot.domain.agencies import AgencyId
from bot.domain.messages import Address

PersonId = NewType("PersonId", int)


class Role(StrEnum):
    """What somebody is to the office. Someone may have several roles."""

    FOCAL = "focal"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    ADMIN = "admin"


PLANNERS = (Role.COORDINATOR, Role.ADMIN)
"""Who keep the plans and the register of agencies."""
READERS = (Role.COORDINATOR, Role.LEADER)
"""Who read what all agencies report: summaries, answers to requests, the weekly digest."""


class Reach(StrEnum):
    """Whether an account can be written to."""

    OK = "ok"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role somebody holds, for a focal point at an agency."""

    role: Role
    agency: AgencyId | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account on one channel; `home` is their private chat with the bot."""

    person: PersonId
    home: Address
    reach: Reach = Reach.OK


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known. `consented_at` is when they agreed to the notice, version `notice`; `None` before."""

    id: PersonId
    name: str
    memberships: tuple[Membership, ...] = ()
    phone: str | None = None
    notice: int | None = None
    consented_at: datetime | None = None

    def has(self, *roles: Role) -> bool:
        """Tell whether the person holds one of `roles`."""
        return any(membership.role in roles for membership in self.memberships)

    @property
    def agencies(self) -> tuple[AgencyId, ...]:
        """The agencies the person is a focal point of."""
        return tuple(
            membership.agency
            for membership in self.memberships
            if membership.role is Role.FOCAL and membership.agency is not None
        )

    @property
    def joined(self) -> bool:
        """Whether the person has agreed to the notice."""
        return self.consented_at is not None


class Receiver(NamedTuple):
    """Somebody who can be written to; `home` is where they like it best of all that works."""

    id: PersonId
    name: str
    home: Address


@dataclass(frozen=True, slots=True)
class Invite:
    """A right to join: bound to a role and, for a focal point, an agency; `uses` left; good until `expires_at`.

    `replaces` is who hands the agency over by it, and leaves it once it is taken up.
    """

    id: int
    role: Role
    agency: AgencyId | None
    uses: int
    expires_at: datetime
    replaces: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from `first` to `last`, both included; `deputy` gets the reminders meanwhile."""

    person: PersonId
    first: date
    last: date
    deputy: PersonId | None = None


NOTICE_VERSION = 1
"""The version of the notice on personal data; a change of its substance raises it and asks everybody again."""
