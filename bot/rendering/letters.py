"""The dunning letter ("Công văn đôn đốc") to those who are late, in the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.office import Office
from bot.domain.standings import Standing
from bot.rendering.annexes import annex_head, annex_table, gathered
from bot.rendering.harmless import harmless, shorten
from bot.rendering.letterhead import Numbering, addressee, foot, head, proper, symbol
from bot.rendering.paper import BODY, FIRST_LINE, GAP, Properties, document
from bot.rendering.wordml import paragraph, points, run
from bot.texts import letters as words
from bot.texts import summary as summary_words
from bot.texts.days import short_day
from bot.vietnamese import sort_key

MOST_ADDRESSEES = 8
"""More agencies than this are named in the list enclosed and not at the top of the letter."""

_WIDTHS = tuple(points(width) for width in (10, 52, 62, 22, 20))


@dataclass(frozen=True, slots=True)
class DunningFacts:
    """What is owed: dues whose last day has passed. `answer_by` is the new day asked for; `as_of` is aware."""

    standings: tuple[Standing, ...]
    as_of: datetime
    today: date
    answer_by: date
    number: str | None = None
    signed_on: date | None = None


def dunning_docx(facts: DunningFacts, office: Office) -> bytes:
    """Write the letter with the list of what is owed, ready to be numbered, dated and signed."""
    late = sorted((row for row in facts.standings if row.is_late(facts.today)), key=_order)
    own = symbol(office.coordinator)
    numbering = Numbering("", own, facts.number, facts.signed_on, facts.today, about=words.ABOUT)
    names = tuple(dict.fromkeys(harmless(row.agency_name) for row in late))
    body = [head(office, numbering), paragraph(""), addressee(_addressees(names))]
    body += [paragraph(run(text, BODY), first_line=FIRST_LINE, after=GAP) for text in _body(late, names, facts, office)]
    body.append(foot(office))
    listed = annex_head("", words.LIST, words.letter_named(facts.number, own, proper(office.coordinator)))
    rows = annex_table(words.COLUMNS, _WIDTHS, _rows(late, facts.today))
    properties = Properties(words.ABOUT, office.coordinator, facts.as_of)
    return document((body, (listed, *rows)), properties)


def _order(row: Standing) -> tuple[object, ...]:
    return sort_key(row.agency_name), row.last_day


def _addressees(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(names) if 0 < len(names) <= MOST_ADDRESSEES else (words.AS_LISTED,)


def _body(late: Sequence[Standing], names: Sequence[str], facts: DunningFacts, office: Office) -> tuple[str, ...]:
    plans = dict.fromkeys(summary_words.plan_title(harmless(row.plan_title)) for row in late if row.plan_title)
    return (
        words.state(tuple(plans), facts.today, len(late), len(names)),
        words.ask(proper(harmless(office.coordinator)), facts.answer_by),
        words.CLOSING,
    )


def _rows(late: Iterable[Standing], today: date) -> Iterator[tuple[str | None, ...]]:
    """List what is owed, by agency and task, with all its days that have passed, the oldest first."""
    for index, own in enumerate(gathered(late), 1):
        first = own[0]
        title = shorten(f"{first.no}. {first.title}" if first.no else first.title, 200)
        yield (str(index), first.agency_name, title, *_passed(first, today))
        for row in own[1:]:
            yield (None, None, None, *_passed(row, today))


def _passed(row: Standing, today: date) -> tuple[str, str]:
    return short_day(row.last_day), str((today - row.last_day).days)
