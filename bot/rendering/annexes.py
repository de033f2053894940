"""The annexes of the report: Annex I the tasks, Annex II who reported when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.standings import Standing
from bot.rendering.harmless import harmless, shorten
from bot.rendering.paper import BODY, TEXT_WIDTH
from bot.rendering.sentences import as_sentence
from bot.rendering.summary import SummaryFacts
from bot.rendering.wordml import TABLE_END, cell, paragraph, points, row, run, table_start
from bot.texts import annexes as words
from bot.texts import summary as summary_words
from bot.vietnamese import sort_key

SMALL = 11.0
_PADDING = 3.0
_SHADE = "EDEDED"
_LONGEST = 600
_TASKS = tuple(points(width) for width in (10, 33, 24, 21, 23, 35, 19))
_REPORTS = tuple(points(width) for width in (10, 40, 49, 24, 18, 25))


def annex_head(number: str, title: str, of: str) -> str:
    """Head an annex: its Roman number (empty for a single list), its title and the document `of` it belongs to."""
    numbered = paragraph(run(words.annex(number), BODY, bold=True), align="center", keep_next=True) if number else ""
    return (
        numbered
        + paragraph(run(title, BODY, bold=True), align="center", keep_next=True)
        + paragraph(run(words.enclosed(of), BODY, italic=True), align="center", after=10, keep_next=True)
    )


def annex_table(titles: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a ruled table, piece by piece; its head repeats on every page. The first column is centred."""
    scale = (TEXT_WIDTH - 2 * _PADDING) / sum(widths)
    columns = [width * scale for width in widths]
    heads = [
        cell(paragraph(run(title, SMALL, bold=True), align="center"), column, shade=_SHADE, middle=True)
        for title, column in zip(titles, columns, strict=True)
    ]
    yield table_start(columns, ruled=True, padding=_PADDING) + row(heads, repeats=True)
    for texts in rows:
        cells = [_cell(text, columns[index], centred=index == 0) for index, text in enumerate(texts)]
        yield row(cells, whole=sum(map(len, texts)) < _LONGEST)
    yield TABLE_END


def _cell(text: str, column: float, *, centred: bool) -> str:
    return cell(paragraph(run(text, SMALL), align="center" if centred else "left"), column)


def annex_tasks(facts: SummaryFacts, of: str) -> Iterator[str]:
    """Write Annex I, piece by piece: one row a task, with what its agencies said."""
    yield annex_head("I", words.TASKS, of)
    yield from annex_table(words.TASK_COLUMNS, _TASKS, _task_rows(facts))


def _task_rows(facts: SummaryFacts) -> Iterator[tuple[str, ...]]:
    for index, own in enumerate(_by_task(facts.standings), start=1):
        first = own[0]
        results = "\n".join(_result(row, several=len(own) > 1) for row in own if row.said and row.said.results)
        states = Counter(summary_words.standing(row, facts.today) for row in own)
        yield (
            str(index),
            f"{first.no}. {first.title}" if first.no else first.title,
            "\n".join(harmless(name) for name in first.leads or (first.agency_name,)),
            "\n".join(harmless(name) for name in first.cooperating),
            first.timeframe_text or words.by_day(first.last_day),
            shorten(results, _LONGEST),
            words.states(states),
        )


def _by_task(standings: Iterable[Standing]) -> tuple[list[Standing], ...]:
    groups: dict[tuple[object, str], list[Standing]] = {}
    for standing in standings:
        groups.setdefault((standing.task or standing.plan, "" if standing.task else standing.title), []).append(
            standing
        )
    return tuple(groups.values())


def _result(standing: Standing, *, several: bool) -> str:
    text = as_sentence(standing.said.results) if standing.said else ""
    return f"{standing.agency_name}: {text}" if several else text


def annex_reports(facts: SummaryFacts, of: str) -> Iterator[str]:
    """Write Annex II, piece by piece: one row a due by agency in dictionary order, with the report's instant and code."""
    yield annex_head("II", words.REPORTS, of)
    yield from annex_table(words.REPORT_COLUMNS, _REPORTS, _report_rows(facts))


def _report_rows(facts: SummaryFacts) -> Iterator[tuple[str, ...]]:
    ordered = sorted(facts.standings, key=lambda row: (sort_key(row.agency_name), row.last_day))
    for index, standing in enumerate(ordered, start=1):
        said = standing.said
        yield (
            str(index),
            standing.agency_name,
            shorten(f"{standing.no}. {standing.title}" if standing.no else standing.title, 90),
            f"{words.instant(said.at)}{words.BY_PHONE if said.on_behalf else ''}" if said else "",
            words.punctuality(standing, facts.today),
            said.code if said else "",
        )
