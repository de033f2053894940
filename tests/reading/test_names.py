"""Lists of agencies are split where a name ends, groups are told from bodies, names are found in the register."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.bodies import FIELDS
from bot.reading.names import KnownAgency, full_name, is_catch_all, is_group, match, split_agencies

LISTS = {
    "Các sở, ban ngành, địa phương; các cơ quan báo chí, truyền thông.": [
        "Các sở, ban ngành",
        "địa phương",
        "các cơ quan báo chí, truyền thông",
    ],
    "Ban Tuyên giáo Tỉnh ủy, Sở Ngoại vụ; các cơ quan báo chí của tỉnh và các cơ quan, đơn vị liên quan": [
        "Ban Tuyên giáo Tỉnh ủy",
        "Sở Ngoại vụ",
        "các cơ quan báo chí của tỉnh",
        "các cơ quan, đơn vị liên quan",
    ],
    "Sở Văn hóa, Thể thao và Du lịch": ["Sở Văn hóa, Thể thao và Du lịch"],
    "Sở Văn hoá, Thể thao và Du lịch, Sở Tư pháp": ["Sở Văn hoá, Thể thao và Du lịch", "Sở Tư pháp"],
    "Các sở, ngành, đơn vị liên quan": ["Các sở, ngành", "đơn vị liên quan"],
    "UBND các huyện, thị xã, thành phố (Trung tâm Truyền thông-Văn hoá-Thể thao)": [
        "UBND các huyện, thị xã, thành phố"
    ],
    "các sở: TTTT, Nội vụ, Kế hoạch và Đầu tư và Tài chính": [
        "Sở TTTT",
        "Sở Nội vụ",
        "Sở Kế hoạch và Đầu tư",
        "Sở Tài chính",
    ],
    "các Tạp chí: Sông Hương, Huế Xưa và Nay": ["Tạp chí Sông Hương", "Tạp chí Huế Xưa và Nay"],
    "Sở Nội vụ, Tài chính, Y tế và Du lịch": ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Du lịch"],
    "Mời Ban Tuyên giáo Tỉnh ủy; Công an tỉnh": ["Ban Tuyên giáo Tỉnh ủy", "Công an tỉnh"],
    "Đề nghị Ban Tuyên giáo Tỉnh ủy chủ trì triển khai": ["Ban Tuyên giáo Tỉnh ủy"],
    "Văn phòng Đoàn ĐBQH và HĐND tỉnh, Văn phòng UBND tỉnh": [
        "Văn phòng Đoàn ĐBQH và HĐND tỉnh",
        "Văn phòng UBND tỉnh",
    ],
    "các Sở, ban, ngành, Mặt trận, đoàn thể tỉnh, UBND các huyện, thị xã, thành phố": [
        "các Sở, ban, ngành",
        "Mặt trận",
        "đoàn thể tỉnh",
        "UBND các huyện, thị xã, thành phố",
    ],
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh - Sở Văn hóa và Thể thao": [
        "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
        "Sở Văn hóa và Thể thao",
    ],
    "Sở Lao động - Thương binh và Xã hội, UBND huyện, thành phố": [
        "Sở Lao động - Thương binh và Xã hội",
        "UBND huyện, thành phố",
    ],
    "các đơn vị, địa phương được giao nhiệm vụ": ["các đơn vị, địa phương được giao nhiệm vụ"],
    "": [],
}


@pytest.mark.parametrize("text", LISTS)
def test_lists(text: str) -> None:
    assert split_agencies(text) == LISTS[text]
    assert split_agencies(unicodedata.normalize("NFD", text)) == LISTS[text]


NAMES = st.lists(st.sampled_from([f"Sở {field}" for field in FIELDS] + ["Công an tỉnh", "Báo Hà Nam", "Văn phòng UBND tỉnh",
                 "Đài Phát thanh và Truyền hình tỉnh", "Ban Tuyên giáo Tỉnh ủy"]), min_size=1, max_size=6, unique=True)  # fmt: skip


@given(NAMES, st.sampled_from(["; ", ", ", "\n"]), st.booleans())
def test_any_list_of_departments_is_split_into_its_names(names: list[str], separator: str, last: bool) -> None:
    text = separator.join(names)
    if last and len(names) > 1:
        text = separator.join(names[:-1]) + " và " + names[-1]
    assert split_agencies(text) == names


@given(st.text(max_size=60))
def test_splitting_never_raises_and_gives_no_empty_name(text: str) -> None:
    assert all(name.strip() for name in split_agencies(text))


def test_groups_and_catch_alls() -> None:
    groups = ("Các sở, ban, ngành", "UBND các huyện, thị xã, thành phố", "địa phương", "các cơ quan báo chí")
    assert all(map(is_group, groups))
    assert not any(map(is_group, ("Sở Nội vụ", "UBND huyện Bình Sơn", "Công an tỉnh", "UBND tỉnh")))
    assert all(map(is_catch_all, ("các cơ quan, đơn vị liên quan", "đơn vị liên quan", "các đơn vị có liên quan")))
    assert not any(map(is_catch_all, ("địa phương", "Các sở, ban, ngành", "các cơ quan báo chí")))


def test_full_names() -> None:
    assert full_name("VP UBND tỉnh") == "Văn phòng Ủy ban nhân dân tỉnh"
    assert full_name("Sở TT&TT") == full_name("Thông tin và Truyền thông") == "Sở Thông tin và Truyền thông"
    assert full_name("Uỷ ban Nhân dân tỉnh") == "Ủy ban nhân dân tỉnh"
    assert full_name("BCH BĐBP tỉnh") == "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"


REGISTER = [
    KnownAgency(number, name, ("Sở Bốn chữ T",) if number == 0 else ())
    for number, name in enumerate(
        [
            "Sở Thông tin và Truyền thông",
            "Sở Văn hóa, Thể thao và Du lịch",
            "Công an tỉnh",
            "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
            "Đài Phát thanh và Truyền hình tỉnh",
            "Văn phòng Ủy ban nhân dân tỉnh",
            "Ủy ban nhân dân tỉnh",
            "Ủy ban nhân dân huyện Bình Sơn",
            "Ủy ban nhân dân thành phố Quảng Ngãi",
            "Sở Nội vụ",
            "Sở Ngoại vụ",
            "Báo Quảng Ngãi",
            "Phòng Văn hóa huyện Lý Sơn",
            "Trung tâm Văn hóa huyện Lý Sơn",
        ]
    )
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Sở TTTT", 0), ("Sở Thông tin & Truyền thông", 0), ("Thông tin và Truyền thông", 0), ("STTTT", 0), ("Sở Bốn chữ T", 0),
        ("SVHTTDL", 1), ("Sở Văn hoá, Thể thao và Du lịch", 1), ("Công an", 2), ("Công an tỉnh Quảng Ngãi", 2),
        ("BCH BĐBP tỉnh", 3), ("Bộ đội biên phòng", 3), ("Đài PT&TH tỉnh", 4), ("Đài Phát thanh - Truyền hình Quảng Ngãi", 4),
        ("VP UBND tỉnh", 5), ("UBND tỉnh Quảng Ngãi", 6), ("Huyện Bình Sơn", 7), ("UBND TP Quảng Ngãi", 8), ("so noi vu", 9),
        ("Báo Quảng Ngãi", 11),
    ],
)  # fmt: skip
def test_match(name: str, found: int) -> None:
    assert match(name, REGISTER).only == REGISTER[found]


def test_what_two_names_fit_is_a_question() -> None:
    result = match("Văn hóa huyện Lý Sơn", REGISTER)
    assert result.how == "ambiguous"
    assert [known.id for known in result.agencies] == [12, 13]
    assert result.only is None


def test_a_slip_is_offered_and_not_taken() -> None:
    result = match("Sở Ngoai vuj", REGISTER)
    assert (result.how, result.only) == ("similar", None)
    assert result.agencies == (REGISTER[10],)


@pytest.mark.parametrize("name", ["Sở", "Sở XYZ", "các đơn vị liên quan", "", "T"])
def test_nobody(name: str) -> None:
    assert match(name, REGISTER).agencies == ()


@given(st.sampled_from(REGISTER))
def test_everybody_is_found_by_the_own_name(known: KnownAgency) -> None:
    assert match(known.name, REGISTER).only == known
    assert match(known.name.upper(), REGISTER).only == known
