"""Count the automatic numbers of a Word document, which stand in its list styles and not in its text."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, and its text with %1, %2 for the numbers."""

    start: int
    fmt: str
    text: str
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in a list: the list's id and the level, 0 outermost."""

    list_id: str
    level: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document with their running counters."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    # Lists of one abstract list go on counting together.
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, Place] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, place: Place) -> str:
        """Count one paragraph and give its label: "1.", "II.", "a)", "-"; empty where the list shows none."""
        levels = self.levels.get(place.list_id)
        level = levels.get(place.level) if levels else None
        if levels is None or level is None:
            return ""
        counters = self._counters.setdefault(self.abstract[place.list_id], {})
        self._restart(place, counters)
        counters[place.level] = counters.get(place.level, level.start - 1) + 1
        for deeper in [known for known in counters if known > place.level]:
            del counters[deeper]
        if level.fmt == "bullet":
            return _bullet(level.text)
        return _fill(level, levels, counters)

    def _restart(self, place: Place, counters: dict[int, int]) -> None:
        """Begin anew where a list overrides the start of one it shares its counters with."""
        if place.list_id in self._begun:
            return
        self._begun.add(place.list_id)
        for number, start in self.restarts.get(place.list_id, {}).items():
            counters[number] = start - 1


def _fill(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
    text = level.text
    for number in range(9, 0, -1):
        if f"%{number}" in text:
            upper = levels.get(number - 1)
            value = counters.get(number - 1, upper.start if upper else 1)
            fmt = "decimal" if level.legal or upper is None else upper.fmt
            text = text.replace(f"%{number}", write_number(value, fmt))
    return text.strip()


def _bullet(text: str) -> str:
    if text in ("-", "–", "—", "\uf02d", "−"):
        return "-"
    return "+" if text == "+" else "•"


def write_number(value: int, fmt: str) -> str:
    """Write a number as Word does: decimal, upperRoman, lowerLetter ..."""
    if fmt in ("upperRoman", "lowerRoman"):
        return _roman(value) if fmt == "upperRoman" else _roman(value).lower()
    if fmt in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if fmt == "upperLetter" else letter
    if fmt == "decimalZero":
        return f"{value:02d}"
    return "" if fmt == "none" else str(value)


def _roman(value: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for amount, sign in signs:
        while value >= amount:
            text, value = text + sign, value - amount
    return text


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """Read the lists of numbering.xml and the styles that belong to one."""
    lists = Numbering()
    if numbering is not None:
        abstract = {_get(node, "abstractNumId"): _levels(node) for node in numbering.iterfind(f"{W}abstractNum")}
        for node in numbering.iterfind(f"{W}num"):
            _add_list(lists, node, abstract)
    if styles is not None:
        _add_styles(lists, styles)
    return lists


def _get(node: etree._Element | None, name: str, default: str = "") -> str:
    return str(node.get(W + name, default)) if node is not None else default


def _child(node: etree._Element, path: str) -> str:
    return _get(node.find("/".join(W + step for step in path.split("/"))), "val")


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 7 else default


def _levels(node: etree._Element) -> dict[int, Level]:
    return {_number(_get(level, "ilvl"), 0): _level(level) for level in node.iterfind(f"{W}lvl")}


def _level(node: etree._Element) -> Level:
    legal = node.find(f"{W}isLgl") is not None
    return Level(_number(_child(node, "start"), 1), _child(node, "numFmt") or "decimal", _child(node, "lvlText"), legal)


def _add_list(lists: Numbering, node: etree._Element, abstract: dict[str, dict[int, Level]]) -> None:
    list_id, base = _get(node, "numId"), _child(node, "abstractNumId")
    levels = dict(abstract.get(base, {}))
    for override in node.iterfind(f"{W}lvlOverride"):
        number = _number(_get(override, "ilvl"), 0)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[number] = _level(own)
        start = _child(override, "startOverride")
        if start:
            lists.restarts.setdefault(list_id, {})[number] = _number(start, 1)
    lists.levels[list_id], lists.abstract[list_id] = levels, base


def _add_styles(lists: Numbering, styles: etree._Element) -> None:
    """Find the list place of each style, through the styles it is based on."""
    nodes = {_get(node, "styleId"): node for node in styles.iterfind(f"{W}style")}
    for style_id in nodes:
        list_id, level, seen, current = "", "", 0, style_id
        while current in nodes and seen < 12 and not list_id:
            properties = nodes[current].find(f"{W}pPr/{W}numPr")
            if properties is not None:
                list_id, level = _child(properties, "numId"), level or _child(properties, "ilvl")
            current, seen = _child(nodes[current], "basedOn"), seen + 1
        if list_id and list_id != "0":
            lists.styles[style_id] = Place(list_id, _number(level, 0))


def place_of(properties: etree._Element | None, lists: Numbering) -> Place | None:
    """Tell where a paragraph stands in a list, by itself or by its style; `None` when in none."""
    if properties is None:
        return None
    by_style = lists.styles.get(_child(properties, "pStyle"))
    own = properties.find(f"{W}numPr")
    if own is None:
        return by_style
    list_id, level = _child(own, "numId"), _child(own, "ilvl")
    if list_id == "0":
        return None
    if not list_id:
        return Place(by_style.list_id, _number(level, by_style.level)) if by_style else None
    return Place(list_id, _number(level, 0))
