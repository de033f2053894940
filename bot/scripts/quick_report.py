"""A reply to a reminder, or free text: read, shown back, and acted on as it was meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.conversations.engine import script
from bot.conversations.steps import Choice, Do, Tell, adapter, pick
from bot.domain.messages import Button
from bot.domain.people import PersonId
from bot.domain.reports import DueId, Evidence
from bot.reading.chat.reply import Intent
from bot.scripts.in_words import choose_dues, report_in_words
from bot.scripts.snooze import put_off
from bot.texts import people as people_texts
from bot.texts import replies as texts
from bot.texts import reports as report_texts
from bot.usecases.questions import Deadlines, NotMine
from bot.usecases.replies import Understand, Understood
from bot.usecases.speaking import Extra
from bot.vietnamese import fold

FEWEST_WORDS = 3


@script("report.quick", version=3, title="Báo cáo nhanh", files=True)
async def quick_report(
    person: int,
    dues: Sequence[int],
    text: str,
    files: Sequence[dict[str, Any]] = (),
    said: str = "",
    as_report: bool = False,
) -> None:
    """Act on what a short text means; what is not certain is asked, nothing is guessed.

    `files` came with the text, as JSON of `Evidence`: ``{"name": "a.jpg", "mime": "image/jpeg", "ref": "telegram:AgAC"}``.
    `said` is the channel's id of the message: where it is taken for something else, one tap makes a report of it
    (`as_report`).
    """
    who, ids = PersonId(person), tuple(DueId(due) for due in dues)
    understood = await Do("understood", Understand(who, ids, text, as_report))
    mend = _made_a_report(said, text) if ids else Extra()
    if understood.tells:
        await report_in_words(who, understood, adapter(tuple[Evidence, ...]).validate_python(files))
    elif understood.intent in (Intent.REPORT, Intent.MULTI_REPORT) and not ids:
        await Tell("nothing", report_texts.nothing_to_report())
    elif files:
        await Tell("files", people_texts.files_need_a_report())
    elif understood.intent is Intent.SNOOZE:
        await put_off(who, ids, understood.day, mend)
    elif understood.intent is Intent.QUESTION:
        await Tell("deadlines", texts.deadlines(await Do("deadlines", Deadlines(who))), mend)
    elif understood.intent is Intent.NOT_MINE:
        await _disown(who, understood, text)
    elif understood.intent is Intent.ACK:
        await Tell("thanks", texts.acknowledged())
    else:
        await Tell("unclear", people_texts.not_understood(), mend)


def _made_a_report(said: str, text: str) -> Extra:
    """Offer to make a report of words that may have been one: not of a word or two, "…?", or "mai nhắc lại"."""
    if not said or len(text.split()) < FEWEST_WORDS or text.endswith("?") or "nhac" in fold(text).split():
        return Extra()
    return Extra(rows=((Button(texts.AS_REPORT, f"do:take:{said}"),),))


async def _disown(person: PersonId, understood: Understood, words: str) -> None:
    """Hand what is said to be somebody else's to the coordinators, once the person has confirmed of what it is said."""
    lines = await choose_dues(understood.lines, texts.which_not_mine) if understood.which else understood.lines
    if understood.lines and not lines:
        await Tell("stays", texts.stays())
        return
    choices = (Choice("send", texts.TELL_OFFICE), Choice("keep", texts.LEAVE_IT), Choice("report", texts.AS_REPORT))
    chosen = await pick("sure", texts.surely_not_mine([line.item.name for line in lines], words), choices, columns=2)
    if chosen == "report":
        dues = tuple(line.item.due for line in lines)
        await report_in_words(person, await Do("words", Understand(person, dues, words, as_report=True)))
        return
    if chosen == "keep":
        await Tell("stays", texts.stays())
        return
    await Do("not_mine", NotMine(person, tuple(line.item.due for line in lines), words))
    await Tell("noted", texts.not_mine_noted())
