"""What words and files in a private chat are: an answer, a reply to a reminder, or free text."""

from __future__ import annotations

from dataclasses import replace

from bot.conversations.steps import Answer
from bot.domain.people import PLANNERS, Person
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.scripts.import_plan import import_document
from bot.scripts.quick_report import quick_report
from bot.texts import conversations as conversation_texts
from bot.usecases import conversations, long_answers
from bot.usecases.speaking import Hand
from handlers import albums, commands, free_text, interruptions, secrecy
from handlers.files_of import evidence
from handlers.turn import Turn
from storage.conversations import Conversation


def take(turn: Turn, running: Conversation | None) -> None:
    """Take words or files in a private chat: an answer, a reply to a reminder, or free text."""
    if running is not None and turn.person is not None and _is_rest_of_free_text(turn, running):
        _join(turn, running, turn.person)
        return
    dues = _reminded_of(turn) if turn.person is not None else ()
    if running is not None and _is_next_document(turn, running):
        running = None
    if running is not None and albums.join(turn, running):
        return
    if running is not None and not dues and not _is_plan_instead(turn, running):
        _answer(turn, running)
    elif running is not None and conversations.has_answers(turn.desk, running):
        interruptions.ask(turn, running)
    elif turn.person is None:
        commands.stranger(turn)
    else:
        free_text.take(turn, turn.person, dues)


def _is_rest_of_free_text(turn: Turn, running: Conversation) -> bool:
    given = Answer(turn.incoming.text, files=evidence(turn.incoming))
    return running.script == quick_report.name and long_answers.is_rest_of_free_text(turn.desk, SCRIPTS, running, given)


def _join(turn: Turn, running: Conversation, person: Person) -> None:
    """Read free text again with its rest, in the place of what was made of its beginning."""
    whole = long_answers.joined(running.args["text"], turn.incoming.text)
    conversations.close(turn.desk, running, Hand(turn.incoming.update))
    turn.incoming = replace(turn.incoming, text=whole)
    if secrecy.is_secret(turn.incoming):
        secrecy.refuse(turn)
        return
    turn.say(conversation_texts.joined())
    free_text.take(turn, person, running.args["dues"])


def _is_next_document(turn: Turn, running: Conversation) -> bool:
    """Tell whether a document takes the place of the one that is being imported: no question there wants a file."""
    return running.script == import_document.name and bool(free_text.documents(turn.incoming.files))


def _is_plan_instead(turn: Turn, running: Conversation) -> bool:
    """Tell whether who keeps plans sends a document in a conversation that has no use for files: it is to be imported."""
    person = turn.person
    if SCRIPTS[running.script].files or person is None or not (person.joined and person.has(*PLANNERS)):
        return False
    return bool(free_text.documents(turn.incoming.files))


def _answer(turn: Turn, running: Conversation) -> None:
    """Answer the open question; after a long silence the conversation is offered first, then its question put anew."""
    hand = Hand(turn.incoming.update, said=turn.incoming.message, more=albums.may_have_more(turn.incoming))
    answer = Answer(turn.incoming.text, files=evidence(turn.incoming))
    if long_answers.is_rest(turn.desk, SCRIPTS, running, answer):
        long_answers.join(turn.desk, SCRIPTS, running, answer, hand)
    elif not interruptions.is_silent(turn, running):
        conversations.answer(turn.desk, SCRIPTS, running, answer, hand)
    elif running.wanted is None:
        interruptions.ask(turn, running, answers=True)
    elif not conversations.take_if_fitting(turn.desk, SCRIPTS, running, answer, hand):
        conversations.ask_again(turn.desk, SCRIPTS, running, hand, conversation_texts.go_on())


def _reminded_of(turn: Turn) -> tuple[int, ...]:
    """List the dues of the reminder that a message replies to, in the order of their numbers."""
    if turn.incoming.reply_to is None:
        return ()
    row = turn.desk.outbox.find(turn.incoming.address, turn.incoming.reply_to)
    return () if row is None else tuple(line.due for line in turn.desk.dues.listed_in(row))
