"""What the official report and the calendar file are made of."""

from __future__ import annotations

from bot.domain.deadlines import Due
from bot.domain.people import PersonId
from bot.domain.plans import PlanId
from bot.errors import InvalidInput
from bot.reading.periods import Span, read_period
from bot.rendering.summary import SummaryFacts
from bot.usecases.desk import Desk
from bot.usecases.status import default_period

IN_THE_CALENDAR = 50


def read_span(desk: Desk, text: str) -> Span:
    """Read a period as typed; raises `InvalidInput("period.unclear")`."""
    span = read_period(text, default_period(desk))
    if span is None:
        raise InvalidInput("period.unclear", given=text)
    return span


def facts(desk: Desk, period: str, plan: int | None = None) -> SummaryFacts:
    """Gather what the report of a period says, for one plan or all; raises `InvalidInput` and `NotFound`."""
    span = read_span(desk, period)
    chosen = PlanId(plan) if plan is not None else None
    standings = desk.reports.standings(periods=[str(quarter) for quarter in span.quarters], plan=chosen)
    after = span.quarters[-1].next
    upcoming = desk.reports.standings(periods=[str(after)], plan=chosen)
    if chosen is not None:
        plans = [desk.plans.get(chosen)]
    else:
        ids = {standing.plan for standing in standings}
        plans = [kept for kept in desk.plans.all() if kept.id in ids]
    heads = tuple(kept.head for kept in sorted(plans, key=lambda kept: kept.id))
    return SummaryFacts(heads, span.key, tuple(standings), desk.now, span.label, tuple(upcoming))


def calendar_of(desk: Desk, person: PersonId) -> list[Due]:
    """List a person's next deadlines, for a calendar file."""
    return desk.dues.upcoming_of(desk.people.get(person).agencies, desk.today, limit=IN_THE_CALENDAR)
