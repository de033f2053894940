"""The sheet of an official document: Nghị định 30/2020/NĐ-CP, Phụ lục I. Sections, their page numbers, the file around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.clock import VIETNAM
from bot.rendering.wordml import FONT, NAMESPACES, points, twips

if TYPE_CHECKING:
    from docx.document import Document

PAGE_WIDTH, PAGE_HEIGHT = points(210), points(297)
TOP = BOTTOM = points(20)
LEFT, RIGHT = points(30), points(15.5)
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
HEADER = points(10)
BODY = 14.0
FIRST_LINE = points(12.7)
GAP = 6.0
PAGE_NUMBER = 14.0
_TEXT = "word/document.xml"
MARKS = "/docProps/custom.xml"
"""Where a Word file keeps the properties that its writers give it."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself; `made_at` is aware. `marks` are properties of its own, by which we know it again."""

    title: str
    author: str
    made_at: datetime
    marks: Mapping[str, str] = field(default_factory=dict)


def document(parts: Sequence[Iterable[str]], properties: Properties) -> bytes:
    """Bind parts into one file: the document itself, then its annexes, each with page numbers of its own.

    A part is pieces of XML of paragraphs and tables. The number stands at the top centre from a part's second page on.
    """
    import docx

    paper = docx.Document()
    _set_styles(paper)
    _set_properties(paper, properties)
    _set_marks(paper, properties.marks)
    header = _add_page_number(paper)
    frame = BytesIO()
    paper.save(frame)
    return _filled(frame, _pieces(parts, header), properties.made_at)


def _pieces(parts: Sequence[Iterable[str]], header: str) -> Iterator[str]:
    section = _section(header)
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMESPACES}><w:body>'
    for index, part in enumerate(parts, start=1):
        yield from part
        yield section if index == len(parts) else f"<w:p><w:pPr>{section}</w:pPr></w:p>"
    yield "</w:body></w:document>"


def _filled(frame: BytesIO, pieces: Iterable[str], made_at: datetime) -> bytes:
    """Write the pieces in place of the frame's text without building a tree.

    A tree of the tables of 300 agencies takes 3 GB. Every entry bears the document's instant, so that the same facts give the
    same bytes.
    """
    stamp = made_at.astimezone(VIETNAM).timetuple()[:6]
    file = BytesIO()
    with ZipFile(frame) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, stamp)
            entry.compress_type = ZIP_DEFLATED
            with new.open(entry, "w") as target:
                if name == _TEXT:
                    target.writelines(piece.encode() for piece in pieces)
                else:
                    target.write(old.read(name))
    return file.getvalue()


def _section(header: str) -> str:
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:pgSz w:w="{twips(PAGE_WIDTH)}" w:h="{twips(PAGE_HEIGHT)}"/>'
        f'<w:pgMar w:top="{twips(TOP)}" w:right="{twips(RIGHT)}" w:bottom="{twips(BOTTOM)}" w:left="{twips(LEFT)}" '
        f'w:header="{twips(HEADER)}" w:footer="{twips(HEADER)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _add_page_number(paper: Document) -> str:
    """Make the header with the page number; returns the id by which sections refer to it."""
    from docx.oxml import parse_xml

    package: Any = paper.part  # its method has no types
    part, identity = package.add_header_part()
    size = f'<w:sz w:val="{twips(PAGE_NUMBER) // 10}"/><w:szCs w:val="{twips(PAGE_NUMBER) // 10}"/>'
    field = "".join(
        f"<w:r><w:rPr>{size}</w:rPr>{content}</w:r>"
        for content in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    for element in list(part.element):
        part.element.remove(element)
    part.element.append(parse_xml(f'<w:p {NAMESPACES}><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>'))
    return str(identity)


def _set_styles(paper: Document) -> None:
    """Make Times New Roman 14, black, without spacing, the rule for all text."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    size = f'<w:sz w:val="{round(2 * BODY)}"/><w:szCs w:val="{round(2 * BODY)}"/>'
    defaults = parse_xml(
        f"<w:docDefaults {NAMESPACES}><w:rPrDefault><w:rPr><w:rFonts {fonts}/>{size}"
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    styles = paper.styles.element
    for style in list(styles):
        if style.tag != qn("w:latentStyles"):
            styles.remove(style)
    styles.insert(0, defaults)
    for kind, name, identity in (
        ("paragraph", "Normal", "Normal"),
        ("character", "Default Paragraph Font", "DefaultFont"),
        ("table", "Normal Table", "TableNormal"),
    ):
        styles.append(
            parse_xml(
                f'<w:style {NAMESPACES} w:type="{kind}" w:default="1" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'
            )
        )
    for level in (0, 1):
        # Bold by the style: LibreOffice drops the direct formatting of a content control's first paragraph.
        styles.append(
            parse_xml(
                f'<w:style {NAMESPACES} w:type="paragraph" w:styleId="Heading{level + 1}"><w:name w:val="heading {level + 1}"/>'
                f'<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
            )
        )


def _set_marks(paper: Document, marks: Mapping[str, str]) -> None:
    """Put properties in the file that Word and LibreOffice keep and show among its own ("Tùy chỉnh")."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    if not marks:
        return
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(marks.items(), start=2)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{entries}</Properties>'
    )
    package = paper.part.package
    part = Part(PackURI(MARKS), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, content.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _set_properties(paper: Document, properties: Properties) -> None:
    core = paper.core_properties
    core.title, core.author, core.last_modified_by = (
        properties.title[:255],
        properties.author[:255],
        properties.author[:255],
    )
    core.comments, core.language, core.revision = "", "vi-VN", 1
    core.created = core.modified = properties.made_at
