"""Asking for an agency by its name, as part of other conversations."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.steps import Ask, Choice, Do
from bot.domain.markup import Text
from bot.scripts.answers import read_text
from bot.texts import memberships as texts
from bot.usecases.invitations import FindAgency
from bot.usecases.memberships import NamedAgency

A_PAGE = 8
MORE = Choice("more", texts.MORE)


async def ask_agency(question: Text, words: str = "", likely: Sequence[NamedAgency] = ()) -> NamedAgency:
    """Ask until one agency is meant for certain; `words` are what was typed already, if anything.

    `likely` are offered from the start, a page at a time.
    """
    choices, first, begun = _by_value(likely), 0, question
    while True:
        page = [Choice(value, body.name) for value, body in choices.items()][first : first + A_PAGE]
        more = (MORE,) if len(choices) > A_PAGE else ()
        given = words or await Ask("agency", question, (*page, *more), accept=read_text, again=question is not begun)
        if given == MORE.value and more:
            first = first + A_PAGE if first + A_PAGE < len(choices) else 0
            continue
        if given in choices:
            return choices[given]
        found = await Do("found", FindAgency(given))
        if found.certain is not None:
            return found.certain
        question = texts.did_you_mean(given) if found.like else texts.no_such_agency(given)
        choices, first, words = _by_value(found.like), 0, ""


def _by_value(agencies: Sequence[NamedAgency]) -> dict[str, NamedAgency]:
    return {f"a{agency.id}": agency for agency in agencies}
