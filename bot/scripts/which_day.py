"""Asking for a day, and for one of an agency's dues, as parts of other conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversations.steps import Answer, Ask, Choice, Do, pick
from bot.domain.markup import Text
from bot.errors import InvalidInput
from bot.texts import extensions as texts
from bot.usecases.absences import ReadAnyDay
from bot.vietnamese import clean

A_PAGE = 8


def read_words(answer: Answer) -> str:
    """Take any words, a bare date among them; raises `InvalidInput` for none, and for files."""
    if answer.files:
        raise InvalidInput("answer.files")
    if not clean(answer.text):
        raise InvalidInput("answer.empty")
    return clean(answer.text)


async def ask_day(label: str, question: Text, offered: Sequence[str], again: Text) -> date:
    """Ask until a day is understood that has not passed; `offered` are days in words, `again` repeats the question."""
    choices = tuple(Choice(f"t{number}", words) for number, words in enumerate(offered))
    first = question
    while True:
        given = await Ask(label, question, choices, accept=read_words, again=question is not first)
        words = next((choice.label for choice in choices if choice.value == given), given)
        day = await Do("read", ReadAnyDay(words))
        if day is not None:
            return day
        question = again


async def which_one(agency: str, items: Sequence[tuple[int, str, str]]) -> int:
    """Ask which of (id, name, remark) is meant, a page at a time; a single one is taken."""
    if len(items) == 1:
        return items[0][0]
    pages = [items[start : start + A_PAGE] for start in range(0, len(items), A_PAGE)]
    number = 0
    while True:
        page = pages[number]
        choices = [Choice(f"d{item[0]}", str(place)) for place, item in enumerate(page, start=1)]
        if len(pages) > 1:
            choices.append(Choice("more", texts.MORE))
        question = texts.which_due(agency, [item[1:] for item in page], number + 1, len(pages))
        chosen = await pick("due", question, tuple(choices), columns=4)
        if chosen != "more":
            return next(item[0] for item in page if f"d{item[0]}" == chosen)
        number = (number + 1) % len(pages)
