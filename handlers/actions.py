"""Buttons that start something: ``do:report``, ``do:later``, ``do:status:2024-Q3:a:12:0``."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.people import PLANNERS, READERS, Person, Role
from bot.domain.reports import DueId
from bot.domain.requests import RequestId
from bot.domain.status_pages import parse_place
from bot.scripts.correct_agency import correct_agency
from bot.scripts.quick_report import quick_report
from bot.scripts.reassign import reassign
from bot.scripts.rename import rename
from bot.scripts.report import report_progress
from bot.scripts.snooze import snooze
from bot.texts import agency_slips as slip_texts
from bot.texts import conversations as texts
from bot.texts import corrections as correction_texts
from bot.texts import extensions as extension_texts
from bot.texts import memberships as membership_texts
from bot.texts import reassigning as reassigning_texts
from bot.usecases import agency_slips, corrections, invitations, questions, reassigning, undoing
from bot.usecases.cards import is_number
from handlers import groups, plan_views, requests, status_pages, summaries, views
from handlers.turn import Turn


def run(turn: Turn, data: str) -> None:
    """Do what a button stands for, if whoever pressed it may; a button nobody knows any more says so,
    but not to a group."""
    parts = data.split(":")
    action = ACTIONS.get(parts[1]) if len(parts) > 1 and parts[0] == "do" else None
    if action is None or turn.person is None or not turn.person.joined:
        if turn.incoming.private:
            turn.say(texts.stale_and_over())
        return
    if not groups.refused(turn, turn.person, parts[1]):
        action(turn, turn.person, parts[2:])


def begins(data: str) -> bool:
    """Tell whether a button starts a conversation."""
    return data.split(":")[1:2] in ([name] for name in BEGINNING)


def _listed(turn: Turn, args: list[str]) -> list[int]:
    """List the due that a button names, or those of the reminder whose button was pressed."""
    named = _number(args)
    if named is not None:
        return [named]
    message = turn.incoming.message
    row = turn.desk.outbox.find(turn.incoming.address, message) if message else None
    return [] if row is None else [int(line.due) for line in turn.desk.dues.listed_in(row)]


def _report(turn: Turn, person: Person, args: list[str]) -> None:
    """Report on what the reminder listed and is still open, or on anything when it listed nothing."""
    if not person.has(Role.FOCAL):
        turn.say(texts.stale_and_over())
        return
    still_open = {due.id for due in turn.desk.dues.open_of(person.agencies, turn.desk.today)}
    only = [due for due in _listed(turn, args) if due in still_open]
    turn.begin_below(report_progress, {"person": person.id, "only": only})


def _take(turn: Turn, person: Person, args: list[str]) -> None:
    """Make a report of words that were taken for something else: ``do:take:901`` names the message."""
    incoming = turn.incoming
    found = turn.desk.conversations.answered_by(incoming.address, incoming.sender.user, ":".join(args))
    if found is None or found.script != quick_report.name or found.state == "running" or found.person != person.id:
        turn.say(texts.stale_and_over())
    else:
        turn.begin_below(quick_report, found.args | {"person": person.id, "as_report": True})


def _later(turn: Turn, person: Person, args: list[str]) -> None:
    turn.begin_below(snooze, {"person": person.id, "dues": _listed(turn, args)})


def _status(turn: Turn, person: Person, args: list[str]) -> None:
    place = parse_place(":".join(args))
    if place is None:
        turn.say(texts.stale_and_over())
        return
    turn.send(status_pages.turn_to(turn, person, place))


def _summary(turn: Turn, person: Person, args: list[str]) -> None:
    """Send the report of one plan: ``do:summary:2024-Q4:3``."""
    if len(args) == 2 and is_number(args[1]) and person.has(*READERS):
        summaries.of_plan(turn, person, args[0], int(args[1]))
    else:
        turn.say(texts.stale_and_over())


def _letter(turn: Turn, person: Person, args: list[str]) -> None:
    """Send the letter to those who are late: ``do:letter:2024-Q4``."""
    if len(args) == 1 and args[0] and person.has(Role.COORDINATOR):
        summaries.letter(turn, args[0])
    else:
        turn.say(texts.stale_and_over())


def _urge(turn: Turn, person: Person, args: list[str]) -> None:
    """Urge a late agency of the digest in the presser's name."""
    number = _number(args)
    if number is not None:
        views.urge_late(turn, person, number)
    else:
        turn.say(texts.stale_and_over())


def _weekly(turn: Turn, person: Person, args: list[str]) -> None:
    """Have the weekly digest in private, or no longer: ``do:weekly:on``."""
    if args in (["on"], ["off"]) and turn.incoming.private and person.has(*READERS):
        views.own_digest(turn, person, wanted=args == ["on"])
    else:
        turn.say(texts.stale_and_over())


def _plan(turn: Turn, person: Person, args: list[str]) -> None:
    _of_plan(turn, person, args[:1], plan_views.plan)


def _tasks(turn: Turn, person: Person, args: list[str]) -> None:
    _of_plan(turn, person, args, plan_views.tasks)


def _cooperating(turn: Turn, person: Person, args: list[str]) -> None:
    """Let cooperating agencies report too, or no longer: ``do:cooperating:3:1``, once confirmed ``do:cooperating:3:1:1``."""
    sure = args[2:] == ["1"] and args[1] in ("0", "1") and person.has(*PLANNERS)
    if sure and (number := _number(args[:1])) is not None:
        plan_views.set_cooperating(turn, person, number, int(args[1]))
    else:
        _of_plan(turn, person, args, plan_views.ask_cooperating)


def _workbook(turn: Turn, person: Person, args: list[str]) -> None:
    _of_plan(turn, person, args[:1], plan_views.workbook)


def _upload(turn: Turn, person: Person, args: list[str]) -> None:
    """Bring a plan from a channel that hands on no files."""
    if turn.incoming.private and person.has(*PLANNERS):
        plan_views.upload(turn, person)
    else:
        turn.say(texts.stale_and_over())


def _of_plan(turn: Turn, person: Person, args: list[str], show: Callable[..., None]) -> None:
    """Show something of the plan that a button's first number names, to those who keep plans."""
    numbers = [int(arg) for arg in args if is_number(arg)]
    if len(numbers) == len(args) and len(args) in (1, 2) and person.has(*PLANNERS):
        show(turn, *numbers)
    else:
        turn.say(texts.stale_and_over())


def _reassign(turn: Turn, person: Person, args: list[str]) -> None:
    """Give what an agency says is not its own to another one."""
    number = _number(args)
    if number is None or not person.has(Role.COORDINATOR):
        turn.say(texts.stale_and_over())
    else:
        turn.begin_below(reassign, {"person": person.id, "due": number})


def _stay(turn: Turn, person: Person, args: list[str]) -> None:
    """Let it stay with the agency: ``do:stay:12:40``, where 40 is the objection; what else it is about can still be decided."""
    objection = _number(args[1:]) or 0
    done = reassigning.let_stay(turn.desk, person.id, DueId(_number(args[:1]) or 0), objection)
    turn.replace_buttons(questions.decisions(turn.desk, objection))
    told = reassigning_texts.told_that_it_stays(done.name, done.people)
    turn.say(reassigning_texts.has_stayed(done.name) if done.before else told)


def _number(args: list[str]) -> int | None:
    """Read the one number that a button carries."""
    return int(args[0]) if len(args) == 1 and is_number(args[0]) else None


def _recall(turn: Turn, person: Person, args: list[str]) -> None:
    """Take a one-off request back, once that is confirmed: ``do:recall:3``, then ``do:recall:3:1``."""
    number = _number(args[:1])
    if number is None or not person.has(Role.COORDINATOR):
        turn.say(texts.stale_and_over())
    else:
        requests.recall(turn, person, RequestId(number), sure=args[1:] == ["1"])


def _request(turn: Turn, person: Person, args: list[str]) -> None:
    """Show what came back of a one-off request: ``do:request:3``."""
    _of_request(turn, person, args, requests.card)


def _reply(turn: Turn, person: Person, args: list[str]) -> None:
    """Send the compiled reply to a one-off request: ``do:reply:3``."""
    _of_request(turn, person, args, requests.documents)


def _of_request(turn: Turn, person: Person, args: list[str], show: Callable[[Turn, Person, RequestId], None]) -> None:
    number = _number(args)
    if number is None or not person.has(*READERS):
        turn.say(texts.stale_and_over())
    else:
        show(turn, person, RequestId(number))


def _mend(turn: Turn, person: Person, args: list[str]) -> None:
    """Mend an agency's name: ``do:mend:12``."""
    number = _number(args)
    if number is None or not person.has(*PLANNERS):
        turn.say(texts.stale_and_over())
    else:
        turn.begin_below(correct_agency, {"person": person.id, "agency": number})


def _rename(turn: Turn, person: Person, args: list[str]) -> None:
    """Let somebody give the name they go by."""
    turn.begin_below(rename, {"person": person.id})


def _undo(turn: Turn, person: Person, args: list[str]) -> None:
    """Take back a correction or merger of agencies, or what was decided about a due: ``do:undo:40``."""
    number = _number(args) or 0
    event = turn.desk.events.get(number)
    if event is not None and event.what in undoing.DECISIONS:
        back = undoing.take_back(turn.desk, person.id, number)
        told = extension_texts.taken_back(back.name, back.corrected, back.spared)
    else:
        done = agency_slips.undo(turn.desk, person.id, number)
        told = slip_texts.undone(done.before, done.after)
    turn.replace_buttons(())
    turn.say(told)


def _again(turn: Turn, person: Person, args: list[str]) -> None:
    """Compile a report again: ``do:again:summary:2024-Q4:3``, ``do:again:request:5``."""
    kind, *rest = args or [""]
    if kind == "summary" and len(rest) == 1 and person.has(*READERS):
        summaries.of_plan(turn, person, rest[0], None)
    elif kind == "summary":
        _summary(turn, person, rest)
    else:
        _reply(turn, person, rest)


def _anew(turn: Turn, person: Person, args: list[str]) -> None:
    """Give up what was changed by hand in a report: ``do:anew:summary:2024-Q4``."""
    done = corrections.give_up(turn.desk, person.id, ":".join(args))
    turn.replace_buttons(())
    turn.say(correction_texts.given_up() if done else correction_texts.nothing_kept())


def _revoke(turn: Turn, person: Person, args: list[str]) -> None:
    """Take back an invite of one's own."""
    number = _number(args)
    done = number is not None and invitations.revoke(turn.desk, person.id, number)
    turn.replace_buttons(())
    turn.say(membership_texts.revoked() if done else membership_texts.nothing_to_revoke())


ACTIONS: dict[str, Callable[[Turn, Person, list[str]], None]] = {
    "report": _report,
    "later": _later,
    "take": _take,
    "status": _status,
    "urge": _urge,
    "weekly": _weekly,
    "summary": _summary,
    "letter": _letter,
    "revoke": _revoke,
    "again": _again,
    "anew": _anew,
    "mend": _mend,
    "rename": _rename,
    "undo": _undo,
    "recall": _recall,
    "request": _request,
    "reply": _reply,
    "reassign": _reassign,
    "stay": _stay,
    "plan": _plan,
    "cooperating": _cooperating,
    "tasks": _tasks,
    "workbook": _workbook,
    "upload": _upload,
}

BEGINNING = ("report", "later", "take", "reassign", "upload", "mend", "rename")
"""The actions that start a conversation."""
