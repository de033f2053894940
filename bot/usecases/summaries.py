"""What the official report and the calendar file are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.deadlines import Due
from bot.domain.figures import Figures, count
from bot.domain.people import PersonId
from bot.domain.plans import PlanId
from bot.domain.requests import RequestId
from bot.domain.standings import LateAgency, late_agencies
from bot.errors import InvalidInput, NotFound
from bot.reading.periods import Span, before, read_period
from bot.rendering.corrections import summary_named
from bot.rendering.letters import DunningFacts
from bot.rendering.summary import SummaryFacts
from bot.usecases.desk import Desk
from bot.usecases.status import default_period

IN_THE_CALENDAR = 50
TIME_TO_ANSWER = 5
"""Working days that the letter to those who are late gives them."""


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
    standings = desk.reports.standings(periods=_periods(span), plan=chosen)
    after = span.quarters[-1].next
    upcoming = desk.reports.standings(periods=[str(after)], plan=chosen)
    if chosen is not None:
        plans = [desk.plans.get(chosen)]
    else:
        ids = {standing.plan for standing in standings if standing.plan is not None}
        plans = [kept for kept in desk.plans.all() if kept.id in ids]
    heads = tuple(kept.head for kept in sorted(plans, key=lambda kept: kept.id))
    earlier = before(span)
    return SummaryFacts(
        heads,
        span.key,
        tuple(standings),
        desk.now,
        span.label,
        tuple(upcoming),
        mark=summary_named(span.key, plan),
        before=_figures_of(desk, earlier, chosen),
        before_label=earlier.label,
    )


def _figures_of(desk: Desk, span: Span, plan: PlanId | None) -> Figures | None:
    """Count the dues of a period; `None` for one in which nothing was due."""
    known = set(desk.dues.periods()).intersection(_periods(span))
    return count(desk.reports.standings(periods=sorted(known), plan=plan), desk.today) if known else None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a report would be about: the plan when it is one, the plans to choose from, how many agencies are late.

    `requests` are the one-off requests whose answers are due in its period.
    """

    plan: str | None
    plans: tuple[tuple[PlanId, str], ...]
    late: int
    requests: tuple[RequestId, ...] = ()


def contents(desk: Desk, span: Span, plan: int | None = None) -> Contents:
    """Look at what a report would be about, to offer what may come with it.

    `plans` is empty when there is nothing to choose. Raises `NotFound("plan.unknown")`.
    """
    title = desk.plans.get(PlanId(plan)).title if plan is not None else None
    standings = desk.reports.standings(periods=_periods(span))
    titles = {standing.plan: standing.plan_title for standing in standings if standing.plan is not None}
    choice = tuple(sorted(titles.items())) if plan is None and len(titles) > 1 else ()
    requests = dict.fromkeys(standing.request for standing in standings if standing.request is not None)
    return Contents(title, choice, len(late_agencies(standings, desk.today)), tuple(requests) if plan is None else ())


def late_of(desk: Desk, span: Span) -> list[LateAgency]:
    """List who is late with a period's reports; raises `NotFound("letter.nobody_late")` when nobody is."""
    late = late_agencies(desk.reports.standings(periods=_periods(span)), desk.today)
    if not late:
        raise NotFound("letter.nobody_late")
    return late


def dunning_facts(desk: Desk, period: str) -> DunningFacts:
    """Gather what the letter to those who are late with a period says; it asks for the reports within five working days."""
    standings = desk.reports.standings(periods=_periods(read_span(desk, period)))
    late = tuple(standing for standing in standings if standing.is_late(desk.today))
    answer_by = desk.today
    for _ in range(TIME_TO_ANSWER):
        answer_by = desk.office.calendar.on_or_after(answer_by + timedelta(1))
    return DunningFacts(late, desk.now, desk.today, answer_by)


def _periods(span: Span) -> list[str]:
    return [str(quarter) for quarter in span.quarters]


def calendar_of(desk: Desk, person: PersonId) -> list[Due]:
    """List a person's next deadlines, for a calendar file."""
    return desk.dues.upcoming_of(desk.people.get(person).agencies, desk.today, limit=IN_THE_CALENDAR)
