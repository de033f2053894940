"""Typed numbers and labels on channels without buttons: turned into the press they stand for."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.markup import Text
from bot.domain.messages import Incoming, IncomingKind
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.texts import people as people_texts
from bot.texts import zalo as texts
from bot.usecases import conversations, menus
from bot.usecases.conversations import Hand
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


def cannot_take(turn: Turn) -> Text:
    """Say what the channel does not hand on."""
    if turn.incoming.address.channel in menus.BUTTONLESS:
        return texts.cannot_take()
    return people_texts.cannot_take()
