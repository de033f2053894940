"""The report's workbook: tasks, reports, agencies and figures as tables that can be sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from bot.clock import VIETNAM
from bot.domain.agencies import AgencyId
from bot.domain.figures import AgencyFigures, Tally, TaskFigures
from bot.domain.office import Office
from bot.domain.quantities import add_up
from bot.domain.reports import STATUS_LABELS
from bot.domain.standings import Standing
from bot.rendering.harmless import harmless, shorten
from bot.rendering.summary import SummaryFacts
from bot.texts import annexes as annex_words
from bot.texts import summary as summary_words
from bot.texts import workbook as words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | date | datetime | None

LONGEST = 32_000
"""Excel holds 32,767 UTF-16 units in a cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its head and its width in signs."""

    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title, a table with a frozen head and filters."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class _Formats:
    head: Format
    text: Format
    number: Format
    day: Format
    instant: Format


def summary_xlsx(facts: SummaryFacts, office: Office) -> bytes:
    """Write the workbook. Text is always written as text, so that no "=…" of anybody's ever becomes a formula."""
    sheets = (_tasks(facts), _reports(facts), _agencies(facts), _figures(facts))
    return workbook(sheets, summary_words.abstract_of_period(facts.label), office.coordinator, facts.as_of)


def workbook(sheets: Iterable[Sheet], title: str, author: str, made_at: datetime) -> bytes:
    """Write sheets into one file; `made_at` is aware."""
    from xlsxwriter import Workbook

    file = BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        # Each row is written out as it comes; a year of a province has 48,000.
        "constant_memory": True,
        "default_date_format": "dd/mm/yyyy",
    }
    book = Workbook(file, options)
    created = made_at.astimezone(VIETNAM).replace(tzinfo=None)
    book.set_properties({"title": harmless(title)[:255], "author": harmless(author)[:255], "created": created})
    formats = _formats(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return file.getvalue()


def _formats(book: Workbook) -> _Formats:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    return _Formats(
        head=book.add_format({**base, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E3EEF7"}),
        text=book.add_format({**base, "text_wrap": True, "num_format": "@"}),
        number=book.add_format({**base, "num_format": "#,##0"}),
        day=book.add_format({**base, "num_format": "dd/mm/yyyy", "align": "center"}),
        instant=book.add_format({**base, "num_format": "dd/mm/yyyy hh:mm", "align": "center"}),
    )


def _write(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(0, index, column.title, formats.head)
    last = 0
    for last, values in enumerate(sheet.rows, start=1):
        for index, value in enumerate(values):
            _write_cell(page, last, index, value, formats)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Worksheet, row: int, column: int, value: Value, formats: _Formats) -> None:
    """Write one value in the form of its kind; instants (aware) as the plan's zone shows them."""
    if isinstance(value, str):
        page.write_string(row, column, _fitting(value), formats.text)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value.astimezone(VIETNAM).replace(tzinfo=None), formats.instant)
    elif isinstance(value, date):
        # Excel knows no zones.
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats.day)  # noqa: DTZ001
    elif value is None:
        page.write_blank(row, column, None, formats.text)
    else:
        page.write_number(row, column, value, formats.number)


def _fitting(text: str) -> str:
    """Make text harmless and no longer than a cell holds, counted as Excel counts."""
    safe = harmless(text)
    return (
        shorten(safe, LONGEST // 2)
        if len(safe) > LONGEST // 2 and len(safe.encode("utf-16-le")) > 2 * LONGEST
        else safe
    )


def _columns(pairs: Sequence[tuple[str, float]]) -> tuple[Column, ...]:
    return tuple(Column(title, width) for title, width in pairs)


def _tasks(facts: SummaryFacts) -> Sheet:
    rows = (_task(task, facts) for task in facts.figures.by_task)
    return Sheet(words.TASKS, _columns(words.TASK_COLUMNS), rows)


def _task(task: TaskFigures, facts: SummaryFacts) -> tuple[Value, ...]:
    own = facts.by_task[task.id]
    first = own[0]
    totals = "; ".join(f"{summary_words.counted(total.amount)} {total.unit}" for total in add_up(own))
    return (
        task.no, task.title, "; ".join(first.leads), "; ".join(first.cooperating), first.timeframe_text or "",
        max(standing.last_day for standing in own), words.STATES[task.state], task.expected, task.received, task.on_time,
        task.late, task.missing, totals, first.plan_title,
    )  # fmt: skip


def _reports(facts: SummaryFacts) -> Sheet:
    rows = (_report(standing, facts.today) for standing in facts.standings)
    return Sheet(words.REPORTS, _columns(words.REPORT_COLUMNS), rows)


def _report(standing: Standing, today: date) -> tuple[Value, ...]:
    said = standing.said
    due = (
        standing.no, standing.title, standing.agency_name, words.ROLES.get(standing.role, standing.role), standing.period,
        standing.last_day, annex_words.punctuality(standing, today),
    )  # fmt: skip
    if said is None:
        return (*due, *([None] * (len(words.REPORT_COLUMNS) - len(due))))
    answer = (
        said.code, said.at, STATUS_LABELS[said.status], said.percent, said.results, said.difficulties,
        said.evidence, said.revision, words.ON_BEHALF if said.on_behalf else "",
    )  # fmt: skip
    return (*due, *answer)


def _agencies(facts: SummaryFacts) -> Sheet:
    newest: dict[AgencyId, datetime] = {}
    for standing in facts.standings:
        said = standing.said
        if said is not None and (standing.agency not in newest or said.at > newest[standing.agency]):
            newest[standing.agency] = said.at
    rows = (_agency(agency, newest.get(agency.id)) for agency in facts.figures.agencies)
    return Sheet(words.AGENCIES, _columns(words.AGENCY_COLUMNS), rows)


def _agency(agency: AgencyFigures, last_report_at: datetime | None) -> tuple[Value, ...]:
    return (agency.name, *_numbers(agency), summary_words.rate_text(agency.rate), last_report_at)


def _numbers(tally: Tally) -> tuple[int, ...]:
    return (
        tally.expected, tally.received, tally.on_time, tally.late, tally.missing, tally.pending, tally.excused, tally.returned
    )  # fmt: skip


def _figures(facts: SummaryFacts) -> Sheet:
    return Sheet(words.FIGURES, _columns(words.FIGURE_COLUMNS), _figure_rows(facts))


def _figure_rows(facts: SummaryFacts) -> Iterator[tuple[Value, ...]]:
    """Write the totals, lead and cooperating apart, then the tasks' states, then each sum with the reports it comes from."""
    figures = facts.figures
    for kind, tally in (
        (words.ALL, figures.totals),
        (words.LEAD, figures.lead),
        (words.COOPERATING, figures.cooperating),
    ):
        for name, number in zip(words.TALLY, _numbers(tally), strict=True):
            yield (kind, name, number, "")
    states = figures.tasks
    counts = (states.not_started, states.in_progress, states.done, states.blocked, states.unreported)
    for name, number in zip(words.STATES, counts, strict=True):
        yield (words.TASKS, name, number, "")
    for total in add_up(facts.standings):
        yield (words.QUANTITIES, total.unit, total.amount, ", ".join(total.codes))
