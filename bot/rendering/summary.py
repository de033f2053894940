"""What the official report says: facts in, parts with their lines and sources out. The document and its form come after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from bot.clock import VIETNAM
from bot.domain.figures import Figures, Outcome, count, outcome
from bot.domain.plans import PlanHead, TaskId
from bot.domain.quantities import Total, add_up
from bot.domain.reports import says_nothing
from bot.domain.standings import Standing
from bot.domain.trends import trend
from bot.rendering.accounts import Account, Passage, accounts
from bot.rendering.sentences import parted
from bot.texts import summary as words
from bot.texts.trends import on_paper
from bot.vietnamese import sort_key


@dataclass(frozen=True)
class SummaryFacts:
    """All that the report is made of.

    `period` is a key ("2024-Q3", "2024-H1", "2024") and `period_label` its name ("quý III năm 2024"; empty: made from the
    key). `standings` are the period's dues in the plan's order, `upcoming` those of the next. `as_of` is aware. `number` and
    `signed_on` are left open on the paper while they are `None`. `mark` names the report, by which it is known
    when it comes back. `before` are the figures of the period before, `before_label` its name.
    """

    heads: tuple[PlanHead, ...]
    period: str
    standings: tuple[Standing, ...]
    as_of: datetime
    period_label: str = ""
    upcoming: tuple[Standing, ...] = ()
    number: str | None = None
    signed_on: date | None = None
    mark: str = ""
    before: Figures | None = None
    before_label: str = ""

    @property
    def label(self) -> str:
        return self.period_label or words.period_label(self.period)

    @property
    def today(self) -> date:
        """The day of `as_of` in the plan's zone."""
        return self.as_of.astimezone(VIETNAM).date()

    @cached_property
    def figures(self) -> Figures:
        return count(self.standings, self.today)

    @cached_property
    def several_periods(self) -> bool:
        """Whether it is about more than one quarter, so that what is said needs its quarter."""
        return len({standing.period for standing in self.standings}) > 1

    @cached_property
    def by_task(self) -> dict[TaskId, tuple[Standing, ...]]:
        """The standings of each task, in their order."""
        groups: dict[TaskId, list[Standing]] = {}
        for standing in self.standings:
            if standing.task is not None:
                groups.setdefault(standing.task, []).append(standing)
        return {task: tuple(own) for task, own in groups.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the body: `who` stands before it in bold, `note` after it in italics; `codes` are its reports.

    `run_in` goes on in the same paragraph, each piece with reports of its own. The `last` one stays with the signature.
    """

    text: str
    who: str = ""
    note: str = ""
    codes: tuple[str, ...] = ()
    run_in: tuple[Line, ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """Lines under one numbered heading within a part; a heading may be empty."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report with a Roman number. `key` stays the same however the report grows."""

    key: str
    heading: str
    topics: tuple[Topic, ...]


def compose(facts: SummaryFacts) -> tuple[Part, ...]:
    """Write the report's body. A part without anything to say says so."""
    return (
        Part("general", words.PART_GENERAL, (Topic("", _general(facts)),)),
        Part("results", words.PART_RESULTS, tuple(_results(facts)) or (_nothing(),)),
        Part("totals", words.PART_TOTALS, (Topic("", _totals(facts)),)),
        Part("difficulties", words.PART_DIFFICULTIES, (Topic("", _said(facts, 0) or (Line(words.NO_DIFFICULTIES),)),)),
        Part("proposals", words.PART_PROPOSALS, (Topic("", _said(facts, 1) or (Line(words.NO_PROPOSALS),)),)),
        Part("next", words.PART_NEXT, (Topic("", _next(facts)),)),
    )


Asked = tuple[int | None, int | None, int | None, str]


def asked(standing: Standing) -> Asked:
    """Name what a due is part of: a task, a request, or a plan's rule by its title."""
    if standing.task is not None:
        return standing.task, None, None, ""
    return None, standing.request, standing.plan, "" if standing.request else standing.title


def _nothing() -> Topic:
    return Topic("", (Line(words.NO_RESULTS),))


def _general(facts: SummaryFacts) -> tuple[Line, ...]:
    figures = facts.figures
    sentences = [words.general(figures, facts.as_of), words.on_time(figures.totals.rate), words.tasks(figures)]
    silent = [agency.name for agency in figures.agencies if agency.missing and not agency.received]
    behind = [agency.name for agency in figures.agencies if agency.missing and agency.received]
    earlier = trend(facts.before, figures) if facts.before else None
    if earlier:
        sentences.append(on_paper(facts.before_label, earlier))
    if silent:
        sentences.append(words.silent(silent))
    if behind:
        sentences.append(words.behind(behind))
    return tuple(Line(sentence) for sentence in sentences if sentence)


def _results(facts: SummaryFacts) -> Iterable[Topic]:
    """Write one topic a task, in the plan's order; what was asked by a rule or request comes last, by its title."""
    several = len({standing.plan for standing in facts.standings if standing.plan is not None}) > 1
    groups: dict[Asked, list[Standing]] = {}
    for standing in facts.standings:
        groups.setdefault(asked(standing), []).append(standing)
    for _, own in sorted(groups.items(), key=lambda item: item[1][0].task is None):
        topic = _task(own, facts.today, own[0].plan_title if several else "", by_period=facts.several_periods)
        if topic.lines:
            yield topic


def _task(standings: Sequence[Standing], today: date, plan: str, *, by_period: bool) -> Topic:
    """Write what the agencies said of one task; in a report of several quarters each with the quarter it is about."""
    first = standings[0]
    lines = [_result(account, by_period=by_period) for account in accounts(standings)]
    missing = [standing.agency_name for standing in standings if outcome(standing, today) in _OWED]
    if missing:
        lines.append(Line(words.not_reported(sorted(set(missing), key=sort_key))))
    totals = add_up(standings)
    if any(len(total.codes) > 1 for total in totals):
        lines.append(_total_line(totals))
    return Topic(words.task_heading(first.no, first.title, plan), tuple(lines))


_OWED = (Outcome.MISSING, Outcome.RETURNED_MISSING)


def _result(account: Account, *, by_period: bool) -> Line:
    """Write one agency's words in one paragraph, each passage followed by when it was said and how far the agency was."""
    who = account.agency_name if account.role == "lead" else words.cooperating(account.agency_name)
    first, *others = (_passage(passage, by_period=by_period) for passage in account.passages)
    return replace(first, who=who, run_in=tuple(replace(line, text=f" {line.text}") for line in others))


def _passage(passage: Passage, *, by_period: bool) -> Line:
    note = "; ".join(filter(None, (passage.when(by_period=by_period), passage.stood)))
    return Line(passage.text, note=note, codes=passage.codes)


def _total_line(totals: Sequence[Total]) -> Line:
    codes = dict.fromkeys(code for total in totals for code in total.codes)
    return Line(words.in_all(totals), codes=tuple(codes))


def _totals(facts: SummaryFacts) -> tuple[Line, ...]:
    return total_lines(facts.standings) or (Line(words.NO_TOTALS),)


def total_lines(standings: Iterable[Standing]) -> tuple[Line, ...]:
    """Write the sums of the numbers in reports as one paragraph, each followed to its reports; nothing where there are none."""
    totals = add_up(standings)
    if not totals:
        return ()
    pieces = (
        Line(words.total(total, last=index == len(totals)), codes=total.codes)
        for index, total in enumerate(totals, start=1)
    )
    return (Line(words.TOTALS_LEAD, run_in=tuple(pieces)),)


def _said(facts: SummaryFacts, which: int) -> tuple[Line, ...]:
    """Collect difficulties (0) or proposals (1), agency by agency in dictionary order."""
    rows = [standing for standing in facts.standings if standing.said and not standing.said.returned]
    lines = []
    for standing in sorted(rows, key=lambda row: sort_key(row.agency_name)):
        said = standing.said
        text = "" if said is None or says_nothing(said.difficulties) else parted(said.difficulties)[which]
        if said is not None and text:
            lines.append(Line(text, standing.agency_name, words.about_task(standing.no), (said.code,)))
    return tuple(lines)


def _next(facts: SummaryFacts) -> tuple[Line, ...]:
    """Name what is owed next, and what of this period is still open."""
    open_now = [
        row
        for row in facts.standings
        if outcome(row, facts.today) in (*_OWED, Outcome.PENDING, Outcome.RETURNED_PENDING)
    ]
    lines = [Line(words.URGE)] if open_now else []
    lines.extend(Line(words.upcoming(standing)) for standing in _one_a_task(facts.upcoming))
    return tuple(lines) or (Line(words.NEXT_GENERAL),)


def _one_a_task(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Keep the earliest due of each task."""
    first: dict[tuple[object, str], Standing] = {}
    for standing in sorted(standings, key=lambda row: row.last_day):
        first.setdefault((standing.task, standing.title), standing)
    return tuple(first.values())
