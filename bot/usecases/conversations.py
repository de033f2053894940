"""Conversations between a person and a script: begin, answer, go back, leave; each in the transaction of one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.conversations import engine
from bot.conversations.engine import Script, Turn
from bot.conversations.steps import Answer, Ask, Choice, Do, Tell, choose
from bot.domain.markup import Text
from bot.domain.messages import Address, Button, Channel, Outgoing, Priority
from bot.domain.people import PersonId
from bot.errors import InvalidInput, ScriptChanged, ScriptTooLong
from bot.texts import conversations as texts
from bot.texts import errors as error_texts
from bot.usecases.desk import Desk
from storage.conversations import Conversation
from storage.prepared import apart

KEPT = timedelta(days=7)
"""How long an unfinished conversation waits for its next answer."""

SECOND_TAP = timedelta(minutes=1)
"""How long after the last answer another press of its button says nothing new."""

BUTTONLESS = frozenset({Channel.ZALO})
"""The channels on which choices are answered by number, and 0 leads back."""

BACK = "back"
BEGINNING = -1
"""The place of what a conversation began with, where an answer's place is its question's position."""

NARROW = 16
"""Labels up to this many characters stand two in a row."""

LONGEST_ID = 18
"""Digits of the longest id; what is longer was made up by somebody."""

Scripts = Mapping[str, Script]


@dataclass(frozen=True, slots=True)
class Hand:
    """By which message a turn was brought about: its update, the message whose button was pressed, or the one that was said."""

    update: str
    pressed: str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """What a `Tell` may carry beside words."""

    rows: tuple[tuple[Button, ...], ...] = ()
    document: Any = None
    photo: Any = None


class _Speaker:
    """Puts what a script says in the outbox, and runs its use cases, each in a savepoint."""

    def __init__(self, desk: Desk, address: Address, person: PersonId | None, hand: Hand) -> None:
        self._desk = desk
        self._address = address
        self._person = person
        self._hand = hand
        self._said = 0

    def tell(self, position: int, step: Tell) -> None:
        extra = step.extra if isinstance(step.extra, Extra) else Extra()
        self.say(Outgoing(step.content, extra.rows, photo=extra.photo, document=extra.document))

    def perform(self, step: Do[Any]) -> Any:
        with apart(self._desk.connection):
            return step.intent.perform(self._desk)

    def say(self, message: Outgoing) -> str:
        """Queue a message and return its key; the first after a press takes the pressed message's buttons away."""
        if self._said == 0 and self._hand.pressed and message.edits is None:
            self._queue(Outgoing(edits=self._hand.pressed, keyboard_only=True))
        return self._queue(message)

    def question(self, message: Outgoing) -> str:
        """Queue a question; straight after a press it takes the place of the pressed message."""
        if self._said == 0 and self._hand.pressed:
            message = replace(message, edits=self._hand.pressed)
        return self.say(message)

    def _queue(self, message: Outgoing) -> str:
        self._said += 1
        key = f"turn:{self._address.channel}:{self._hand.update}:{self._said}"
        self._desk.outbox.add(
            key, self._address, message, priority=Priority.ANSWER, now=self._desk.now, person=self._person
        )
        return key


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
    speaker = _Speaker(desk, address, person, hand)
    if running is not None:
        _close(desk, running, "left")
        speaker.say(Outgoing(texts.left_for_another()))
    kept = desk.conversations.start(person, address, user, script.name, script.version, args, desk.now)
    desk.conversations.update(kept, answered=hand.said, answered_at=BEGINNING)
    turn = engine.run(script, args, (), speaker)
    _keep(desk, kept, 0, turn, speaker)


def answer(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer, hand: Hand) -> None:
    """Give an answer to the open question of a conversation."""
    script = scripts[conversation.script]
    journal = desk.conversations.journal(conversation.id)
    speaker = _Speaker(desk, conversation.address, conversation.person, hand)
    if script.version != conversation.version:
        _resume_changed(desk, script, conversation, speaker)
        return
    try:
        question = engine.run(script, conversation.args, journal, speaker).question
        if _wants_back(given) or _typed_zero(given, conversation, question):
            _go_back(desk, script, conversation, speaker)
            return
        if _wants_out(given, question):
            leave(desk, conversation, hand)
            return
        turn = engine.run(script, conversation.args, journal, speaker, given)
    except ScriptTooLong:
        _strip_card(desk, conversation, hand)
        _close(desk, conversation, "left")
        speaker.say(Outgoing(texts.too_long()))
        return
    except ScriptChanged:
        _resume_changed(desk, script, conversation, speaker)
        return
    _take(desk, conversation, len(journal), turn, speaker, hand)


def take_if_fitting(desk: Desk, scripts: Scripts, conversation: Conversation, given: Answer, hand: Hand) -> bool:
    """Take words or files kept from before as the answer to the open question; tells whether they were one.

    A choice is never taken so: whoever has not seen the question for long has to make it again.
    """
    script = scripts[conversation.script]
    journal = desk.conversations.journal(conversation.id)
    if script.version != conversation.version or _wants_back(given):
        return False
    speaker = _Speaker(desk, conversation.address, conversation.person, hand)
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
    speaker = _Speaker(desk, conversation.address, conversation.person, hand)
    turn = engine.change(script, conversation.args, journal, place, speaker, given)
    desk.conversations.write(conversation.id, place, ())
    _take(desk, conversation, place, turn, speaker, hand)
    return True


def _take(desk: Desk, conversation: Conversation, known: int, turn: Turn, speaker: _Speaker, hand: Hand) -> None:
    """Keep what came of an answer to the question at position `known`, or ask it again when the answer did not fit."""
    _strip_card(desk, conversation, hand)
    desk.conversations.update(conversation.id, wanted=None)
    if hand.said is not None:
        desk.conversations.update(conversation.id, answered=hand.said, answered_at=known)
    if turn.rejected is not None and turn.question is not None:
        _repeat(desk, conversation.id, turn, speaker, error_texts.sentence(turn.rejected))
        return
    _keep(desk, conversation.id, known, turn, speaker)


def ask_again(desk: Desk, scripts: Scripts, conversation: Conversation, hand: Hand, reason: str) -> None:
    """Put the open question once more, with a sentence why: a stale button, an edited message."""
    script = scripts[conversation.script]
    speaker = _Speaker(desk, conversation.address, conversation.person, Hand(hand.update))
    journal = desk.conversations.journal(conversation.id)
    turn = engine.run(script, conversation.args, journal, speaker)
    _strip_card(desk, conversation, Hand(hand.update))
    _repeat(desk, conversation.id, turn, speaker, reason)


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
    _Speaker(desk, conversation.address, conversation.person, hand).say(Outgoing(texts.left()))


def has_just_ended(desk: Desk, conversation: Conversation, message: str | None) -> bool:
    """Tell whether a press on `message`, which asked the last question, is the second tap of the one that ended it all."""
    if conversation.state != "ended" or conversation.card is None or desk.now - conversation.touched_at > SECOND_TAP:
        return False
    return message is not None and desk.outbox.message_of(conversation.card) == message


def _wants_out(given: Answer, question: Ask[Any] | None) -> bool:
    """Tell whether somebody typed no more than that they want to leave, where that is not one of the choices."""
    if given.pressed is not None or given.files or not texts.is_leaving(given.text):
        return False
    return question is not None and choose(given, question.choices) is None


def _typed_zero(given: Answer, conversation: Conversation, question: Ask[Any] | None) -> bool:
    """Tell whether 0 was typed for the way back, where it is shown so and can be nothing else."""
    shown = conversation.address.channel in BUTTONLESS and question is not None and not question.numeric
    return shown and given.pressed is None and not given.files and given.text.strip(" .!") == "0"


def _wants_back(given: Answer) -> bool:
    return given.pressed == BACK or (given.pressed is None and not given.files and texts.is_back(given.text))


def _go_back(desk: Desk, script: Script, conversation: Conversation, speaker: _Speaker) -> None:
    journal = desk.conversations.journal(conversation.id)
    kept = engine.back(journal)
    turn = engine.run(script, conversation.args, journal if kept is None else kept, speaker)
    if kept is None:
        _repeat(desk, conversation.id, turn, speaker, texts.nothing_before())
    else:
        _keep(desk, conversation.id, min(len(kept), len(turn.journal)), turn, speaker)


def _resume_changed(desk: Desk, script: Script, conversation: Conversation, speaker: _Speaker) -> None:
    """Go on with a conversation whose script has changed, keeping the answers that still fit."""
    journal = desk.conversations.journal(conversation.id)
    turn = engine.carry_over(script, conversation.args, journal, speaker)
    desk.conversations.update(conversation.id, version=script.version)
    desk.conversations.write(conversation.id, 0, turn.journal)
    if turn.question is None:
        _close(desk, conversation, "ended")
    else:
        _repeat(desk, conversation.id, turn, speaker, texts.changed())


def _keep(desk: Desk, conversation: int, known: int, turn: Turn, speaker: _Speaker) -> None:
    """Keep what a turn has added to the journal, and put the question that is open now."""
    desk.conversations.write(conversation, known, turn.journal[known:])
    if turn.question is None:
        desk.conversations.update(conversation, state="ended", pending=None, touched_at=desk.now)
        desk.conversations.compact(conversation)
        return
    card = speaker.question(_as_message(conversation, turn, turn.question, ()))
    _point_at(desk, conversation, turn, card)


def _repeat(desk: Desk, conversation: int, turn: Turn, speaker: _Speaker, reason: str) -> None:
    if turn.question is None:
        return
    card = speaker.say(_as_message(conversation, turn, turn.question, texts.first(reason)))
    _point_at(desk, conversation, turn, card)


def _point_at(desk: Desk, conversation: int, turn: Turn, card: str) -> None:
    desk.conversations.update(
        conversation,
        pending=turn.position,
        card=card,
        touched_at=desk.now,
        expires_at=desk.now + KEPT,
    )


def _close(desk: Desk, conversation: Conversation, state: str) -> None:
    desk.conversations.update(conversation.id, state=state, pending=None, touched_at=desk.now)
    desk.conversations.compact(conversation.id)


def _strip_card(desk: Desk, conversation: Conversation, hand: Hand) -> None:
    """Take the buttons away from a question that was answered by typing."""
    if hand.pressed or conversation.card is None:
        return
    shown = desk.outbox.message_of(conversation.card)
    if shown is not None:
        desk.outbox.add(
            f"strip:{conversation.id}:{conversation.card}",
            conversation.address,
            Outgoing(edits=shown, keyboard_only=True),
            priority=Priority.ANSWER,
            now=desk.now,
            person=conversation.person,
        )


def _as_message(conversation: int, turn: Turn, question: Ask[Any], preface: Text) -> Outgoing:
    rows = _rows(conversation, turn.position, question)
    if engine.back(turn.journal) is not None:
        rows = (*rows, (Button(texts.BACK, f"a:{conversation}:{turn.position}:{BACK}"),))
    upload = f"{conversation}:{turn.position}" if question.files else None
    return Outgoing((*preface, *question.question), rows, upload=upload)


def _rows(conversation: int, position: int, question: Ask[Any]) -> tuple[tuple[Button, ...], ...]:
    """Lay out the choices: two in a row where their labels are short."""
    buttons = [Button(choice.label, f"a:{conversation}:{position}:{choice.value}") for choice in question.choices]
    columns = question.columns or (2 if _all_narrow(question.choices) else 1)
    return tuple(tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns))


def _all_narrow(choices: Sequence[Choice]) -> bool:
    return all(len(choice.label) <= NARROW for choice in choices)


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button of a question: ``a:12:3:done`` is the choice "done" of the question at position 3 of conversation 12."""

    conversation: int
    position: int
    choice: str


def parse_press(data: str) -> Press | None:
    """Read a question's button; `None` when it is no such button."""
    parts = data.split(":", 3)
    if len(parts) != 4 or parts[0] != "a" or not (is_number(parts[1]) and is_number(parts[2])):
        return None
    return Press(int(parts[1]), int(parts[2]), parts[3])


def is_number(part: str) -> bool:
    """Tell whether a part of a button may be an id: digits such as "²" are none, and the database takes 18 at most."""
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_ID


def pressed_answer(conversation: Conversation, press: Press) -> Answer | None:
    """Turn a press into an answer; `None` when the button does not belong to the open question."""
    if conversation.state != "running" or conversation.pending != press.position:
        return None
    return Answer(pressed=press.choice)
