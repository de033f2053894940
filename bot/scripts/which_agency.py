"""Asking for an agency by its name, as part of other conversations."""

from __future__ import annotations

from bot.conversations.steps import Ask, Choice, Do
from bot.domain.markup import Text
from bot.scripts.answers import read_text
from bot.texts import memberships as texts
from bot.usecases.invitations import FindBody
from bot.usecases.memberships import Body


async def ask_agency(question: Text, words: str = "") -> Body:
    """Ask until one agency is meant for certain; `words` are what was typed already, if anything."""
    choices: dict[str, Body] = {}
    while True:
        offered = tuple(Choice(value, body.name) for value, body in choices.items())
        given = words or await Ask("agency", question, offered, accept=read_text)
        if given in choices:
            return choices[given]
        found = await Do("found", FindBody(given))
        if found.certain is not None:
            return found.certain
        question = texts.did_you_mean(given) if found.like else texts.no_such_agency(given)
        choices, words = {f"a{body.id}": body for body in found.like}, ""
