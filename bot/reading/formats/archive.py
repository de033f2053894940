"""Open zipped documents without being made to unpack more than allowed."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from bot.errors import UnreadableDocument
from bot.reading.limits import Limits

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, RuntimeError, ValueError)


def names_in(content: bytes) -> frozenset[str]:
    """List the names inside a zip file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except _DAMAGE as error:
        raise UnreadableDocument("document.damaged") from error


class Archive:
    """The parts of a zipped document; what is unpacked of all parts together stays within the limits."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except _DAMAGE as error:
            raise UnreadableDocument("document.damaged") from error
        if any(info.flag_bits & 0x1 for info in infos):
            raise UnreadableDocument("document.encrypted")
        # The directory may lie; what is read is counted again below.
        if sum(info.file_size for info in infos) > limits.unpacked:
            raise UnreadableDocument("document.bomb")
        self._left = limits.unpacked

    def read(self, name: str) -> bytes | None:
        """Unpack one part; `None` when there is none of that name."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        try:
            with self._zip.open(info) as part:
                data = part.read(self._left + 1)
        except _DAMAGE as error:
            raise UnreadableDocument("document.damaged") from error
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableDocument("document.bomb")
        return data

    def names(self) -> list[str]:
        """List the parts."""
        return self._zip.namelist()

    def xml(self, name: str) -> etree._Element | None:
        """Parse one part; `None` when there is none of that name."""
        data = self.read(name)
        return parse_xml(data) if data is not None else None


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML without entities, network or a document type, none of which a document of Office has."""
    if b"<!DOCTYPE" in data[:4096]:
        raise UnreadableDocument("document.damaged")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise UnreadableDocument("document.damaged") from error
