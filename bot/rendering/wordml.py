"""The small part of WordprocessingML that our documents are made of, written as text.

Rows built as XML are many times quicker than rows added one by one. Lengths are in points unless a name says otherwise;
content passed between these functions is XML that is already escaped, all other text is made harmless here.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bot.rendering.harmless import harmless

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
FONT = "Times New Roman"


def twips(points: float) -> int:
    """Turn points into twentieths of a point, Word's unit of length."""
    return round(points * 20)


def points(millimetres: float) -> float:
    """Turn millimetres into points."""
    return millimetres * 72 / 25.4


def run(
    text: str,
    size: float | None = None,
    *,
    bold: bool = False,
    italic: bool = False,
    hidden: bool = False,
    squeeze: float = 0,
) -> str:
    """Write text in one style; line ends become line breaks.

    `hidden` text shows only where Word is asked to show it. `squeeze` is taken off the width of each letter.
    """
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "") + ("<w:vanish/>" if hidden else "")
    marks += f'<w:spacing w:val="{-twips(squeeze)}"/>' if squeeze else ""
    if size is not None:
        marks += f'<w:sz w:val="{round(2 * size)}"/><w:szCs w:val="{round(2 * size)}"/>'
    style = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _keeping_ends(text))
    return f"<w:r>{style}{'<w:br/>'.join(lines)}</w:r>"


def _keeping_ends(text: str) -> list[str]:
    """Make text harmless but keep the one space at its ends that parts it from its neighbours."""
    core = harmless(text)
    front = " " if text[:1].isspace() and core else ""
    back = " " if text[-1:].isspace() and core else ""
    return f"{front}{core}{back}".split("\n")


def paragraph(
    content: str,
    *,
    align: str = "both",
    first_line: float = 0,
    before: float = 0,
    after: float = 0,
    left: float = 0,
    right: float = 0,
    hanging: float = 0,
    keep_next: bool = False,
    outline: int | None = None,
    extra: str = "",
) -> str:
    """Write a paragraph. `align` is "both", "left", "center" or "right"; `outline` 0 makes it a heading of the first level, in
    the style of headings.
    """
    indents = f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}" '
    indents += f'w:hanging="{twips(hanging)}"/>' if hanging else f'w:firstLine="{twips(first_line)}"/>'
    style = (
        (f'<w:pStyle w:val="Heading{outline + 1}"/>' if outline is not None else "")
        + ("<w:keepNext/>" if keep_next else "")
        + extra
        + f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}" w:line="240" w:lineRule="auto"/>'
        + indents
        + f'<w:jc w:val="{align}"/>'
    )
    return f"<w:p><w:pPr>{style}</w:pPr>{content}</w:p>"


def rule(length: float, column: float, *, above: float = 3, below: float = 0) -> str:
    """Draw a horizontal rule `length` long in the middle of a column: a border, neither underline nor dashes."""
    side = max((column - length) / 2, 0)
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    return (
        f'<w:p><w:pPr>{border}<w:spacing w:before="{twips(above)}" w:after="{twips(below)}" w:line="40" w:lineRule="exact"/>'
        f'<w:ind w:left="{twips(side)}" w:right="{twips(side)}" w:firstLine="0"/><w:jc w:val="center"/>'
        f'<w:rPr><w:sz w:val="4"/></w:rPr></w:pPr></w:p>'
    )


def cell(content: str, width: float, *, span: int = 1, merge: str = "", shade: str = "", middle: bool = False) -> str:
    """Write a cell; `content` is one or more paragraphs.

    `merge` joins cells of one column: "restart" in the uppermost, "continue" in those below it, which show nothing.
    """
    style = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    style += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    style += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    style += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    style += '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{style}</w:tcPr>{content}</w:tc>"


def row(cells: Sequence[str], *, repeats: bool = False, whole: bool = True) -> str:
    """Write a row; one that `repeats` heads the table on every page, a `whole` one is not cut at a page's end."""
    style = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if repeats else "")
    return f"<w:tr><w:trPr>{style}</w:trPr>{''.join(cells)}</w:tr>"


TABLE_END = "</w:tbl>"


def table(widths: Sequence[float], rows: Sequence[str], *, ruled: bool, padding: float = 0) -> str:
    """Write a table with fixed columns."""
    return f"{table_start(widths, ruled=ruled, padding=padding)}{''.join(rows)}{TABLE_END}"


def table_start(widths: Sequence[float], *, ruled: bool, padding: float) -> str:
    """Open a table with fixed columns; rows and `TABLE_END` follow.

    It is moved right by the padding: older compatibility modes set a table that far into the margin.
    """
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if ruled else 'w:val="nil"'
    borders = "".join(f"<w:{side} {line}/>" for side in sides)
    pads = "".join(f'<w:{side} w:w="{twips(padding)}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:tblInd w:w="{twips(padding)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{pads}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def bookmark(number: int, name: str, content: str) -> str:
    """Put a bookmark around content; `name` may hold letters, digits and underscores, `number` is unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
