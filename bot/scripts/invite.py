"""`/moi`: an invite for an agency's focal point; administrators invite to other roles too."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.engine import script
from bot.conversations.steps import Choice, Do, Tell, pick
from bot.domain.messages import Button
from bot.domain.people import PersonId, Role
from bot.scripts.which_agency import ask_agency
from bot.texts import memberships as texts
from bot.texts import people as people_texts
from bot.usecases.invitations import Invitation, MakeInvite, RolesToGive, Unmanned
from bot.usecases.memberships import NamedAgency
from bot.usecases.speaking import Extra
from bot.vietnamese import first_upper

CODE = "CODE"
"""Stands for the code in the links a conversation is given: ``https://t.me/nhacviec_bot?start=CODE``."""


@script("people.invite", version=2, title="Mời người mới")
async def invite(person: int, links: Sequence[str], words: str = "") -> None:
    """Ask for the role, where there is a choice, and for the agency; hand out the code."""
    who = PersonId(person)
    role = await _which_role(who) if not words else Role.FOCAL
    agency = await _which_agency(words) if role is Role.FOCAL else None
    made = await Do("invite", MakeInvite(who, role, agency.id if agency else None))
    name = agency.name if agency else people_texts.ROLE_NAMES[role]
    shown = people_texts.invitation(name, made.code, with_code(links, made.code), made.days, made.uses)
    await Tell("invitation", shown, revocable(made))


async def _which_agency(words: str) -> NamedAgency:
    """Ask for an agency; those that have nobody yet are offered."""
    alone = () if words else await Do("unmanned", Unmanned())
    return await ask_agency(texts.for_which_agency(len(alone)), words, alone)


async def _which_role(person: PersonId) -> Role:
    roles = await Do("roles", RolesToGive(person))
    if len(roles) < 2:
        return Role.FOCAL
    choices = tuple(Choice(role.value, first_upper(people_texts.ROLE_NAMES[role])) for role in roles)
    return Role(await pick("role", texts.which_role(), choices))


def with_code(links: Sequence[str], code: str) -> list[str]:
    """Put the code into the links."""
    return [link.replace(CODE, code) for link in links]


def revocable(made: Invitation) -> Extra:
    """Offer to take an invite back."""
    return Extra(rows=((Button(texts.REVOKE, f"do:revoke:{made.number}"),),))
