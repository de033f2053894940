"""How people come in: invites, joining, consent, administrators by configuration."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.agencies import AgencyId
from bot.domain.messages import Address, Sender
from bot.domain.people import NOTICE_VERSION, Invite, Person, PersonId, Role
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.usecases import memberships
from bot.usecases.desk import Desk
from bot.usecases.naming import find_agency
from bot.vietnamese import one_line

__all__ = ["CODE_LENGTH", "INVITE_DAYS", "INVITE_USES", "InviteInfo", "check_code", "find_agency", "invite", "join"]

CODE_LENGTH = 8
INVITE_DAYS = 14
INVITE_USES = 1

WRONG_CODES = 5
"""So many wrong codes one account may try before it has to wait."""

WAIT = timedelta(minutes=30)
"""How long it has to wait, counted from each of them."""

_REFUSED = "invite.refused"


@dataclass(frozen=True, slots=True)
class InviteInfo:
    """What a code offers."""

    role: Role
    agency: AgencyId | None
    agency_name: str | None


def invite(
    desk: Desk,
    agency: AgencyId | None,
    role: Role,
    days: int = INVITE_DAYS,
    uses: int = INVITE_USES,
    by: PersonId | None = None,
    replaces: PersonId | None = None,
) -> str:
    """Make an invite and return its code, which is kept nowhere. `replaces` leaves the agency once it is taken up.

    `days` are calendar days from now. Raises `InvalidInput("invite.agency")` for a focal point without agency, and
    `InvalidInput("invite.limits")` for less than one day or use.
    """
    if role is Role.FOCAL and agency is None:
        raise InvalidInput("invite.agency")
    if not (1 <= days <= 366 and 1 <= uses <= 1000):
        raise InvalidInput("invite.limits", days=days, uses=uses)
    code = desk.ids.code(CODE_LENGTH)
    bound = agency if role is Role.FOCAL else None
    expires = desk.now + timedelta(days)
    number = desk.people.add_invite(_hash(code), role, bound, uses=uses, expires_at=expires, by=by, replaces=replaces)
    desk.events.log(
        desk.now, by, "invite.made", f"invite:{number}", after={"role": role, "agency": bound, "uses": uses}
    )
    return code


def check_code(desk: Desk, code: str, sender: Sender) -> InviteInfo:
    """Tell what a code offers, without using it.

    Raises `NotFound("invite.unknown")`, `Conflict("invite.used")`, `Conflict("invite.expired")`, and, for an account that has
    tried too many wrong ones, `NotAllowed("invite.too_many")`. A wrong code is counted: let the transaction commit.
    """
    found = _good_invite(desk, code, sender)
    name = desk.agencies.get(found.agency).name if found.agency else None
    return InviteInfo(found.role, found.agency, name)


def may_try(desk: Desk, sender: Sender) -> bool:
    """Tell whether an account may try a code: not after too many wrong ones."""
    return desk.events.count(_REFUSED, _subject(sender), desk.now - WAIT) < WRONG_CODES


def _good_invite(desk: Desk, code: str, sender: Sender) -> Invite:
    subject = _subject(sender)
    if not may_try(desk, sender):
        raise NotAllowed("invite.too_many", minutes=int(WAIT.total_seconds() // 60))
    found = desk.people.invite(_hash(code))
    if found is None:
        desk.events.log(desk.now, None, _REFUSED, subject)
        raise NotFound("invite.unknown")
    if found.expires_at <= desk.now:
        raise Conflict("invite.expired")
    if found.uses < 1:
        raise Conflict("invite.used")
    return found


def join(desk: Desk, code: str, sender: Sender, home: Address, name: str) -> Person:
    """Use up a code: the person gets its role, and is made known where they are not.

    Who is known already goes by the name given now. A code for a role the person has already stays unused. Raises what
    `check_code` raises; `Conflict("invite.used")` also when somebody else was quicker.
    """
    found = _good_invite(desk, code, sender)
    known = desk.people.by_account(sender.channel, sender.user)
    person = known.id if known else desk.people.add(one_line(name) or sender.user)
    if known is not None and one_line(name):
        desk.people.rename(person, one_line(name))
    desk.people.add_account(person, sender.user, home)
    handed_over = found.replaces is not None and found.replaces != person
    if desk.people.add_membership(person, found.role, found.agency, desk.now) or handed_over:
        if not desk.people.take_invite(_hash(code), desk.now):
            raise Conflict("invite.used")
        given = {"role": found.role, "agency": found.agency, "invite": found.id}
        desk.events.log(desk.now, person, "person.joined", f"person:{person}", after=given)
        if found.replaces is not None and found.agency is not None:
            memberships.complete_handover(desk, found.replaces, found.agency, person)
    return desk.people.get(person)


def rename(desk: Desk, person: PersonId, name: str) -> None:
    """Call somebody by the name they give themselves."""
    desk.people.rename(person, name)
    # Without the names: who is erased later must not be found here.
    desk.events.log(desk.now, person, "person.renamed", f"person:{person}")


def number_of(desk: Desk, code: str) -> int:
    """Tell the number an invite is known by in the log and on buttons; raises `NotFound("invite.unknown")`."""
    found = desk.people.invite(_hash(code))
    if found is None:
        raise NotFound("invite.unknown")
    return found.id


def consent(desk: Desk, person: PersonId, notice: int = NOTICE_VERSION) -> None:
    """Note that somebody agreed to the notice."""
    desk.people.set_consent(person, notice, desk.now)
    desk.events.log(desk.now, person, "person.consented", f"person:{person}", after=notice)


def ensure_admin(desk: Desk, sender: Sender, home: Address) -> Person:
    """Let an administrator named in the configuration in, as coordinator too; harmless when repeated.

    Who writes their own account into the server's configuration has agreed to its being kept.
    """
    known = desk.people.by_account(sender.channel, sender.user)
    person = known.id if known else desk.people.add(one_line(sender.name) or "Quản trị")
    desk.people.add_account(person, sender.user, home)
    for role in (Role.ADMIN, Role.COORDINATOR):
        if desk.people.add_membership(person, role, None, desk.now):
            desk.events.log(desk.now, person, "person.joined", f"person:{person}", after={"role": role})
    if known is None or not known.joined:
        consent(desk, person)
    return desk.people.get(person)


def _hash(code: str) -> str:
    """Hash a code as it is typed: capitals and spaces do not matter."""
    return hashlib.sha256("".join(code.split()).upper().encode()).hexdigest()


def _subject(sender: Sender) -> str:
    """Name an account in the event log without saying whose it is."""
    return "sender:" + hashlib.sha256(f"{sender.channel}:{sender.user}".encode()).hexdigest()[:24]
