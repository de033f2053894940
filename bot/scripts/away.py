"""`/nghi`: somebody is away from … to …, and who stands in."""

from __future__ import annotations

from datetime import date, timedelta

from bot.conversations.engine import script
from bot.conversations.steps import Choice, Do, Tell, pick
from bot.domain.people import PersonId
from bot.errors import InvalidInput
from bot.scripts.which_day import ask_day
from bot.texts import absences as texts
from bot.texts import errors as error_texts
from bot.usecases.absences import Away, ComeBack, GoAway, InviteDeputy, WhoIsAway

FROM = ("Hôm nay", "Ngày mai", "Thứ 2 tuần sau")
LASTING = (1, 3, 7)
"""So many calendar days an absence may well last."""


@script("person.away", version=2, title="Báo nghỉ")
async def away(person: int) -> None:
    """Ask from when, until when and who stands in; or end the absence that runs."""
    who = PersonId(person)
    known = await Do("known", WhoIsAway(who))
    if known.first is not None and known.last is not None:
        choices = (Choice("here", texts.BACK_AT_WORK), Choice("change", texts.CHANGE), Choice("keep", texts.KEEP))
        chosen = await pick("now", texts.away_now(known.first, known.last, known.deputy), choices)
        if chosen == "here":
            await Do("come_back", ComeBack(who))
            await Tell("back", texts.back())
        if chosen != "change":
            await _say_unchanged(chosen)
            return
    await _go(who, known)


async def _say_unchanged(chosen: str) -> None:
    if chosen == "keep":
        await Tell("kept", texts.unchanged())


async def _go(who: PersonId, known: Away) -> None:
    first = await ask_day("from", texts.from_when(), FROM, texts.not_a_day())
    last = await _until(first)
    deputy = await _deputy(who, known)
    names = dict(known.colleagues)
    shown = texts.confirm(first, last, names[deputy] if deputy else "")
    if await pick("sure", shown, (Choice("yes", texts.CONFIRM), Choice("cancel", texts.CANCEL)), columns=2) == "cancel":
        await Tell("cancelled", texts.unchanged())
        return
    try:
        await Do("go", GoAway(who, first, last, deputy))
    except InvalidInput as refusal:
        await Tell("refused", error_texts.told(refusal))
        return
    await Tell("done", texts.done(last))


async def _until(first: date) -> date:
    question = texts.until_when()
    offered = [texts.last_day(first + timedelta(lasting - 1)) for lasting in LASTING]
    while True:
        last = await ask_day("until", question, offered, texts.not_a_day())
        if last >= first:
            return last
        question = texts.wrong_order(first)


async def _deputy(who: PersonId, known: Away) -> PersonId | None:
    """Ask which colleague stands in; somebody new gets an invite, and is a focal point once they have joined."""
    choices = [Choice(f"p{person}", name) for person, name in known.colleagues]
    choices += [Choice("new", texts.SOMEBODY_NEW), Choice("nobody", texts.NOBODY)]
    chosen = await pick("deputy", texts.who_stands_in(), tuple(choices))
    if chosen == "new":
        await Tell("code", texts.code_for_deputy(await Do("invite", InviteDeputy(who))))
    return next((person for person, _ in known.colleagues if f"p{person}" == chosen), None)
