"""Split lists of agencies, and tell single bodies, groups and catch-alls apart."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.bodies import FIELDS, HEADS, SHORT, WHOLE, WORDS
from bot.vietnamese import first_upper, fold, one_line

_GUARD = "\ue000"  # stands for a comma or "và" that belongs to a name; private use, never in a document
_LOCAL = r"(?:huyen|thi xa|thanh pho|quan|xa|phuong|thi tran|dac khu|thi|cap huyen|cap xa|thi tran)"
_DEPARTMENT = r"(?:so|ban|nganh|ban nganh|so nganh|doan the|ban,? nganh)"
_GROUP_NOUN = (
    rf"(?:{_DEPARTMENT}|{_LOCAL}|dia phuong|don vi|co quan|to chuc|ca nhan|co so|hoi|tap chi|"
    rf"bao|dai|truong|phong|cap|chi nhanh|"
    r"thanh vien|doanh nghiep|luc luong|cong ty|ban|dang bo|chi bo|cuc|chi cuc|trung tam|nha "
    r"mang|nha xuat ban|van phong|vien|benh vien|"
    r"chu dau tu|ho|to|bo|tinh|ngan hang|hiep hoi|tap doan|quy|lang nghe|khu|thong tan|uy ban|ubnd)"
)
# Words that begin as a name does and are none: "Báo cáo", "Ban hành", "Hội nghị".
_NO_NAME = (
    r"(?:phuong (?:huong|an|phap|thuc|cham|tien)|thi (?:dua|truong|diem|hanh|tuyen|cong|sinh|nghiem)|"
    r"bao (?:cao|dam|ve|chi|gom|ton)|ban hanh|bo (?:sung|tri)|hoi (?:nghi|thao|dam|nhap)|"
    r"dai (?:bieu|hoi)|quy (?:che|dinh|hoach|mo|trinh|[iv]+\b|\d)"
    r"|doan (?:ket|vao|ra)|truong (?:hop|ban)|phong (?:chong|phu|su|trao|,)|vien (?:tro|chuc)|"
    r"cong (?:tac|bo|cu|khai)|to chuc (?!chinh|xa|doan the|ca nhan|lien|co lien)"
    r"|thue (?:khoan)|thong tin|so (?:luong|lieu|hoa|ket|voi|\d)|cuc bo|van phong pham)"
)
_HEAD = re.compile(
    rf"(?!{_NO_NAME})(?:(?:cac|nhung|toan the) {_GROUP_NOUN}|"
    rf"{'|'.join(sorted(HEADS, key=len, reverse=True))})\b"
)
_GROUPED = re.compile(rf"(?!{_NO_NAME})(?:{_DEPARTMENT}|{_LOCAL}|dia phuong|don vi|co quan)\b")
_SEPARATOR = re.compile(r"\s*(?:[,;\n]|\bvà\b|\bcùng(?: với)?\b|&(?=\s)|/|\s\+\s|\s[-–]\s)\s*")
_WINDOW = 300
_HARD = re.compile(r"[;\n]")
_BRACKETS = re.compile(r"\s*\([^()]*\)?")
_LEADER = re.compile(
    r"^(?:[-–+*•:.]\s*|(?:đề nghị|mời|giao|yêu cầu|phân công|và|cùng|với|phối hợp(?: với)?|"
    r"chủ trì(?: là)?|do|gồm|bao gồm|lãnh đạo"
    r"|(?:đồng chí )?(?:thủ trưởng|giám đốc|chánh|chủ tịch|trưởng|cục trưởng|tổng biên "
    r"tập)(?= (?:các |sở|văn phòng|ubnd|[ủu][ỷy] ban|công an|"
    r"ban |đài|báo|cục|trung tâm|liên))|thủ trưởng|tổ chức thực hiện)\s*:?\s+)+",
    re.IGNORECASE,
)
_TRAILER = re.compile(
    r"[\s,:-]*(?:là (?:cơ quan|đơn vị) (?:chủ trì|đầu mối|thường trực).*|(?:chịu trách nhiệm "
    r")?chủ trì(?:,? (?:triển khai|thực hiện|tham mưu|phối hợp))*"
    r"|phối hợp(?: thực hiện)?|thực hiện|triển khai(?: thực hiện)?|tham mưu|chịu trách nhiệm.*|\svà|\.\.\.|…|v\.v\.*)\s*$",
    re.IGNORECASE,
)
_COLLECTION = re.compile(
    (
        r"^các\s+(?P<head>sở|tạp chí|báo|trường|huyện|hội|ban|cục|trung tâm|chi cục|công ty|bệnh "
        r"viện)\s*(?::\s*|\s+(?=(?-i:[A-ZĐ])))(?P<rest>.+)$"
    ),
    re.IGNORECASE,
)


def split_agencies(text: str) -> list[str]:
    """Split a printed list into names as printed, without brackets, invitations ("Mời …") and closing marks.

    A comma or "và" within a name does not split it; "Các sở, ban, ngành" and "UBND các huyện, thị xã, thành phố" stay whole,
    and what addresses others ("địa phương", "các cơ quan liên quan") is a name of its own.
    """
    text = _BRACKETS.sub("", "\n".join(one_line(line) for line in text.split("\n")))
    names: list[str] = []
    for line in _HARD.split(text):
        names += _split_line(_tidy(line))
    return [name for name in dict.fromkeys(names) if name]


def _tidy(text: str) -> str:
    text = _LEADER.sub("", text.strip())
    previous = ""
    while previous != text:
        previous, text = text, _TRAILER.sub("", text).strip(" .;,:-–")
    return text if "(" in text else text.rstrip(" )")


def _split_line(line: str) -> list[str]:
    collection = _COLLECTION.match(line)
    if collection and not _is_department_list(line):
        return _expand(collection["head"], collection["rest"])
    guarded = _guard(line)
    names: list[str] = []
    last = 0
    for found in _SEPARATOR.finditer(guarded):
        # Names are short; windows keep the work on a very long line small.
        following = guarded[found.end() : found.end() + _WINDOW]
        if _begins_name(guarded[max(last, found.start() - _WINDOW) : found.start()], following, found[0].strip()):
            names.append(guarded[last : found.start()])
            last = found.end()
    names.append(guarded[last:])
    return _share_head([tidy for name in names for tidy in _expanded(_tidy(_unguard(name)))])


def _expanded(name: str) -> list[str]:
    """Write out a collection that stands within a longer list."""
    collection = _COLLECTION.match(name)
    return _expand(collection["head"], collection["rest"]) if collection and not _is_department_list(name) else [name]


def _share_head(names: list[str]) -> list[str]:
    """Give "Tài chính" in "Sở Nội vụ, Tài chính" its "Sở"."""
    after = [re.match(r"so\b", fold(name)) is not None or is_field(name) for name in names]
    return [f"Sở {name}" if index and after[index - 1] and is_field(name) else name for index, name in enumerate(names)]


def _unguard(text: str) -> str:
    return text.replace(_GUARD + "v", "và").replace(_GUARD, ",")


def _is_department_list(line: str) -> bool:
    """Tell "Các sở, ban, ngành" from "Các sở: Nội vụ, Tài chính"."""
    return bool(re.match(rf"(?:cac )?(?:so|ban)\s*[,-]?\s*(?:va )?{_DEPARTMENT}\b", fold(line)))


def _expand(head: str, rest: str) -> list[str]:
    """Write out "Các Sở: Nội vụ, Tài chính" as one name each."""
    names: list[str] = []
    guarded = _guard_fields(rest)
    # Titles of magazines and newspapers hold "và" themselves.
    pattern = r"\s*[,;]\s*" if head.lower() in ("tạp chí", "báo") else r"\s*[,;]\s*|\s+và\s+(?=[A-ZĐ])"
    for piece in re.split(pattern, guarded):
        name = _tidy(_unguard(piece))
        if not name:
            continue
        owned = _HEAD.match(fold(name)) and name.upper() != name and not is_field(name)
        names.append(name if owned else f"{first_upper(head.lower())} {name}")
    return names


def _guard(line: str) -> str:
    """Protect the commas and "và" inside names that are known to hold them."""
    line = WHOLE.sub(lambda found: _protect(found[0]), line)
    return _guard_fields(line)


def _guard_fields(line: str) -> str:
    for pattern in _FIELD_PATTERNS:
        line = pattern.sub(lambda found: _protect(found[0]), line)
    return line


def _protect(name: str) -> str:
    return re.sub(r"\bvà\b", _GUARD + "v", name).replace(",", _GUARD)


def _field_pattern(field: str) -> re.Pattern[str]:
    words = (
        re.escape(field)
        .replace(r"\ ", r"\s+")
        .replace("óa", "(?:óa|oá)")
        .replace("òa", "(?:òa|oà)")
        .replace("và", "(?:và|&)")
    )
    return re.compile(rf"\b{words}\b", re.IGNORECASE)


_FIELD_PATTERNS = tuple(_field_pattern(field) for field in FIELDS if "," in field or " và " in field)
_FOLDED_FIELDS = frozenset(fold(field).replace(",", "") for field in FIELDS)


@lru_cache(maxsize=4096)
def is_field(name: str) -> bool:
    """Tell the field of a department that stands without "Sở": "Nội vụ", "TTTT"."""
    words = fold(name).replace(",", "")
    return words in _FOLDED_FIELDS or re.sub(r"[\s&.-]", "", words) in SHORT


def _begins_name(before: str, following: str, separator: str) -> bool:
    """Tell whether what follows a separator begins a new name."""
    head, words = fold(before), fold(following)
    first = _SEPARATOR.split(following, maxsplit=1)[0]
    if separator in ("-", "–", "/"):
        return bool(re.match(r"(?:so|ubnd|uy ban|cong an|van phong|ban tuyen giao)\b", words))
    if _continues_group(head, fold(first)):
        return False
    if is_field(_unguard(first)) and (re.match(r"(?:cac )?so\b", head) or is_field(_unguard(before))):
        return True
    if re.match(r"(?:cac|nhung|toan the) ", words) or not first[:1].islower():
        return bool(_HEAD.match(words))
    return bool(
        re.match(
            r"(?:so|ban tuyen|ubnd|uy ban|cong an|dai|bao|dia phuong|don vi|doan the|mat tran|"
            r"co quan|to chuc|chinh quyen"
            r"|doanh nghiep|hoi |lien |trung tam|van phong|bo chi huy|bch|phong |cuc |chi cuc|"
            r"vien |truong |tinh doan|cong thong tin)",
            words,
        )
    )


def _continues_group(head: str, first: str) -> bool:
    """Tell "ban", "ngành" after "Các sở"; "thị xã" after "UBND các huyện"; "đơn vị" after "các cơ quan"."""
    head = re.split(r"[;]", head)[-1].strip()
    first = first.strip(" .")
    if re.match(rf"(?:cac |nhung )?(?:so|ban|nganh)\b(?:[\s,]|\b{_DEPARTMENT}\b|va|tinh)*$", head):
        return bool(
            re.fullmatch(
                r"(?:cac )?(?:ban|nganh|ban nganh|hoi|so)(?: tinh| lien quan| co lien quan| cap tinh| chuc nang)?",
                first,
            )
        )
    if re.match(rf"(?:ubnd|uy ban nhan dan|chu tich|(?:cac )?{_LOCAL})", head):
        return bool(re.match(rf"(?:cac |va )*{_LOCAL}\b", first))
    if re.match(
        (
            r"(?:cac |nhung )?(?:co quan|don vi|to chuc|dia phuong|ca nhan|doan the|cap|phong|"
            r"phong ban)(?:[\s,]|va|phong|ban|co quan|don vi|to chuc|dia phuong|ca nhan)*$"
        ),
        head,
    ):
        return bool(re.match(r"(?:cac )?(?:don vi|dia phuong|to chuc|ca nhan|co quan|nganh|doan the)\b", first))
    return False


def is_catch_all(name: str) -> bool:
    """Tell a phrase that names nobody: "các cơ quan, đơn vị liên quan"."""
    words = re.sub(r"[,;]|\bva\b", " ", fold(name))
    core = re.sub(
        (
            r"\b(?:cac|nhung|khac|co(?= lien)|lien quan|chuc nang|thuoc tinh|trong tinh|tren dia "
            r"ban tinh|tren dia ban|cua tinh)\b"
        ),
        " ",
        words,
    )
    return not re.sub(
        r"\b(?:co quan|don vi|to chuc|ca nhan|dia phuong|bo phan)\b", " ", core
    ).strip() and not re.fullmatch(r"\s*(?:cac )?dia phuong.*", words)


def is_group(name: str) -> bool:
    """Tell a name that stands for several bodies, known or not."""
    words = fold(name)
    if re.match(r"(?:cac|nhung|toan the)\b", words) or is_catch_all(name):
        return True
    if re.match(
        r"(?:so|ban|nganh),? (?:ban|nganh)\b|(?:dia phuong|don vi|doan the|mat tran va|co quan|chinh quyen)\b|nganh\b",
        words,
    ):
        return True
    return bool(
        re.match(
            rf"(?:ubnd|uy ban nhan dan|phong .{{0,40}}|chu tich ubnd)[, ]+(?:cac |cap |{_LOCAL}[, ]+(?:va )?{_LOCAL})",
            words,
        )
    )


@lru_cache(maxsize=2048)
def full_name(name: str) -> str:
    """Write a name out: "UBND tỉnh" as "Ủy ban nhân dân tỉnh", "TTTT" and "Sở TT&TT" as "Sở Thông tin và Truyền thông"."""
    text = one_line(name)
    for pattern, full in _WORDS:
        text = pattern.sub(full, text)
    if re.fullmatch(r"(?:uy ban )?mat tran(?: to quoc)?(?: viet nam)?", fold(text)):
        return "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"
    head, _, rest = text.partition(" ")
    if fold(head) == "so" and is_field(rest):
        return "Sở " + field_name(rest)
    return "Sở " + field_name(text) if is_field(text) and not fold(text).startswith("so ") else first_upper(text)


_WORDS = tuple((re.compile(pattern), full) for pattern, full in WORDS)


def field_name(text: str) -> str:
    """Write the field of a department in its usual form."""
    words = fold(text).replace(",", "")
    short = SHORT.get(re.sub(r"[\s&.-]", "", words))
    return short or next(field for field in FIELDS if fold(field).replace(",", "") == words)


def begins_with_body(name: str) -> bool:
    """Tell whether a phrase begins as a name of an agency or group does."""
    return bool(_HEAD.match(fold(name)) or _GROUPED.match(fold(name)) or is_field(name))
