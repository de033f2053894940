"""Whom printed names mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agencies import Agency, AgencyGroup, AgencyId, GroupId
from bot.domain.register import agency_key, group_key, kind_of, kinds_of_group
from bot.reading.whom import Meaning, Register, spelled_out, whom
from bot.vietnamese import fold

NAMES = (
    "Văn phòng UBND tỉnh",
    "Sở Thông tin và Truyền thông",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Tài chính",
    "Sở Y tế",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Đài Phát thanh và Truyền hình tỉnh",
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
    "Trung tâm Công báo và Tin học",
    "Công an tỉnh",
    "UBND huyện Ba Tơ",
)
AGENCIES = tuple(Agency(AgencyId(number), name) for number, name in enumerate(NAMES))
GROUPS = (AgencyGroup(GroupId(1), "Các sở, ban, ngành"), AgencyGroup(GroupId(2), "UBND các huyện, thị xã, thành phố"))
REGISTER = Register.of(AGENCIES, {AgencyId(3): ("Tài chính",)}, GROUPS)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sở TTTT", "Sở Thông tin và Truyền thông"),
        ("So TT&TT", "Sở Thông tin và Truyền thông"),
        ("STTTT", "Sở Thông tin và Truyền thông"),
        ("Thông tin và Truyền thông", "Sở Thông tin và Truyền thông"),
        ("Sở Văn hoá, Thể thao & Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở VHTTDL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Đài PT&TH tỉnh", "Đài Phát thanh và Truyền hình tỉnh"),
        ("Đài PTTH Quảng Ngãi", "Đài Phát thanh và Truyền hình tỉnh"),
        ("Đài Phát thanh và Truyền hình tỉnh Quảng Ngãi", "Đài Phát thanh và Truyền hình tỉnh"),
        ("BCH BĐBP tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"),
        ("Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng UBND tỉnh"),
        ("Trung tâm Công báo và Tin học, Văn phòng UBND tỉnh", "Trung tâm Công báo và Tin học"),
        ("Sở LĐTB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở NN và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("tài chính", "Sở Tài chính"),
        ("Ủy ban nhân dân huyện Ba Tơ (Phòng Văn hóa)", "UBND huyện Ba Tơ"),
    ],
)
def test_one_body_has_many_names(printed: str, name: str) -> None:
    found = whom(printed, REGISTER)
    assert (found.meaning, found.agency) == (Meaning.AGENCY, AgencyId(NAMES.index(name)))


@pytest.mark.parametrize(
    ("printed", "group"),
    [
        ("các Sở, ban ngành tỉnh", 1),
        ("Các sở, ban, ngành của tỉnh", 1),
        ("Ủy ban nhân dân huyện, thị xã, thành phố", 2),
        ("UBND các huyện, thị xã, thành phố Huế", 2),
        ("UBND các huyện, thị xã và thành phố Huế", 2),
        ("địa phương trong tỉnh", 2),
        ("các ngành", 1),
    ],
)
def test_groups_are_known_by_any_writing(printed: str, group: int) -> None:
    assert whom(printed, REGISTER).group == group


@pytest.mark.parametrize(
    "printed",
    [
        "Các cơ quan, đơn vị liên quan",
        "các sở, ngành có liên quan",
        "các cơ quan, đơn vị, địa phương",
        "các đơn vị, địa phương được giao nhiệm vụ",
        "tỉnh",
        "Sở",
    ],
)
def test_phrases_mean_nobody(printed: str) -> None:
    assert whom(printed, REGISTER).meaning is Meaning.PHRASE


def test_what_is_new() -> None:
    assert whom("Báo Quảng Ngãi", REGISTER).meaning is Meaning.NEW_AGENCY
    assert whom("Các cơ quan báo chí", REGISTER).meaning is Meaning.NEW_GROUP
    assert kind_of("Thị trấn") is None
    assert kinds_of_group("các cơ quan báo chí của tỉnh") == ("báo", "đài", "tạp chí")
    assert kinds_of_group("Các cơ quan chuyên môn thuộc UBND tỉnh") == ("sở", "văn phòng", "thanh tra")


def test_two_bodies_of_one_alias_are_ambiguous() -> None:
    register = Register.of(AGENCIES, {AgencyId(3): ("Sở T",), AgencyId(4): ("Sở T",)}, ())
    found = whom("sở T", register)
    assert (found.meaning, found.candidates) == (Meaning.AMBIGUOUS, (AgencyId(3), AgencyId(4)))


def test_likely_slips_are_offered() -> None:
    assert REGISTER.find("Sở Thông tin và Truyền thôn").similar == (AgencyId(1),)
    assert REGISTER.find("Ngân hàng Nhà nước").similar == ()


def test_a_few_words_of_a_name_are_enough_to_be_asked_back() -> None:
    assert REGISTER.find("văn hóa").similar == ()
    assert REGISTER.find_typed("văn hóa").similar == (AgencyId(2),)
    assert REGISTER.find_typed("Y Te").certain == (AgencyId(4),)
    assert REGISTER.find_typed("hóa thể").similar == (AgencyId(2),)
    assert REGISTER.find_typed("oa, the").similar == ()
    assert REGISTER.find_typed("?").similar == ()
    assert REGISTER.find_typed("Sở Tài chánh kế hoạch").similar == (AgencyId(3),)


def test_what_is_new_is_spelled_out() -> None:
    assert whom("Sở TTTT", Register()).name == "Sở Thông tin và Truyền thông"
    assert spelled_out("UBND huyện Ba Tơ") == "UBND huyện Ba Tơ"


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, lambda text: f"  {text} ", agency_key]))
def test_writing_does_not_matter(name: str, write: object) -> None:
    assert callable(write)
    assert whom(write(name), REGISTER).agency == NAMES.index(name)


@given(st.text())
def test_never_fails_on_any_text(text: str) -> None:
    whom(text, REGISTER)
    kinds_of_group(text)
    assert fold(group_key(text)) == group_key(text)


@given(st.text())
def test_keys_are_stable(text: str) -> None:
    assert agency_key(agency_key(text)) == agency_key(text)
