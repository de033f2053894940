"""Marked regions of a document: what an officer changed in one by hand survives the next compilation.

Every topic of the body stands in a content control whose tag is for example "nv-results-1f0c9a2b-5e884898da28": the part, the
topic, and a digest of the text as it was written; a bookmark around it says the same, for LibreOffice drops the control. A
region whose text no longer has that digest was changed by hand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.errors import UnreadableDocument
from bot.rendering.harmless import harmless
from bot.rendering.paper import BODY, FIRST_LINE, GAP
from bot.rendering.wordml import bookmark, paragraph, run
from bot.vietnamese import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TAG = re.compile(r"nv-([a-z]+-[0-9a-f]{8})-([0-9a-f]{12})")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THINGS = tuple(f"{_WORD}{tag}" for tag in ("tbl", "drawing", "object"))


def key_of(part: str, topic: str) -> str:
    """Name a region so that it has the same name in the next compilation: "results-1f0c9a2b"."""
    return f"{part}-{hashlib.sha256(harmless(topic).encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A region that was changed by hand: its paragraphs (XML) and how many, the digest of what had been written there.

    `heading` is the last over it, empty where there is none; `things` tells of a table or picture put in, which is not kept.
    """

    key: str
    digest: str
    content: str
    paragraphs: int = 0
    heading: str = ""
    things: bool = False

    def under(self, heading: str) -> str:
        """Put the region under a new heading (XML); it stays known as changed."""
        return _control(self.key, self.digest, heading + self.content)


def region(key: str, heading: str, content: str) -> str:
    """Put paragraphs (XML) in a marked region, under a heading that is not part of what is compared.

    The heading stands inside the control because LibreOffice drops the direct formatting of a control's first
    paragraph, and would show the hidden text in it.
    """
    return _control(key, _digest(_own(_parsed(content).iter(f"{_WORD}p"))), heading + content)


def _control(key: str, digest: str, content: str) -> str:
    """Mark paragraphs twice: Word keeps the control, LibreOffice drops it and keeps the bookmark."""
    number = 1_000_000 + int(hashlib.sha256(key.encode()).hexdigest()[:6], 16)
    name = f"nv-{key}-{digest}".replace("-", "_")
    control = (
        f'<w:sdt><w:sdtPr><w:tag w:val="nv-{key}-{digest}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )
    return bookmark(number, name, control)


def is_region(piece: str) -> bool:
    """Tell whether a piece of a body (XML) is a marked region."""
    return "<w:sdt>" in piece


@dataclass(frozen=True, slots=True)
class _Region:
    """A region as it stands in a document: all its paragraphs, its headings among them."""

    key: str
    digest: str
    everything: tuple[Element, ...]
    things: bool


def _regions(body: Element) -> list[_Region]:
    """Find the regions of a body by their controls, or where there are none any more by their bookmarks."""
    return list(_by_control(body)) or list(_by_bookmark(body))


def _by_control(body: Element) -> Iterator[_Region]:
    for control in body.iter(f"{_WORD}sdt"):
        tag = control.find(f"{_WORD}sdtPr/{_WORD}tag")
        name = _TAG.fullmatch(tag.get(f"{_WORD}val") or "") if tag is not None else None
        if name is not None:
            things = any(next(control.iter(each), None) is not None for each in _THINGS)
            yield _Region(name[1], name[2], tuple(control.iter(f"{_WORD}p")), things)


@dataclass
class _Reach:
    """What has been met since a bookmark began."""

    paragraphs: list[Element] = field(default_factory=list)
    things: bool = False


def _by_bookmark(body: Element) -> Iterator[_Region]:
    """Gather what has runs between a bookmark's ends; they may stand in paragraphs or between them.

    LibreOffice writes a beginning twice, of which only the second has the number of the end.
    """
    names: dict[str | None, tuple[str, str]] = {}
    running: dict[tuple[str, str], _Reach] = {}
    for element in body.iter():
        number = element.get(f"{_WORD}id")
        name = _TAG.fullmatch((element.get(f"{_WORD}name") or "").replace("_", "-"))
        if element.tag == f"{_WORD}bookmarkStart" and name is not None:
            names[number] = (name[1], name[2])
            running.setdefault(names[number], _Reach())
        elif element.tag == f"{_WORD}bookmarkEnd" and names.get(number) in running:
            reach = running.pop(names[number])
            yield _Region(*names[number], tuple(dict.fromkeys(reach.paragraphs)), reach.things)
        for reach in running.values():
            if element.tag == f"{_WORD}r":
                reach.paragraphs.extend(element.iterancestors(f"{_WORD}p"))
            reach.things = reach.things or element.tag in _THINGS


def changed_by_hand(document: bytes) -> dict[str, Kept]:
    """Find the regions of an earlier document that were changed, by their keys.

    Text, bold and italics are kept; what else Word allows in a region is not. Raises `UnreadableDocument`.
    """
    return {kept.key: kept for kept in map(_changed, _regions(body_of(document))) if kept is not None}


def _changed(region: _Region) -> Kept | None:
    """Give a region that was changed; `None` for one that was not."""
    paragraphs = _own(region.everything)
    if _digest(paragraphs) == region.digest:
        return None
    said = [each for each in paragraphs if _text(each.iter(f"{_WORD}r")).strip()]
    headings = [_text(each.iter(f"{_WORD}r")) for each in region.everything if each not in paragraphs]
    heading, content = one_line(headings[-1]) if headings else "", "".join(map(_paragraph, paragraphs))
    return Kept(region.key, region.digest, content, len(said), heading, region.things)


def regions_in(body: Element) -> int:
    """Count the marked regions of a document's body."""
    return len(_regions(body))


def digest_outside(body: Element) -> str:
    """Digest the text around the regions, up to where the annexes begin: who saves a file does not change it."""
    inside = {paragraph for region in _regions(body) for paragraph in region.everything}
    lines = []
    for element in body.iter(f"{_WORD}p"):
        if element not in inside:
            lines.append(one_line(_text(element.iter(f"{_WORD}r"))))
        if element.find(f"{_WORD}pPr/{_WORD}sectPr") is not None:
            break
    return hashlib.sha256("\n".join(filter(None, lines)).encode()).hexdigest()[:12]


def outside(pieces: Iterable[str]) -> str:
    """Digest the text around the regions of a body that is being written (XML, each region a piece)."""
    return digest_outside(_parsed("".join(piece for piece in pieces if not is_region(piece))))


def _own(paragraphs: Iterable[Element]) -> list[Element]:
    """Leave the headings out of paragraphs."""
    styles = ((each, each.find(f"{_WORD}pPr/{_WORD}pStyle")) for each in paragraphs)
    return [each for each, style in styles if style is None or not str(style.get(f"{_WORD}val")).startswith("Heading")]


def body_of(document: bytes) -> Element:
    """Open a document; raises `UnreadableDocument`."""
    import zipfile

    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        opened: Any = docx.Document(BytesIO(document))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise UnreadableDocument("document.unreadable") from error
    body: Element = opened.element.body
    return body


def _parsed(content: str) -> Element:
    from docx.oxml import parse_xml

    from bot.rendering.wordml import NAMESPACES

    parsed: Element = parse_xml(f"<w:sdtContent {NAMESPACES}>{content}</w:sdtContent>")
    return parsed


def _digest(paragraphs: Iterable[Element]) -> str:
    """Digest the text alone: Word cuts runs anew whenever it saves."""
    text = "\n".join(one_line(_text(element.iter(f"{_WORD}r"))) for element in paragraphs)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _text(runs: Iterable[Element]) -> str:
    return "".join(_run_text(each) for each in runs)


def _run_text(element: Element) -> str:
    signs = {f"{_WORD}br": "\n", f"{_WORD}tab": " "}
    return "".join(
        signs.get(str(child.tag), child.text or "") for child in element if child.tag in (*signs, f"{_WORD}t")
    )


def _paragraph(element: Element) -> str:
    content = "".join(_run(each) for each in element.iter(f"{_WORD}r") if _run_text(each))
    return paragraph(content, first_line=FIRST_LINE, after=GAP)


def _run(element: Element) -> str:
    marks = {
        name: mark is not None and mark.get(f"{_WORD}val") not in ("0", "false")
        for name, mark in ((name, element.find(f"{_WORD}rPr/{_WORD}{tag}")) for name, tag in _MARKS)
    }
    return run(_run_text(element), BODY, **marks)


_MARKS = (("bold", "b"), ("italic", "i"), ("hidden", "vanish"))
