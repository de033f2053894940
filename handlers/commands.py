"""The commands of the contract: who may give them, where, and what they do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import CODE_ALPHABET
from bot.domain.people import PLANNERS, READERS, Person, Role
from bot.scripts.erase import erase
from bot.scripts.join import join
from bot.scripts.report import report_progress
from bot.texts import people as texts
from bot.usecases.people import CODE_LENGTH
from bot.vietnamese import fold
from handlers import beginnings, groups, linking, plan_views, summaries, views
from handlers.turn import Turn

EVERYONE = tuple(Role)


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it was typed: its name without diacritics, and the rest of the line."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a command does, for whom, and whether also in a group; `shows` says that it only shows something."""

    run: Callable[[Turn, Person, str], None]
    roles: tuple[Role, ...] = EVERYONE
    groups: bool = False
    shows: bool = False


_CODE = re.compile(rf"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")

PLAIN = {
    "bao cao": "baocao",
    "sua bao cao": "suabaocao",
    "bao cao lai": "suabaocao",
    "gui lai bao cao": "suabaocao",
    "gui nham": "suabaocao",
    "nhiem vu": "nhiemvu",
    "lich": "lich",
    "tinh hinh": "status",
    "tro giup": "help",
    "huong dan": "help",
    "menu": "help",
    "huy": "huy",
    "ban tin": "bantin",
    "tong hop": "tonghop",
    "ke hoach": "kehoach",
}


def parse(text: str, *, plain_words: bool) -> Command | None:
    """Find the command in a text; `None` when it has none.

    ``/báo cáo``, ``/baocao`` and, where `plain_words` says so, ``Báo cáo`` are the same; a bare invite code is ``/start``.
    """
    words = text.split(maxsplit=1)
    if not words:
        return None
    if text.startswith("/"):
        return _with_slash(text)
    if _CODE.fullmatch(text.upper()) and any(sign.isdigit() for sign in text):
        return Command("start", text.upper())
    name = PLAIN.get(fold(text)) or (fold(text) if fold(text) in TABLE else None)
    return Command(name) if plain_words and name else None


def _with_slash(text: str) -> Command:
    """Take the longest beginning that is a command, written in one word or two."""
    words = text[1:].split()
    for length in (2, 1):
        name = fold("".join(words[:length])).replace("_", "")
        if len(words) >= length and (name in TABLE or name == "start"):
            return Command(name, " ".join(words[length:]))
    return Command("", "")


def run(turn: Turn, command: Command) -> None:
    """Give a command, if this person may, here."""
    if command.name == "start":
        _start(turn, command.rest)
        return
    if turn.person is None or not turn.person.joined:
        stranger(turn)
        return
    entry = TABLE.get(command.name)
    if entry is None:
        if turn.incoming.private:
            turn.say(texts.unknown_command())
    elif not turn.person.has(*entry.roles):
        turn.say(texts.not_for_you(f"/{command.name}"))
    elif not turn.incoming.private and not entry.groups:
        groups.no_command(turn, command.name)
    else:
        entry.run(turn, turn.person, command.rest)


def only_shows(turn: Turn, command: Command) -> bool:
    """Tell whether a command only shows something to this person, so that it may be given in the middle of a conversation."""
    if turn.person is None or not turn.person.joined:
        return False
    name = (fold(command.rest) or "help") if command.name == "start" else command.name
    entry = TABLE.get(name)
    return entry is not None and entry.shows


def stranger(turn: Turn) -> None:
    """Tell somebody unknown how to come in; a bare code is tried. In a group strangers hear nothing."""
    if not turn.incoming.private:
        return
    typed = turn.incoming.text.strip().upper()
    if _CODE.fullmatch(typed):
        _start(turn, typed)
    else:
        turn.say(texts.stranger())


def _start(turn: Turn, code: str) -> None:
    if not turn.incoming.private:
        return
    if not code:
        if turn.person is not None and turn.person.joined:
            _help(turn, turn.person, "")
        else:
            turn.say(texts.stranger())
        return
    if turn.person is not None and turn.person.joined and fold(code) in TABLE:
        run(turn, Command(fold(code)))  # the door a group was given
        return
    if linking.typed(turn, code):
        return
    incoming = turn.incoming
    turn.begin(
        join,
        {
            "code": code.strip().upper(),
            "channel": incoming.address.channel.value,
            "user": incoming.sender.user,
            "chat": incoming.address.chat,
            "name": turn.person.name if turn.person else incoming.sender.name,
        },
    )


def _help(turn: Turn, person: Person, rest: str) -> None:
    turn.say(texts.help_for([membership.role for membership in person.memberships]))


def _report(turn: Turn, person: Person, rest: str) -> None:
    turn.begin(report_progress, {"person": person.id})


def _erase(turn: Turn, person: Person, rest: str) -> None:
    turn.begin(erase, {"person": person.id})


TABLE: dict[str, Entry] = {
    "help": Entry(_help, groups=True, shows=True),
    "nhiemvu": Entry(views.tasks, (Role.FOCAL,), shows=True),
    "baocao": Entry(_report, (Role.FOCAL,)),
    "suabaocao": Entry(beginnings.amend_report, (Role.FOCAL,)),
    "lich": Entry(views.agenda, (Role.FOCAL,), shows=True),
    "status": Entry(views.status, groups=True, shows=True),
    "bantin": Entry(views.digest, READERS, groups=True, shows=True),
    "tonghop": Entry(summaries.summary, READERS),
    "moi": Entry(beginnings.invite, PLANNERS),
    "yeucau": Entry(beginnings.ask_agencies, (Role.COORDINATOR,)),
    "nhapho": Entry(beginnings.enter_for, (Role.COORDINATOR,)),
    "bangiao": Entry(beginnings.hand_over_agency, (Role.FOCAL,)),
    "nghi": Entry(beginnings.go_away, (Role.FOCAL,)),
    "nhac": Entry(beginnings.urge_agencies, (Role.COORDINATOR,)),
    "giahan": Entry(beginnings.extend_due, (Role.COORDINATOR,)),
    "tralai": Entry(beginnings.send_back, (Role.COORDINATOR,)),
    "suaten": Entry(beginnings.mend_name, PLANNERS),
    "kehoach": Entry(plan_views.plans, PLANNERS, shows=True),
    "lienket": Entry(linking.give),
    "dulieucuatoi": Entry(views.my_data, shows=True),
    "xoadulieu": Entry(_erase),
    "huy": Entry(views.leave),
}
