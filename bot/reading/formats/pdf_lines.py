"""Put the stretches of text of a page in lines, lines in reading order, and lines together to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from bot.reading.lexicon import read_label
from bot.reading.markers import read_marker

_GUTTER = 24.0  # points of white between two columns
_FULL = 48.0  # a line that ends this near the right edge is full


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with its box in points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(slots=True)
class Line:
    """A line of one column; `edge` is the right edge of its column."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    edge: float = 0.0
    page: int = 0

    @property
    def is_full(self) -> bool:
        return self.right >= self.edge - _FULL

    def beside(self, top: float) -> bool:
        """Tell whether a place down the page is within this line."""
        return self.top <= top <= self.bottom


def build_lines(runs: list[Run]) -> list[list[Line]]:
    """Put runs in rows from top to bottom; a row with white between columns has a line for each."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: ((run.top + run.bottom) / 2, run.left)):
        if rows and _same_row(rows[-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_segments(sorted(row, key=lambda run: run.left)) for row in rows]


def _same_row(row: list[Run], run: Run) -> bool:
    top, bottom = min(other.top for other in row), max(other.bottom for other in row)
    middle = (run.top + run.bottom) / 2
    return top <= middle <= bottom or run.top <= (top + bottom) / 2 <= run.bottom


_LABEL = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[A-ZĐa-zđ])\s*[.)/]|[-–+•*]|\(\d{1,2}\)")


def _segments(row: list[Run]) -> list[Line]:
    lines: list[Line] = []
    for run in row:
        last = lines[-1] if lines else None
        # A number and its text are one line however wide the tab between them.
        if last and (run.left - last.right < _GUTTER or _LABEL.fullmatch(last.text.strip())):
            gap = run.left - last.right
            glue = " " if gap > 1.2 and not last.text.endswith(" ") else ""
            last.text += glue + run.text
            last.right, last.top, last.bottom = run.right, min(last.top, run.top), max(last.bottom, run.bottom)
        else:
            lines.append(Line(run.left, run.top, run.right, run.bottom, run.text))
    return lines


@dataclass(slots=True)
class _Band:
    """Rows that stand in two columns, with the white between them."""

    start: float
    end: float
    bottom: float
    left: list[Line] = field(default_factory=list)
    right: list[Line] = field(default_factory=list)

    def take(self, row: list[Line]) -> bool:
        """Take a row when it keeps to the columns."""
        if row[0].top - self.bottom > 40:
            return False
        left = [line for line in row if line.right <= self.end]
        right = [line for line in row if line.left >= self.start and line not in left]
        if len(left) + len(right) < len(row):
            return False
        self.left += left
        self.right += right
        self.start = max([self.start, *(line.right for line in left)])
        self.end = min([self.end, *(line.left for line in right)])
        self.bottom = max(line.bottom for line in row)
        return True


def in_reading_order(rows: list[list[Line]]) -> list[Line]:
    """Give lines as they are read: where rows stand in two columns, the left column down and then the right."""
    ordered: list[Line] = []
    band: _Band | None = None
    edge = max((row[-1].right for row in rows), default=0.0)
    for row in rows:
        if band and band.take(row):
            continue
        ordered += _columns(band)
        band = None
        if len(row) >= 2:
            band = _Band(row[0].right, row[1].left, row[0].bottom, row[:1], row[1:])
        else:
            row[0].edge = edge
            ordered.append(row[0])
    return ordered + _columns(band)


def _columns(band: _Band | None) -> list[Line]:
    if band is None:
        return []
    for column in (band.left, band.right):
        edge = max((line.right for line in column), default=0.0)
        for line in column:
            line.edge = edge
    return [*band.left, *band.right]


def join_lines(lines: list[Line]) -> Iterator[tuple[str, int]]:
    """Join lines to paragraphs; give each with the page it begins on."""
    step = _step(lines)
    text, page = "", 0
    last: Line | None = None
    for line in lines:
        if last and _goes_on(last, line, text, step):
            text = _glued(text, line.text)
        else:
            if text:
                yield text, page
            text, page = line.text.strip(), line.page
        last = line
    if text:
        yield text, page


def _step(lines: list[Line]) -> float:
    """Tell the usual distance from line to line within a paragraph."""
    steps = [below.bottom - above.bottom for above, below in pairwise(lines) if above.is_full]
    steps = [step for step in steps if 4 < step < 60]
    return median(steps) if steps else 18.0


# Each ground of a paper is a paragraph, whatever stands above it.
_BASIS = re.compile(r"(?:Căn cứ|Theo đề nghị của|Xét đề nghị)\s")
_ENDED = re.compile(r"[.;:!?…]['\"”’)]*$|/\.$")


def _goes_on(last: Line, line: Line, text: str, step: float) -> bool:
    """Tell whether a line goes on with the paragraph of the line before."""
    if last.edge != line.edge and last.page == line.page:
        return False
    words = line.text.strip()
    ended = bool(_ENDED.search(text))
    small = words[:1].islower()
    marker = read_marker(words)
    if marker or read_label(words):
        # "kinh tế" at a line's end and "- xã hội" at the next line's beginning.
        return marker is not None and marker.is_bullet and marker.rest[:1].islower() and last.is_full and not ended
    if _BASIS.match(words):
        return False
    apart = last.page == line.page and line.bottom - last.bottom > 1.35 * step
    if not last.is_full:
        return small and not ended and not apart
    if not ended:
        return not apart or small
    return not apart and line.left <= last.left + 6 and last.page == line.page


def _glued(text: str, more: str) -> str:
    more = more.strip()
    if re.search(r"\d-$", text) or (text.endswith("-") and not text.endswith(" -") and more[:1].islower()):
        return text + more
    return f"{text} {more}"
