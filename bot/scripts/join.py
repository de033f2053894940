"""`/start CODE`, or the bare code: joining, with the notice on personal data and state secrets."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Answer, Ask, Choice, Do, Tell, pick
from bot.domain.markup import text
from bot.domain.messages import Button, Channel
from bot.errors import InvalidInput, UserError
from bot.scripts.answers import LONGEST_NAME, read_name
from bot.texts import errors as error_texts
from bot.texts import people as texts
from bot.usecases.joining import CheckCode, Join, Offer, Refusal
from bot.usecases.speaking import Extra
from bot.vietnamese import one_line


@script("people.join", version=2, title="Tham gia")
async def join(code: str, channel: str, user: str, chat: str, name: str) -> None:
    """Show what the code offers and the notice; on [Đồng ý] let the person in, by the name their channel shows.

    The name can be mended at once; it is asked for where the channel shows none. Who is in already has read the notice and
    has a name: they only say whether they take the further role.
    """
    on = Channel(channel)
    offer = await Do("offer", CheckCode(code, on, user))
    if isinstance(offer, Refusal):
        await Tell("refused", text(error_texts.sentence(InvalidInput(offer.refused, **offer.values))))
        return
    if not await _agrees(offer):
        await Tell("declined", texts.role_declined() if offer.known else texts.declined())
        return
    shown = channel_name(name)
    try:
        called = offer.known or shown or await Ask("name", texts.ask_name(), accept=read_name)
        joined = await Do("join", Join(code, on, user, chat, called))
    except UserError as refusal:
        await Tell("refused", text(error_texts.sentence(refusal)))
        return
    mend = bool(shown and not offer.known)
    buttons = Extra(rows=((Button(texts.RENAME, "do:rename"),),)) if mend else None
    await Tell("welcome", texts.welcome(joined.name, joined.role, joined.agency, joined.due, mend=mend), buttons)


async def _agrees(offer: Offer) -> bool:
    consent = (Choice("agree", texts.AGREE), Choice("refuse", texts.REFUSE))
    if offer.known:
        return await pick("consent", texts.one_more_role(offer.role, offer.agency), consent) == "agree"
    notice = texts.notice(offer.role, offer.agency, offer.controller)
    return await pick("consent", notice, consent, short=texts.notice_above()) == "agree"


def channel_name(name: str) -> str:
    """Take the name that a channel shows, on one line; empty where nobody could be called so."""
    try:
        return read_name(Answer(one_line(name)[:LONGEST_NAME]))
    except InvalidInput:
        return ""
