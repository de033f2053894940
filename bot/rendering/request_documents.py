"""The compiled reply to a one-off request: a Word file in the form of Nghị định 30/2020/NĐ-CP, and its workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.domain.office import Office
from bot.domain.quantities import add_up
from bot.domain.requests import code
from bot.domain.standings import Standing
from bot.rendering.annexes import annex_head, annex_table
from bot.rendering.corrections import marks, request_named
from bot.rendering.documents import written
from bot.rendering.harmless import harmless
from bot.rendering.letterhead import Numbering, addressee, foot, head, proper, symbol, title
from bot.rendering.paper import BODY, FIRST_LINE, GAP, Properties, document
from bot.rendering.regions import Kept, changed_by_hand
from bot.rendering.request_replies import RequestFacts, compose
from bot.rendering.wordml import paragraph, points, run
from bot.rendering.workbooks import Column, Sheet, Value, workbook
from bot.texts import annexes as annex_words
from bot.texts import letterhead as head_words
from bot.texts import request_documents as words
from bot.texts import summary as summary_words
from bot.texts import workbook as workbook_words
from bot.texts.days import short_day

_ANNEX = tuple(points(width) for width in (10, 42, 22, 30, 20, 17, 25))


def request_docx(
    facts: RequestFacts, office: Office, previous: bytes | None = None, by_hand: Mapping[str, Kept] | None = None
) -> bytes:
    """Write the reply with the table of who answered when, ready to be numbered, dated and signed.

    What was changed by hand in the earlier reply `previous` is kept, else what was changed `by_hand` in one that came back.
    Raises `UnreadableDocument` when `previous` cannot be read.
    """
    kept = changed_by_hand(previous) if previous else by_hand or {}
    own, name = symbol(office.coordinator), proper(harmless(office.coordinator))
    text = words.subject(harmless(facts.request.text))
    abstract = words.abstract(words.short_subject(harmless(facts.request.text)))
    numbering = Numbering("BC", own, facts.number, facts.signed_on, facts.today)
    body = [head(office, numbering), title(summary_words.REPORT, abstract)]
    if office.parent:
        body.append(addressee((proper(harmless(office.parent)),)))
    opening = words.opening(name, facts.asked_on, len(facts.standings), facts.wanted, text)
    body.append(paragraph(run(opening, BODY), first_line=FIRST_LINE, after=GAP))
    body += [*written(compose(facts), kept), foot(office)]
    of = annex_words.report_named(head_words.number_line(facts.number or "…", "BC", own), name)
    marked = marks(request_named(facts.request.id), body)
    properties = Properties(f"{summary_words.REPORT} {abstract}", office.coordinator, facts.as_of, marked)
    return document((body, _annex(facts, of)), properties)


def _annex(facts: RequestFacts, of: str) -> Iterator[str]:
    yield annex_head("", words.ANNEX, of)
    rows = (_annex_row(index, row, facts) for index, row in enumerate(facts.by_agency, start=1))
    yield from annex_table(words.ANNEX_COLUMNS, _ANNEX, rows)


def _annex_row(index: int, row: Standing, facts: RequestFacts) -> tuple[str, ...]:
    said = row.said
    return (
        str(index),
        row.agency_name,
        short_day(row.last_day),
        f"{annex_words.instant(said.at)}{annex_words.BY_PHONE if said.on_behalf else ''}" if said else "",
        annex_words.punctuality(row, facts.today),
        str(said.evidence) if said and said.evidence else "",
        said.code if said else "",
    )


def request_xlsx(facts: RequestFacts, office: Office) -> bytes:
    """Write the workbook: every agency's answer, then the figures with the reports they come from."""
    answers = Sheet(words.ANSWERS, _columns(words.ANSWER_COLUMNS), (_row(row, facts) for row in facts.by_agency))
    figures = Sheet(words.FIGURES, _columns(words.FIGURE_COLUMNS), _figures(facts))
    return workbook((answers, figures), words.workbook_title(code(facts.request.id)), office.coordinator, facts.as_of)


def _columns(pairs: tuple[tuple[str, float], ...]) -> tuple[Column, ...]:
    return tuple(Column(title, width) for title, width in pairs)


def _row(row: Standing, facts: RequestFacts) -> tuple[Value, ...]:
    said = row.said
    due = (row.agency_name, row.last_day, annex_words.punctuality(row, facts.today))
    if said is None:
        return (*due, *([None] * (len(words.ANSWER_COLUMNS) - len(due))))
    note = workbook_words.ON_BEHALF if said.on_behalf else ""
    return (*due, said.at, said.results, said.evidence, said.revision, said.code, note)


def _figures(facts: RequestFacts) -> Iterator[tuple[Value, ...]]:
    tally = facts.figures.totals
    numbers = (
        tally.expected, tally.received, tally.on_time, tally.late, tally.missing, tally.pending, tally.excused, tally.returned
    )  # fmt: skip
    for name, number in zip(workbook_words.TALLY, numbers, strict=True):
        yield (words.ALL, name, number, "")
    for total in add_up(facts.by_agency):
        yield (words.QUANTITIES, total.unit, total.amount, ", ".join(total.codes))
