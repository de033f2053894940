from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from lxml import etree

from bot.domain.agencies import AgencyId
from bot.domain.plans import TaskId
from bot.domain.reports import DueId
from bot.rendering.documents import summary_docx
from bot.rendering.letterhead import place, proper, symbol
from bot.vietnamese import clean
from tests.rendering import papers, samples, strategies


def text_of(content: bytes, *, hidden: bool = True) -> str:
    """Give the visible text, and the hidden, one paragraph a line."""
    root = etree.fromstring(zipfile.ZipFile(BytesIO(content)).read("word/document.xml"))
    lines = []
    for paragraph in root.iter(qn("w:p")):
        runs = (
            run for run in paragraph.iter(qn("w:r")) if hidden or run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is None
        )
        lines.append("".join(node.text or "" for run in runs for node in run.iter(qn("w:t"))))
    return "\n".join(lines)


def test_it_opens_and_says_what_the_agencies_said() -> None:
    text = text_of(papers.sample_docx(), hidden=False)
    assert docx.Document(BytesIO(papers.sample_docx())).core_properties.author == samples.STTTT
    assert "- Sở Ngoại vụ: Đón 11 đoàn khách quốc tế với 96 lượt người. Hướng dẫn 05 đoàn phóng viên" in text
    assert "Căn cứ Chỉ thị số 07/CT-TTg;" in text
    assert "Kính gửi: Ủy ban nhân dân tỉnh Quảng Ngãi." in text
    assert "Có 08 cơ quan, đơn vị đã quá hạn chưa gửi báo cáo: Sở Kế hoạch và Đầu tư;" in text
    assert "khẩn trương báo cáo đầy đủ kết quả thực hiện./." in text
    assert "BC-" not in text.split("Phụ lục II")[0].replace("BC-STTTT", "")


def test_of_many_who_owe_a_report_the_annex_tells_the_number() -> None:
    row = replace(samples.standings()[0], task=None, no="", title="Báo cáo quý", leads=(), cooperating=())
    own = [replace(row, agency=AgencyId(n), agency_name=f"Sở {n}", due=DueId(n)) for n in range(1, 5)]
    for some, told in ((own, "04 cơ quan, đơn vị"), (own[:2], "\nSở 1Sở 2\n")):
        facts = replace(papers.FACTS, standings=tuple(some))
        annex = text_of(summary_docx(facts, samples.OFFICE)).split("Phụ lục II")[0]
        assert told in annex


def test_every_result_can_be_followed_to_its_report() -> None:
    content = papers.sample_docx()
    everything = text_of(content)
    names = re.findall(
        rb'w:bookmarkStart w:id="\d+" w:name="(\w+)"', zipfile.ZipFile(BytesIO(content)).read("word/document.xml")
    )
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 and name[:1].isalpha() for name in names)
    for row in samples.standings():
        if row.said:
            assert f"[{row.said.code}]" in everything
            assert any(row.said.code.replace("-", "_").encode() in name for name in names)


def test_a_number_and_day_that_are_known_are_written_in_full() -> None:
    facts = replace(papers.FACTS, number="5", signed_on=date(2024, 1, 8))
    text = text_of(summary_docx(facts, samples.OFFICE))
    assert "Số: 05/BC-STTTT" in text
    assert "Quảng Ngãi, ngày 08 tháng 01 năm 2024" in text
    assert "(Kèm theo Báo cáo số 05/BC-STTTT của Sở Thông tin và Truyền thông)" in text


def test_the_same_facts_give_the_same_bytes() -> None:
    assert summary_docx(papers.FACTS, samples.OFFICE) == papers.sample_docx()


def test_nothing_to_report_still_makes_a_document() -> None:
    text = text_of(summary_docx(replace(papers.FACTS, standings=(), heads=()), samples.OFFICE))
    assert "Trong kỳ không có nhiệm vụ đến hạn báo cáo." in text


@settings(max_examples=25, deadline=None)
@given(strategies.hostile())
def test_hostile_text_comes_out_harmless(text: str) -> None:
    content = summary_docx(papers.with_said(text), replace(samples.OFFICE, signer_name=text, receivers=(text,)))
    shown = text_of(content)
    assert docx.Document(BytesIO(content)).tables
    assert not re.search("[\x00-\x08\u202a-\u202e\u200f\ufffe]", shown)
    for word in clean(re.sub("[\ud800-\udfff\ufffe\uffff]", "", text)).split():
        assert word.rstrip(".;,")[1:20] in shown


def test_twenty_thousand_signs_are_kept_whole_in_the_body() -> None:
    text = "Đã triển khai tốt " * 1111
    shown = text_of(summary_docx(papers.with_said(text), samples.OFFICE))
    assert len(shown) > 14 * 19_000


def test_fields_and_templates_of_users_stay_text() -> None:
    content = summary_docx(papers.with_said("{{ 7*7 }} <w:fldSimple w:instr='DATE'/>"), samples.OFFICE)
    assert "{{ 7*7 }} <w:fldSimple w:instr='DATE'/>" in text_of(content)
    assert b"<w:fldSimple" not in zipfile.ZipFile(BytesIO(content)).read("word/document.xml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sở Thông tin và Truyền thông", "STTTT"),
        ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
        ("Sở Khoa học và Công nghệ", "SKHVCN".replace("V", "")),
        ("", "CQ"),
    ],
)
def test_the_letters_of_an_agency(name: str, expected: str) -> None:
    assert symbol(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ", "Ủy ban nhân dân thành phố Huế"),
        ("UBND TỈNH THỪA THIÊN HUẾ", "UBND tỉnh Thừa Thiên Huế"),
        ("Ủy ban nhân dân tỉnh Vĩnh Long", "Ủy ban nhân dân tỉnh Vĩnh Long"),
    ],
)
def test_a_name_in_capitals_in_running_text(name: str, expected: str) -> None:
    assert proper(name) == expected


def test_the_place_is_that_of_the_province_unless_told() -> None:
    assert place(replace(samples.OFFICE, place="")) == "Quảng Ngãi"
    assert place(replace(samples.OFFICE, place="Huế")) == "Huế"
    assert place(replace(samples.OFFICE, place="", parent="")) == "…"


def test_a_large_report_takes_time_in_proportion() -> None:
    row = samples.standings()[0]
    rows = tuple(replace(row, agency=AgencyId(n % 75), task=TaskId(n // 75), no=f"II.{n // 75}") for n in range(3000))
    started = time.process_time()
    assert summary_docx(replace(papers.FACTS, standings=rows), samples.OFFICE)
    assert time.process_time() - started < 10
