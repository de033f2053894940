"""`/giahan`: a coordinator gives an agency more time, or excuses it."""

from __future__ import annotations

from datetime import date

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Choice, Do, Tell, pick
from bot.domain.markup import Text
from bot.domain.messages import Button
from bot.domain.people import PersonId
from bot.errors import InvalidInput, UserError
from bot.scripts.answers import read_text
from bot.scripts.which_agency import ask_agency
from bot.scripts.which_day import read_words, which_one
from bot.texts import errors as error_texts
from bot.texts import extensions as texts
from bot.usecases.decisions import Decided
from bot.usecases.extensions import CheckDay, Excuse, Extend, OpenDues, Owed, ReadNewDay
from bot.usecases.speaking import Extra


@script("due.extend", version=3, title="Gia hạn báo cáo")
async def extend(person: int, words: str = "") -> None:
    """Ask which agency, which due, until when, why; keep it on [Đồng ý]."""
    who = PersonId(person)
    agency = await ask_agency(texts.which_agency("được gia hạn"), words)
    owed = await Do("owed", OpenDues(who, agency.id))
    if not owed:
        await Tell("nothing", texts.nothing_open(agency.name))
        return
    chosen = await which_one(agency.name, [(item.due, item.name, item.deadline) for item in owed])
    item = next(one for one in owed if one.due == chosen)
    try:
        day, remark = await _until(item)
        done = await (_excuse(who, item) if day is None else _extend(who, item, day, remark))
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))
        return
    if done is None:
        await Tell("done", texts.cancelled())
        return
    await Tell("done", texts.done(done.told), undoable(done))


def undoable(done: Decided) -> Extra:
    """Offer to take a decision back."""
    return Extra(rows=((Button(texts.UNDO, f"do:undo:{done.event}"),),))


async def _until(item: Owed) -> tuple[date | None, str]:
    """Ask for the new last day until it can be one; `None` excuses the agency. The second value is a remark on the day."""
    offers = {f"t{number}": day for number, day in enumerate(item.offers)}
    choices = (*(Choice(value, texts.until(day)) for value, day in offers.items()), Choice("excuse", texts.EXCUSE))
    question = texts.until_when(item.name, item.deadline)
    while True:
        given = await Ask("day", question, choices, accept=read_words)
        if given == "excuse":
            return None, ""
        day = offers.get(given) or await Do("read", ReadNewDay(item.due, given))
        if day is None:
            question = texts.not_a_day()
            continue
        try:
            return day, await Do("check", CheckDay(item.due, day))
        except InvalidInput as refusal:
            question = texts.refused(error_texts.sentence(refusal))


async def _extend(who: PersonId, item: Owed, day: date, remark: str) -> Decided | None:
    reason = await Ask("reason", texts.why("gia hạn"), accept=read_text)
    shown = texts.confirm_extension(item.agency, item.name, item.deadline, day, reason, remark)
    if await _confirmed(shown) == "cancel":
        return None
    return await Do("extend", Extend(who, item.due, day, reason, item.deadline))


async def _excuse(who: PersonId, item: Owed) -> Decided | None:
    reason = await Ask("reason", texts.why("miễn báo cáo"), accept=read_text)
    if await _confirmed(texts.confirm_excuse(item.agency, item.name, reason)) == "cancel":
        return None
    return await Do("excuse", Excuse(who, item.due, reason, item.deadline))


def _confirmed(shown: Text) -> Ask[str]:
    return pick("sure", shown, (Choice("yes", texts.CONFIRM), Choice("cancel", texts.CANCEL)), columns=2)
