"""Invites as conversations hand them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.agencies import AgencyId
from bot.domain.people import PersonId, Role
from bot.errors import NotAllowed
from bot.usecases import people
from bot.usecases.desk import Desk
from bot.usecases.memberships import NamedAgency
from bot.usecases.naming import register_of
from bot.vietnamese import sort_key
from storage.contacts import contacts_of

LIKELY = 6
"""So many bodies are offered for a name that is none of them for certain."""


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """Which agency a typed name means: the one that is `certain`, else the likeliest."""

    certain: NamedAgency | None
    like: tuple[NamedAgency, ...] = ()


@dataclass(frozen=True)
class FindAgency:
    """Look an agency up by a name as typed."""

    words: str

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = FoundAgency

    def perform(self, desk: Desk) -> FoundAgency:
        found = register_of(desk).find_typed(self.words)
        known = desk.agencies.get_many(found.certain or found.similar)
        agencies = tuple(NamedAgency(agency.id, agency.name) for agency in known.values())
        return FoundAgency(agencies[0]) if len(found.certain) == 1 else FoundAgency(None, agencies[:LIKELY])


@dataclass(frozen=True)
class Unmanned:
    """Look up the agencies that nobody has ever been a focal point of, or is any longer, by name."""

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[NamedAgency, ...]

    def perform(self, desk: Desk) -> tuple[NamedAgency, ...]:
        agencies = {agency.id: agency for agency in desk.agencies.all_active()}
        contacts = contacts_of(desk.connection, agencies)
        alone = [agency for agency in agencies.values() if not contacts[agency.id]]
        return tuple(
            NamedAgency(agency.id, agency.name) for agency in sorted(alone, key=lambda one: sort_key(one.name))
        )


@dataclass(frozen=True)
class RolesToGive:
    """Look up which roles somebody may invite to: an administrator to all, a coordinator to that of a focal point."""

    person: PersonId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[Role, ...]

    def perform(self, desk: Desk) -> tuple[Role, ...]:
        return roles_to_give(desk, self.person)


def roles_to_give(desk: Desk, person: PersonId) -> tuple[Role, ...]:
    """List the roles somebody may invite to."""
    known = desk.people.get(person)
    if known.has(Role.ADMIN):
        return tuple(Role)
    return (Role.FOCAL,) if known.has(Role.COORDINATOR) else ()


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invite that was made: the code to hand on, and the number by which it can be taken back."""

    code: str
    number: int
    days: int
    uses: int


@dataclass(frozen=True)
class MakeInvite:
    """Invite somebody to a role; raises `NotAllowed("invite.role")` where that is not theirs to give."""

    by: PersonId
    role: Role
    agency: AgencyId | None = None

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Invitation

    def perform(self, desk: Desk) -> Invitation:
        if self.role not in roles_to_give(desk, self.by):
            raise NotAllowed("invite.role")
        return _made(desk, people.invite(desk, self.agency, self.role, by=self.by))


@dataclass(frozen=True)
class OfferHandover:
    """Invite somebody to take over an agency; whoever hands it over leaves it when that is done."""

    by: PersonId
    agency: AgencyId

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Invitation

    def perform(self, desk: Desk) -> Invitation:
        if self.agency not in desk.people.get(self.by).agencies:
            raise NotAllowed("due.not_yours")
        return _made(desk, people.invite(desk, self.agency, Role.FOCAL, by=self.by, replaces=self.by))


def _made(desk: Desk, code: str) -> Invitation:
    return Invitation(code, people.number_of(desk, code), people.INVITE_DAYS, people.INVITE_USES)


def revoke(desk: Desk, by: PersonId, number: int) -> bool:
    """Take one's own invite back; tells whether it was still good."""
    done = desk.people.revoke_invite(number, by)
    if done:
        made = next((event.after for event in desk.events.of(f"invite:{number}") if event.what == "invite.made"), None)
        desk.events.log(desk.now, by, "invite.revoked", f"invite:{number}", made, {"uses": 0})
    return done
