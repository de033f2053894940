"""Marked regions of a document: what an officer changed in one by hand survives the next compilation.

Every topic of the body stands in a content control whose tag is for example "nv-results-1f0c9a2b-5e884898da28": the part, the
topic, and a digest of the text as it was written. A region whose text no longer has that digest was changed by hand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.errors import UnreadableDocument
from bot.rendering.harmless import harmless
from bot.rendering.paper import BODY, FIRST_LINE, GAP
from bot.rendering.wordml import paragraph, run
from bot.vietnamese import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # type: ignore[import-untyped]  # has no types of its own

_TAG = re.compile(r"nv-([a-z]+-[0-9a-f]{8})-([0-9a-f]{12})")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
    return _control(key, _digest(_paragraphs(_parsed(content))), heading + content)


def _control(key: str, digest: str, content: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="nv-{key}-{digest}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def changed_by_hand(document: bytes) -> dict[str, Kept]:
    """Find the regions of an earlier document that were changed, by their keys.

    Text, bold and italics are kept; what else Word allows in a region is not. Raises `UnreadableDocument`.
    """
    return {kept.key: kept for kept in map(_changed, body_of(document).iter(f"{_WORD}sdt")) if kept is not None}


def _changed(control: Element) -> Kept | None:
    """Give a region that was changed; `None` for one that was not, and for a content control that is not ours."""
    name = _name(control)
    paragraphs = _paragraphs(control)
    if name is None or _digest(paragraphs) == name[1]:
        return None
    said = [each for each in paragraphs if _text(each.iter(f"{_WORD}r")).strip()]
    headings = [_text(each.iter(f"{_WORD}r")) for each in control.iter(f"{_WORD}p") if each not in paragraphs]
    things = any(next(control.iter(f"{_WORD}{tag}"), None) is not None for tag in ("tbl", "drawing", "object"))
    content = "".join(map(_paragraph, paragraphs))
    return Kept(*name, content, len(said), one_line(headings[-1]) if headings else "", things)


def _name(control: Element) -> tuple[str, str] | None:
    """Read a region's key and digest from its tag."""
    tag = control.find(f"{_WORD}sdtPr/{_WORD}tag")
    match = _TAG.fullmatch(tag.get(f"{_WORD}val") or "") if tag is not None else None
    return None if match is None else (match[1], match[2])


def regions_in(body: Element) -> int:
    """Count the marked regions of a document's body."""
    return sum(_name(control) is not None for control in body.iter(f"{_WORD}sdt"))


def digest_outside(body: Element) -> str:
    """Digest the text around the regions, up to where the annexes begin: who saves a file does not change it."""
    lines = []
    for element in body:
        if element.tag != f"{_WORD}sdt":
            lines += [one_line(_text(each.iter(f"{_WORD}r"))) for each in element.iter(f"{_WORD}p")]
        if element.find(f"{_WORD}pPr/{_WORD}sectPr") is not None:
            break
    return hashlib.sha256("\n".join(filter(None, lines)).encode()).hexdigest()[:12]


def outside(pieces: Iterable[str]) -> str:
    """Digest the text around the regions of a body that is being written (XML, each region a piece)."""
    return digest_outside(_parsed("".join(piece for piece in pieces if not piece.startswith("<w:sdt>"))))


def _paragraphs(control: Element) -> list[Element]:
    """List the paragraphs of a region without its headings."""
    styles = ((each, each.find(f"{_WORD}pPr/{_WORD}pStyle")) for each in control.iter(f"{_WORD}p"))
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
