"""Put the blocks of a document in order: its parts (letter, decision, plan, annexes), their sections, items and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.reading import lexicon
from bot.reading.blocks import Block, Paragraph, Table
from bot.reading.letters import LOWER
from bot.reading.markers import Marker, read_marker
from bot.vietnamese import fold


@dataclass(slots=True, eq=False)
class Node:
    """A numbered item, a bullet or an unnumbered paragraph, with what stands under it.

    `kind` is that of its marker, or "text", "table", "root". `text` has no marker. `no` is its path: "II.5.a".
    """

    kind: str
    label: str = ""
    text: str = ""
    place: str = ""
    parent: Node | None = None
    table: Table | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def is_numbered(self) -> bool:
        return self.kind not in ("text", "table", "root", "dash", "plus", "dot")

    @property
    def is_bullet(self) -> bool:
        return self.kind in ("dash", "plus", "dot")

    @property
    def no(self) -> str:
        """Tell its number by path; a bullet counts among the bullets and paragraphs beside it."""
        above = self.parent.no if self.parent else ""
        if self.kind in ("root", "text", "table"):
            return above
        own = self._own_number()
        if self.kind == "decimal" and self.parent and self.parent.kind in ("number", "decimal"):
            return ".".join(part for part in (self._section(), own) if part)
        return ".".join(part for part in (above, own) if part)

    def _own_number(self) -> str:
        if self.kind == "article":
            return f"Điều {self.label}"
        if self.kind == "appendix":
            return "PL" + self.label
        if self.is_bullet and self.parent:
            bullets = [child for child in self.parent.children if child.kind == self.kind]
            return str(bullets.index(self) + 1)
        return self.label

    def _section(self) -> str:
        """Tell the path of the section above the decimal numbers, which repeat it themselves."""
        node = self.parent
        while node and node.kind in ("number", "decimal"):
            node = node.parent
        return node.no if node else ""

    def walk(self) -> Iterator[Node]:
        """Give this node and all under it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def numbered(self) -> list[Node]:
        """List the numbered items directly under it."""
        return [child for child in self.children if child.is_numbered]

    def runs(self) -> list[list[Node]]:
        """Divide the numbered items directly under it where the numbers begin anew, as after a heading that was lost."""
        runs: list[list[Node]] = []
        last = 0
        for item in self.numbered():
            count = int(item.label) if item.kind == "number" else last + 1
            if not runs or count <= last:
                runs.append([])
            runs[-1].append(item)
            last = count
        return runs

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        return child


@dataclass(slots=True)
class Part:
    """One document in the file: `kind` as in `lexicon.TITLES`, "annex", or "" for what stands before any title.

    `front` holds the lines above its title, `title` the lines of it, `root` all that follows.
    """

    kind: str
    title: list[Paragraph]
    front: list[Paragraph]
    root: Node
    receivers: list[Paragraph] = field(default_factory=list)


def outline(blocks: list[Block]) -> list[Part]:
    """Put blocks in order."""
    return _Builder().build(_with_title(_join_lines(blocks)))


_NUMBERED = re.compile(r"số\s*:?\s*\d+\s*/\s*(?:\d{4}\s*/\s*)?(?P<kind>KH|QĐ|CTr)-", re.IGNORECASE)
_KINDS = {"kh": "KẾ HOẠCH", "qđ": "QUYẾT ĐỊNH", "ctr": "CHƯƠNG TRÌNH"}
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi|chu nghia viet nam|doc lap|(?:chu tich )?(?:uy ban nhan dan|ubnd)|tinh |thanh pho |so "
)


def _with_title(blocks: list[Block]) -> list[Block]:
    """Put back the word for the kind of paper that a copy has lost above its title; the number tells which it was."""
    top = [(index, block) for index, block in enumerate(blocks[:25]) if isinstance(block, Paragraph)]
    numbered, place = next(
        ((found, index) for index, block in top if (found := _NUMBERED.match(block.text))), (None, 0)
    )
    if numbered is None or any(
        isinstance(block, Paragraph) and lexicon.title_kind(block.text) not in ("", lexicon.ANNEX) for block in blocks
    ):
        return blocks
    for index, block in top:
        text = block.text
        if (
            index > place
            and text.isupper()
            and len(text) > 15
            and not _LETTERHEAD.match(fold(text))
            and not read_marker(text)
        ):
            word = Paragraph(_KINDS[numbered["kind"].lower()], block.place)
            return [*blocks[:index], word, *blocks[index:]]
    return blocks


_ENDS = re.compile(r"[.;:!?…]['\"”’)]*$|/\.$")
_LOWER = re.compile(rf"[{LOWER}]")
# "22-" before "NQ/TW", "4412/BTTTT-" before "TTĐN".
_TIME = re.compile(r"20\d\d\b|[IVX]{1,3}\s*(?:/|,|-|–|và|năm)")
_CUT_NUMBER = re.compile(r"\d-$|\d/[A-ZĐ&]+-$")


def _join_lines(blocks: list[Block]) -> list[Block]:
    """Join paragraphs that a page or a line cut in two: the second begins small and the first has no end."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and _continues(last.text[-20:], block.text):
            glue = "" if _CUT_NUMBER.search(last.text[-20:]) else " "
            joined[-1] = Paragraph(last.text + glue + block.text, last.place)
        else:
            joined.append(block)
    return joined


def _continues(first: str, second: str) -> bool:
    if _CUT_NUMBER.search(first) and re.match(r"[A-ZĐ]{2}", second):
        return True
    if _ENDS.search(first) or read_marker(second) or lexicon.read_label(second):
        return False
    if re.search(r"\b(?:ngày|tháng|số|điều|khoản)$", first, re.IGNORECASE) and second[:1].isdigit():
        return True
    if re.search(r"\b(?:quý|năm)$", first, re.IGNORECASE) and _TIME.match(second):
        return True
    return bool(_LOWER.match(second))


# "…, UBND tỉnh ban hành" is the end of a preamble, though it has no mark where a line was torn.
_ISSUES = re.compile(r"\b(?:ubnd|uy ban nhan dan)\b[^;.]{0,60}\b(?:ban hanh|xay dung)\b")


class _Builder:
    def __init__(self) -> None:
        self._parts = [Part("", [], [], Node("root"))]
        self._stack = [self._parts[0].root]
        self._in_title = False
        self._in_receivers = False

    def build(self, blocks: list[Block]) -> list[Part]:
        for block in blocks:
            if isinstance(block, Table):
                self._in_title = self._in_receivers = False
                self._top().add(Node("table", place=block.place, table=block))
            else:
                self._paragraph(block)
        return [part for part in self._parts if part.title or part.root.children]

    def _top(self) -> Node:
        return self._stack[-1]

    def _paragraph(self, paragraph: Paragraph) -> None:
        kind = lexicon.title_kind(paragraph.text)
        if kind and self._goes_on_in_title(kind):
            self._parts[-1].title.append(paragraph)
            return
        if kind:
            self._begin(kind, paragraph)
            return
        marker = read_marker(paragraph.text)
        if self._in_title and not marker and self._is_title_line(paragraph.text):
            self._parts[-1].title.append(paragraph)
            return
        self._in_title = False
        if lexicon.RECEIVERS.match(fold(paragraph.text)):
            self._in_receivers = True
            self._stack = [self._parts[-1].root]
        if self._in_receivers and not (marker and marker.kind in ("roman", "appendix")):
            self._parts[-1].receivers.append(paragraph)
            return
        self._in_receivers = False
        self._place(paragraph, marker)

    def _is_title_line(self, text: str) -> bool:
        """Tell a line of the title from the preamble, whose paragraphs end with a mark."""
        closed = text.rstrip().endswith((";", ",", ".", ":"))
        many = len(self._parts[-1].title) > 4 or bool(_ISSUES.search(fold(text)))
        return not (closed or many or lexicon.PREAMBLE.match(fold(text)) or text.startswith("(") or len(text) > 400)

    def _goes_on_in_title(self, kind: str) -> bool:
        """Tell "CHƯƠNG TRÌNH …" in the title "KẾ HOẠCH / Thực hiện / CHƯƠNG TRÌNH …" from a paper of its own."""
        part = self._parts[-1]
        return self._in_title and lexicon.ANNEX not in (kind, part.kind) and not part.root.children

    def _begin(self, kind: str, paragraph: Paragraph) -> None:
        """Open a new part; the lines just above its title, with its number and date, are its front."""
        previous = self._parts[-1]
        front = previous.receivers if previous.receivers else [_as_paragraph(node) for node in previous.root.children]
        self._parts.append(Part(kind, [paragraph], front[-12:], Node("root")))
        self._stack = [self._parts[-1].root]
        self._in_title, self._in_receivers = True, False

    def _place(self, paragraph: Paragraph, marker: Marker | None) -> None:
        if marker is None:
            if self._top().kind == "part" and not self._top().text:
                self._top().text = paragraph.text
                return
            self._top_for_text().add(Node("text", text=paragraph.text, place=paragraph.place))
            return
        marker = self._resolve(marker)
        node = Node(marker.kind, marker.label, marker.rest, paragraph.place)
        if marker.is_bullet and (label := lexicon.read_label(marker.rest)) and label.role != "content":
            self._leave_details()
        while len(self._stack) > 1 and not self._holds(self._top(), node, marker):
            self._stack.pop()
        self._stack.append(self._top().add(node))

    def _top_for_text(self) -> Node:
        """A paragraph without a mark belongs to the numbered item, not to the bullet before it."""
        while self._top().is_bullet:
            self._stack.pop()
        return self._top()

    def _leave_details(self) -> None:
        """Leave the bullets that only tell details: a line that assigns belongs to the item, whatever its bullet."""
        while self._top().kind in ("plus", "dot") or (self._top().is_bullet and lexicon.read_label(self._top().text)):
            self._stack.pop()

    def _resolve(self, marker: Marker) -> Marker:
        """Tell the capital letter C from the Roman hundred by the letters that came before it."""
        if marker.kind != "roman" or len(marker.label) != 1:
            return marker
        capitals = [node.label for node in self._stack if node.kind == "capital"]
        if capitals and ord(marker.label) == ord(capitals[-1]) + 1:
            return Marker("capital", marker.label, marker.rest)
        return marker

    def _holds(self, holder: Node, node: Node, marker: Marker) -> bool:
        """Tell whether `node` stands under `holder`."""
        if holder.kind in ("root", "text"):
            return True
        if node.is_bullet and holder.is_bullet:
            kinds = [other.kind for other in self._stack if other.is_bullet]
            return node.kind not in kinds
        if node.kind == "decimal" and holder.kind in ("number", "decimal"):
            return node.label.startswith(holder.label + ".")
        if node.kind == "capital" and holder.kind == "roman":
            return node.label == "A" or any(child.kind == "capital" for child in holder.children)
        return _rank(holder) < marker.rank


def _rank(node: Node) -> int:
    return Marker(node.kind, node.label, "").rank


def _as_paragraph(node: Node) -> Paragraph:
    return Paragraph(node.text, node.place)
