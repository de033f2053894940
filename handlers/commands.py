"""The commands of the contract: who may give them, where, and what they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from bot.clock import CODE_ALPHABET
from bot.conversations.steps import adapter
from bot.domain.markup import Text
from bot.domain.messages import IncomingFile
from bot.domain.people import PLANNERS, READERS, Person, Role
from bot.domain.reports import Evidence
from bot.scripts.erase import erase
from bot.scripts.import_plan import import_document
from bot.scripts.join import join
from bot.scripts.quick_report import quick_report
from bot.scripts.report import report_progress
from bot.texts import people as texts
from bot.texts import plans as plan_texts
from bot.usecases.people import CODE_LENGTH
from bot.usecases.speaking import Hand
from bot.vietnamese import fold
from handlers import albums, beginnings, groups, linking, plan_views, summaries, views
from handlers.files_of import evidence
from handlers.turn import Turn

EVERYONE = tuple(Role)
DOCUMENTS = (".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".xlsx", ".xlsm", ".xls", ".html", ".htm", ".txt")
DOCUMENT_KINDS = ("application/pdf", "application/msword", "text/plain", "text/html")
"""What calls a document one whose name has no ending."""


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


def free_text(turn: Turn, person: Person, reminded: Sequence[int]) -> None:
    """Read words as a quick report: about the reminder replied to, else the latest one, else all that is open.

    A coordinator's document is offered for import.
    """
    if not person.joined:
        turn.say(texts.stranger())
        return
    if turn.incoming.files and not reminded and person.has(*PLANNERS):
        _import(turn, person)
        return
    if not person.has(Role.FOCAL) or not turn.incoming.text:
        albums.say_once(turn, _not_understood(turn, person))
        return
    dues = list(reminded) or _open_dues(turn, person)
    hand = Hand(turn.incoming.update, said=turn.incoming.message, more=albums.may_have_more(turn.incoming))
    args: dict[str, Any] = {"person": person.id, "dues": dues, "text": turn.incoming.text}
    if turn.incoming.message is not None:
        args["said"] = turn.incoming.message
    if turn.incoming.files:
        args["files"] = adapter(list[Evidence]).dump_python(list(evidence(turn.incoming)), mode="json")
    turn.begin(quick_report, args, hand)


def _not_understood(turn: Turn, person: Person) -> Text:
    """Say what this person can do instead."""
    focal = person.has(Role.FOCAL)
    if turn.incoming.files:
        return texts.files_need_a_report() if focal else texts.files_have_no_use()
    return texts.not_understood() if focal else texts.not_understood_by_an_office()


def documents(files: Sequence[IncomingFile]) -> list[IncomingFile]:
    """Keep the files that may hold a plan, by their name or kind; photos do not."""
    return [file for file in files if _is_document(file)]


def _is_document(file: IncomingFile) -> bool:
    return PurePath(file.name.lower()).suffix in DOCUMENTS or file.mime in DOCUMENT_KINDS


def _import(turn: Turn, person: Person) -> None:
    """Begin the import of the first document that was sent."""
    found = documents(turn.incoming.files)
    if not found:
        albums.say_once(turn, plan_texts.only_documents())
        return
    incoming = turn.incoming
    turn.begin(
        import_document,
        {
            "person": person.id,
            "channel": incoming.address.channel.value,
            "chat": incoming.address.chat,
            "user": incoming.sender.user,
            "file": adapter(IncomingFile).dump_python(found[0], mode="json"),
            "others": len(found) - 1,
        },
    )


def _open_dues(turn: Turn, person: Person) -> list[int]:
    """List the dues that free text may be about, in the order of the numbers the person saw last."""
    desk = turn.desk
    still_open = [due.id for due in desk.dues.open_of(person.agencies, desk.today)]
    last = desk.dues.last_reminder(person.id)
    listed = [line.due for line in desk.dues.listed_in(last)] if last is not None else []
    if any(due in still_open for due in listed):
        return [int(due) for due in listed]
    return [int(due) for due in still_open]


TABLE: dict[str, Entry] = {
    "help": Entry(_help, groups=True, shows=True),
    "nhiemvu": Entry(views.tasks, (Role.FOCAL,), shows=True),
    "baocao": Entry(_report, (Role.FOCAL,)),
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
