"""What is said after a report was sent, or when somebody else was quicker."""

from __future__ import annotations

from bot.conversations.steps import Do, Tell
from bot.domain.markup import Text
from bot.domain.messages import Button
from bot.errors import Conflict
from bot.texts import reports as texts
from bot.usecases.reports import Earlier, Receipt, WhatWasSaid, WorkItem


async def shown_the_other(item: WorkItem, refusal: Conflict) -> Earlier:
    """Tell who reported meanwhile and what, so that sending again is a choice."""
    said = await Do("said", WhatWasSaid(item.due))
    await Tell("changed", texts.changed_meanwhile(str(refusal.values["by"]), str(refusal.values["at"])))
    if said.draft is not None:
        await Tell("theirs", texts.already(said.by, said.at, said.draft))
    return said


def thanks(receipt: Receipt) -> Text:
    """Acknowledge one report."""
    left = [(item.name, item.deadline) for item in receipt.left]
    return texts.receipt(
        receipt.code,
        receipt.at,
        receipt.title,
        revision=receipt.revision,
        days_late=receipt.days_late,
        left=left,
        open_in_all=receipt.open,
        document=receipt.document,
    )


def go_on(receipt: Receipt) -> tuple[tuple[Button, ...], ...]:
    """Offer to go on where something is still open."""
    return ((Button("Báo cáo tiếp", "do:report"),),) if receipt.open else ()
