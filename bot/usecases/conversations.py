"""Conversations between a person and a script: begin, answer, go back, leave; each in the transaction of one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversations import engine
from bot.conversations.engine import Replay, Script
from bot.conversations.steps import Answer, Ask, choose
from bot.domain.messages import Address, Outgoing, Priority
from bot.domain.people import PersonId
from bot.errors import InvalidInput, ScriptChanged, ScriptTooLong
from bot.texts import conversations as texts
from bot.texts import errors as error_texts
from bot.usecases.cards import BACK, BUTTONLESS, card
from bot.usecases.desk import Desk
from bot.usecases.speaking import Hand, Speaker
from storage.conversations import Conversation

KEPT = timedelta(days=7)
"""How long an unfinished conversation waits for its next answer."""

SECOND_TAP = timedelta(minutes=1)
"""How long after the last answer another press of its button says nothing new."""

BEGINNING = -1
"""The place of what a conversation began with, where an answer's place is its question's position."""

Scripts = Mapping[str, Script]


def begin(
    desk: Desk,
    script: Script,
    person: PersonId | None,
    address: Address,
    user: str,
    args: dict[str, Any],
    hand: Hand,
) -> None:
    """Start a conversation in the place of the one that is running there, if any."""
    running = desk.conversations.running(address, user)
    speaker = Speaker(desk, address, person, hand)
    if running is not None:
        _close(desk, running, "left")
        speaker.say(Outgoing(texts.left_for_another()))
    kept = desk.conversations.start(person, address, user, script.name, script.version, args, desk.now)
    replay = engine.run(script, args, (), speaker)
    _keep(desk, kept, 0, replay, speaker, answered=hand.said, answered_at=BEGINNING)


def answer(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer, hand: Hand) -> None:
    """Give an answer to the open question of a conversation."""
    script = scripts[conversation.script]
    journal = desk.conversations.journal(conversation.id)
    speaker = Speaker(desk, conversation.address, conversation.person, hand)
    if script.version != conversation.version:
        _resume_changed(desk, script, conversation, speaker)
        return
    try:
        if _may_lead_away(given):
            question = engine.run(script, conversation.args, journal, speaker).question
            if _wants_back(given) or _typed_zero(given, conversation, question):
                _go_back(desk, script, conversation, speaker)
                return
            if _wants_out(given, question):
                leave(desk, conversation, hand)
                return
        replay = engine.run(script, conversation.args, journal, speaker, given)
    except ScriptTooLong:
        _strip_card(desk, conversation, hand)
        _close(desk, conversation, "left")
        speaker.say(Outgoing(texts.too_long()))
        return
    except ScriptChanged:
        _resume_changed(desk, script, conversation, speaker)
        return
    _take(desk, conversation, len(journal), _told_where_files_go(replay, script), speaker, hand)


def _told_where_files_go(replay: Replay, script: Script) -> Replay:
    """Point nobody to a later question for files in a conversation that has none."""
    if script.files or replay.rejected is None or replay.rejected.code != "answer.files":
        return replay
    return replace(replay, rejected=InvalidInput("answer.no_files"))


def take_if_fitting(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer, hand: Hand) -> bool:
    """Take words or files kept from before as the answer to the open question; tells whether they were one.

    A choice is never taken so: whoever has not seen the question for long has to make it again.
    """
    script = scripts[conversation.script]
    journal = desk.conversations.journal(conversation.id)
    if script.version != conversation.version or _wants_back(given):
        return False
    speaker = Speaker(desk, conversation.address, conversation.person, hand)
    question = engine.run(script, conversation.args, journal, speaker).question
    if question is None or choose(given, question.choices) is not None:
        return False
    try:
        question.read(given)
    except InvalidInput:
        return False
    speaker.say(Outgoing(texts.taken(given.text, len(given.files))))
    _take(
        desk, conversation, len(journal), engine.run(script, conversation.args, journal, speaker, given), speaker, hand
    )
    return True


def change_answer(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer, hand: Hand) -> bool:
    """Give another answer in the place of the last one in words; tells whether that could be done.

    What was answered since stays where it still follows, else it is asked anew. It cannot be done when something was done
    since, or when the script is another by now.
    """
    script, place = scripts[conversation.script], conversation.answered_at
    journal = desk.conversations.journal(conversation.id)
    if place is None or not 0 <= place <= len(journal) or script.version != conversation.version:
        return False
    if any(entry.kind == "do" for entry in journal[place:]):
        return False
    speaker = Speaker(desk, conversation.address, conversation.person, hand)
    replay = engine.change(script, conversation.args, journal, place, speaker, given)
    desk.conversations.drop(conversation.id, place)
    _take(desk, conversation, place, replay, speaker, hand)
    return True


def _take(desk: Desk, conversation: Conversation, known: int, replay: Replay, speaker: Speaker, hand: Hand) -> None:
    """Keep what came of an answer to the question at position `known`, or ask it again when the answer did not fit."""
    news: dict[str, Any] = {} if conversation.wanted is None else {"wanted": None}
    if hand.said is not None:
        news |= {"answered": hand.said, "answered_at": known}
    if replay.rejected is not None and replay.question is not None:
        asked = replace(replay, question=_shorter(replay.question))
        _repeat(desk, conversation.id, asked, speaker, error_texts.sentence(replay.rejected), **news)
    else:
        _keep(desk, conversation.id, known, replay, speaker, **news)
    # Last: a chat's messages go one after the other, and the person waits for the next question.
    _strip_card(desk, conversation, hand)


def _shorter(question: Ask[Any]) -> Ask[Any]:
    """Leave out what the person has right above, where a question has a short form."""
    return replace(question, question=question.short) if question.short else question


def ask_again(desk: Desk, scripts: Scripts, conversation: Conversation, hand: Hand, reason: str) -> None:
    """Put the open question once more, with a sentence why: a stale button, an edited message."""
    script = scripts[conversation.script]
    speaker = Speaker(desk, conversation.address, conversation.person, Hand(hand.update))
    if script.version != conversation.version:
        _resume_changed(desk, script, conversation, speaker)
        return
    journal = desk.conversations.journal(conversation.id)
    replay = engine.run(script, conversation.args, journal, speaker)
    _strip_card(desk, conversation, Hand(hand.update))
    _repeat(desk, conversation.id, replay, speaker, reason)


def close(desk: Desk, conversation: Conversation, hand: Hand) -> None:
    """End a conversation without a word; nothing of it is sent."""
    _strip_card(desk, conversation, hand)
    _close(desk, conversation, "left")


def has_answers(desk: Desk, conversation: Conversation) -> bool:
    """Tell whether anything has been answered that would be lost."""
    return any(entry.kind == "ask" for entry in desk.conversations.journal(conversation.id))


def leave(desk: Desk, conversation: Conversation, hand: Hand) -> None:
    """End a conversation at the person's wish; nothing of it is sent."""
    _strip_card(desk, conversation, hand)
    _close(desk, conversation, "left")
    Speaker(desk, conversation.address, conversation.person, hand).say(Outgoing(texts.left()))


def has_just_ended(desk: Desk, conversation: Conversation, message: str | None) -> bool:
    """Tell whether a press on `message`, which asked the last question, is the second tap of the one that ended it all."""
    if conversation.state != "ended" or conversation.card is None or desk.now - conversation.touched_at > SECOND_TAP:
        return False
    return message is not None and desk.outbox.message_of(conversation.card) == message


def _may_lead_away(given: Answer) -> bool:
    """Tell whether an answer may be none, for which the question has to be known."""
    if given.pressed is not None or given.files:
        return given.pressed == BACK
    return _is_zero(given.text) or texts.is_back(given.text) or texts.is_leaving(given.text)


def _wants_out(given: Answer, question: Ask[Any] | None) -> bool:
    """Tell whether somebody typed no more than that they want to leave, where that is not one of the choices."""
    if given.pressed is not None or given.files or not texts.is_leaving(given.text):
        return False
    return question is not None and choose(given, question.choices) is None


def _typed_zero(given: Answer, conversation: Conversation, question: Ask[Any] | None) -> bool:
    """Tell whether 0 was typed for the way back, where it is shown so and can be nothing else."""
    shown = conversation.address.channel in BUTTONLESS and question is not None and not question.numeric
    return shown and given.pressed is None and not given.files and _is_zero(given.text)


def _is_zero(text: str) -> bool:
    return text.strip(" .!") == "0"


def _wants_back(given: Answer) -> bool:
    return given.pressed == BACK or (given.pressed is None and not given.files and texts.is_back(given.text))


def _go_back(desk: Desk, script: Script, conversation: Conversation, speaker: Speaker) -> None:
    journal = desk.conversations.journal(conversation.id)
    kept = engine.back(journal)
    replay = engine.run(script, conversation.args, journal if kept is None else kept, speaker)
    while kept is not None and replay.question is not None and replay.question.again:
        further = engine.back(kept)
        if further is None:
            break
        kept, replay = further, engine.run(script, conversation.args, further, speaker)
    if kept is None:
        _repeat(desk, conversation.id, replay, speaker, texts.nothing_before())
    else:
        place = min(len(kept), len(replay.journal))
        desk.conversations.drop(conversation.id, place)
        _keep(desk, conversation.id, place, replay, speaker)


def _resume_changed(desk: Desk, script: Script, conversation: Conversation, speaker: Speaker) -> None:
    """Go on with a conversation whose script has changed, keeping the answers that still fit."""
    journal = desk.conversations.journal(conversation.id)
    replay = engine.carry_over(script, conversation.args, journal, speaker)
    desk.conversations.update(conversation.id, version=script.version)
    desk.conversations.drop(conversation.id)
    desk.conversations.append(conversation.id, 0, replay.journal)
    if replay.question is None:
        _close(desk, conversation, "ended")
    else:
        _repeat(desk, conversation.id, replay, speaker, texts.changed())


def _keep(desk: Desk, conversation: int, known: int, replay: Replay, speaker: Speaker, **news: Any) -> None:
    """Keep what a replay has added to the journal, which ends at `known`, and put the question that is open now.

    `news` are columns of the conversation that have changed as well.
    """
    if replay.question is None:
        desk.conversations.update(conversation, state="ended", pending=None, touched_at=desk.now, **news)
        desk.conversations.drop(conversation)
        return
    desk.conversations.append(conversation, known, replay.journal[known:])
    _point_at(desk, conversation, replay, speaker.question(card(conversation, replay, replay.question)), **news)


def _repeat(desk: Desk, conversation: int, replay: Replay, speaker: Speaker, reason: str, **news: Any) -> None:
    if replay.question is not None:
        shown = speaker.ask_again(card(conversation, replay, replay.question, texts.first(reason)))
        _point_at(desk, conversation, replay, shown, **news)


def _point_at(desk: Desk, conversation: int, replay: Replay, shown: str, **news: Any) -> None:
    desk.conversations.update(
        conversation,
        pending=replay.position,
        card=shown,
        touched_at=desk.now,
        expires_at=desk.now + KEPT,
        **news,
    )


def _close(desk: Desk, conversation: Conversation, state: str) -> None:
    desk.conversations.update(conversation.id, state=state, pending=None, touched_at=desk.now)
    desk.conversations.drop(conversation.id)


def _strip_card(desk: Desk, conversation: Conversation, hand: Hand) -> None:
    """Take the buttons away from a question that was answered by typing; one that still waits for more is taken back."""
    if hand.pressed or conversation.card is None:
        return
    shown = desk.outbox.message_of(conversation.card)
    if shown is None:
        desk.outbox.cancel_held(conversation.card, desk.now)
    else:
        desk.outbox.add(
            f"strip:{conversation.id}:{conversation.card}",
            conversation.address,
            Outgoing(edits=shown, keyboard_only=True),
            priority=Priority.ANSWER,
            now=desk.now,
            person=conversation.person,
        )
