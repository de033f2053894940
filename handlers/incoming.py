"""What every channel's message means: a command, an answer, a reply to a reminder, a file, free text.

All that follows from one message happens in one transaction; a message that arrives twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.messages import Incoming, IncomingKind
from bot.domain.people import Person
from bot.errors import UserError
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.texts import conversations as conversation_texts
from bot.texts import errors as error_texts
from bot.usecases import conversations, outbox, people, quotas
from bot.usecases.cards import parse_press, pressed_answer
from bot.usecases.desk import Desk, Doors
from bot.usecases.outbox import Batch, Claim, Sent
from handlers import actions, chats, choices, commands, edits, groups, interruptions, secrecy, words
from handlers.handover import Answering, Write
from handlers.turn import Surroundings, Turn
from storage.conversations import Conversation
from storage.prepared import apart


class Receiver:
    """Takes in what channels bring, one transaction each, and wakes the sender."""

    def __init__(self, doors: Doors, surroundings: Surroundings, wake: Callable[[], None]) -> None:
        self._doors = doors
        self._surroundings = surroundings
        self._wake = wake
        self._answering: Answering | None = None

    def answer_by(self, answering: Answering, wake: Callable[[], None]) -> None:
        """Hand answers straight to the sender, which is not woken any more; only where no other worker shares the database."""
        self._answering, self._wake = answering, wake

    async def receive(self, incoming: Incoming) -> None:
        """Deal with one message; returns once all that follows from it is on the disk."""
        turn = f"{incoming.address.channel}:{incoming.address.chat}"
        if self._answering is None:
            await self._doors.write_in_turn(turn, handle, incoming, self._surroundings)
        else:
            await self._answering.answer(incoming.address, self._writing(turn, incoming))
        self._wake()

    def _writing(self, turn: str, incoming: Incoming) -> Write:
        async def write(sent: Sequence[Sent], wanted: Claim | None) -> Batch:
            return await self._doors.write_in_turn(turn, _handle_and_answer, incoming, self._surroundings, sent, wanted)

        return write


def _handle_and_answer(
    desk: Desk, incoming: Incoming, surroundings: Surroundings, sent: Sequence[Sent], wanted: Claim | None
) -> Batch:
    """Note what was sent, deal with a message, and take its answers on."""
    outbox.note(desk, sent)
    outbox.take_on(desk, incoming.address, wanted)
    handle(desk, incoming, surroundings)
    return outbox.taken_on(desk)


def handle(desk: Desk, incoming: Incoming, surroundings: Surroundings) -> None:
    """Decide what a message means, and do it.

    1. A repeat is dropped; news about chats (blocked, removed, moved) is noted.
    2. In a group only commands, presses and replies meant for the bot are looked at.
    3. What bears a mark of secrecy is refused before anything else is done with it.
    4. A press answers the question its button belongs to, or starts an action.
    5. A command in the middle of a conversation asks whether to leave it, unless it only shows something; an edited message
       changes the answer it gave.
    6. Other words answer the open question, a reminder, or are read as a report.
    """
    if not desk.updates.first_time(incoming.address.channel, incoming.update, desk.now):
        return
    if chats.note(desk, incoming) or not (incoming.private or incoming.to_bot):
        return
    if desk.office.quotas.limit(incoming.address.channel) is not None:
        quotas.note_received(desk, incoming.address.channel)
    deal(desk, incoming, surroundings)


def deal(desk: Desk, incoming: Incoming, surroundings: Surroundings) -> None:
    """Do what a message means that is known to be new and meant for us."""
    turn = Turn(desk, incoming, _who(desk, incoming, surroundings), surroundings)
    try:
        with apart(desk.connection):
            secrecy.refuse(turn) if secrecy.is_secret(incoming) else _route(turn)
    except UserError as refusal:
        turn.say(error_texts.told(refusal))


def _who(desk: Desk, incoming: Incoming, surroundings: Surroundings) -> Person | None:
    """Find who wrote; an administrator by configuration is let in at the first word.

    Who writes in private is written to there from now on.
    """
    sender = incoming.sender
    known, at_home = desk.people.who(sender.channel, sender.user)
    if known is not None and incoming.private and not at_home:
        desk.people.heard_from(sender.channel, sender.user)
    if known is None and incoming.private and (sender.channel, sender.user) in surroundings.admins:
        return people.ensure_admin(desk, sender, incoming.address)
    return known


def _route(turn: Turn) -> None:
    kind = turn.incoming.kind
    if kind is IncomingKind.PRESS:
        _press(turn)
    elif kind is IncomingKind.OTHER:
        choices.cannot_take(turn, _running(turn))
    elif kind is IncomingKind.EDIT:
        if turn.incoming.private:
            edits.take(turn)
    else:
        _said(turn)


def _said(turn: Turn) -> None:
    """Take a decision about a conversation, a command, or other words."""
    running = _running(turn)
    decision = interruptions.typed(turn, running)
    if running is not None and decision is not None:
        _settle(turn, running, decision)
        return
    if _numbered(turn, running):
        return
    command = commands.parse(turn.incoming.text, plain_words=running is None)
    if command is None:
        words.take(turn, running) if turn.incoming.private else groups.heard(turn)
    elif running is None or not interruptions.asks_first(running, command):
        commands.run(turn, command)
    elif commands.only_shows(turn, command):
        turn.aside = True
        commands.run(turn, command)
        interruptions.back_to(turn, running)
    else:
        interruptions.ask(turn, running)


def _numbered(turn: Turn, running: Conversation | None) -> bool:
    """Take a number or label that stands for a button, where there are none; tells whether it was one."""
    press = choices.as_press(turn, running)
    if press is None:
        return choices.asked_again(turn, running)
    turn.incoming = press
    _press(turn)
    return True


def _settle(turn: Turn, running: Conversation, decision: str) -> None:
    """Go on or leave, as the person decided; what was wanted instead is done at once."""
    wanted = interruptions.settle(turn, running, decision)
    if wanted is not None:
        turn.incoming = wanted
        _route(turn)


def _running(turn: Turn) -> Conversation | None:
    return turn.desk.conversations.running(turn.incoming.address, turn.incoming.sender.user)


def _press(turn: Turn) -> None:
    data = turn.incoming.pressed or ""
    decided = interruptions.pressed(data)
    if decided is not None:
        _decided(turn, *decided)
        return
    press = parse_press(data)
    if press is None:
        _act(turn, data)
        return
    found = _mine(turn, press.conversation)
    if found is None:
        return
    answer = pressed_answer(found, press)
    if answer is None:
        turn.replace_buttons(())
        conversations.ask_again(turn.desk, SCRIPTS, found, turn.hand, conversation_texts.stale())
        return
    conversations.answer(turn.desk, SCRIPTS, found, answer, turn.hand)


def _decided(turn: Turn, conversation: int, decision: str) -> None:
    found = _mine(turn, conversation)
    if found is not None:
        turn.replace_buttons(())
        _settle(turn, found, decision)


def _act(turn: Turn, data: str) -> None:
    """Start what a button stands for; where that would end a conversation in which something was answered, ask first."""
    running = _running(turn)
    if running is not None and actions.begins(data) and conversations.has_answers(turn.desk, running):
        interruptions.ask(turn, running)
    else:
        actions.run(turn, data)


def _mine(turn: Turn, conversation: int) -> Conversation | None:
    """Find the running conversation a button belongs to; of one that is over or another person's the person is told."""
    found = turn.desk.conversations.get(conversation)
    if found is not None and _is_mine(turn, found) and found.state == "running":
        return found
    if found is not None and _is_mine(turn, found):
        turn.replace_buttons(())
        if conversations.has_just_ended(turn.desk, found, turn.incoming.message):
            return None
    if turn.incoming.private:
        turn.say(conversation_texts.stale_and_over())
    return None


def _is_mine(turn: Turn, found: Conversation) -> bool:
    incoming = turn.incoming
    return (found.address.channel, found.address.chat, found.user) == (
        incoming.address.channel,
        incoming.address.chat,
        incoming.sender.user,
    )
