"""The words of official documents: titles, labels of lines, heads of columns.

Patterns are matched against folded text (lower case, no diacritics) unless they say otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.letters import UPPER
from bot.reading.name_lists import begins_with_body
from bot.vietnamese import fold

TITLES = (
    "ke hoach",
    "chuong trinh",
    "de an",
    "phuong an",
    "quyet dinh",
    "chi thi",
    "nghi quyet",
    "thong bao",
    "huong dan",
    "cong van",
    "phu luc",
)
ANNEX = "phu luc"
_TITLE = re.compile(r"(?:\(?du thao\)?:? )?(" + "|".join(TITLES) + r")(?![\w])(.*)$")
_ANNEX_LABEL = re.compile(r"phu luc(?: so)?\s*:?\s*(?P<label>[ivx]{1,5}|\d{1,2})?(?=$|[\s.:(-])")

RECEIVERS = re.compile(r"noi nhan\s*:?")
PREAMBLE = re.compile(
    r"can cu|xet |theo de nghi|chu tich|kinh gui|uy ban nhan dan [^,;.]{0,30}$|hoi dong nhan dan "
    r"[^,;.]{0,30}$"
)


def title_kind(text: str) -> str:
    """Tell the kind of document a title line opens, one of `TITLES`; empty when it is none.

    The word is in capitals and nothing closes the line; "QUYẾT ĐỊNH:" only opens the articles.
    """
    found = _TITLE.match(fold(text))
    if not found or text.rstrip().endswith((":", ";")) or len(text) > 400:
        return ""
    kind = found[1]
    bare = text[fold(text).find(kind) :] if fold(text).startswith(kind) else text
    head = " ".join(bare.split()[: len(kind.split())])
    if kind == ANNEX:
        label = _ANNEX_LABEL.match(fold(text))
        alone = bool(label) and (len(text) < 20 or (bool(label and label["label"]) and len(text) < 200))
        return kind if text == text.upper() or head == head.upper() or alone else ""
    return kind if head == head.upper() and not re.match(r"\s*so\s*:?\s*\d", found[2]) else ""


def annex_label(text: str) -> str:
    """Tell the number of an annex, "" where it has none."""
    found = _ANNEX_LABEL.match(fold(text))
    return (found["label"] or "").upper() if found else ""


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a line: what it introduces and where its value begins in the text as printed."""

    role: str
    value: str


_WHO = (
    r"(?:(?:cac |nhung )?(?:co quan|don vi|so|ban|nganh|dia phuong|to chuc|ca nhan|bo phan|phong|cap|nguoi)"
    r"(?:\s*[,/&-]\s*|\s+va\s+|\s+hoac\s+|\s+)?)+"
)
_LEADING = (
    r"(?:chu tri|thuc hien|chiu trach nhiem(?: chinh)?|dau moi|trien khai|tham muu|phu trach|"
    r"(?:duoc )?(?:giao|phan cong))"
)
_AND = r"(?:\s*[,/&-]\s*|\s+va\s+|\s+hoac\s+|\s+)"
_LEAD = (
    rf"(?:{_WHO}{_LEADING}(?:{_AND}(?:{_LEADING}|chinh|nhiem vu))*|(?:giao )?chu "
    rf"tri(?:{_AND}(?:thuc hien|trien khai))?)"
)
ROLES = {
    "both": rf"(?:{_WHO})?(?:thuc hien )?(?:chu tri|thuc hien){_AND}(?:co quan |don vi )?phoi hop(?: thuc hien)?",
    "lead": rf"{_LEAD}|phan cong(?: thuc hien| chu tri| nhiem vu| trach nhiem| to chuc thuc hien)*|"
    rf"trach nhiem(?: thuc hien| chinh)?"
    r"|(?:ten )?(?:co quan|don vi)(?:[\s,/]+(?:va )?(?:co quan|don vi|dia phuong|to chuc))*|(?:co quan|don vi) to chuc",
    "cooperating": (
        rf"(?:{_WHO})?(?:cung )?(?:phoi hop|phoi, ket hop)(?: thuc hien| cung| chinh| trien khai)*|"
        rf"(?:{_WHO})(?:cung )?(?:tham gia|ho tro)"
    ),
    "time": r"(?:du kien )?(?:thoi gian|thoi han|tien do|han|lo trinh|thoi diem|moc thoi gian|ky han)"
    r"(?:(?:\s*[,/-]\s*|\s+va\s+|\s+)(?:du kien|thuc hien|hoan thanh|trien khai|to chuc|ket "
    r"thuc|bat dau|thoi gian|thoi han|tien do|"
    r"xay dung|trinh|ban hanh|dia diem|cu the|nhiem vu|thuc hien xong))*|hoan thanh|phai hoan thanh",
    "budget": (
        r"(?:du kien |nguon |tong |nhu cau |du toan |muc |co che )*(?:kinh phi|du toan|nguon von|"
        r"ngan sach)(?: [^,;]{0,40})?"
    ),
    "output": r"(?:du kien )?(?:ket qua|san pham|dau ra)(?:(?:\s*[,/-]\s*|\s+va\s+|\s+)(?:ket qua|san "
    r"pham|dau ra|dat duoc|du kien|can dat|"
    r"hoan thanh|yeu cau|thuc hien|cuoi cung|can hoan thanh|phai dat|ban hanh|chu yeu|cu the|bao cao))*",
    "content": r"(?:noi dung|hinh thuc|muc tieu|doi tuong|dia diem|so luong|thanh phan|phuong thuc|quy "
    r"mo|yeu cau|muc dich|giai phap"
    r"|cach thuc|chu de|bien phap|thoi luong|ngon ngu|pham vi|ghi chu|chi tieu|hoat dong|san "
    r"luong|tan suat)(?: [^,;:]{0,40})?",
}
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in ROLES.items())
_HEAD = re.compile(r"\s*(?P<head>[^:;.()]{2,70}(?:\([^()]{0,60}\))?[^:;.()]{0,30}?)\s*[:：]\s*")
# Only labels that cannot begin a sentence do without a colon.
_DASHED = re.compile(rf"\s*(?P<head>[^:;.,()–-]{{6,40}}?)\s+(?:[-–]|là)\s+(?=[{UPPER}])")
_SURE = re.compile(
    rf"(?:co quan|don vi) (?:{_LEADING}|phoi hop)(?: thuc hien| chinh)*|thoi gian (?:thuc hien|"
    rf"hoan thanh)|tien do thuc hien"
)
_BRACKETS = re.compile(r"\([^()]*\)?")
_BULLET = re.compile(r"^(?:[-–—+*•o]\s+|\(\s*)")


@lru_cache(maxsize=4096)
def role_of(head: str) -> str:
    """Tell what the head of a line or of a column introduces; empty when it is no label."""
    words = fold(_BRACKETS.sub(" ", head)).strip(" .:*-")
    return next((role for role, pattern in _ROLES if pattern.fullmatch(words)), "")


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label | None:
    """Read "Cơ quan chủ trì: Sở …"; nothing when the line does not begin with a label."""
    text = _BULLET.sub("", text)
    found = _HEAD.match(text)
    if found and (role := role_of(found["head"])):
        label = Label(role, text[found.end() :].strip())
        return None if _speaks(fold(found["head"]), label) else label
    found = _DASHED.match(text)
    if found and _SURE.fullmatch(fold(found["head"])):
        return Label(role_of(found["head"]), text[found.end() :].strip())
    return None


def _speaks(head: str, label: Label) -> bool:
    """Tell "Các cơ quan, đơn vị được giao chủ trì: gửi báo cáo …", which charges them and names nobody."""
    charged = head.startswith(("cac ", "nhung ")) or re.search(r"\bduoc (?:giao|phan cong)\b", head) is not None
    return (
        charged
        and label.role in ("lead", "cooperating", "both")
        and label.value[:1].islower()
        and not begins_with_body(label.value)
    )


_INNER = re.compile(r"(?:(?<=[.;,(])|(?<=\s[-–+•])|^)\s*(?=[^\s.;,()])")


def read_labels(text: str) -> list[Label]:
    """Read all labels of a line: "Chủ trì: Sở A; phối hợp: Sở B; thời gian: Quý II"; empty when it begins with none."""
    first = read_label(text)
    if first is None:
        return []
    for found in _INNER.finditer(first.value):
        rest = first.value[found.end() :]
        inner = read_label(rest) if found.end() else None
        if inner and inner.role != "content":
            value = first.value[: found.start()].rstrip(" .;,(-–+•")
            return [Label(first.role, value), *read_labels(rest)]
    return [first]


def cut_labels(text: str) -> tuple[str, list[Label]]:
    """Cut a heading from the labels that follow it on the same line: "Tổ chức hội nghị (chủ trì: Sở A; Quý II)"."""
    for found in _INNER.finditer(text):
        if not found.end():
            continue
        labels = read_labels(text[found.end() :])
        if labels and labels[0].role in ("lead", "both", "cooperating"):
            return text[: found.start()].rstrip(" .;,(-–+•"), labels
    return text, []


# Headings of sections, by what stands in them.
ORGANISATION = re.compile(
    r"to chuc (?:thuc hien|trien khai)|phan cong|trach nhiem (?:cua|thuc hien|cac)|trach nhiem$|nhiem vu cua cac"
)
PURPOSE = re.compile(
    r"muc dich|muc tieu|yeu cau|quan diem|can cu|phuong cham|boi canh|thuc trang|danh gia|pham vi|doi tuong|thuan loi"
)
FUNDING = re.compile(r"kinh phi|nguon luc|nguon von|du toan|dieu kien thuc hien")
REPORTING = re.compile(r"che do (?:thong tin,? )?bao cao|bao cao|so ket|tong ket|kiem tra|giam sat|khen thuong")
CONTENT = re.compile(r"nhiem vu|noi dung|hoat dong|giai phap|cong tac|cong viec|bien phap|chuong trinh")
