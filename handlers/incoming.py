"""What every channel's message means: a command, an answer, a reply to a reminder, a file, free text.

All that follows from one message happens in one transaction; a message that arrives twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.conversations.steps import Answer
from bot.domain.messages import Incoming, IncomingKind
from bot.domain.people import Person
from bot.domain.reports import Evidence
from bot.errors import UserError
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.scripts.import_plan import import_document
from bot.texts import conversations as conversation_texts
from bot.texts import errors as error_texts
from bot.texts import people as people_texts
from bot.usecases import conversations, people
from bot.usecases.conversations import Hand, parse_press
from bot.usecases.desk import Desk, Doors
from handlers import actions, chats, commands
from handlers.turn import Surroundings, Turn
from storage.conversations import Conversation


class Receiver:
    """Takes in what channels bring, one transaction each, and wakes the sender."""

    def __init__(self, doors: Doors, surroundings: Surroundings, wake: Callable[[], None]) -> None:
        self._doors = doors
        self._surroundings = surroundings
        self._wake = wake

    async def receive(self, incoming: Incoming) -> None:
        """Deal with one message; returns once all that follows from it is on the disk."""
        await self._doors.write(handle, incoming, self._surroundings)
        self._wake()


def handle(desk: Desk, incoming: Incoming, surroundings: Surroundings) -> None:
    """Decide what a message means, and do it.

    1. A repeat is dropped; news about chats (blocked, removed, moved) is noted.
    2. In a group only commands, presses and replies meant for the bot are looked at.
    3. A press answers the question its button belongs to, or starts an action.
    4. A command goes before an open question; other words answer the question, a reminder, or are read as a report.
    """
    if not desk.updates.first_time(incoming.address.channel, incoming.update, desk.now):
        return
    if chats.note(desk, incoming) or not (incoming.private or incoming.to_bot):
        return
    turn = Turn(desk, incoming, _who(desk, incoming, surroundings), surroundings)
    try:
        with desk.connection.begin_nested():
            _route(turn)
    except UserError as refusal:
        turn.say(error_texts.told(refusal))


def _who(desk: Desk, incoming: Incoming, surroundings: Surroundings) -> Person | None:
    """Find who wrote; an administrator by configuration is let in at the first word."""
    sender = incoming.sender
    known = desk.people.by_account(sender.channel, sender.user)
    if known is None and incoming.private and (sender.channel, sender.user) in surroundings.admins:
        return people.ensure_admin(desk, sender, incoming.address)
    return known


def _route(turn: Turn) -> None:
    if turn.incoming.kind is IncomingKind.PRESS:
        _press(turn)
        return
    if turn.incoming.kind is IncomingKind.OTHER:
        turn.say(people_texts.cannot_take())
        return
    command = commands.parse(turn.incoming.text, plain_words=_may_be_plain(turn))
    if command is not None and turn.incoming.kind is not IncomingKind.EDIT:
        commands.run(turn, command)
    elif turn.incoming.private:
        _words(turn)


def _may_be_plain(turn: Turn) -> bool:
    """Tell whether a bare word may stand for a command: not while a question waits for words."""
    return _running(turn) is None


def _running(turn: Turn) -> Conversation | None:
    return turn.desk.conversations.running(turn.incoming.address, turn.incoming.sender.user)


def _press(turn: Turn) -> None:
    press = parse_press(turn.incoming.pressed or "")
    if press is None:
        actions.run(turn, turn.incoming.pressed or "")
        return
    found = turn.desk.conversations.get(press.conversation)
    if found is None or not _is_mine(turn, found):
        turn.say(conversation_texts.stale_and_over())
        return
    if found.state != "running":
        turn.replace_buttons(())
        turn.say(conversation_texts.stale_and_over())
        return
    answer = conversations.pressed_answer(found, press)
    if answer is None:
        turn.replace_buttons(())
        conversations.ask_again(turn.desk, SCRIPTS, found, turn.hand, conversation_texts.stale())
        return
    conversations.answer(turn.desk, SCRIPTS, found, answer, turn.hand)


def _is_mine(turn: Turn, found: Conversation) -> bool:
    incoming = turn.incoming
    return (found.address.channel, found.address.chat, found.user) == (
        incoming.address.channel,
        incoming.address.chat,
        incoming.sender.user,
    )


def _words(turn: Turn) -> None:
    """Take words or files in a private chat: an answer, a reply to a reminder, or free text."""
    running = _running(turn)
    if turn.incoming.kind is IncomingKind.EDIT:
        return
    dues = _reminded_of(turn) if turn.person is not None else ()
    if running is not None and not dues and not _is_next_document(turn, running):
        answer = Answer(turn.incoming.text, files=evidence(turn.incoming))
        conversations.answer(turn.desk, SCRIPTS, running, answer, Hand(turn.incoming.update))
        return
    if turn.person is None:
        commands.stranger(turn)
        return
    commands.free_text(turn, turn.person, dues)


def _is_next_document(turn: Turn, running: Conversation) -> bool:
    """Tell whether a document takes the place of the one that is being imported: no question there wants a file."""
    return running.script == import_document.name and bool(commands.documents(turn.incoming.files))


def _reminded_of(turn: Turn) -> tuple[int, ...]:
    """List the dues of the reminder that a message replies to, in the order of their numbers."""
    if turn.incoming.reply_to is None:
        return ()
    row = turn.desk.outbox.find(turn.incoming.address, turn.incoming.reply_to)
    return () if row is None else tuple(line.due for line in turn.desk.dues.listed_in(row))


def evidence(incoming: Incoming) -> tuple[Evidence, ...]:
    """Take the files of a message as evidence, to be fetched later; ``telegram:AgACAgUAAx`` is a handle."""
    return tuple(
        Evidence(file.name, file.mime, ref=f"{incoming.address.channel}:{file.ref}", url=file.url, size=file.size)
        for file in incoming.files
    )
