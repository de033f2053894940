"""Read tasks from the rows of a table: group rows, numbers, cells that are shared or go on after a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.timeframes import FrameKind
from bot.reading.assignments import Fields, split_outputs
from bot.reading.blocks import Row, Table
from bot.reading.columns import Header, find_header, is_counting, is_head
from bot.reading.dates import read_timeframe
from bot.reading.letters import UPPER
from bot.reading.markers import read_marker
from bot.reading.money import read_money
from bot.reading.name_lists import split_agencies
from bot.reading.roles import read_roles
from bot.reading.titles import tidy_title
from bot.reading.when import heading_time
from bot.vietnamese import fold


@dataclass(slots=True)
class Line:
    """A row with its cells by role; `label` is its printed number without punctuation. `shifted`: cells were missing."""

    label: str
    cells: dict[str, str]
    place: str
    shifted: bool = False
    group: str = ""
    # A line that stands under another and has no assignment of its own.
    below: list[Line] = field(default_factory=list)

    @property
    def assigned(self) -> bool:
        return any(self.cells.get(role) for role in ("lead", "cooperating", "both"))

    @property
    def said(self) -> bool:
        return self.assigned or bool(self.cells.get("time"))


def find_lines(table: Table, known: Header | None) -> tuple[list[Line], Header | None]:
    """Read the rows of a table as lines; `known` is the head of the table before, for one that goes on without a head."""
    header = find_header(table)
    start = header.after if header else 0
    if header is None and known and max(len(row.cells) for row in table.rows) <= len(known.roles):
        header = known
    if header is None:
        return [], None
    lines: list[Line] = []
    for row in table.rows[start:]:
        if not is_head(row) and any(cell.text for cell in row.cells) and not is_counting(row):
            _add(lines, row, header)
    return _grouped(lines), header


def _add(lines: list[Line], row: Row, header: Header) -> None:
    texts = [cell.text for cell in row.cells]
    cells, shifted = _align(texts, header)
    fresh = [cell.text for cell in row.cells if not cell.merged and cell.text]
    title_column = header.column("title")
    same_title = title_column is not None and title_column < len(row.cells) and row.cells[title_column].merged
    line = _line(_without_dittos(cells, lines), row.place, shifted)
    if lines and fresh and _goes_on(line, lines[-1], same_title=same_title):
        _append(lines[-1], line, row, header)
    else:
        lines.append(line)


_DITTO = re.compile(r"""[-–\s.]*(?:nhu tren|nt|n\.t|//|"|''|”|〃)[-–\s.]*""")


def _without_dittos(cells: dict[str, str], lines: list[Line]) -> dict[str, str]:
    """Put in place of "Như trên", "-nt-" or "//" what stands in that column above."""
    if not lines:
        return cells
    above = lines[-1].cells
    return {role: above.get(role, text) if _DITTO.fullmatch(fold(text)) else text for role, text in cells.items()}


def _line(cells: dict[str, str], place: str, shifted: bool) -> Line:
    title = cells.get("title", "")
    label = re.sub(r"[\s.)]+$", "", cells.get("no", "")).strip("( ")
    if not label or not re.fullmatch(r"[\wđĐ.]{1,8}", label):
        spilled = label if label and not title else ""
        marker = read_marker(spilled or title)
        if marker and not marker.is_bullet:
            label, title = marker.label, marker.rest
        else:
            label, title = "", spilled or title
    return Line(label, cells | {"title": title}, place, shifted)


def _align(texts: list[str], header: Header) -> tuple[dict[str, str], bool]:
    """Put cells under their columns; a row that lost cells is tried with gaps until each cell fits its column."""
    width = len(header.roles)
    while len(texts) > width and not texts[-1]:
        texts = texts[:-1]
    missing = width - len(texts)
    shifted = missing > 0 and any(texts)
    # A row of one cell is a group's title over the whole width; all else is tried.
    if 0 < missing <= 2 and len(texts) > 1:
        texts = max(_with_gaps(texts, missing), key=lambda row: _fit(row, header))
    by_role: dict[str, str] = {}
    for role, text in zip(header.roles, texts, strict=False):
        if role and text:
            by_role[role] = f"{by_role[role]}\n{text}" if role in by_role else text
    return by_role, shifted


def _with_gaps(texts: list[str], missing: int) -> list[list[str]]:
    rows = [texts]
    for _ in range(missing):
        rows = [[*row[:place], "", *row[place:]] for row in rows for place in range(len(row), -1, -1)]
    return rows


def _fit(texts: list[str], header: Header) -> float:
    """Tell how well cells fit their columns."""
    score = 0.0
    for role, text in zip(header.roles, texts, strict=False):
        if not text:
            score += 0.0 if role in ("title", "lead") else 0.4
        elif role == "no":
            score += 1 if re.fullmatch(r"[\wđ.()]{1,6}", text) else -1
        elif role == "budget":
            score += 1 if read_money(text, header.money_unit) is not None else -0.5
        elif role in ("time", "start"):
            score += 1 if read_timeframe(text, 2024).kind is not FrameKind.UNSPECIFIED else -1
        elif role in ("lead", "cooperating", "both"):
            score += 1 if split_agencies(text) and len(text) < 400 else -0.5
        else:
            score += 0.5
    return score


def _goes_on(line: Line, last: Line, *, same_title: bool) -> bool:
    """Tell a row that only goes on with the one before, after a page or beside a merged cell."""
    title = line.cells.get("title", "")
    if line.label and not same_title:
        return False
    return not title or same_title or (title[:1].islower() and not last.cells.get("title", "").endswith((".", ";")))


def _append(last: Line, line: Line, row: Row, header: Header) -> None:
    merged = {
        role
        for role, cell in zip(header.roles, row.cells, strict=False)
        if cell.merged and len(row.cells) == len(header.roles)
    }
    for role, text in line.cells.items():
        # Where the head tells the unit, words under a sum are the end of a head that the page cut.
        worded = role == "budget" and header.money_unit > 1 and not re.search(r"\d", text)
        if text and role != "no" and role not in merged and not worded:
            last.cells[role] = _joined(last.cells.get(role, ""), text)


def _joined(first: str, second: str) -> str:
    """Join a cell that a page cut; a word printed on both sides of the cut is kept once."""
    if not first:
        return second
    head, _, rest = second.partition(" ")
    if first.endswith(f" {head}"):
        second = rest
    goes_on = second[:1].islower() or not first.rstrip().endswith((".", ";"))
    return first + (" " if goes_on else "\n") + second


def _grouped(lines: list[Line]) -> list[Line]:
    """Put group titles in front of the numbers of their rows, and rows without an assignment under the row that has it."""
    tasks: list[Line] = []
    groups: list[str] = []
    time: str | None = None
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        parent = tasks[-1] if tasks else None
        if parent and not line.said and _is_under(line, parent):
            parent.below.append(line)
        elif not line.said and (not line.label or _opens_group(line, following)):
            groups = _open(groups, line)
            time = heading_time(line.cells.get("title", ""))
        else:
            if time and not line.cells.get("time"):
                line.cells["time"] = time
            if line.label.isdigit():
                groups = [group for group in groups if not group.isdigit()]
            line.group = ".".join(group for group in groups if group and not line.label.startswith(group + "."))
            tasks.append(line)
    return tasks


def _is_under(line: Line, parent: Line) -> bool:
    return bool(parent.label) and line.label.startswith(parent.label + ".")


def _opens_group(line: Line, following: Line | None) -> bool:
    return following is not None


def _open(groups: list[str], line: Line) -> list[str]:
    """Keep the labels of the groups that are open: a Roman number closes all, a number stays under a Roman one."""
    if not line.label:
        return groups
    if re.fullmatch(r"[IVXA-HĐ]+", line.label):
        return [line.label]
    kept = [group for group in groups if re.fullmatch(r"[IVXA-HĐ]+", group)]
    return [*kept, line.label]


def line_fields(line: Line, header: Header) -> Fields:
    """Read the cells of a line."""
    fields = Fields()
    for role in ("lead", "both"):
        lead, cooperating = read_roles(line.cells.get(role, ""))
        fields.lead += lead
        fields.cooperating += cooperating
    fields.cooperating += [
        name for name in split_agencies(line.cells.get("cooperating", "")) if name not in fields.cooperating
    ]
    fields.time = _time(line)
    fields.budget = line.cells.get("budget") or None
    fields.outputs = _outputs(line.cells.get("output", ""))
    return fields


def _time(line: Line) -> str | None:
    """Give the time of a line; where one column tells its beginning and another its end, from the one to the other."""
    start, time = (" ".join(line.cells.get(role, "").split()).strip(" .;,-–") for role in ("start", "time"))
    if start and time:
        return f"{start} - {time}"
    return time or (f"Từ {start}" if start else None)


def _outputs(text: str) -> list[str]:
    """List the results of a cell; numbers within a line divide it too."""
    return split_outputs(re.sub(rf"(?<=[.;])\s+(?=\d{{1,2}}\.\s+[{UPPER}])", "\n", text))


def line_title(line: Line) -> str:
    """Give the title of a line."""
    return tidy_title(re.sub(r"^[-–+*•]\s*", "", " ".join(line.cells.get("title", "").split())))
