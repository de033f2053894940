"""Typed numbers and labels on channels without buttons: turned into the press they stand for."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.markup import text
from bot.domain.messages import Button, Incoming, IncomingKind
from bot.domain.people import PLANNERS
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.texts import people as people_texts
from bot.texts import uploads as upload_texts
from bot.texts import zalo as texts
from bot.usecases import conversations, menus
from bot.usecases.speaking import Hand
from handlers.turn import Turn
from storage.conversations import Conversation


def as_press(turn: Turn, running: Conversation | None) -> Incoming | None:
    """Make a press of words that stand for a button shown last; `None` when they do not."""
    incoming = turn.incoming
    if incoming.files:
        return None
    meant = menus.meant(turn.desk, incoming.address, incoming.text, running)
    if meant is None:
        return None
    return replace(incoming, kind=IncomingKind.PRESS, pressed=meant.data, message=meant.message)


def asked_again(turn: Turn, running: Conversation | None) -> bool:
    """Put the open question once more where a number may have been meant for what came after it; tells whether it was."""
    incoming = turn.incoming
    if running is None or incoming.files:
        return False
    if not menus.is_doubtful(turn.desk, incoming.address, incoming.text, running):
        return False
    conversations.ask_again(turn.desk, SCRIPTS, running, Hand(incoming.update), texts.which_question())
    return True


def cannot_take(turn: Turn, running: Conversation | None) -> None:
    """Say what the channel does not hand on; an open question is put once more, with the page for files where it takes one."""
    desk, incoming, person = turn.desk, turn.incoming, turn.person
    if incoming.address.channel not in menus.BUTTONLESS:
        turn.say(people_texts.cannot_take())
    elif running is not None:
        conversations.ask_again(desk, SCRIPTS, running, Hand(incoming.update), texts.cannot_take())
    elif incoming.private and person is not None and person.joined and person.has(*PLANNERS):
        turn.say(text(texts.cannot_take()), ((Button(upload_texts.SEND_PLAN, "do:upload"),),))
    else:
        turn.say(text(texts.cannot_take()))
