"""`/lienket`: one person on two channels."""

from __future__ import annotations

from bot.domain.people import Person
from bot.texts import linking as texts
from bot.usecases import linking
from handlers.turn import Turn


def give(turn: Turn, person: Person, rest: str) -> None:
    """Hand out a code to be typed on the other channel."""
    code = linking.make_code(turn.desk, person.id)
    turn.say(texts.code(code, int(linking.VALID.total_seconds()) // 60))


def typed(turn: Turn, code: str) -> bool:
    """Link the account to the person whose code was typed; tells whether it was a link code."""
    incoming = turn.incoming
    linked = linking.link(turn.desk, code, incoming.sender, incoming.address)
    if linked is None:
        return False
    turn.person = linked.person
    turn.say(texts.linked(linked.person.name, incoming.address.channel))
    return True
