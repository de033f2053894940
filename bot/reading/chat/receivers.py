"""Lists of receivers as officers type them: "Sở Ngoại vụ, giáo dục, văn hóa", "các huyện trừ Lý Sơn", "tất cả các xã"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.agencies import AgencyId, GroupId
from bot.reading.whom import Register
from bot.vietnamese import clean, fold, one_line

_DISTRICTS = ("huyện", "thị xã", "thành phố", "quận")
_COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")
_SETS = {
    "so": ("sở",),
    "ban": ("ban",),
    "hoi": ("hội",),
    "doan the": ("đoàn thể",),
    "hoi doan the": ("hội", "đoàn thể"),
    "bao": ("báo", "tạp chí"),
    "dai": ("đài",),
    "bao dai": ("báo", "đài", "tạp chí"),
    "truong": ("trường",),
    "huyen": _DISTRICTS,
    "huyen thi": _DISTRICTS,
    "cap huyen": _DISTRICTS,
    "thi xa": ("thị xã",),
    "thanh pho": ("thành phố",),
    "xa": _COMMUNES,
    "cap xa": _COMMUNES,
    "xa phuong": _COMMUNES,
    "phuong xa": _COMMUNES,
    "xa phuong thi tran": _COMMUNES,
    "xa phuong dac khu": _COMMUNES,
    "phuong": ("phường",),
    "thi tran": ("thị trấn",),
    "dac khu": ("đặc khu",),
}
"""The kinds of bodies that a bare word stands for; "các huyện" and "các xã" are said for all of their level."""

_SET = re.compile(
    r"(?:(?:tat ca|toan bo|toan the|het|moi) )?(?:(?:cac|nhung) )?(?:ubnd (?:cac )?)?(?:cac )?"
    rf"(?P<what>{'|'.join(sorted(_SETS, key=len, reverse=True))})(?: (?:trong|toan|cua))*(?: tinh)?"
)
_EVERYBODY = re.compile(
    r"(?:(?:het|tat ca|toan bo|toan the|moi|all)(?: (?:tat ca|cac|moi|het|nhung))*"
    r"(?: (?:co quan|don vi|noi|dau moi))*(?: (?:trong|toan|cua))*(?: tinh)?)"
)
_HEAD = re.compile(
    r"(?:(?:ubnd|uy ban nhan dan|cong an|ca|bch quan su|ban chqs|dang uy|hdnd|phong van hoa|trung tam vh) )?"
    r"(?:so|huyen|xa|phuong|thi xa|thanh pho|tx|tp|thi tran|dac khu)(?= )|(?:ubnd|ban|hoi|bao|phong|truong)(?= )"
)
_OWN_HEAD = re.compile(
    r"(?:so|ubnd|uy ban|huyen|xa|phuong|thi xa|thanh pho|tx|tp|thi tran|dac khu|cong an|ca|bo|bch|ban|hoi|bao|dai"
    r"|[hpx]\.?(?= )|tt\.?(?= )|vp|mttq|van phong|thanh tra|truong|trung tam|phong|vien|cuc|chi cuc|mat tran|tinh doan)\b"
)
_SEPARATOR = re.compile(r"\s*(?:[,/+&]|\b(?:và|va|cùng với|cùng|với|voi)\b)\s*", re.IGNORECASE)
_BUT = re.compile(r"[,;]?\s*\b(?:ngoại trừ|ngoai tru|trừ|tru|không gửi|không gồm)\b\s*(?:ra\s+)?", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–+*•]|\d{1,2}[.)])\s*")
_LEAD = re.compile(r"^(?:(?:gửi|gui|cho|đến|tới|nhờ|yêu cầu|mời|đề nghị|giao)\s+)+", re.IGNORECASE)
_TAIL = re.compile(r"(?:\s+(?:nhé|nhe|nha|ạ|thôi|giúp|luôn|đi|em|hết|nữa))+$", re.IGNORECASE)
_COUNTED = re.compile(r"^(?:các|cac|những|\d{1,2})\s+(?=\S+:?\s)", re.IGNORECASE)
_SPOKEN = (
    (re.compile(r"\bca\b"), "công an"),
    (re.compile(r"\b(?:bch ?qs|chqs|qs)\b"), "quân sự"),
    (re.compile(r"\bbch\b"), "bộ chỉ huy"),
    (re.compile(r"\b(?:bdbp|bp)\b"), "biên phòng"),
    (re.compile(r"^(ubnd )?tp\.?(?= )"), r"\1thành phố"),
    (re.compile(r"^(ubnd )?tx\.?(?= )"), r"\1thị xã"),
    (re.compile(r"^(ubnd )?h\.?(?= )"), r"\1huyện"),
    (re.compile(r"^(ubnd )?p\.?(?= )"), r"\1phường"),
    (re.compile(r"^(ubnd )?tt\.?(?= )"), r"\1thị trấn"),
    (re.compile(r"^(ubnd )?x\.?(?= )"), r"\1xã"),
    (re.compile(r"^vp\b"), "văn phòng"),
    (re.compile(r"\b(?:ub)?mttq(?:vn)?\b"), "mặt trận tổ quốc"),
)
_IN_A_NAME = 4
"""So many pieces between commas can be one name: "Văn hóa, Thể thao và Du lịch"."""
_LONGEST_RUN = 10
"""So many words without a comma between them are tried as one name."""
_MOST = 200
"""More names than this are no list."""
_COMPARED = 3
"""Of so many names that are not certain those that come near are looked for."""


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a list, as it was understood.

    It means bodies, a group, all bodies of some `kinds`, or `everybody`; where it means none of these for certain, `like` has
    those it may mean. `spared` are those not meant: what follows "trừ".
    """

    typed: str
    agencies: tuple[AgencyId, ...] = ()
    group: GroupId | None = None
    kinds: tuple[str, ...] = ()
    everybody: bool = False
    like: tuple[AgencyId, ...] = ()
    spared: bool = False

    @property
    def certain(self) -> bool:
        return bool(self.agencies or self.kinds or self.everybody) or self.group is not None


def read_receivers(words: str, register: Register) -> tuple[Named, ...]:
    """Read a list of names, in the order typed. Never raises, whatever the words.

    Of a list only the first few names that are not certain are compared with all there are: one is asked about at a time.
    """
    wanted, *spared = _BUT.split(clean(words))
    return (
        *_listed(wanted, register),
        *(replace(named, spared=True) for part in spared for named in _listed(part, register)),
    )


def _listed(text: str, register: Register) -> list[Named]:
    lines = [_tidy(line) for line in re.split(r"[;\n]", text)]
    read = [named for line in lines[:_MOST] if line for named in _line(line, register)]
    asked = [place for place, named in enumerate(read) if not named.certain][:_COMPARED]
    for place in asked:
        read[place] = _with_likely(read[place], register)
    return read


def _tidy(line: str) -> str:
    bare = _LEAD.sub("", _BULLET.sub("", one_line(line)).strip(" .,:")) or line
    return _TAIL.sub("", bare).strip(" .,:") or bare


def _line(line: str, register: Register) -> Iterator[Named]:
    """Take as many pieces as make one name, from the left; a piece without a head shares that of the one before."""
    pieces = _pieces(line)
    at, head = 0, ""
    while at < len(pieces):
        named, taken = _longest(line, pieces[at : at + _IN_A_NAME], head, register)
        yield from named
        head = _head(line[pieces[at][0] : pieces[at][1]]) or head
        at += taken


def _pieces(line: str) -> list[tuple[int, int]]:
    ends = [(found.start(), found.end()) for found in _SEPARATOR.finditer(line)][:_MOST]
    edges = [0, *(place for both in ends for place in both), len(line)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if line[start:end].strip()]


def _longest(line: str, pieces: list[tuple[int, int]], head: str, register: Register) -> tuple[list[Named], int]:
    """Return what the longest run of pieces means that is certain, and its length; else what the first piece may mean."""
    start = pieces[0][0]
    for count in range(len(pieces), 1, -1):
        name = _joined(line[start : pieces[count - 1][1]], head, register)
        if name is not None:
            return [name], count
    first = line[start : pieces[0][1]]
    named = _certain(first, head, register)
    return ([named] if named else None) or _run_together(first, register) or [Named(first)], 1


def _joined(typed: str, head: str, register: Register) -> Named | None:
    """Find the one name that holds a comma or "và": "văn hóa, thể thao", "các sở, ban, ngành"."""
    found = (register.written(name) for name in _writings(typed, head))
    return _several(typed, register) or next((Named(typed, ids) for ids in found if len(ids) == 1), None)


def _certain(typed: str, head: str, register: Register) -> Named | None:
    """Find whom a name means for certain, with the head of its neighbour where it has none of its own."""
    return _several(typed, register) or next(
        (Named(typed, (found,)) for name in _writings(typed, head) if (found := _one(name, register)) is not None), None
    )


def _several(typed: str, register: Register) -> Named | None:
    group = register.find_group(typed)
    if group is not None:
        return Named(typed, group=group)
    folded = " ".join(re.findall(r"\w+", fold(typed)))
    if _EVERYBODY.fullmatch(folded):
        return Named(typed, everybody=True)
    found = _SET.fullmatch(folded)
    return Named(typed, kinds=_SETS[found["what"]]) if found else None


def _one(name: str, register: Register) -> AgencyId | None:
    alike = register.with_initials(name)
    found = alike if len(alike) > 1 else register.find(name).certain or register.beginning(name) or alike
    found = register.verbatim(name, found) if len(found) > 1 else found
    return found[0] if len(found) == 1 else None


def _writings(typed: str, head: str) -> Iterator[str]:
    """Yield what a name may be short for, the likeliest first."""
    bare = _COUNTED.sub("", typed).replace(":", "")
    headless = not _OWN_HEAD.match(fold(bare))
    if headless and head:
        yield f"{head} {bare}"
    # "Công an huyện Ba Tơ, Sơn Hà": the committee of Sơn Hà is not meant.
    if not headless or head in ("", "so"):
        yield bare
        yield from _spoken_out(bare)


def _spoken_out(bare: str) -> Iterator[str]:
    spoken = fold(bare)
    for pattern, full in _SPOKEN:
        spoken = pattern.sub(full, spoken)
    if spoken != fold(bare):
        yield spoken


def _head(piece: str) -> str:
    """Give the head of a name, folded, for the names after it; empty where it has none."""
    found = _HEAD.match(fold(_COUNTED.sub("", piece).replace(":", "")))
    return found[0] if found else ""


def _run_together(piece: str, register: Register) -> list[Named]:
    """Read names with nothing between them, as dictated; empty unless all of the words are names.

    A bare "sở" before what is no name is not all of them: "sở ttt".
    """
    words = piece.split()
    names: list[Named] = []
    at, head = 0, ""
    while at < len(words) <= _LONGEST_RUN * _IN_A_NAME:
        runs = range(min(len(words), at + _LONGEST_RUN), at, -1)
        found = next(((end, one) for end in runs if (one := _certain(" ".join(words[at:end]), head, register))), None)
        if found is None or (found[1].kinds and " " not in found[1].typed.strip()):
            return []
        head = _head(found[1].typed) or head
        at = found[0]
        names.append(found[1])
    return names


def _with_likely(named: Named, register: Register) -> Named:
    """Add the bodies that a name may mean which means nobody for certain."""
    likely = (_fitting(name, register) for name in _writings(named.typed, ""))
    return replace(named, like=next((like for like in likely if like), ()))


def _fitting(name: str, register: Register) -> tuple[AgencyId, ...]:
    alike = register.with_initials(name)
    if len(alike) > 1:
        return alike
    found = register.find_typed(name)
    return found.certain or found.similar
