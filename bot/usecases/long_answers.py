"""An answer that the person's app has cut in two because it was too long for one message."""

from __future__ import annotations

from datetime import timedelta

from bot.conversations import engine
from bot.conversations.steps import Answer, Entry, choose
from bot.domain.messages import Outgoing
from bot.texts import conversations as texts
from bot.usecases import conversations
from bot.usecases.conversations import Scripts
from bot.usecases.desk import Desk
from bot.usecases.speaking import Hand, Speaker
from storage.conversations import Conversation

FULL = 3600
"""Signs of a message that was cut: apps cut at 4,096, at a space or line before it, and white space is collapsed here."""

AT_ONCE = timedelta(seconds=4)
"""How soon the rest of a message follows its beginning: sooner than a question can be read and answered."""


def is_rest(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer) -> bool:
    """Tell whether words are the rest of the last answer: it filled a message, and they came at once and choose nothing."""
    if desk.now - conversation.touched_at > AT_ONCE or not given.text or given.files or given.pressed is not None:
        return False
    script = scripts[conversation.script]
    begun = _begun(desk, conversation)
    if begun is None or len(begun.value) < FULL or script.version != conversation.version:
        return False
    speaker = Speaker(desk, conversation.address, conversation.person, Hand(""))
    journal = desk.conversations.journal(conversation.id)
    question = engine.run(script, conversation.args, journal, speaker).question
    return question is not None and choose(given, question.choices) is None


def is_rest_of_free_text(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer) -> bool:
    """Tell whether words are the rest of the free text that a conversation began with, and nothing was answered since."""
    text = conversation.args.get("text")
    if conversation.answered_at != conversations.BEGINNING or not isinstance(text, str) or len(text) < FULL:
        return False
    if desk.now - conversation.touched_at > AT_ONCE or not given.text or given.files or given.pressed is not None:
        return False
    script, journal = scripts[conversation.script], desk.conversations.journal(conversation.id)
    if script.version != conversation.version or any(entry.kind in ("ask", "do") for entry in journal):
        return False
    speaker = Speaker(desk, conversation.address, conversation.person, Hand(""))
    question = engine.run(script, conversation.args, journal, speaker).question
    return question is not None and choose(given, question.choices) is None


def joined(begun: str, rest: str) -> str:
    """Put the parts of a text together that an app has cut."""
    return f"{begun}{_seam(begun)}{rest}"


def join(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer, hand: Hand) -> None:
    """Put the rest of an answer, as `is_rest` has found it, behind its beginning, and say so."""
    begun = _begun(desk, conversation)
    if begun is None:
        return
    whole = joined(begun.value, given.text)
    Speaker(desk, conversation.address, conversation.person, Hand(f"{hand.update}:joined")).say(
        Outgoing(texts.joined())
    )
    conversations.change_answer(desk, scripts, conversation, Answer(whole), hand)


def _begun(desk: Desk, conversation: Conversation) -> Entry | None:
    """Find the last answer where it is the last thing of all that happened, and words."""
    journal, place = desk.conversations.journal(conversation.id), conversation.answered_at
    last = len(journal) - 1
    found = journal[place] if place is not None and 0 <= place == last else None
    return found if found is not None and isinstance(found.value, str) else None


def _seam(begun: str) -> str:
    return "\n" if begun.endswith((".", ";", ":", "!", "?")) else " "
