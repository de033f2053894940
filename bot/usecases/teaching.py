"""What an officer's answers about names teach the register."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.agencies import AgencyId
from bot.errors import UserError
from bot.reading.plan_answers import GROUPS, NAMES, Answered, names_in
from bot.reading.whom import spelled_out
from bot.usecases.desk import Desk
from bot.usecases.naming import find_agency
from bot.vietnamese import fold, one_line


def teach(desk: Desk, answers: Iterable[Answered]) -> tuple[str, ...]:
    """Let the register know whom printed names mean and who is in a group, so that the next plan need not ask.

    Returns the names of the bodies that are new.
    """
    before = {agency.id for agency in desk.agencies.everything()}
    for answer in answers:
        printed = one_line(answer.question.about)
        if answer.question.code in NAMES:
            _called(desk, printed, answer.words)
        elif answer.question.code in GROUPS:
            group = desk.agencies.group(printed)
            desk.agencies.set_members(group, [_body(desk, name) for name in names_in(answer.words)])
    return tuple(agency.name for agency in desk.agencies.everything() if agency.id not in before)


def _called(desk: Desk, printed: str, name: str) -> None:
    agency = _body(desk, name)
    if fold(desk.agencies.get(agency).name) != fold(printed):
        desk.agencies.add_alias(agency, printed)


def _body(desk: Desk, name: str) -> AgencyId:
    """Find the body an officer names, or take it in: they know better than the register."""
    whole = desk.agencies.find_by_folded(name)
    if whole is not None:
        return whole.id
    try:
        return find_agency(desk, name).id
    except UserError:
        return desk.agencies.add(spelled_out(one_line(name)))
