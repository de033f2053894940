"""The picture of how things stand: one bar an agency, drawn as SVG and rendered to PNG, made for a phone's screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from bot.domain.figures import Figures
from bot.rendering.harmless import harmless, shorten
from bot.texts import summary as words
from bot.vietnamese import first_upper

WIDTH = 1080
MOST_AGENCIES = 20
FAMILY = "Be Vietnam Pro"

_PAGE, _INK, _SOFT, _TRACK = "#ffffff", "#16202c", "#5b6875", "#e8ecf1"
_ON_TIME, _LATE, _MISSING, _PENDING = "#1f9d6b", "#f0a32b", "#d64545", "#c3ccd6"
_MARGIN, _BAR, _ROW = 48, 30, 98
_HEAD = 372


class Counts(Protocol):
    """What a bar shows; `Tally` and all that is made from it fit."""

    @property
    def expected(self) -> int: ...
    @property
    def on_time(self) -> int: ...
    @property
    def late(self) -> int: ...
    @property
    def missing(self) -> int: ...
    @property
    def pending(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What is left of a count when parts of it are taken away."""

    on_time: int
    late: int
    missing: int
    pending: int

    @property
    def expected(self) -> int:
        return self.on_time + self.late + self.missing + self.pending


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture."""

    label: str
    counts: Counts


def bars(figures: Figures) -> tuple[Bar, ...]:
    """Choose what to draw: a bar an agency, those who are most behind first; with too many agencies, a bar a task.

    What belongs to no task then has one bar of its own, the last: all bars together are the whole while all tasks are drawn.
    """
    agencies = [agency for agency in figures.agencies if agency.expected]
    if len(agencies) <= MOST_AGENCIES:
        behind = sorted(agencies, key=lambda agency: (-agency.missing, -agency.late, -agency.pending))
        return tuple(Bar(agency.name, agency) for agency in behind)
    shown = [task for task in figures.by_task if task.expected]
    worst = sorted(shown, key=lambda task: -task.missing)[:MOST_AGENCIES]
    drawn = tuple(Bar(f"{task.no}. {task.title}", task) for task in shown if task in worst)
    rest = _outside_tasks(figures)
    return (*drawn, Bar(words.OTHER_REPORTS, rest)) if rest.expected else drawn


def _outside_tasks(figures: Figures) -> Remainder:
    """Count what belongs to no task: reports that a rule of the plan or a request asks for."""
    tasks, totals = figures.by_task, figures.totals
    return Remainder(
        on_time=totals.on_time - sum(task.on_time for task in tasks),
        late=totals.late - sum(task.late for task in tasks),
        missing=totals.missing - sum(task.missing for task in tasks),
        pending=totals.pending - sum(task.pending for task in tasks),
    )


def status_svg(figures: Figures, title: str, subtitle: str) -> str:
    """Draw the picture as SVG, `WIDTH` units wide and as high as it needs; no text is smaller than 28 units."""
    rows = bars(figures)
    height = _HEAD + _ROW * max(len(rows), 1) + 24
    body = [_header(figures, title, subtitle), _legend(figures), _rows(rows) if rows else _nothing()]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="{FAMILY}, sans-serif"><rect width="{WIDTH}" height="{height}" fill="{_PAGE}"/>'
        f"{''.join(body)}</svg>"
    )


def status_picture(figures: Figures, title: str, subtitle: str = "") -> bytes:
    """Render the picture as PNG, with fonts of our own so that it needs none of the system's."""
    from resvg_py import svg_to_bytes

    from bot.rendering.fonts import font_files

    svg = status_svg(figures, title, subtitle)
    return bytes(svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=font_files(), font_family=FAMILY))


def _text(
    x: float, y: float, size: int, content: str, *, fill: str = _INK, weight: int = 400, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(content)}</text>'
    )


def _line(text: str, size: int, space: float) -> str:
    """Bring text to one line that fits `space` units; a letter of the font is 0.56 of its size on the average."""
    return shorten(" ".join(harmless(text).split()), int(space / (0.56 * size)))


def _header(figures: Figures, title: str, subtitle: str) -> str:
    inner = WIDTH - 2 * _MARGIN
    totals = figures.totals
    return "".join(
        (
            _text(_MARGIN, 84, 44, _line(first_upper(title), 46, inner), weight=600),
            _text(_MARGIN, 134, 30, _line(subtitle, 30, inner), fill=_SOFT),
            _text(_MARGIN, 226, 64, f"{totals.received}/{totals.expected}", weight=600),
            _text(WIDTH - _MARGIN, 226, 32, words.picture_caption(totals.rate), fill=_SOFT, anchor="end"),
            f'<rect x="{_MARGIN}" y="250" width="{inner}" height="{_BAR}" rx="8" fill="{_TRACK}"/>',
            _stack(250, totals, inner),
        )
    )


def _legend(figures: Figures) -> str:
    totals = figures.totals
    entries = (
        (_ON_TIME, words.ON_TIME, totals.on_time),
        (_LATE, words.LATE, totals.late),
        (_MISSING, words.MISSING, totals.missing),
        (_PENDING, words.PENDING, totals.pending),
    )
    x, parts = float(_MARGIN), []
    for colour, label, number in entries:
        caption = f"{label} {number}"
        parts.append(f'<rect x="{x:.1f}" y="305" width="26" height="26" rx="7" fill="{colour}"/>')
        parts.append(_text(x + 36, 329, 28, caption, fill=_SOFT))
        x += 72 + 0.54 * 28 * len(caption)
    return "".join(parts)


def _rows(rows: Sequence[Bar]) -> str:
    most = max(bar.counts.expected for bar in rows)
    return "".join(_row(_HEAD + index * _ROW, bar, most) for index, bar in enumerate(rows))


def _row(top: float, bar: Bar, most: int) -> str:
    counts = bar.counts
    received = counts.on_time + counts.late
    space = WIDTH - 2 * _MARGIN
    label = _text(_MARGIN, top + 36, 30, _line(bar.label, 30, space - 130))
    number = _text(WIDTH - _MARGIN, top + 36, 30, f"{received}/{counts.expected}", weight=600, anchor="end")
    return label + number + _stack(top + 50, counts, max(space * counts.expected / most, _BAR * 2))


def _stack(y: float, counts: Counts, width: float) -> str:
    """Lay the parts of one bar side by side in a rounded frame `width` units long."""
    x, parts = float(_MARGIN), []
    stack = ((_ON_TIME, counts.on_time), (_LATE, counts.late), (_MISSING, counts.missing), (_PENDING, counts.pending))
    for colour, number in stack:
        if not number:
            continue
        long = width * number / counts.expected
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="{max(long - 3, 2):.1f}" height="{_BAR}" rx="8" fill="{colour}"/>'
        )
        x += long
    return "".join(parts)


def _nothing() -> str:
    return _text(WIDTH / 2, _HEAD + 56, 34, words.NOTHING_DUE, fill=_SOFT, anchor="middle")
