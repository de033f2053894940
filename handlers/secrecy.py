"""The guard at the door: what bears a mark of secrecy is not taken in."""

from __future__ import annotations

from bot.domain.messages import Incoming, Outgoing
from bot.domain.secrecy import is_marked
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.texts import care as texts
from bot.usecases import conversations
from bot.usecases.speaking import Hand
from handlers.turn import Turn


def is_secret(incoming: Incoming) -> bool:
    """Tell whether a message's words or the names of its files bear a mark."""
    return is_marked(incoming.text, [file.name for file in incoming.files])


def refuse(turn: Turn) -> None:
    """Keep nothing of a message, delete it where the channel lets us, show the lawful way; an open question is asked again."""
    desk, incoming = turn.desk, turn.incoming
    if incoming.message is not None:
        turn.send(Outgoing(edits=incoming.message, deletes=True))
    person = turn.person.id if turn.person else None
    desk.events.log(desk.now, person, "message.refused", f"update:{incoming.update}"[:48], after={"why": "secrecy"})
    turn.say(texts.secret_refused())
    running = desk.conversations.running(incoming.address, incoming.sender.user)
    if running is not None:
        conversations.ask_again(desk, SCRIPTS, running, Hand(incoming.update), texts.go_on_without())
