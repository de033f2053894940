"""A report of our own that was corrected by hand and sent back, as part of the conversation about a document."""

from __future__ import annotations

from bot.conversations.steps import Choice, Do, Tell, pick
from bot.domain.messages import Button
from bot.domain.people import PersonId
from bot.errors import UserError
from bot.texts import corrections as texts
from bot.texts import errors as error_texts
from bot.texts.corrections import Returned
from bot.usecases.corrections import KeepCorrection
from bot.usecases.speaking import Extra


async def keep_correction(person: PersonId, errand: int, came: Returned) -> None:
    """Show what of a corrected report would be kept, and keep it on [Giữ]."""
    if not came.headings:
        await Tell("unchanged", texts.unchanged(came))
        return
    choices = (Choice("keep", texts.KEEP), Choice("cancel", texts.CANCEL))
    if await pick("keep", texts.offer(came), choices, columns=2) == "cancel":
        await Tell("left", texts.left())
        return
    try:
        kept = await Do("kept", KeepCorrection(person, errand))
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))
        return
    again, anew = (f"do:{what}:{kept.document}" for what in ("again", "anew"))
    rows = ((Button(texts.COMPILE, again), Button(texts.GIVE_UP, anew)),)
    await Tell("kept", texts.kept(kept), Extra(rows=rows))
