"""`/bangiao`: a focal point hands an agency over to somebody else, or leaves it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.engine import script
from bot.conversations.steps import Choice, Do, Tell, pick
from bot.domain.people import PersonId
from bot.scripts.invite import revocable, with_code
from bot.texts import memberships as texts
from bot.usecases.invitations import OfferHandover
from bot.usecases.memberships import Leave, MyAgencies, NamedAgency


@script("people.hand_over", version=1, title="Bàn giao")
async def hand_over(person: int, links: Sequence[str]) -> None:
    """Choose the agency where there are several, then hand over by a code, or leave."""
    who = PersonId(person)
    agencies = await Do("agencies", MyAgencies(who))
    agency = agencies[0] if len(agencies) == 1 else await _which(agencies)
    ways = (Choice("hand", texts.HAND_OVER), Choice("leave", texts.LEAVE), Choice("keep", texts.KEEP))
    chosen = await pick("what", texts.hand_over_or_leave(agency.name), ways, columns=1)
    if chosen == "hand":
        made = await Do("offer", OfferHandover(who, agency.id))
        shown = texts.handover_code(agency.name, made.code, with_code(links, made.code), made.days)
        await Tell("code", shown, revocable(made))
    elif chosen == "leave" and await _is_sure(agency):
        gone = await Do("leave", Leave(who, agency.id))
        await Tell("left", texts.left(agency.name, gone.others))
    else:
        await Tell("kept", texts.kept())


async def _which(agencies: Sequence[NamedAgency]) -> NamedAgency:
    choices = tuple(Choice(f"a{agency.id}", agency.name) for agency in agencies)
    chosen = await pick("agency", texts.which_agency(), choices, columns=1)
    return next(agency for agency in agencies if f"a{agency.id}" == chosen)


async def _is_sure(agency: NamedAgency) -> bool:
    choices = (Choice("leave", texts.SURE), Choice("keep", texts.KEEP))
    return await pick("sure", texts.sure_to_leave(agency.name), choices) == "leave"
