"""Read what the part on organisation lays on each agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.plans import Duty
from bot.reading import lexicon
from bot.reading.name_lists import begins_with_body, split_agencies
from bot.reading.outline import Node
from bot.reading.sentences import take_agencies
from bot.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency heading with what stands under it; `items` are the nodes of its duties, `inline` text in the heading."""

    node: Node
    agencies: tuple[str, ...]
    items: tuple[Node, ...]
    inline: str = ""

    @property
    def texts(self) -> list[tuple[str, str, Node]]:
        """Give number, text and node of each duty; a single paragraph has the heading's own number."""
        if self.inline:
            own = [(self.node.no, self.inline, self.node)] if not self.items else []
            return own + [(self._no(index), item.text, item) for index, item in enumerate(self.items, start=1)]
        if len(self.items) == 1 and not self.items[0].is_numbered:
            return [(self.node.no, self.items[0].text, self.items[0])]
        return [(self._no(index), item.text, item) for index, item in enumerate(self.items, start=1)]

    def _no(self, index: int) -> str:
        item = self.items[index - 1]
        return item.no if item.is_numbered else f"{self.node.no}.{index}"


def find_holders(root: Node) -> list[Holder]:
    """Find the headings that name agencies only, with their duties, in printed order."""
    holders: list[Holder] = []
    for section in root.walk():
        holders += _section_holders(section)
    return holders


def duties_of(holders: list[Holder]) -> tuple[Duty, ...]:
    """List the duties, one entry an agency."""
    return tuple(
        Duty(holder.node.no, agency, tuple(text for _, text, _ in holder.texts))
        for holder in holders
        for agency in holder.agencies
    )


def _section_holders(section: Node) -> list[Holder]:
    heading = fold(section.text)
    organised = bool(lexicon.ORGANISATION.search(heading)) or (
        section.kind in ("article", "root") and any(agency_heading(child.text) for child in section.numbered())
    )
    # A letter has no sections: what it asks of each agency stands at the top.
    if section.kind == "root" and not all(child.kind == "number" for child in section.numbered()):
        return []
    found = [holder for child in section.children if (holder := _holder(child, organised))]
    numbered = [holder for holder in found if holder.node.is_numbered]
    if section.kind == "root":
        return numbered
    if organised:
        return found + _plain_headings(section)
    return found if len(numbered) >= 2 else []


def _holder(node: Node, organised: bool) -> Holder | None:
    if node.kind in ("text", "table"):
        return None
    agencies = agency_heading(node.text)
    if agencies:
        return Holder(node, tuple(agencies), tuple(_items(node)))
    if not organised:
        return None
    agencies, rest = _inline(node.text)
    return Holder(node, tuple(agencies), tuple(_items(node)), rest) if agencies else None


def _items(node: Node) -> list[Node]:
    """List the duties under a heading: its bullets or lettered items, else its paragraphs."""
    items = [
        child for child in node.children if child.kind != "table" and not (_is_closing(child) or _is_detail(child))
    ]
    # A single paragraph that begins so is the duty itself.
    if len(items) > 1 and items[-1].kind == "text" and _RESTATING.match(fold(items[-1].text)):
        items = items[:-1]
    marked = [child for child in items if child.kind != "text"]
    return marked or items


_CLOSING = re.compile(
    r"(?:dong thoi,? )?(?:trong qua trinh (?:to chuc |trien khai |thuc hien)|tren day la (?:ke hoach|noi dung|chuong trinh)"
    r"|(?:ubnd|uy ban nhan dan|chu tich ubnd) [^,.;]{2,30} (?:yeu cau|de nghi) |(?:yeu cau|de nghi) (?:cac (?:so|co quan)"
    r"|thu truong)[^:]{10,200}nghiem tuc|noi nhan)"
)
_RESTATING = re.compile(
    r"can cu (?:noi dung )?(?:ke hoach|chuong trinh) nay,? (?:de nghi |yeu cau )?(?:cac|thu truong|giam doc) "
)


def _is_closing(node: Node) -> bool:
    """Tell a paragraph that closes the plan, not the duties of the agency named last."""
    return node.kind == "text" and _CLOSING.match(fold(node.text)) is not None


def _is_detail(node: Node) -> bool:
    """Tell "Thời gian: Quý II" below a duty, which is none itself."""
    label = lexicon.read_label(node.text) if node.kind == "text" else None
    return label is not None and label.role in ("time", "budget", "output", "cooperating")


def _plain_headings(section: Node) -> list[Holder]:
    """Find headings that have no number of their own: "Sở Tài chính:" on a line, its duties below."""
    holders: list[Holder] = []
    heading: tuple[Node, list[str]] | None = None
    items: list[Node] = []
    for child in section.children:
        agencies = agency_heading(child.text) if child.kind == "text" else []
        if agencies or child.is_numbered:
            holders += _close(heading, items)
            heading, items = ((child, agencies) if agencies else None), []
        elif heading:
            items.append(child)
    return holders + _close(heading, items)


def _close(heading: tuple[Node, list[str]] | None, items: list[Node]) -> list[Holder]:
    return [Holder(heading[0], tuple(heading[1]), tuple(items))] if heading and items else []


_AFTER_HEADING = re.compile(r"\s+[-–]\s+(?:cơ quan|đơn vị) .*$|\s*\((?:cơ quan|đơn vị)[^)]*\)", re.IGNORECASE)
_LEADER = re.compile(r"thủ trưởng|giám đốc|chánh|chủ tịch|lãnh đạo", re.IGNORECASE)
_OPENING = re.compile(r"^(?:(?:đề nghị|giao|yêu cầu|trách nhiệm của|nhiệm vụ của|đối với|đồng chí)\s+)+", re.IGNORECASE)


# "Sở Tài chính có trách nhiệm:" with the duties below.
_CHARGED = re.compile(r"\s+(?:có|chịu) (?:trách nhiệm|nhiệm vụ)(?: (?:sau|thực hiện|như sau))*$", re.IGNORECASE)


def agency_heading(text: str) -> list[str]:
    """Read a heading that names agencies and says nothing else; empty when it is none."""
    bare = _CHARGED.sub("", _AFTER_HEADING.sub("", _OPENING.sub("", text)).strip(" .:;"))
    if (
        not bare
        or len(bare) > 260
        or lexicon.ORGANISATION.fullmatch(fold(bare))
        or re.search(r"\. [A-ZĐ]", bare.replace("TP. ", ""))
        or not all(begins_with_body(part) or _LEADER.match(part) for part in re.split(r";\s+", bare))
    ):
        return []
    names = split_agencies(bare)
    if not all(begins_with_body(name) and name[:1].upper() + name[1:] for name in names):
        return []
    taken, rest = take_agencies(bare)
    return names if taken and not rest.strip(" .:;()") else []


_DUTY = re.compile(r"^\s*(?::|có trách nhiệm\s*:?|chịu trách nhiệm\s*:?|có nhiệm vụ\s*:?|,)\s*", re.IGNORECASE)


def _inline(text: str) -> tuple[list[str], str]:
    """Read "Sở Tài chính: thẩm định …" and "Giao Sở Nội vụ chủ trì …" as agency and duty."""
    ordered = _OPENING.match(text)
    bare = text[ordered.end() :] if ordered else text
    head, colon, rest = bare.partition(":")
    if colon and len(head) < 200 and (names := agency_heading(head)):
        return names, rest.strip()
    names, rest = take_agencies(bare)
    # After "Giao" and "Đề nghị" names follow, whatever their first letter.
    single = [name for name in names if ordered or re.match(r"[A-ZĐ]", name)]
    if not names or len(single) != len(names) or not rest:
        return [], ""
    return names, _DUTY.sub("", rest).strip()
