"""What the compiled reply to a one-off request says: facts in, parts with their lines and sources out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bot.clock import VIETNAM
from bot.domain.figures import Figures, Outcome, count, outcome
from bot.domain.reports import says_nothing
from bot.domain.requests import AskedDay, Request
from bot.domain.standings import Standing
from bot.rendering.sentences import as_sentence, as_sentences
from bot.rendering.summary import Line, Part, Topic, total_lines
from bot.texts import request_documents as words
from bot.vietnamese import sort_key

ANSWERED = (Outcome.ON_TIME, Outcome.LATE)


@dataclass(frozen=True)
class RequestFacts:
    """All that the reply is made of.

    `standings` are the request's dues, `wanted` the day it named for all: an agency's own may have been extended. `as_of` is
    aware. `number` and `signed_on` are left open on the paper while they are `None`.
    """

    request: Request
    wanted: AskedDay
    standings: tuple[Standing, ...]
    as_of: datetime
    number: str | None = None
    signed_on: date | None = None

    @property
    def today(self) -> date:
        """The day of `as_of` in the plan's zone."""
        return self.as_of.astimezone(VIETNAM).date()

    @property
    def asked_on(self) -> date:
        """The day the request was made, in the plan's zone."""
        return self.request.created_at.astimezone(VIETNAM).date()

    @cached_property
    def figures(self) -> Figures:
        return count(self.standings, self.today)

    @cached_property
    def by_agency(self) -> tuple[Standing, ...]:
        """The standings by the agencies' names, in dictionary order."""
        return tuple(sorted(self.standings, key=lambda standing: sort_key(standing.agency_name)))


def compose(facts: RequestFacts) -> tuple[Part, ...]:
    """Write the reply's body: how many answered, each one's words, sums where there are any, who did not answer."""
    totals = total_lines(facts.by_agency)
    parts = (
        Part("replied", words.PART_GENERAL, (Topic("", tuple(_general(facts))),)),
        Part("answers", words.PART_ANSWERS, tuple(_answers(facts)) or (Topic("", (Line(words.NO_ANSWERS),)),)),
        Part("totals", words.PART_TOTALS, (Topic("", totals),)),
        Part("silent", words.PART_MISSING, (Topic("", tuple(_missing(facts)) or (Line(words.NOBODY_MISSING),)),)),
    )
    return tuple(part for part in parts if part.key != "totals" or totals)


def _general(facts: RequestFacts) -> Iterable[Line]:
    totals = facts.figures.totals
    yield Line(words.general(facts.as_of, totals.received, totals.expected, totals.on_time, totals.late))
    excused = _named(facts, Outcome.EXCUSED)
    if excused:
        yield Line(words.excused(excused))


def _named(facts: RequestFacts, *wanted: Outcome) -> list[str]:
    return [_name(row, facts) for row in facts.by_agency if outcome(row, facts.today) in wanted]


def _name(row: Standing, facts: RequestFacts) -> str:
    """Name an agency; one that was given more time than the others with its own day."""
    extended = row.last_day != facts.wanted.last_day
    return words.extended(row.agency_name, row.last_day) if extended else row.agency_name


def _answers(facts: RequestFacts) -> Iterable[Topic]:
    """Give each agency's own words under its name, line by line."""
    for row in facts.by_agency:
        if row.said is not None and outcome(row, facts.today) in ANSWERED:
            yield Topic(row.agency_name, tuple(_lines(row)))


def _lines(row: Standing) -> Iterable[Line]:
    said = row.said
    if said is None:
        return
    *before, last = as_sentences(said.results) or (words.NO_WORDS,)
    for sentence in before:
        yield Line(sentence, codes=(said.code,))
    yield Line(last, note=words.files(said.evidence), codes=(said.code,))
    if not says_nothing(said.difficulties):
        yield Line(words.difficulties(as_sentence(said.difficulties)), codes=(said.code,))


def _missing(facts: RequestFacts) -> Iterable[Line]:
    """Name who has not answered: those who are late, those who have time, those whose answer was sent back."""
    last_day = facts.wanted.last_day
    overdue, pending = _named(facts, Outcome.MISSING), _named(facts, Outcome.PENDING)
    if overdue:
        yield Line(words.overdue(overdue, last_day))
    if pending:
        yield Line(words.pending(pending, last_day, extended=last_day < facts.today))
    returned = _named(facts, Outcome.RETURNED_MISSING, Outcome.RETURNED_PENDING)
    if returned:
        yield Line(words.returned(returned))
