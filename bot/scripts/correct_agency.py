"""`/suaten`: a coordinator mends a slip in an agency's name, or makes one of an agency that is there twice."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Choice, Do, Tell, pick
from bot.domain.agencies import AgencyId
from bot.domain.markup import Text
from bot.domain.messages import Button
from bot.domain.people import PersonId
from bot.errors import UserError
from bot.scripts.answers import read_text
from bot.scripts.which_agency import ask_agency
from bot.texts import agency_slips as texts
from bot.texts import errors as error_texts
from bot.usecases.agency_slips import AgencyById, Changed, CorrectName, MergeDouble, Proposal, ProposeName, Slip
from bot.usecases.memberships import NamedAgency
from bot.usecases.speaking import Extra


@script("agency.correct", version=1, title="Sửa tên cơ quan")
async def correct_agency(person: int, words: str = "", agency: int = 0) -> None:
    """Ask which agency and how it is called; show before and after, do it on [Đồng ý].

    `agency` is its number where it is known, `words` what was typed after the command.
    """
    who = PersonId(person)
    if agency:
        body: NamedAgency = await Do("agency", AgencyById(AgencyId(agency)))
    else:
        body = await ask_agency(texts.which(), words)
    typed = await Ask("name", texts.what_name(body.name), accept=read_text)
    proposal: Proposal = await Do("propose", ProposeName(who, body.id, typed))
    if proposal.slip is Slip.NONE:
        await Tell("same", texts.same(body.name))
        return
    choices = (Choice("yes", texts.CONFIRM), Choice("cancel", texts.CANCEL))
    if await pick("sure", _shown(proposal), choices, columns=2) == "cancel":
        await Tell("cancelled", texts.cancelled())
        return
    try:
        done = await _done(who, proposal)
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))
        return
    undo = Extra(rows=((Button(texts.UNDO, f"do:undo:{done.event}"),),))
    await Tell("done", texts.done(done.before, done.after, merged=proposal.slip is Slip.DOUBLE), undo)


def _shown(proposal: Proposal) -> Text:
    if proposal.into is None:
        return texts.confirm_name(proposal.agency.name, proposal.name)
    return texts.confirm_merger(proposal.agency.name, proposal.into.name, proposal.people, proposal.dues)


async def _done(who: PersonId, proposal: Proposal) -> Changed:
    body, into = proposal.agency, proposal.into
    if into is None:
        return await Do("correct", CorrectName(who, body.id, proposal.name, body.name))
    return await Do("merge", MergeDouble(who, body.id, into.id, body.name))
