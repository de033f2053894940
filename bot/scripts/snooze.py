"""Putting a reminder off, after [Để sau] or in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Choice, Do, Tell
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.scripts.answers import read_anything
from bot.texts import reminders as reminder_texts
from bot.texts import replies as texts
from bot.usecases.snoozes import ReadDay, Snooze
from bot.usecases.speaking import Extra

SNOOZES = (Choice("mai", "Mai"), Choice("3 ngay nua", "3 ngày nữa"), Choice("tuan sau", "Tuần sau"))


_NOTHING = Extra()


@script("reminder.snooze", version=1, title="Nhắc lại sau")
async def snooze(person: int, dues: Sequence[int]) -> None:
    """Ask when to remind again, after [Để sau]."""
    await put_off(PersonId(person), tuple(DueId(due) for due in dues), None)


async def put_off(person: PersonId, dues: tuple[DueId, ...], day: date | None, mend: Extra = _NOTHING) -> None:
    """Echo when the reminder comes again, and of what; a text that names no day is asked for one.

    `mend` offers a way on where it was not meant so.
    """
    if not dues:
        await Tell("nothing", reminder_texts.nothing_to_snooze())
        return
    question = first = texts.snooze_when()
    while day is None:
        given = await Ask("day", question, SNOOZES, accept=read_anything, again=question is not first)
        day = await Do("read", ReadDay(given))
        question = texts.snooze_again()
    at, hour, names = await Do("snooze", Snooze(person, dues, day))
    await Tell("snoozed", reminder_texts.snoozed(at, hour, names), mend)
