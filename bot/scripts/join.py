"""`/start CODE`, or the bare code: joining, with the notice on personal data and state secrets."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Answer, Ask, Choice, Do, Tell, pick
from bot.domain.markup import text
from bot.domain.messages import Channel
from bot.errors import InvalidInput, UserError
from bot.texts import errors as error_texts
from bot.texts import people as texts
from bot.usecases.joining import CheckCode, Join, Refusal
from bot.vietnamese import one_line

LONGEST_NAME = 64


@script("people.join", version=1, title="Tham gia")
async def join(code: str, channel: str, user: str, chat: str, name: str) -> None:
    """Show what the code offers and the notice; on [Đồng ý] ask the name and let the person in."""
    on = Channel(channel)
    offer = await Do("offer", CheckCode(code, on, user))
    if isinstance(offer, Refusal):
        await Tell("refused", text(error_texts.sentence(InvalidInput(offer.refused, **offer.values))))
        return
    consent = (Choice("agree", texts.AGREE), Choice("refuse", texts.REFUSE))
    notice = texts.notice(offer.role, offer.agency, offer.controller)
    if await pick("consent", notice, consent, short=texts.notice_above()) == "refuse":
        await Tell("declined", texts.declined())
        return
    shown = one_line(name)[:LONGEST_NAME]
    choices = (Choice("shown", shown),) if shown else ()
    given = await Ask("name", texts.ask_name(), choices, accept=read_name)
    try:
        joined = await Do("join", Join(code, on, user, chat, shown if given == "shown" else given))
        await Tell("welcome", texts.welcome(joined.name, joined.role, joined.agency, joined.due))
    except UserError as refusal:
        await Tell("refused", text(error_texts.sentence(refusal)))


def read_name(answer: Answer) -> str:
    """Take a name on one line; raises `InvalidInput` for none or one that is too long."""
    name = one_line(answer.text)
    if not any(sign.isalpha() for sign in name):
        raise InvalidInput("name.empty")
    if len(name) > LONGEST_NAME:
        raise InvalidInput("name.long", limit=LONGEST_NAME)
    return name
