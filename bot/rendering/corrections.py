"""A compiled report that comes back: known by its mark, with what was changed in it by hand."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import UnreadableDocument
from bot.rendering.paper import MARKS
from bot.rendering.regions import Kept, body_of, changed_by_hand, digest_outside, is_region, outside, regions_in

MARK, REGIONS, AROUND = "nhacviec", "nhacviec-regions", "nhacviec-around"
_MOST_MARKS, _MOST_UNPACKED = 100_000, 200_000_000
"""Bytes of the properties, and of all that a file unpacks to, that are read."""
_DOCUMENT = re.compile(r"summary:[0-9]{4}(?:-[A-Z0-9]{1,6})?(?::[0-9]{1,9})?|request:[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Correction:
    """What was changed by hand in the report `document` ("summary:2024-Q4", "summary:2024-Q4:3", "request:5").

    `lost` counts the regions that are no longer marked, `around` tells whether anything was changed outside of them.
    """

    document: str
    regions: tuple[Kept, ...] = ()
    lost: int = 0
    around: bool = False

    @property
    def paragraphs(self) -> int:
        """How many paragraphs stand in the regions that were changed."""
        return sum(region.paragraphs for region in self.regions)


def summary_named(period: str, plan: int | None) -> str:
    """Name the report of a period ("2024-Q4", "2024-H1", "2024"), for one plan or all."""
    return f"summary:{period}" if plan is None else f"summary:{period}:{plan}"


def request_named(request: int) -> str:
    """Name the reply to a one-off request."""
    return f"request:{request}"


def marks(document: str, body: Sequence[str]) -> dict[str, str]:
    """Give the marks of a report whose body (pieces of XML, each region one) is to be known again."""
    if not document:
        return {}
    count = sum(map(is_region, body))
    return {MARK: document, REGIONS: str(count), AROUND: outside(body)}


def read_correction(content: bytes) -> Correction | None:
    """Read what was changed in a report that we wrote; `None` for any other file.

    Raises `UnreadableDocument` for one that bears our mark and cannot be opened.
    """
    found = _marks(content)
    document = found.get(MARK, "")
    if not _DOCUMENT.fullmatch(document):
        return None
    body = body_of(content)
    written = int(found[REGIONS]) if found.get(REGIONS, "").isdecimal() else 0
    around = digest_outside(body) != found.get(AROUND)
    return Correction(document, tuple(changed_by_hand(content).values()), max(written - regions_in(body), 0), around)


def _marks(content: bytes) -> dict[str, str]:
    """Read the properties a Word file was given; none where it is no Word file."""
    if not content.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open(MARKS.lstrip("/")) as properties:
            raw = properties.read(_MOST_MARKS)
            unpacked = sum(part.file_size for part in parts.infolist())
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return {}
    if MARK.encode() in raw and unpacked > _MOST_UNPACKED:
        raise UnreadableDocument("document.too_big", megabytes=_MOST_UNPACKED // 1_000_000)
    return _properties(raw)


def _properties(raw: bytes) -> dict[str, str]:
    from lxml import etree

    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {}
    return {str(each.get("name")): "".join(each.itertext()).strip() for each in root}
