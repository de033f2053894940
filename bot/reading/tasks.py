"""Make the tasks of a plan of what its items, tables and sentences assign."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.plans import Question, TaskDraft
from bot.domain.timeframes import UNSPECIFIED, FrameKind, TimeFrame
from bot.reading import lexicon
from bot.reading.assignments import Fields, Unit, find_units, read_fields
from bot.reading.columns import Header
from bot.reading.dates import read_timeframe
from bot.reading.duties import Holder
from bot.reading.heads import Papers
from bot.reading.money import read_money
from bot.reading.outline import Node, Part
from bot.reading.sections import is_content, items_beside, leaves
from bot.reading.sentences import read_assignment
from bot.reading.tables import Line, find_lines, line_fields, line_title
from bot.reading.titles import first_sentence
from bot.reading.when import heading_time, leading_time, sentence_time
from bot.vietnamese import fold


@dataclass(slots=True)
class Findings:
    """The tasks of a plan; `by_duty` when they are the duties of agencies; `taken` are nodes that hold assignments."""

    tasks: list[TaskDraft] = field(default_factory=list)
    by_duty: bool = False
    taken: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """The year of the plan, and whether it is for that year only."""

    year: int | None
    one_year: bool


def find_tasks(papers: Papers, holders: list[Holder], context: Context) -> Findings:
    """Find the tasks: by lines and tables; where there are none, by sentences and duties."""
    findings = Findings()
    units = find_units(papers.plan.root)
    _add_units(findings, units, context)
    for part in (papers.plan, *papers.annexes):
        _add_tables(findings, part.root, _prefix(part, papers), context)
    if findings.tasks:
        _add_sentences_beside(findings, units, context)
    else:
        _add_without_lines(findings, papers.plan.root, holders, context)
    places = _places(papers)
    findings.tasks.sort(key=lambda task: places.get(task.place, len(places)))
    return findings


def _places(papers: Papers) -> dict[str, int]:
    """Number the places of the papers in printed order."""
    places: dict[str, int] = {}
    for part in (papers.plan, *papers.annexes):
        for node in part.root.walk():
            for place in (node.place, *(row.place for row in (node.table.rows if node.table else ()))):
                places.setdefault(place, len(places))
    return places


def _prefix(part: Part, papers: Papers) -> str:
    """Mark the numbers of an annex, with its own number where there are several."""
    if part.kind != lexicon.ANNEX:
        return ""
    return "PL" + (lexicon.annex_label(part.title[0].text) if len(papers.annexes) > 1 else "")


def make_task(no: str, title: str, fields: Fields, place: str, context: Context, unit: int = 1) -> TaskDraft:
    """Make a task of fields; `unit` is that of its budget's column in đồng."""
    return TaskDraft(
        no=no,
        title=title,
        lead=tuple(dict.fromkeys(fields.lead)),
        cooperating=tuple(dict.fromkeys(fields.cooperating)),
        timeframe_text=fields.time,
        timeframe=_frame(fields.time, context) if fields.time is not None else UNSPECIFIED,
        budget_vnd=read_money(fields.budget, unit) if fields.budget else None,
        outputs=tuple(fields.outputs),
        place=place,
    )


def _frame(time: str, context: Context) -> TimeFrame:
    """Read a time; a remark in brackets does not hide the period before it: "Tháng 8 (dịp kỷ niệm ngày thành lập)"."""
    frame = read_timeframe(time, context.year, one_year=context.one_year)
    bare = re.sub(r"\s*\([^()]*\)", "", time)
    if frame != UNSPECIFIED or not bare.strip() or bare == time:
        return frame
    return read_timeframe(bare, context.year, one_year=context.one_year)


def _add_units(findings: Findings, units: list[Unit], context: Context) -> None:
    for unit in units:
        node = unit.node
        if not unit.fields.lead and (agencies := _agencies_above(node)):
            unit.fields.lead = agencies
        unit.fields.time = unit.fields.time or _time_above(node)
        title = first_sentence(_content(node) if _GENERIC.fullmatch(fold(unit.title)) else unit.title)
        findings.tasks.append(make_task(unit.no or node.no, title, unit.fields, node.place, context))
        findings.taken |= {id(child) for child in node.walk() if lexicon.read_label(child.text)}
        if unit.shared:
            findings.questions.append(Question("task.shared_block", node.place, node.no))
        for value in unit.fields.doubled:
            findings.questions.append(Question("timeframe.doubled", node.place, value))


_GENERIC = re.compile(r"(?:hoat dong|nhiem vu|noi dung|cong viec|giai phap)(?: (?:so )?\d{1,2}| thu \w+)?[\s.:]*|")


def _content(node: Node) -> str:
    """Give what is to be done where the title is only "Hoạt động 1": the line "Nội dung: …", with the bullets under it."""
    for child in node.children:
        label = lexicon.read_label(child.text)
        if label and label.role == "content":
            return label.value or "; ".join(below.text.rstrip(" .;") for below in child.children) or node.text
    return node.text


def _agencies_above(node: Node) -> list[str]:
    from bot.reading.duties import agency_heading

    above = node.parent
    while above:
        if names := agency_heading(above.text):
            return names
        above = above.parent
    return []


def _time_above(node: Node) -> str | None:
    """Take the time from a heading that groups tasks by it, numbered or not."""
    if node.parent and (time := _time_before(node, node.parent)):
        return time
    above = node.parent
    while above:
        if time := heading_time(above.text):
            return time
        above = above.parent
    return None


def _time_before(node: Node, section: Node) -> str | None:
    """Find the last line "Quý II" before an item, where such a line stands before the first item already."""
    time: str | None = None
    for child in section.children:
        if child is node:
            return time
        texts = [child] if child.kind == "text" else [below for below in child.children if below.kind == "text"]
        found = next((found for text in reversed(texts) if (found := heading_time(text.text))), None)
        if time is not None or child.kind == "text":
            time = found or time
        elif child.is_numbered:
            return None
    return time


def _add_tables(findings: Findings, root: Node, prefix: str, context: Context) -> None:
    header: Header | None = None
    for node in root.walk():
        if node.table is None:
            continue
        lines, header = find_lines(node.table, header)
        if header is None:
            continue
        for line in lines:
            _add_line(findings, line, header, prefix or node.no, context)


def _add_line(findings: Findings, line: Line, header: Header, prefix: str, context: Context) -> None:
    fields = line_fields(line, header)
    number = line.label or str(len(findings.tasks) + 1)
    no = ".".join(part for part in (prefix, line.group, number) if part)
    if not fields.said:
        findings.questions.append(Question("row.no_assignment", line.place, line_title(line)))
        return
    findings.tasks.append(make_task(no, line_title(line), fields, line.place, context, header.money_unit))
    if line.shifted:
        findings.questions.append(Question("row.cells_missing", line.place, no))


def _add_sentences_beside(findings: Findings, units: list[Unit], context: Context) -> None:
    """Add items assigned by a sentence that stand beside items with lines; ask about those that have neither."""
    found = {id(unit.node) for unit in units}
    parents = list(dict.fromkeys(unit.node.parent for unit in units if unit.node.parent))
    for item in items_beside(parents):
        fields = sentence_fields(item, context)
        if fields and fields.lead:
            fields.time = fields.time or _time_above(item)
            findings.tasks.append(make_task(item.no, first_sentence(item.text), fields, item.place, context))
            findings.taken.add(id(item))
    for parent in parents:
        for item in _items_of_runs(parent, found):
            if any(id(node) in found | findings.taken for node in item.walk()) or lexicon.read_label(item.text):
                continue
            fields = sentence_fields(item, context)
            if fields and fields.lead:
                fields.time = fields.time or _time_above(item)
                findings.tasks.append(make_task(item.no, first_sentence(item.text), fields, item.place, context))
                findings.taken.add(id(item))
            else:
                findings.questions.append(
                    Question("task.no_assignment", item.place, f"{item.no} {first_sentence(item.text)}")
                )


def _items_of_runs(parent: Node, found: set[int]) -> list[Node]:
    """List the items of a parent that are numbered on together with one of those found."""
    runs = [run for run in parent.runs() if any(id(node) in found for item in run for node in item.walk())]
    return [item for run in runs for item in run]


def sentence_fields(node: Node, context: Context) -> Fields | None:
    """Read who leads, who helps and by when from the text of an item and its paragraphs."""
    texts = [node.text, *(child.text for child in node.children if child.kind == "text")]
    for text in texts:
        assignment = read_assignment(text)
        if assignment:
            time = sentence_time(text, context.year) or leading_time(text)
            return Fields(list(assignment.lead), list(assignment.cooperating), time)
    return _bullet_fields(node, context)


def _bullet_fields(node: Node, context: Context) -> Fields | None:
    """Read an item whose bullets each say who does their part; the time where all of them say the same."""
    found = [
        (assignment, sentence_time(child.text, context.year))
        for child in node.children
        if child.is_bullet and (assignment := read_assignment(child.text)) and assignment.lead
    ]
    if not found:
        return None
    lead = dict.fromkeys(name for assignment, _ in found for name in assignment.lead)
    helping = dict.fromkeys(name for assignment, _ in found for name in assignment.cooperating if name not in lead)
    times = {time for _, time in found}
    return Fields(list(lead), list(helping), times.pop() if len(times) == 1 else None)


def _add_without_lines(findings: Findings, root: Node, holders: list[Holder], context: Context) -> None:
    """Take the items of the content and the duties of the agencies as tasks."""
    owned = {id(node) for holder in holders for node in holder.node.walk()}
    assigned = 0
    for section in root.numbered():
        if not is_content(section, owned):
            continue
        for item in leaves(section):
            fields = sentence_fields(item, context) or Fields(
                time=sentence_time(item.text, context.year) or leading_time(item.text)
            )
            assigned += bool(fields.lead)
            fields.time = fields.time or _time_above(item)
            findings.tasks.append(make_task(item.no, first_sentence(item.text), fields, item.place, context))
            findings.taken |= {id(item)} if fields.lead else set()
    if assigned * 2 > len(findings.tasks):
        return
    findings.by_duty = bool(holders)
    for holder in holders:
        for no, text, node in holder.texts:
            fields = _duty_fields(holder, text, node, context)
            title = holder.node.text if text == holder.inline and ":" not in holder.node.text[:200] else text
            findings.tasks.append(make_task(no, first_sentence(title), fields, node.place, context))


def _duty_fields(holder: Holder, text: str, node: Node, context: Context) -> Fields:
    """Read a duty with the lines below it; those of a single paragraph stand beside it, under the heading."""
    lines, _ = read_fields(holder.node if node.kind == "text" else node)
    assignment = read_assignment(text)
    helping = list(assignment.cooperating) if assignment else []
    time = lines.time or sentence_time(text, context.year) or leading_time(text)
    return Fields(list(holder.agencies), lines.cooperating or helping, time, lines.budget, lines.outputs)


def is_unread(task: TaskDraft) -> bool:
    """Tell a time that is printed but was not understood."""
    return (
        task.timeframe_text is not None
        and task.timeframe.kind is FrameKind.UNSPECIFIED
        and not task.timeframe.recurrence
    )
