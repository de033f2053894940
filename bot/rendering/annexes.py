"""The annexes of the report: Annex I the tasks, Annex II who reported when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise

from bot.domain.agencies import AgencyId
from bot.domain.standings import Standing
from bot.rendering.accounts import Account, Passage, accounts
from bot.rendering.harmless import harmless, shorten
from bot.rendering.paper import BODY, TEXT_WIDTH
from bot.rendering.summary import Asked, SummaryFacts, asked
from bot.rendering.wordml import TABLE_END, cell, paragraph, points, row, run, table_start
from bot.texts import annexes as words
from bot.texts import summary as summary_words
from bot.texts.days import short_day
from bot.vietnamese import sort_key

SMALL = 11.0
_PADDING = 3.0
_SHADE = "EDEDED"
_LONGEST = 600
_FEW = 3
_TASKS = tuple(points(width) for width in (10, 33, 24, 21, 23, 35, 19))
_REPORTS = tuple(points(width) for width in (10, 28, 29, 22, 31.5, 24.5, 21))


def annex_head(number: str, title: str, of: str) -> str:
    """Head an annex: its Roman number (empty for a single list), its title and the document `of` it belongs to."""
    numbered = paragraph(run(words.annex(number), BODY, bold=True), align="center", keep_next=True) if number else ""
    return (
        numbered
        + paragraph(run(title, BODY, bold=True), align="center", keep_next=True)
        + paragraph(run(words.enclosed(of), BODY, italic=True), align="center", after=10, keep_next=True)
    )


def annex_table(titles: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str | None]]) -> Iterator[str]:
    """Write a ruled table, piece by piece; its head repeats on every page. The first column is centred.

    `None` makes a cell one with the cell above it.
    """
    scale = (TEXT_WIDTH - 2 * _PADDING) / sum(widths)
    columns = [width * scale for width in widths]
    heads = [
        cell(paragraph(run(title, SMALL, bold=True), align="center"), column, shade=_SHADE, middle=True)
        for title, column in zip(titles, columns, strict=True)
    ]
    yield table_start(columns, ruled=True, padding=_PADDING) + row(heads, repeats=True)
    for current, following in pairwise(chain(rows, [()])):
        joined = [below is None for below in following] or [False] * len(current)
        cells = [
            _cell(text, columns[index], index == 0, joined[index], any(joined)) for index, text in enumerate(current)
        ]
        yield row(cells, whole=sum(len(text or "") for text in current) < _LONGEST)
    yield TABLE_END


def _cell(text: str | None, column: float, centred: bool, joined: bool, keep: bool) -> str:
    """Write a cell; one that is `joined` to the next stands with it on one page, as do its neighbours (`keep`)."""
    merge = "continue" if text is None else "restart" if joined else ""
    align = "center" if centred else "left"
    return cell(paragraph(run(text or "", SMALL), align=align, keep_next=keep), column, merge=merge)


def annex_tasks(facts: SummaryFacts, of: str) -> Iterator[str]:
    """Write Annex I, piece by piece: one row a task, with what its agencies said."""
    yield annex_head("I", words.TASKS, of)
    yield from annex_table(words.TASK_COLUMNS, _TASKS, _task_rows(facts))


def _task_rows(facts: SummaryFacts) -> Iterator[tuple[str, ...]]:
    by_period = facts.several_periods
    for index, own in enumerate(_by_task(facts.standings), start=1):
        first = own[0]
        results = "\n".join(_result(account, several=len(own) > 1, by_period=by_period) for account in accounts(own))
        states = Counter(summary_words.standing(row, facts.today) for row in own)
        yield (
            str(index),
            f"{first.no}. {first.title}" if first.no else first.title,
            "\n".join(harmless(name) for name in first.leads or _owing(own)),
            "\n".join(harmless(name) for name in first.cooperating),
            first.timeframe_text or words.by_day(first.last_day),
            shorten(results, _LONGEST),
            words.states(states),
        )


def _owing(own: Sequence[Standing]) -> tuple[str, ...]:
    """Name who owes a report that no task is behind; of many only the number: Annex II names them all."""
    names = tuple(dict.fromkeys(one.agency_name for one in own))
    return names if len(names) <= _FEW else (words.bodies(len(names)),)


def _by_task(standings: Iterable[Standing]) -> tuple[list[Standing], ...]:
    groups: dict[Asked, list[Standing]] = {}
    for standing in standings:
        groups.setdefault(asked(standing), []).append(standing)
    return tuple(groups.values())


def _result(account: Account, *, several: bool, by_period: bool) -> str:
    """Give one agency's own words; in a report of several quarters with the quarters after them."""
    said = [f"{passage.text} {_when(passage, by_period=by_period)}".rstrip() for passage in account.passages]
    text = " ".join(said)
    return f"{account.agency_name}: {text}" if several else text


def _when(passage: Passage, *, by_period: bool) -> str:
    when = passage.when(by_period=by_period)
    return f"({when})" if when else ""


def annex_reports(facts: SummaryFacts, of: str) -> Iterator[str]:
    """Write Annex II, piece by piece: one row a due by agency in dictionary order, with the report's instant and code."""
    yield annex_head("II", words.REPORTS, of)
    yield from annex_table(words.REPORT_COLUMNS, _REPORTS, _report_rows(facts))


def _report_rows(facts: SummaryFacts) -> Iterator[tuple[str | None, ...]]:
    """Number agencies and what they owe; the days on which they owe it stand below each other in one cell's height."""
    ordered = sorted(facts.standings, key=lambda row: sort_key(row.agency_name))
    for index, own in enumerate(gathered(ordered), start=1):
        first = own[0]
        title = shorten(f"{first.no}. {first.title}" if first.no else first.title, 90)
        yield (str(index), first.agency_name, title, *_report(first, facts.today))
        for standing in own[1:]:
            yield (None, None, None, *_report(standing, facts.today))


def _report(standing: Standing, today: date) -> tuple[str, ...]:
    said = standing.said
    return (
        short_day(standing.last_day),
        f"{words.instant(said.at)}{words.BY_PHONE if said.on_behalf else ''}" if said else "",
        words.punctuality(standing, today),
        said.code if said else "",
    )


def gathered(standings: Iterable[Standing]) -> tuple[list[Standing], ...]:
    """Gather what each agency owes of one thing, by last day; agencies and things in the order in which they are met."""
    owed: dict[tuple[AgencyId, str, Asked], list[Standing]] = {}
    for standing in standings:
        owed.setdefault((standing.agency, standing.role, asked(standing)), []).append(standing)
    return tuple(sorted(own, key=lambda row: row.last_day) for own in owed.values())
