"""A message that was edited: if it was the last answer, the answer changes with it."""

from __future__ import annotations

from bot.conversations.steps import Answer
from bot.domain.people import Person
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.scripts.quick_report import quick_report
from bot.texts import conversations as texts
from bot.usecases import conversations
from bot.usecases.conversations import BEGINNING
from bot.usecases.speaking import Hand
from handlers import free_text
from handlers.files_of import evidence
from handlers.turn import Turn
from storage.conversations import Conversation


def take(turn: Turn) -> None:
    """Give the edited words as the answer; where something was done since, say so. Older messages are left alone."""
    incoming = turn.incoming
    if incoming.message is None:
        return
    found = turn.desk.conversations.answered_by(incoming.address, incoming.sender.user, incoming.message)
    if found is None:
        return
    if found.state != "running":
        turn.say(texts.edited_too_late())
    elif found.answered_at == BEGINNING:
        _begin_anew(turn, found, turn.person)
    elif not conversations.change_answer(
        turn.desk, SCRIPTS, found, Answer(incoming.text, files=evidence(incoming)), _hand(turn)
    ):
        turn.say(texts.edited_too_late())


def _begin_anew(turn: Turn, found: Conversation, person: Person | None) -> None:
    """Read free text again as it now stands, unless something of it has been kept."""
    journal = turn.desk.conversations.journal(found.id)
    if person is None or found.script != quick_report.name or any(entry.kind == "do" for entry in journal):
        turn.say(texts.edited_too_late())
        return
    conversations.close(turn.desk, found, _hand(turn))
    free_text.take(turn, person, found.args["dues"])


def _hand(turn: Turn) -> Hand:
    return Hand(turn.incoming.update, said=turn.incoming.message)
