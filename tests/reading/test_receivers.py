"""Lists of receivers as officers type them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.agencies import Agency, AgencyGroup, AgencyId, GroupId
from bot.domain.register import kind_of
from bot.reading.chat.receivers import Named, read_receivers
from bot.reading.whom import Register
from bot.vietnamese import fold

SOS = (
    "Ngoại vụ|Nội vụ|Tư pháp|Tài chính|Y tế|Xây dựng|Công Thương|Giáo dục và Đào tạo|Văn hóa, Thể thao và Du lịch"
    "|Thông tin và Truyền thông|Kế hoạch và Đầu tư|Khoa học và Công nghệ|Lao động - Thương binh và Xã hội"
    "|Nông nghiệp và Phát triển nông thôn|Tài nguyên và Môi trường|Giao thông vận tải"
)
OTHERS = (
    "Văn phòng UBND tỉnh|Thanh tra tỉnh|Ban Dân tộc|Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"
    "|Công an tỉnh|Bộ Chỉ huy Quân sự tỉnh|Bộ Chỉ huy Bộ đội Biên phòng tỉnh|Báo Quảng Ngãi"
    "|Đài Phát thanh và Truyền hình tỉnh|Tỉnh đoàn Quảng Ngãi|Hội Nông dân tỉnh|Hội Liên hiệp Phụ nữ tỉnh"
    "|Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh|UBND huyện Bình Sơn|UBND huyện Sơn Tịnh|UBND huyện Ba Tơ"
    "|UBND huyện Trà Bồng|UBND huyện Lý Sơn|UBND huyện Mộ Đức|UBND thị xã Đức Phổ|UBND thành phố Quảng Ngãi"
    "|UBND xã Bình Châu|UBND xã Bình Hải|UBND phường Phổ Minh|UBND thị trấn Châu Ổ"
)
NAMES = (*(f"Sở {name}" for name in SOS.split("|")), *OTHERS.split("|"))
GROUPS = (AgencyGroup(GroupId(1), "Các sở, ban, ngành"), AgencyGroup(GroupId(2), "UBND các huyện, thị xã, thành phố"))
REGISTER = Register.of((Agency(AgencyId(n), name) for n, name in enumerate(NAMES)), {}, GROUPS)


def rows() -> list[dict[str, str]]:
    with (Path(__file__).parents[1] / "data" / "receivers_typed.tsv").open(encoding="utf-8", newline="") as table:
        return [
            {key: value or "" for key, value in row.items()}
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def meant(named: Named) -> str:
    """Write what a name means as the table does."""
    if named.everybody:
        return "*"
    if named.kinds:
        there = {kind_of(name) for name in NAMES}
        return "@" + ",".join(kind for kind in named.kinds if kind in there)
    if named.group is not None:
        return f"#{named.group}"
    return "; ".join(NAMES[agency] for agency in named.agencies)


def understood(typed: str) -> tuple[str, str, tuple[str, ...]]:
    """Return whom a list means, what has to be asked, and what is offered for it."""
    read = read_receivers(typed, REGISTER)
    told = "; ".join(meant(named) for named in read if named.certain and not named.spared)
    spared = "; ".join(meant(named) for named in read if named.certain and named.spared)
    asked = [named for named in read if not named.certain]
    offered = tuple(NAMES[agency] for named in asked for agency in named.like)
    return told + (f" - {spared}" if spared else ""), "; ".join(named.typed for named in asked), offered


def wrong(typed: str, row: dict[str, str]) -> bool:
    told, asked, offered = understood(typed)
    wanted = [] if row["offered"] in ("", "-") else row["offered"].split("; ")
    return (told, fold(asked)) != (row["meant"], fold(row["asked"])) or not set(wanted) <= set(offered)


def test_reads_whom_officers_mean() -> None:
    read = {row["typed"]: (understood(row["typed"]), row) for row in rows()}
    assert {typed: both for typed, both in read.items() if wrong(typed, both[1])} == {}


@pytest.mark.parametrize("change", [fold, str.upper])
def test_reads_them_without_marks_and_in_capitals(change: object) -> None:
    assert callable(change)
    assert [row["typed"] for row in rows() if wrong(change(row["typed"]), row)] == []


def test_offers_few_for_a_name_like_none() -> None:
    assert all(len(understood(row["typed"])[2]) <= 6 for row in rows())
    assert understood("Sở gì đó") == ("", "Sở gì đó", ())


def test_marks_and_order_tell_bodies_apart_that_share_their_words() -> None:
    names = (
        "UBND xã An Bình",
        "UBND xã Bình An",
        "UBND xã An Thành",
        "UBND xã An Thạnh",
        "UBND huyện Bình Sơn",
        "UBND xã Bình Sơn",
    )
    register = Register.of((Agency(AgencyId(n), name) for n, name in enumerate(names)), {}, ())
    typed = "xã An Bình, Bình An, An Thành, xã Bình Sơn; an thanh"
    assert [named.agencies for named in read_receivers(typed, register)] == [(0,), (1,), (2,), (5,), ()]
    assert read_receivers("xa an thanh", register)[0].like == (2, 3)


WORDS = st.sampled_from(
    ["sở", "các", "huyện", "xã", "trừ", "và", ",", ";", "\n", "tất cả", "Ngoại vụ", "y tế", "nv", "3", ":"]
)


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join)))
def test_any_words_are_read_and_nothing_is_both_certain_and_asked(typed: str) -> None:
    for named in read_receivers(typed, REGISTER):
        assert not (named.certain and named.like)
        assert all(agency < len(NAMES) for agency in (*named.agencies, *named.like))
