"""Text in the fonts of before Unicode, TCVN3 (".VnTime") and VNI: recognised, converted, or refused.

Such a text holds the codes of Western letters, which only its font shows as Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Cell, Paragraph, Row, Table

# Small letters of TCVN3 in the order of the vowels and their tones: level, grave, hook, tilde, acute, dot.
_TCVN3 = dict(
    zip(
        "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©ª«¬\xad®¡¢£¤¥¦§",
        "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
# In VNI a sign stands behind its letter; some carry the hat or the breve with the tone.
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT, "ê": _BREVE,
    "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI_MARKS |= {mark.upper(): signs for mark, signs in _VNI_MARKS.items()}
_VNI_LETTERS |= {code.upper(): letter.upper() for code, letter in _VNI_LETTERS.items()}
_VNI_PAIR = re.compile(rf"([aeouyAEOUYôÔöÖ])([{''.join(_VNI_MARKS)}])")

_SAMPLE = 60_000
_WESTERN = re.compile(r"[\u00a1-\u00ff]")
_MODERN = re.compile(r"[\u1ea0-\u1ef9\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u0300-\u0323]")
_COMMON = re.compile(
    r"\b(?:của|và|các|trong|được|theo|với|tỉnh|hoạch|thực|hiện|thông|nhiệm|vụ|quan|sở|đơn|vị|công|tác|ủy|ban|nhân|dân|năm|quý|chủ|trì|phối|hợp|kế)\b",
    re.IGNORECASE,
)


def decode_tcvn3(text: str) -> str:
    """Convert text of a .Vn font."""
    return "".join(_TCVN3.get(sign, sign) for sign in text)


def decode_vni(text: str) -> str:
    """Convert text of a VNI font."""
    text = _VNI_PAIR.sub(lambda found: _vni_letter(found[1]) + _vni_marks(found[1], found[2]), text)
    text = "".join(_VNI_LETTERS.get(sign, sign) for sign in text)
    return unicodedata.normalize("NFC", text)


def _vni_letter(sign: str) -> str:
    return _VNI_LETTERS.get(sign, sign)


def _vni_marks(letter: str, mark: str) -> str:
    """Give the marks as combining signs; the marks of a capital are the same."""
    return _VNI_MARKS[mark]


def decode_font(text: str, font: str) -> str:
    """Convert a run of text by the name of its font."""
    name = font.casefold()
    if name.startswith(".vn"):
        decoded = decode_tcvn3(text)
        # Fonts whose names end in H show capitals only.
        return decoded.upper() if name.endswith("h") else decoded
    return decode_vni(text) if name.startswith("vni-") else text


def recognise(text: str) -> Callable[[str], str] | None:
    """Tell how to convert a text; `None` when it is Unicode already or has no such letters.

    Raises `document.encoding` for a text full of Western letters that neither way makes Vietnamese.
    """
    western, modern = len(_WESTERN.findall(text)), len(_MODERN.findall(text))
    letters = sum(map(str.isalpha, text))
    if western < 20 or western < 3 * modern or western < 0.04 * letters:
        return None
    sample = text[:_SAMPLE]
    best = max((decode_tcvn3, decode_vni), key=lambda decode: _common_words(decode(sample)))
    if _common_words(best(sample)) * 25 < len(sample.split()):
        raise UnreadableDocument("document.encoding")
    return best


def decode_bytes(content: bytes) -> str:
    """Decode bytes that are not UTF-8: the Vietnamese code page of Windows, or a legacy font's codes."""
    windows = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    western = content.decode("latin-1")
    best = max((windows, decode_tcvn3(western), decode_vni(western)), key=_common_words)
    if _common_words(best) * 25 < len(best[:_SAMPLE].split()):
        raise UnreadableDocument("document.encoding")
    return best


def _common_words(text: str) -> int:
    return len(_COMMON.findall(text[:_SAMPLE]))


def unicode_blocks(blocks: list[Block]) -> list[Block]:
    """Convert the text of all blocks where it is in a legacy font."""
    decode = recognise("\n".join(text for block in blocks for text in _texts(block)))
    return [_decoded(block, decode) for block in blocks] if decode else blocks


def _texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return [cell.text for row in block.rows for cell in row.cells]


def _decoded(block: Block, decode: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(decode(block.text), block.place)
    rows = tuple(
        Row(tuple(Cell(decode(cell.text), cell.merged) for cell in row.cells), row.place) for row in block.rows
    )
    return Table(rows, block.place)
