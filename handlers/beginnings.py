"""Commands that start a conversation, with what the conversation has to know."""

from __future__ import annotations

from bot.domain.people import Person
from bot.scripts import invite as inviting
from bot.scripts.away import away
from bot.scripts.correct_agency import correct_agency
from bot.scripts.extend import extend
from bot.scripts.hand_over import hand_over
from bot.scripts.on_behalf import on_behalf
from bot.scripts.report import report_progress
from bot.scripts.request import request
from bot.scripts.return_report import return_report
from bot.scripts.urge import urge
from bot.texts import reports as texts
from bot.usecases.returns import LATELY
from handlers.turn import Turn

MOST = 24
"""So many reports are offered to be amended, the newest."""


def hand_over_agency(turn: Turn, person: Person, rest: str) -> None:
    """Hand an agency over, or leave it."""
    turn.begin(hand_over, {"person": person.id, "links": turn.surroundings.links(inviting.CODE)})


def amend_report(turn: Turn, person: Person, rest: str) -> None:
    """Report anew on something that was reported lately."""
    sent = [due for agency in person.agencies for due in turn.desk.dues.fulfilled_of(agency, turn.desk.today, LATELY)]
    if sent:
        turn.begin(report_progress, {"person": person.id, "only": [int(due) for due in sent[:MOST]]})
    else:
        turn.say(texts.nothing_to_amend())


def invite(turn: Turn, person: Person, rest: str) -> None:
    """Invite somebody, to the agency that was named after the command or is asked for."""
    args = {"person": person.id, "links": turn.surroundings.links(inviting.CODE), "words": rest}
    turn.begin(inviting.invite, args)


def enter_for(turn: Turn, person: Person, rest: str) -> None:
    """Enter the report of an agency that phoned it in."""
    turn.begin(on_behalf, {"person": person.id, "words": rest})


def ask_agencies(turn: Turn, person: Person, rest: str) -> None:
    """Make a one-off request; what follows the command is its text."""
    turn.begin(request, {"person": person.id, "words": rest})


def go_away(turn: Turn, person: Person, rest: str) -> None:
    """Be away for some days, or come back."""
    turn.begin(away, {"person": person.id})


def urge_agencies(turn: Turn, person: Person, rest: str) -> None:
    """Urge all who are late, or the agency that was named."""
    turn.begin(urge, {"person": person.id, "words": rest})


def extend_due(turn: Turn, person: Person, rest: str) -> None:
    """Give an agency more time, or excuse it."""
    turn.begin(extend, {"person": person.id, "words": rest})


def mend_name(turn: Turn, person: Person, rest: str) -> None:
    """Mend a slip in an agency's name, or make one of an agency that is there twice."""
    turn.begin(correct_agency, {"person": person.id, "words": rest})


def send_back(turn: Turn, person: Person, rest: str) -> None:
    """Send a report back to be supplemented."""
    turn.begin(return_report, {"person": person.id, "words": rest})
