"""Tell which sections of a plan say what is to be done, and which items in them are the smallest."""

from __future__ import annotations

import re

from bot.reading import lexicon
from bot.reading.outline import Node
from bot.vietnamese import fold


def is_content(section: Node, owned: set[int]) -> bool:
    """Tell a section that says what is to be done, by its heading."""
    heading = fold(section.text)
    if any(id(node) in owned for node in section.walk()) or section.kind == "article":
        return False
    others = (lexicon.ORGANISATION, lexicon.PURPOSE, lexicon.FUNDING, lexicon.REPORTING)
    if any(pattern.search(heading) for pattern in others) and not heading.startswith(("nhiem vu", "noi dung")):
        return False
    return bool(lexicon.CONTENT.search(heading))


def leaves(section: Node) -> list[Node]:
    """List the smallest numbered items of a section."""
    items = section.numbered()
    if not items:
        return []
    return [leaf for item in items if not _is_target(item) for leaf in (leaves(item) or [item])]


_TARGET = re.compile(r"(?:cac |mot so )?(?:muc tieu|chi tieu|yeu cau|muc dich|quan diem|nguyen tac)\b")


def _is_target(item: Node) -> bool:
    """Tell a heading of aims that stands among those of tasks."""
    return bool(item.numbered()) and _TARGET.match(fold(item.text)) is not None


def items_beside(parents: list[Node]) -> list[Node]:
    """List the items of sections on content that stand beside those with lines and have none themselves."""
    known = {id(parent) for parent in parents}
    sections = dict.fromkeys(
        section
        for parent in parents
        if parent.parent and parent.parent.kind != "root"
        for section in parent.parent.numbered()
    )
    return [
        item
        for section in sections
        if not any(id(node) in known for node in section.walk()) and not _OTHER.search(fold(section.text))
        for item in leaves(section)
        if not lexicon.read_label(item.text)
    ]


_OTHER = re.compile(
    "|".join(f"(?:{pattern.pattern})" for pattern in (lexicon.ORGANISATION, lexicon.PURPOSE, lexicon.FUNDING))
)
