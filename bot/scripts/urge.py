"""`/nhac`: a coordinator urges those who are late, or one agency."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Choice, Do, Tell, pick
from bot.domain.people import PersonId
from bot.scripts.which_agency import ask_agency
from bot.texts import extensions as extension_texts
from bot.texts import urging as texts
from bot.usecases.urging import Urge, WhomToUrge


@script("due.urge", version=1, title="Đôn đốc")
async def urge(person: int, words: str = "") -> None:
    """Show whom it reaches, and urge them on [Gửi]; without `words` all who are late."""
    who = PersonId(person)
    agency = await ask_agency(extension_texts.which_agency("cần đôn đốc"), words) if words else None
    found = await Do("whom", WhomToUrge(who, agency.id if agency else None))
    if not found:
        await Tell("nobody", extension_texts.nothing_open(agency.name) if agency else texts.nobody())
        return
    wanted = [one for one in found if not one.today]
    skipped = [one.name for one in found if one.today]
    if not wanted:
        await Tell("already", texts.already(skipped))
        return
    if not any(one.people for one in wanted):
        await Tell("unreachable", texts.nobody_to_reach([one.name for one in wanted]))
        return
    shown = texts.whom([(one.name, one.what, one.late, one.people) for one in wanted], skipped)
    if await pick("send", shown, (Choice("send", texts.SEND), Choice("cancel", texts.CANCEL)), columns=2) == "cancel":
        await Tell("cancelled", texts.cancelled())
        return
    done = await Do("urge", Urge(who, tuple(one.agency for one in wanted), late_only=agency is None))
    await Tell("done", texts.done(done.agencies, done.messages, waits=done.waits))
