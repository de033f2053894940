"""The report as it comes off the printer, measured against Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from bot.rendering.documents import summary_docx
from tests.rendering import papers

pytestmark = [pytest.mark.office, pytest.mark.timeout(110)]

MM = 72 / 25.4
LONG = ("Sở Văn hóa, Thể thao và Du lịch", "ỦY BAN NHÂN DÂN TỈNH THỪA THIÊN HUẾ")


@pytest.fixture(scope="module")
def papers_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("papers")
    long = summary_docx(papers.FACTS, papers.office_called(*LONG))
    short = summary_docx(papers.FACTS, papers.office_called("Sở Ngoại vụ", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"))
    files = (("sample.docx", papers.sample_docx()), ("long.docx", long), ("short.docx", short))
    opened = {path.stem: pdfplumber.open(path) for path in papers.to_pdf(folder, *files)}
    yield opened
    for paper in opened.values():
        paper.close()


@pytest.fixture
def sample(papers_of: dict[str, Any]) -> Any:
    return papers_of["sample"]


def lines(page: Any) -> list[dict[str, Any]]:
    """List the lines of text with where they stand (points from the page's top left) and the signs they are made of."""
    return list(page.extract_text_lines(return_chars=True))


def line(page: Any, part: str) -> dict[str, Any]:
    """Find the block of signs that holds `part`, as wide as its words stand close together."""
    for found in page.extract_words(keep_blank_chars=True, x_tolerance=8, return_chars=True, extra_attrs=["fontname"]):
        if part in found["text"]:
            return dict(found)
    raise AssertionError(part)


def rules(page: Any) -> list[dict[str, Any]]:
    """List the horizontal rules drawn on a page."""
    shapes = [*page.lines, *page.rects, *page.curves]
    return [shape for shape in shapes if shape["width"] > 20 and shape["height"] < 2]


def size(found: dict[str, Any]) -> float:
    return round(float(found["chars"][0]["size"]), 1)


def middle(found: dict[str, Any]) -> float:
    return float(found["x0"] + found["x1"]) / 2


def first_pages(paper: Any) -> list[int]:
    """Tell the pages with which the document and its annexes begin."""
    return [0, *(index for index, page in enumerate(paper.pages) if "Phụ lục I" in (page.extract_text() or "")[:30])]


def test_every_page_is_a4_upright_and_in_times(sample: Any) -> None:
    for page in sample.pages:
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        fonts = {char["fontname"].split("+")[-1] for char in page.chars if char["text"].strip()}
        assert all(font.startswith(("LiberationSerif", "TimesNewRoman")) for font in fonts)
        assert all(char["non_stroking_color"] in ((0,), (0, 0, 0), 0, None) for char in page.chars)


def test_margins(sample: Any) -> None:
    for page in sample.pages:
        text = [char for char in page.chars if char["text"].strip() and char["top"] > 19 * MM]
        left, right = min(char["x0"] for char in text) / MM, (page.width - max(char["x1"] for char in text)) / MM
        top, bottom = min(char["top"] for char in text) / MM, (page.height - max(char["bottom"] for char in text)) / MM
        assert 29.8 <= left <= 35.5
        assert right >= 14.8
        assert 19.5 <= top <= 26
        assert bottom >= 19.5
        edges = [shape for shape in (*page.lines, *page.rects) if shape["width"] > 1]
        assert all(shape["x0"] / MM >= 29.5 and shape["x1"] / MM <= 210 - 14.5 for shape in edges)
    body = [char for char in sample.pages[1].chars if char["text"].strip()]
    assert 15 <= (sample.pages[1].width - max(char["x1"] for char in body)) / MM <= 20


def test_page_numbers_stand_at_the_top_centre_from_the_second_page_of_each_part(sample: Any) -> None:
    starts = first_pages(sample)
    assert len(starts) == 3
    expected = 0
    for index, page in enumerate(sample.pages):
        expected = 1 if index in starts else expected + 1
        header = page.crop((0, 0, page.width, 19 * MM))
        words = header.extract_words(return_chars=True)
        if expected == 1:
            assert words == []
            continue
        (number,) = words
        assert number["text"] == str(expected)
        assert size(number) in (13, 14)
        centre = (page.bbox[0] + 30 * MM + page.width - 15.5 * MM) / 2
        assert abs(middle(number) - centre) < 2


@pytest.mark.parametrize(
    ("name", "issuer"), [("sample", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"), ("short", "SỞ NGOẠI VỤ"), ("long", "SỞ VĂN HÓA")]
)
def test_the_head_never_wraps_and_stands_side_by_side(papers_of: dict[str, Any], name: str, issuer: str) -> None:
    page = papers_of[name].pages[0]
    state, motto = line(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), line(page, "Độc lập - Tự do - Hạnh phúc")
    own = line(page, issuer)
    assert 12 <= size(state) <= 13
    assert 13 <= size(motto) <= 14
    assert 12 <= size(own) <= 13
    assert all("Bold" in found["chars"][0]["fontname"] for found in (state, motto, own))
    assert "Bold" not in line(page, "TỈNH")["chars"][0]["fontname"]
    assert abs(middle(state) - middle(motto)) < 2
    assert own["x1"] + 8 < state["x0"]
    assert abs(line(page, "TỈNH")["top"] - state["top"]) < 2
    number, day = line(page, "Số:"), line(page, "ngày")
    assert abs(number["bottom"] - day["bottom"]) < 2.5
    assert size(number) == 13
    assert 13 <= size(day) <= 14
    assert "Italic" in day["chars"][0]["fontname"]
    assert abs(middle(day) - middle(motto)) < 3
    assert abs(middle(number) - middle(own)) < 3


@pytest.mark.parametrize("name", ["sample", "short", "long"])
def test_rules_are_drawn_below_what_they_belong_to(papers_of: dict[str, Any], name: str) -> None:
    page = papers_of[name].pages[0]
    assert "__" not in page.extract_text()
    motto = line(page, "Độc lập")
    top = [shape for shape in rules(page) if shape["top"] < motto["bottom"] + 30]
    left = min(top, key=lambda shape: shape["x0"])
    right = max(top, key=lambda shape: shape["x0"])
    assert left is not right
    assert abs(right["width"] - (motto["x1"] - motto["x0"])) < 4
    assert abs(middle(right) - middle(motto)) < 2
    assert 0 < right["top"] - motto["bottom"] < 8
    title_rule = max(rules(page), key=lambda shape: shape["top"])
    heading = line(page, "BÁO CÁO")
    assert abs(middle(title_rule) - middle(heading)) < 2
    assert title_rule["top"] > heading["bottom"]


def test_the_issuers_rule_is_a_third_to_a_half_of_its_name(sample: Any) -> None:
    page = sample.pages[0]
    own = line(page, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG")
    rule = min((shape for shape in rules(page) if shape["top"] < own["bottom"] + 12), key=lambda shape: shape["x0"])
    assert 1 / 3 <= rule["width"] / (own["x1"] - own["x0"]) <= 1 / 2
    assert abs(middle(rule) - middle(own)) < 2


def test_title_and_body(sample: Any) -> None:
    page = sample.pages[0]
    heading, abstract = line(page, "BÁO CÁO"), line(page, "Kết quả thực hiện Kế hoạch")
    centre = (30 * MM + page.width - 15.5 * MM) / 2
    assert abs(middle(heading) - centre) < 2
    assert abs(middle(abstract) - centre) < 2
    assert 13 <= size(heading) <= 14
    assert "Bold" in abstract["chars"][0]["fontname"]
    opening = next(found for found in lines(page) if found["text"].startswith("Tính đến"))
    following = next(found for found in lines(page) if found["top"] > opening["top"] + 5)
    assert 13 <= size(opening) <= 14
    assert abs((opening["x0"] - following["x0"]) / MM - 12.7) < 0.5
    grounds = next(found for found in lines(page) if found["text"].startswith("Căn cứ"))
    assert "Italic" in grounds["chars"][0]["fontname"]
    for part in ("I. TÌNH HÌNH CHUNG", "II. KẾT QUẢ THỰC HIỆN", "1. Tổ chức Họp báo"):
        assert "Bold" in next(found for found in lines(page) if found["text"].startswith(part))["chars"][0]["fontname"]


def test_the_signature_stands_right_of_the_receivers(sample: Any) -> None:
    page = sample.pages[first_pages(sample)[1] - 1]
    signer, name, receivers = line(page, "GIÁM ĐỐC"), line(page, "Nguyễn Văn Minh"), line(page, "Nơi nhận:")
    assert "./." in page.extract_text()
    assert 13 <= size(signer) <= 14
    assert abs(middle(signer) - middle(name)) < 2
    assert signer["x0"] > page.width / 2
    assert name["top"] - signer["bottom"] > 40
    assert size(receivers) == 12
    assert "BoldItalic" in receivers["chars"][0]["fontname"]
    filed = line(page, "Lưu: VT")
    assert size(filed) == 11
    assert filed["text"].endswith(".")


def test_no_report_code_is_seen_in_the_body(sample: Any) -> None:
    body = "".join(page.extract_text() for page in sample.pages[: first_pages(sample)[1]])
    assert "BC-A" not in body


def test_annexes_name_their_report_and_repeat_the_heads_of_their_tables(sample: Any) -> None:
    start = first_pages(sample)[1]
    assert "(Kèm theo Báo cáo số" in sample.pages[start].extract_text()
    assert "Nhiệm vụ" in sample.pages[start + 1].extract_text()[:60]
    assert Path(sample.stream.name).suffix == ".pdf"
