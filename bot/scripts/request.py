"""`/yeucau`: a one-off request to chosen agencies, with its own deadline."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Choice, Do, Tell, pick
from bot.domain.messages import Button
from bot.domain.people import PersonId
from bot.domain.requests import code
from bot.errors import UserError
from bot.scripts.answers import read_anything, read_text
from bot.texts import errors as error_texts
from bot.texts import requests as texts
from bot.usecases.request_receivers import FindReceivers, GroupsToAsk, Receivers
from bot.usecases.requests import ReadDeadline, SendRequest, When
from bot.usecases.speaking import Extra


@script("request.new", version=2, title="Yêu cầu báo cáo")
async def request(person: int, words: str = "") -> None:
    """Ask what, whom and by when; send it on [Gửi]."""
    who = PersonId(person)
    content = words or await _content()
    to = await _receivers(who)
    when = await _deadline(to.names)
    while True:
        shown = texts.preview(content, to.names, when.shown, to.unmanned, when.remark)
        choices = (Choice("send", texts.SEND), Choice("edit", texts.EDIT), Choice("cancel", texts.CANCEL))
        chosen = await pick("send", shown, choices, columns=3)
        if chosen == "cancel":
            await Tell("cancelled", texts.cancelled())
            return
        if chosen == "send":
            await _send(SendRequest(who, content, to.agencies, when.day))
            return
        part = await pick("part", texts.which_part(), tuple(Choice(*part) for part in texts.PARTS.items()))
        if part == "text":
            content = await _content()
        elif part == "to":
            to = await _receivers(who)
        else:
            when = await _deadline()


async def _content() -> str:
    return await Ask("text", texts.what(), accept=read_text)


async def _receivers(person: PersonId) -> Receivers:
    """Ask until every name is known; one that stays unclear can be left out once somebody is found."""
    groups = tuple(Choice(group.value, group.label) for group in await Do("groups", GroupsToAsk(person)))
    choices = groups
    question, found = texts.to_whom(), Receivers((), (), ())
    while True:
        given = await Ask("to", question, choices, accept=read_text, again=bool(found.unknown))
        found = await Do("receivers", FindReceivers("" if given == "skip" else given, found.agencies, found.unknown))
        if found.agencies and not found.unknown:
            return found
        if not found.unknown:
            question, choices = texts.to_whom(), groups
            continue
        question = texts.unknown(found.unknown, len(found.agencies), [body.label for body in found.like])
        likely = tuple(Choice(body.value, body.label) for body in found.like)
        choices = (*likely, Choice("skip", texts.SKIP)) if found.agencies else (*likely, *groups)


async def _deadline(agencies: Sequence[str] = ()) -> When:
    """Ask by when; `agencies` are shown back first, so that one tap leads back to them."""
    question, choices = texts.by_when(agencies), tuple(Choice(f"t{n}", day) for n, day in enumerate(texts.DAYS))
    again = False
    while True:
        given = await Ask("day", question, choices, accept=read_anything, again=again)
        words = next((choice.label for choice in choices if choice.value == given), given)
        found = await Do("deadline", ReadDeadline(words))
        if found is not None:
            return found
        question, again = texts.no_day(), True


async def _send(wanted: SendRequest) -> None:
    try:
        done = await Do("submit", wanted)
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))
        return
    name = code(done.request)
    rows = ((Button(texts.ANSWERS, f"do:request:{done.request}"), Button(texts.RECALL, f"do:recall:{done.request}")),)
    await Tell("sent", texts.sent(name, done.agencies, done.people, done.unmanned, done.opening), Extra(rows=rows))
