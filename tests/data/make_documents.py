"""Make .docx and .pdf of the plans in text: real lists, a real table, a letterhead, page numbers.

    python make_documents.py DIRECTORY [NAME ...]

writes NAME.docx and, where LibreOffice is installed, NAME.pdf. The bytes of the .docx are the same every time.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

PLANS = Path(__file__).parent / "plans"
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"), ("bullet", "+"))
_PRINTED = (r"([IVX]+)\.\s+", r"(\d{1,2})\.\s+", r"([a-z])\)\s+", r"(-)\s+", r"(\+)\s+")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class Lists:
    """Counts as Word will, to put a paragraph in a list only where Word would show the printed label."""

    def __init__(self) -> None:
        self.counters = [0, 0, 0]
        self.lists = 1
        self.overrides: list[tuple[int, int]] = []

    def properties(self, level: int, label: str) -> str | None:
        if level < 3:
            value = _value(level, label)
            if value == 1 and self.counters[level] != 0:
                self.lists += 1
                self.overrides.append((self.lists, level))
                self.counters[level] = 0
            if value != self.counters[level] + 1:
                return None
            self.counters[level] = value
            self.counters[level + 1 :] = [0] * (2 - level)
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self.lists}"/></w:numPr>'


def _value(level: int, label: str) -> int:
    if level == 0:
        return _ROMAN.index(label) + 1 if label in _ROMAN else 0
    return int(label) if level == 1 else ord(label) - ord("a") + 1


def _run(text: str, bold: bool = False) -> str:
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(text: str, properties: str = "", bold: bool = False) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text, bold)}</w:p>"


def _plain(line: str) -> str:
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return re.sub(r"\*\*|</?[a-z]+>|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", line).strip()


def _text_paragraph(line: str, lists: Lists) -> str:
    text = _plain(line)
    if re.match(r"- [a-zđ]\) ", text):
        text = text[2:]
    for level, pattern in enumerate(_PRINTED):
        found = re.match(pattern, text)
        if found and (properties := lists.properties(level, found[1])):
            return _paragraph(text[found.end() :], properties, bold=level == 0)
    centred = text.isupper() and len(text) < 120
    return _paragraph(text, '<w:jc w:val="center"/>' if centred else '<w:jc w:val="both"/>', bold=centred)


def _cell(text: str, width: int) -> str:
    pieces = [piece for part in re.split(r"</?p>|<br/?>", text) if (piece := _plain(part))]
    paragraphs = "".join(_paragraph(piece) for piece in pieces) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


def _table(rows: list[list[str]]) -> str:
    width = max(len(row) for row in rows)
    widths = [600] + [9000 // (width - 1)] * (width - 1)
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in
                    ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    body = "".join("<w:tr>" + "".join(map(_cell, row, widths)) + "</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def _table_rows(lines: list[str]) -> list[list[str]]:
    """Join what the extraction cut: rows that go on after a page, and a row that lost its empty cell of money."""
    rows: list[list[str]] = []
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        width = len(rows[0]) if rows else len(cells)
        while len(cells) < width:
            cells.insert(width - 2, "")
        if rows and not cells[0].strip() and not cells[1].strip():
            rows[-1] = [" ".join(part for part in pair if part) for pair in zip(rows[-1], cells, strict=True)]
            rows[-1] = [re.sub(r"truyền truyền", "truyền", cell) for cell in rows[-1]]
        else:
            rows.append(cells)
    return rows


def _body(text: str) -> tuple[str, Lists]:
    lists = Lists()
    parts: list[str] = []
    table: list[str] = []
    for line in text.split("\n"):
        if line.count("\t") >= 3:
            table.append(line)
        elif line.strip():
            if table:
                parts.append(_table(_table_rows(table)))
                table = []
            parts.append(_text_paragraph(line, lists))
    if table:
        parts += [_table(_table_rows(table)), "<w:p/>"]
    return "".join(parts), lists


def _numbering(lists: Lists) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{200 * index}" w:firstLine="0"/></w:pPr></w:lvl>'
        for index, (fmt, text) in enumerate(_LEVELS)
    )
    nums = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
        for number, level in lists.overrides
    )
    return f'<w:numbering {_NS}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = (
    f'<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:cs="Times New Roman"/><w:sz w:val="26"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults></w:styles>"
)
_HEADER = (
    f'<w:hdr {_NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
)


def docx_of(text: str, body: str | None = None) -> bytes:
    """Make a Word document of a plan in text; `body` replaces what would be made of it."""
    made, lists = _body(text)
    section = (
        f'<w:sectPr><w:headerReference xmlns:r="{_RELATIONS}" w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567"/></w:sectPr>'
    )
    kinds = (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"), ("header1", "header"))
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in kinds
    )
    relations = "".join(
        f'<Relationship Id="rId{index}" Type="{_RELATIONS}/{kind}" Target="{target}.xml"/>'
        for index, (kind, target) in enumerate(
            (("styles", "styles"), ("numbering", "numbering"), ("header", "header1")), start=1
        )
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "word/document.xml": (
            f"<w:document {_NS}><w:body>{body if body is not None else made}{section}</w:body></w:document>"
        ),
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _numbering(lists),
        "word/header1.xml": _HEADER,
    }
    return zipped(parts)


def zipped(parts: dict[str, str]) -> bytes:
    """Zip parts with a fixed date, so that the bytes are the same every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def pdf_of(docx: bytes) -> bytes | None:
    """Have LibreOffice print a Word document; `None` where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory, "plan.docx")
        source.write_bytes(docx)
        profile = Path(directory, "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            directory,
            str(source),
        ]
        subprocess.run(command, capture_output=True, timeout=180, check=True)
        return source.with_suffix(".pdf").read_bytes()


def main(arguments: list[str]) -> int:
    target = Path(arguments[0])
    target.mkdir(parents=True, exist_ok=True)
    names = arguments[1:] or [path.stem for path in sorted(PLANS.glob("*.txt"))]
    for name in names:
        docx = docx_of((PLANS / f"{name}.txt").read_text(encoding="utf-8"))
        (target / f"{name}.docx").write_bytes(docx)
        pdf = pdf_of(docx)
        if pdf is not None:
            (target / f"{name}.pdf").write_bytes(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
