"""One-off requests on an officer's phone: the list, what came back of one, its compiled reply, taking one back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.messages import Button, Rendered
from bot.domain.people import Person, Role
from bot.domain.requests import RequestId, code
from bot.rendering.corrections import request_named
from bot.texts import requests as texts
from bot.usecases import corrections, permissions, request_answers
from bot.usecases import requests as asking
from handlers.turn import Rows, Turn

LISTED = ("yeu cau", "yeucau", "yc", "cac yeu cau", "yeu cau dot xuat")
"""What after `/tonghop` means the list of requests, folded."""
A_LIST = 8
A_ROW = 4


def listed(turn: Turn) -> None:
    """List the latest requests, each with a button."""
    found = request_answers.listed(turn.desk, A_LIST)
    lines = [(code(one.request), one.words, one.answered, one.agencies, one.deadline) for one in found]
    turn.say(texts.listed(lines), doors([one.request for one in found]))


def doors(found: Sequence[RequestId]) -> Rows:
    """Lead to requests by their codes."""
    buttons = [Button(code(request), f"do:request:{request}") for request in found]
    return tuple(tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW))


def card(turn: Turn, person: Person, request: RequestId) -> None:
    """Show what came back of a request; raises `NotFound("request.unknown")`."""
    shown = request_answers.compiled(turn.desk, person.id, request)
    owing = request_answers.owing(turn.desk, request)
    buttons = [Button(texts.DOCUMENTS, f"do:reply:{request}")]
    if owing and person.has(Role.COORDINATOR) and turn.incoming.private:
        buttons.append(Button(texts.RECALL, f"do:recall:{request}"))
    turn.say(shown, (tuple(buttons),))


def documents(turn: Turn, person: Person, request: RequestId) -> None:
    """Send the compiled reply with its workbook; raises `NotFound("request.unknown")`."""
    permissions.reader(turn.desk, person.id)
    name = code(request_answers.facts(turn.desk, request).request.id)
    compiling = texts.compiling(name, corrections.paragraphs_kept(turn.desk, request_named(request)))
    kinds, args = ("request-docx", "request-xlsx"), {"request": int(request)}
    turn.announce(compiling, [(texts.document_caption(what, name), Rendered(what, args)) for what in kinds])


def recall(turn: Turn, person: Person, request: RequestId, *, sure: bool) -> None:
    """Show what taking a request back does; take it back once somebody is `sure`. Raises `NotFound("request.unknown")`."""
    owing = request_answers.owing(turn.desk, request)
    turn.replace_buttons(())
    if not owing:
        turn.say(texts.recalled_already())
    elif sure:
        asking.recall(turn.desk, person.id, request)
        turn.say(texts.recalled())
    else:
        words = request_answers.facts(turn.desk, request).request.text
        yes = Button(texts.RECALL_NOW, f"do:recall:{request}:1")
        no = Button(texts.KEEP, f"do:request:{request}")
        turn.say(texts.ask_recall(code(request), words, owing), ((yes, no),))
