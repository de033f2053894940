"""What a group may see, and the way from a group to the private chat.

A group in which a coordinator or leader has switched the weekly digest on sees what a leader sees, when one of the office asks.
In all other groups, and to all other people, nothing of any agency's is shown.
"""

from __future__ import annotations

from bot.domain.markup import Text
from bot.domain.messages import Button, Channel
from bot.domain.people import READERS, Person, Role
from bot.reading.chat.reply import Intent
from bot.reading.replies import read_reply
from bot.texts import groups as texts
from bot.texts import people as people_texts
from bot.usecases.status import SEES_ALL
from handlers.turn import Turn

ACTIONS = ("status", "urge", "request", "reply")
"""The buttons that do in a group that sees figures what they do in private; all others only lead there."""
_SAYS_SOMETHING = (Intent.REPORT, Intent.MULTI_REPORT, Intent.SNOOZE, Intent.NOT_MINE, Intent.QUESTION)


def may_see(turn: Turn, person: Person) -> bool:
    """Tell whether figures may be shown where the message came from, because this person asks."""
    if turn.incoming.private:
        return True
    where = turn.incoming.address
    chat = turn.desk.people.chat(where.channel, where.chat)
    return chat is not None and chat.digest and person.has(*SEES_ALL)


def no_figures(turn: Turn, person: Person) -> None:
    """Say where figures are shown."""
    where = turn.incoming.address
    chat = turn.desk.people.chat(where.channel, where.chat)
    switchable = person.has(*READERS) and not (chat is not None and chat.digest)
    _lead(turn, texts.figures_in_private(switchable=switchable), "status")


def no_command(turn: Turn, name: str) -> None:
    """Say where a command is given."""
    _lead(turn, people_texts.only_in_private(f"/{name}"), name)


def refused(turn: Turn, person: Person, action: str) -> bool:
    """Answer a press that shows or does in a group what belongs in private; tells whether it was one."""
    if turn.incoming.private or (action in ACTIONS and may_see(turn, person)):
        return False
    if action in ACTIONS:
        no_figures(turn, person)
    else:
        _lead(turn, texts.buttons_in_private(), "help")
    return True


def heard(turn: Turn) -> None:
    """Take words that answer the bot in a group: what a focal point reports there is not taken, and must not seem to be."""
    person = turn.person
    if person is None or not person.joined or not person.has(Role.FOCAL):
        return
    if read_reply(turn.incoming.text, turn.desk.today).intent in _SAYS_SOMETHING:
        _lead(turn, texts.reports_in_private(), "baocao")


def _lead(turn: Turn, said: Text, command: str) -> None:
    """Answer in one sentence, with a door to the private chat where the channel has one."""
    on_telegram = turn.incoming.address.channel is Channel.TELEGRAM
    doors = turn.surroundings.links(command)[:1] if on_telegram else []
    turn.say(said, tuple((Button(texts.OPEN, url=door),) for door in doors))
