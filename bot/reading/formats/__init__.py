"""One reader for each format; each turns bytes into blocks within limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block
from bot.reading.limits import Limits

Reader = Callable[[bytes, Limits], list[Block]]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_FOREIGN = (b"MZ", b"\x7fELF", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"ID3", b"OggS", b"RIFF", b"\x00\x00\x00")
_HTML = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<table",
    b"<div",
    b"<meta",
    b"<p>",
    b"<p ",
    b"<h1",
    b"<?xml",
)
_MUST_BE_BINARY = (".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".doc", ".xls", ".odt", ".png", ".jpg", ".jpeg")


def reader_for(content: bytes, name: str) -> Reader:
    """Choose the reader by what the content is, and by the ending of `name` where that leaves it open.

    Raises `UnreadableDocument` for what is no document, and for a text that calls itself a Word, Excel or PDF file.
    """
    ending = PurePath(name).suffix.lower()
    if content.startswith(b"PK\x03\x04"):
        return _zip_reader(content)
    if b"%PDF-" in content[:1024]:
        from bot.reading.formats.pdf import read_pdf

        return read_pdf
    if content.startswith(_OLE):
        return _ole_reader(content)
    if content.startswith(_IMAGES):
        raise UnreadableDocument("document.scanned", name=name)
    if content.startswith(_FOREIGN):
        raise UnreadableDocument("document.unknown_kind", name=name)
    return _text_reader(content, ending, name)


def _text_reader(content: bytes, ending: str, name: str) -> Reader:
    if content.lstrip().startswith(b"{\\rtf"):
        return _converted("rtf", "docx")
    if ending in _MUST_BE_BINARY and not content.lstrip().lower().startswith(_HTML):
        raise UnreadableDocument("document.damaged", name=name)
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML) or (ending in (".html", ".htm") and b"<" in content):
        from bot.reading.formats.html import read_html

        return read_html
    from bot.reading.formats.text import read_text

    return read_text


def _zip_reader(content: bytes) -> Reader:
    from bot.reading.formats.archive import names_in

    names = names_in(content)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableDocument("document.macros")
    if "word/document.xml" in names:
        from bot.reading.formats.docx import read_docx

        return read_docx
    if "xl/workbook.xml" in names:
        from bot.reading.formats.xlsx import read_xlsx

        return read_xlsx
    if "content.xml" in names:
        return _converted("odt", "docx")
    raise UnreadableDocument("document.unknown_kind")


def _wide(word: str) -> bytes:
    return word.encode("utf-16-le")


def _ole_reader(content: bytes) -> Reader:
    """Tell an old Word or Excel file from an encrypted new one by the names of the streams inside."""
    if _wide("EncryptedPackage") in content:
        raise UnreadableDocument("document.encrypted")
    if _wide("_VBA_PROJECT") in content:
        raise UnreadableDocument("document.macros")
    if _wide("WordDocument") in content:
        return _converted("doc", "docx")
    if _wide("Workbook") in content or _wide("Book") in content:
        return _converted("xls", "xlsx")
    raise UnreadableDocument("document.unknown_kind")


def _converted(kind: str, target: str) -> Reader:
    """Read through LibreOffice: `kind` as it is, `target` as it can be read."""

    def read(content: bytes, limits: Limits) -> list[Block]:
        from bot.reading.formats.office import convert

        made = convert(content, kind, target, limits)
        return reader_for(made, f"converted.{target}")(made, limits)

    return read
