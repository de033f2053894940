"""What is written or sent in private while nothing is asked: a quick report, or a document that is offered for import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from bot.conversations.steps import adapter
from bot.domain.markup import Text
from bot.domain.messages import IncomingFile
from bot.domain.people import PLANNERS, Person, Role
from bot.domain.reports import Evidence
from bot.scripts.import_plan import import_document
from bot.scripts.quick_report import quick_report
from bot.texts import people as texts
from bot.texts import plans as plan_texts
from bot.usecases.speaking import Hand
from handlers import albums
from handlers.files_of import evidence
from handlers.turn import Turn

DOCUMENTS = (".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".xlsx", ".xlsm", ".xls", ".html", ".htm", ".txt")
DOCUMENT_KINDS = ("application/pdf", "application/msword", "text/plain", "text/html")
"""What calls a document one whose name has no ending."""


def take(turn: Turn, person: Person, reminded: Sequence[int]) -> None:
    """Take words as a quick report, a document as a plan to import; say what else to do where it is neither.

    `reminded` are the dues of the reminder that was replied to, if any.
    """
    if not person.joined:
        turn.say(texts.stranger())
        return
    if turn.incoming.files and not reminded and person.has(*PLANNERS):
        _import(turn, person)
    elif person.has(Role.FOCAL) and turn.incoming.text:
        _report(turn, person, reminded)
    else:
        albums.say_once(turn, _not_understood(turn, person))


def _report(turn: Turn, person: Person, reminded: Sequence[int]) -> None:
    """Begin a quick report: about the dues of the reminder replied to, else of the latest one, else all that are open."""
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
