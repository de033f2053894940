"""Read tasks from lines under a numbered item: "Cơ quan chủ trì: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.reading import lexicon
from bot.reading.lexicon import Label
from bot.reading.outline import Node
from bot.reading.roles import read_roles
from bot.reading.sentences import read_assignment
from bot.reading.when import period_alone, sentence_time


@dataclass(slots=True)
class Fields:
    """What the lines of one unit say; lists keep the printed order, `None` is not said."""

    lead: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    time: str | None = None
    budget: str | None = None
    outputs: list[str] = field(default_factory=list)
    # Values that were printed a second time for the same unit.
    doubled: list[str] = field(default_factory=list)

    @property
    def assigned(self) -> bool:
        return bool(self.lead or self.cooperating)

    @property
    def said(self) -> bool:
        return self.assigned or self.time is not None

    def inherit(self, other: Fields) -> None:
        """Take from the item above what this one does not say."""
        self.lead = self.lead or list(other.lead)
        self.cooperating = self.cooperating or list(other.cooperating)
        self.time = self.time or other.time


@dataclass(slots=True)
class Unit:
    """A task found: the item it stands at, its title and its fields. `no` where the item's own is not meant."""

    node: Node
    title: str
    fields: Fields
    no: str = ""
    shared: bool = False


def find_units(root: Node) -> list[Unit]:
    """Find the smallest numbered items that have assignment lines, or the item whose parts share them."""
    for node in root.walk():
        _gather_blocks(node)
    units = _find(root)
    # A time alone makes a task only among items that are assigned: "III. Thời gian thực hiện" of a plan is none.
    parents = {id(unit.node.parent) for unit in units if unit.fields.assigned}
    return [unit for unit in units if unit.fields.assigned or id(unit.node.parent) in parents]


def _find(node: Node) -> list[Unit]:
    fields, title = read_fields(node)
    items = [child for child in node.numbered() if not lexicon.read_label(child.text)]
    found = [(item, _find(item)) for item in items]
    units = [unit for _, below in found for unit in below]
    if node.kind != "root" and _is_shared(node, found):
        last = units[-1].fields
        last.inherit(fields)
        return [Unit(node, title, last, shared=True)]
    if fields.said and node.is_numbered:
        if not units:
            return [Unit(node, title, fields)]
        for unit in units:
            unit.fields.inherit(fields)
    return units + _bullet_units(node, fields)


def _gather_blocks(node: Node) -> None:
    """Put lines that stand after a bullet instead of under it where they belong, when an item has several such blocks.

    "- Rà soát …" / "Đơn vị chủ trì: …" / "- Tập huấn …" / "Đơn vị chủ trì: …". Bullets that share a block are one task.
    """
    heads: list[list[Node]] = [[]]
    lines: list[list[Node]] = [[]]
    for child in node.children:
        if _is_line(child):
            lines[-1].append(child)
        elif child.is_bullet and not lexicon.read_label(child.text):
            if lines[-1]:
                heads.append([])
                lines.append([])
            heads[-1].append(child)
        else:
            return
    blocks = [(head, block) for head, block in zip(heads, lines, strict=True) if head and block]
    if len(blocks) < 2 or len(blocks) < sum(map(bool, lines)) or not all(_leads(block) for _, block in blocks):
        return
    node.children = [child for head in heads for child in head[:1]]
    for head, block in blocks:
        for child in (*head[1:], *block):
            head[0].add(child)


def _is_line(node: Node) -> bool:
    label = lexicon.read_label(node.text)
    return not node.is_numbered and label is not None and label.role != "content"


def _leads(block: list[Node]) -> bool:
    return any(label.role in ("lead", "both") for line in block if (label := lexicon.read_label(line.text)))


def _is_shared(node: Node, found: list[tuple[Node, list[Unit]]]) -> bool:
    """Tell whether one block of lines after the last part stands for all: no other part has one."""
    if len(found) < 2 or any(below for _, below in found[:-1]) or node.kind in ("part", "article"):
        return False
    last, below = found[-1]
    return len(below) == 1 and below[0].node is last


def _bullet_units(node: Node, fields: Fields) -> list[Unit]:
    """Find bullets that carry lines of their own, where the item above has none."""
    if fields.assigned:
        return []
    units = []
    for child in node.children:
        if child.is_bullet and child.children and not lexicon.read_label(child.text):
            own, title = read_fields(child)
            if own.assigned:
                units.append(Unit(child, title, own))
    # A single bullet with lines says what the item is about; several are tasks of their own.
    return [Unit(node, read_fields(node)[1], units[0].fields)] if len(units) == 1 and node.is_numbered else units


def _lines(node: Node) -> Iterator[Node]:
    """Give the lines under an item; "+ Cơ quan chủ trì" under "- Nội dung" belongs to the item as well."""
    for child in node.children:
        yield child
        if child.is_bullet and (label := lexicon.read_label(child.text)) and label.role == "content":
            yield from (line for line in child.children if lexicon.read_label(line.text))


def read_fields(node: Node) -> tuple[Fields, str]:
    """Read the lines directly under an item, and its title without the labels that stand in it."""
    fields = Fields()
    title, labels = lexicon.cut_labels(node.text)
    for label in labels:
        _take(fields, label.role, [label.value])
    if not labels:
        title = _take_bracket(fields, title)
    pending: str | None = None
    for child in _lines(node):
        printed = lexicon.read_labels(child.text)
        if printed:
            pending = _take_labels(fields, printed, child)
        elif pending and not child.is_numbered and child.kind != "table":
            _take(fields, pending, [child.text])
        else:
            pending = None
            if child.kind == "text" and child.text.startswith("(") and not fields.assigned:
                _take_bracket(fields, child.text)
    if fields.time is not None and not fields.assigned:
        _take_sentence(fields, node)
    return fields, title


def _take_sentence(fields: Fields, node: Node) -> None:
    """Take who leads from a sentence beside a line that tells only the time."""
    for text in [node.text, *(child.text for child in node.children if not child.is_numbered)]:
        assignment = read_assignment(text) if "chủ trì" in text.casefold() else None
        if assignment and assignment.lead:
            fields.lead, fields.cooperating = list(assignment.lead), list(assignment.cooperating)
            return


_BRACKET = re.compile(r"\s*\((?P<inside>[^()]*(?:chủ trì|thực hiện|phối hợp)[^()]*)\)?[.;,]?$", re.IGNORECASE)


def _take_bracket(fields: Fields, text: str) -> str:
    """Take "(Sở A chủ trì, phối hợp với Sở B; quý III/2026)" at the end of a text; give the text before it."""
    found = _BRACKET.search(text)
    assignment = read_assignment(found["inside"]) if found else None
    if found is None or assignment is None or not assignment.lead:
        return text
    fields.lead, fields.cooperating = list(assignment.lead), list(assignment.cooperating)
    fields.time = sentence_time(found["inside"], None) or period_alone(found["inside"])
    return text[: found.start()]


def _take_labels(fields: Fields, labels: list[Label], node: Node) -> str | None:
    """Take the labels of a line with the bullets under it; give the role that still waits for its value."""
    below = [child.text for child in node.children if not child.is_numbered]
    for label in labels[:-1]:
        _take(fields, label.role, [label.value])
    last = labels[-1]
    if last.role == "content":
        fields.outputs += [_without_end(child.text) for child in node.children if child.kind == "plus"]
        return None
    values = [value for value in [last.value, *below] if value]
    _take(fields, last.role, values)
    return None if values else last.role


def _take(fields: Fields, role: str, values: list[str]) -> None:
    text = "\n".join(value for value in values if value)
    if not text:
        return
    if role in ("lead", "cooperating", "both"):
        _take_agencies(fields, role, text)
    elif role == "time":
        if fields.time is not None and fields.time != _without_end(text):
            fields.doubled.append(text)
        fields.time = fields.time or _without_end(" ".join(text.split("\n")))
    elif role == "budget":
        fields.budget = fields.budget or _without_end(text)
    elif role == "output":
        fields.outputs += [item for value in values for item in split_outputs(value)]


def _take_agencies(fields: Fields, role: str, text: str) -> None:
    """Take a list; where it says itself who leads and who helps, by what it says."""
    lead, cooperating = read_roles(text)
    if role == "cooperating":
        fields.cooperating += [name for name in [*lead, *cooperating] if name not in fields.cooperating]
        return
    if role == "both" and not cooperating:
        lead, cooperating = lead[:1], lead[1:]
    fields.lead += [name for name in lead if name not in fields.lead]
    fields.cooperating += [name for name in cooperating if name not in fields.cooperating]


_NUMBER = re.compile(r"^(?:\d{1,2}\s*[.)]|\(\d{1,2}\)|[-–+*•])\s*(?=\D)")


def split_outputs(text: str) -> list[str]:
    """Split the results of a cell or line: one a line, without its number and full stop."""
    return [item for line in text.split("\n") if (item := _without_end(_NUMBER.sub("", line.strip())))]


def _without_end(text: str) -> str:
    text = text.strip()
    text = text if text.endswith("...") else text.rstrip(" .;,")
    return text if "(" in text else text.rstrip(" )")
