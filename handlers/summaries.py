"""`/tonghop`: the official report with its workbook, of all plans or one, and the letter to those who are late."""

from __future__ import annotations

from typing import Any

from bot.domain.messages import Button, Outgoing, Rendered
from bot.domain.people import Person, Role
from bot.domain.requests import read_code
from bot.reading.periods import Span
from bot.rendering.corrections import summary_named
from bot.texts import views as texts
from bot.usecases import corrections, summaries
from bot.vietnamese import fold
from handlers import requests
from handlers.turn import Rows, Turn

A_ROW = 5
"""So many numbers stand in a row of buttons."""


def summary(turn: Turn, person: Person, rest: str) -> None:
    """Compile the official report of a period and send it with its workbook; or show a request's answers, or all requests."""
    request = read_code(rest)
    if request is not None:
        requests.card(turn, person, request)
        return
    if fold(rest) in requests.LISTED:
        requests.listed(turn)
        return
    _send(turn, person, summaries.read_span(turn.desk, rest), None)


def of_plan(turn: Turn, person: Person, key: str, plan: int | None) -> None:
    """Send the report of a period ("2024-Q3", "2024-H1", "2024") for one plan, or all; raises `InvalidInput`, `NotFound`."""
    _send(turn, person, summaries.read_span(turn.desk, key), plan)


def letter(turn: Turn, key: str) -> None:
    """Send the letter to those who are late with a period's reports; raises `NotFound("letter.nobody_late")`."""
    span = summaries.read_span(turn.desk, key)
    late = summaries.late_of(turn.desk, span)
    document = Rendered("dunning-docx", {"period": span.key})
    turn.send(Outgoing(texts.letter_caption(len(late), span.label), document=document))


def _send(turn: Turn, person: Person, span: Span, plan: int | None) -> None:
    found = summaries.contents(turn.desk, span, plan)
    by_hand = corrections.paragraphs_kept(turn.desk, summary_named(span.key, plan))
    args: dict[str, Any] = {"period": span.key} if plan is None else {"period": span.key, "plan": plan}
    files = [
        (texts.document_caption(what, span.label), Rendered(what, args)) for what in ("summary-docx", "summary-xlsx")
    ]
    turn.announce(texts.compiling(span.label, found.plan, by_hand), files)
    offered = _offers(person, span, found)
    if offered:
        titles = [title for _, title in found.plans]
        turn.say(texts.more_of_summary(titles, late=found.late, requests=len(found.requests)), offered)


def _offers(person: Person, span: Span, found: summaries.Contents) -> Rows:
    """Offer the report of each plan where there are several, the one-off requests, and to coordinators the letter where
    anybody is late.
    """
    buttons = [
        Button(str(number), f"do:summary:{span.key}:{plan}") for number, (plan, _) in enumerate(found.plans, start=1)
    ]
    rows = tuple(tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW))
    rows += requests.doors(found.requests)
    if not (found.late and person.has(Role.COORDINATOR)):
        return rows
    return (*rows, (Button(texts.LETTER, f"do:letter:{span.key}"),))
