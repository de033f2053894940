"""[Chuyển đơn vị]: what an agency says is not its own is given to another one."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Choice, Do, Tell, pick
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.errors import UserError
from bot.scripts.which_agency import ask_agency
from bot.texts import errors as error_texts
from bot.texts import reassigning as texts
from bot.usecases.reassigning import IsManned, Reassign, WhatMoves


@script("task.reassign", version=1, title="Chuyển đơn vị")
async def reassign(person: int, due: int) -> None:
    """Ask for the other agency, show what would move, move it."""
    who = PersonId(person)
    try:
        await _reassign(who, DueId(due))
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))


async def _reassign(person: PersonId, due: DueId) -> None:
    what = await Do("what", WhatMoves(person, due))
    new = await ask_agency(texts.to_whom(what.name, what.agency_name))
    if new.id == what.agency:
        await Tell("same", texts.same_agency(new.name))
        return
    manned = await Do("manned", IsManned(new.id))
    choices = (Choice("move", texts.CONFIRM), Choice("keep", texts.CANCEL))
    shown = texts.preview(what.name, what.agency_name, new.name, what.dues, manned=manned)
    if await pick("sure", shown, choices) == "keep":
        await Tell("cancelled", texts.cancelled())
        return
    moved = await Do("move", Reassign(person, due, what.agency, new.id))
    await Tell("done", texts.done(new.name, moved, manned=manned))
