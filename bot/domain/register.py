"""The register of agencies: what a name says about the body that bears it, and what a group's name says about its members."""

from __future__ import annotations

import re

from bot.vietnamese import fold

# "thành phố Huế": which town it is says nothing of the set.
_TOWN = re.compile(r"(\bhuyen thi xa thanh pho|\bhuyen thanh pho) .*$")
_PUNCTUATION = re.compile(r"[^\w\s]")
_LEADING = re.compile(r"^(?:tat ca |toan the )?(?:cac |nhung )?")
_TRAILING = re.compile(r" (?:trong|cua|thuoc|cap|tren dia ban|o)? ?(?:toan )?(?:tinh|thanh pho truc thuoc trung uong)$")

# What else means the same set; by `group_key`.
_SAME = {
    "so nganh": "so ban nganh",
    "nganh": "so ban nganh",
    "so ban nganh doan the": "so ban nganh",
    "so nganh doan the": "so ban nganh",
    "so ban nganh co quan": "so ban nganh",
    "dia phuong": "ubnd huyen thi xa thanh pho",
    "huyen thi xa thanh pho": "ubnd huyen thi xa thanh pho",
    "ubnd cap huyen": "ubnd huyen thi xa thanh pho",
    "ubnd huyen thanh pho": "ubnd huyen thi xa thanh pho",
    "huyen thanh pho": "ubnd huyen thi xa thanh pho",
    "co quan bao chi": "co quan bao chi truyen thong",
    "co quan truyen thong": "co quan bao chi truyen thong",
    "co quan thong tin bao chi": "co quan bao chi truyen thong",
    "co quan thong tan bao chi": "co quan bao chi truyen thong",
}

# The kinds of agencies that a set is made of, where the register does not say.
_KINDS = {
    "so ban nganh": ("sở", "ban", "ngành", "văn phòng", "thanh tra", "công an", "quân sự"),
    "co quan chuyen mon thuoc ubnd": ("sở", "văn phòng", "thanh tra"),
    "doan the": ("đoàn thể",),
    "ubnd huyen thi xa thanh pho": ("huyện", "thị xã", "thành phố"),
    "ubnd xa phuong thi tran": ("xã", "phường", "thị trấn"),
    "ubnd xa phuong dac khu": ("xã", "phường", "đặc khu"),
    "co quan bao chi truyen thong": ("báo", "đài", "tạp chí"),
}

# The beginning of a body's name, folded, and its kind; the longer beginning wins.
_HEADS = {
    "so ": "sở",
    "ban ": "ban",
    "van phong": "văn phòng",
    "thanh tra": "thanh tra",
    "cong an": "công an",
    "bo chi huy": "quân sự",
    "bch": "quân sự",
    "bo tu lenh": "quân sự",
    "ubnd huyen": "huyện",
    "ubnd thi xa": "thị xã",
    "ubnd tx": "thị xã",
    "ubnd thanh pho": "thành phố",
    "ubnd tp": "thành phố",
    "ubnd xa": "xã",
    "ubnd phuong": "phường",
    "ubnd thi tran": "thị trấn",
    "ubnd dac khu": "đặc khu",
    "ubnd tinh": "tỉnh",
    "ubnd": "huyện",
    "hdnd": "hội đồng",
    "hoi dong": "hội đồng",
    "uy ban mat tran": "đoàn thể",
    "ubmttq": "đoàn thể",
    "mat tran": "đoàn thể",
    "uy ban": "ban",
    "bao ": "báo",
    "tap chi": "tạp chí",
    "dai ": "đài",
    "hoi ": "hội",
    "lien hiep": "hội",
    "lien doan": "đoàn thể",
    "tinh doan": "đoàn thể",
    "doan thanh nien": "đoàn thể",
    "trung tam": "trung tâm",
    "cuc ": "cục",
    "chi cuc": "cục",
    "kho bac": "ngành",
    "bao hiem": "ngành",
    "ngan hang": "ngành",
    "toa an": "ngành",
    "vien kiem sat": "ngành",
    "vien ": "viện",
    "truong ": "trường",
    "tinh uy": "đảng",
    "thanh uy": "đảng",
    "huyen uy": "đảng",
    "dang uy": "đảng",
    "bo ": "bộ",
    "tong cong ty": "doanh nghiệp",
    "cong ty": "doanh nghiệp",
    "vnpt": "doanh nghiệp",
    "viettel": "doanh nghiệp",
}
_PARTY = re.compile(r" (?:tinh|thanh|huyen|thi|dang) uy$")
_BY_LENGTH = sorted(_HEADS, key=len, reverse=True)
# "Huyện Bình Sơn", "xã số 1": a place that is named stands for its committee; "xã hội" and "Huyện" do not.
_PLACE = re.compile(r"(huyện|thị xã|thành phố|xã|phường|thị trấn|đặc khu) (?:số )?(?P<own>\w)", re.IGNORECASE)


def agency_key(name: str) -> str:
    """Take a body's name to the form two writings of it share.

    >>> agency_key("Ủy ban nhân dân huyện Ba Tơ") == agency_key("UBND huyện Ba Tơ")
    True
    """
    bare = _PUNCTUATION.sub(" ", fold(name).replace("&", " va "))
    return " ".join(bare.replace("uy ban nhan dan", "ubnd").split())


def group_key(name: str) -> str:
    """Take a set's name to the form its writings share.

    >>> group_key("Các sở, ban, ngành tỉnh") == group_key("các sở, ban ngành")
    True
    """
    bare = agency_key(name)
    key = _TRAILING.sub("", _LEADING.sub("", bare).replace("ubnd cac ", "ubnd ").replace(" va ", " "))
    return _TOWN.sub(r"\1", key) or bare


def group_keys(name: str) -> tuple[str, ...]:
    """List the keys to look a set up by: its own, then that of a set with the same members."""
    own = group_key(name)
    same = _SAME.get(own)
    return (own,) if same is None else (own, same)


def kinds_of_group(name: str) -> tuple[str, ...]:
    """List the kinds of agencies a set is made of by its name; empty when the name does not tell."""
    return next((_KINDS[key] for key in group_keys(name) if key in _KINDS), ())


def kind_of(name: str) -> str | None:
    """Tell a body's kind by the beginning of its name; `None` when it does not look like a body's name.

    >>> kind_of("Sở Ngoại vụ"), kind_of("Huyện Bình Sơn"), kind_of("các đơn vị liên quan")
    ('sở', 'huyện', None)
    """
    key = agency_key(name)
    if _PARTY.search(key):
        return "đảng"
    place = _PLACE.match(name)
    if place and not place["own"].islower():
        return place[1].lower()
    return next((_HEADS[head] for head in _BY_LENGTH if key.startswith(head) and " " in key), None)
