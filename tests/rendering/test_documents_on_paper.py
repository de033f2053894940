"""The report as it comes off the printer, measured against Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest

from bot.rendering.documents import summary_docx
from tests.rendering import papers
from tests.rendering.measures import MM, first_pages, line, lines, middle, rules, size

# One process prints all papers: the printing costs more than the measuring.
pytestmark = [pytest.mark.office, pytest.mark.timeout(110), pytest.mark.xdist_group("papers")]

LONG = ("Sở Văn hóa, Thể thao và Du lịch", "ỦY BAN NHÂN DÂN TỈNH THỪA THIÊN HUẾ")


@pytest.fixture(scope="module")
def papers_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("papers")
    long = summary_docx(papers.FACTS, papers.office_called(*LONG))
    short = summary_docx(papers.FACTS, papers.office_called("Sở Ngoại vụ", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"))
    years = [(f"{name}.docx", summary_docx(facts, office)) for name, facts, office in papers.years()]
    files = (("sample.docx", papers.sample_docx()), ("long.docx", long), ("short.docx", short), *years)
    opened = {path.stem: pdfplumber.open(path) for path in papers.to_pdf(folder, *files)}
    yield opened
    for paper in opened.values():
        paper.close()


@pytest.fixture
def sample(papers_of: dict[str, Any]) -> Any:
    return papers_of["sample"]


@pytest.fixture(params=["sample", "quang-ngai-2024", "thua-thien-hue-2024"])
def paper(papers_of: dict[str, Any], request: pytest.FixtureRequest) -> Any:
    """Each of the papers in turn: a quarter's report of a few pages, and two years as rehearsed."""
    return papers_of[request.param]


def test_every_page_is_a4_upright_and_in_times(paper: Any) -> None:
    for page in paper.pages:
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        fonts = {char["fontname"].split("+")[-1] for char in page.chars if char["text"].strip()}
        assert all(font.startswith(("LiberationSerif", "TimesNewRoman")) for font in fonts)
        assert all(char["non_stroking_color"] in ((0,), (0, 0, 0), 0, None) for char in page.chars)


def test_margins(paper: Any) -> None:
    for page in paper.pages:
        text = [char for char in page.chars if char["text"].strip() and char["top"] > 19 * MM]
        left, right = min(char["x0"] for char in text) / MM, (page.width - max(char["x1"] for char in text)) / MM
        top, bottom = min(char["top"] for char in text) / MM, (page.height - max(char["bottom"] for char in text)) / MM
        assert 29.8 <= left <= 35.5
        assert right >= 14.8
        assert 19.5 <= top <= 26
        assert bottom >= 19.5
        edges = [shape for shape in (*page.lines, *page.rects) if shape["width"] > 1]
        assert all(shape["x0"] / MM >= 29.5 and shape["x1"] / MM <= 210 - 14.5 for shape in edges)
    body = [char for char in paper.pages[1].chars if char["text"].strip()]
    assert 15 <= (paper.pages[1].width - max(char["x1"] for char in body)) / MM <= 20


def test_page_numbers_stand_at_the_top_centre_from_the_second_page_of_each_part(paper: Any) -> None:
    starts = first_pages(paper)
    assert len(starts) == 3
    expected = 0
    for index, page in enumerate(paper.pages):
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
    ("name", "issuer"),
    [
        ("sample", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
        ("short", "SỞ NGOẠI VỤ"),
        ("long", "SỞ VĂN HÓA"),
        ("quang-ngai-2024", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
        ("thua-thien-hue-2024", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
    ],
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


@pytest.mark.parametrize("name", ["sample", "short", "long", "quang-ngai-2024", "thua-thien-hue-2024"])
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


def test_the_signature_stands_right_of_the_receivers(paper: Any) -> None:
    page = paper.pages[first_pages(paper)[1] - 1]
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


def test_no_report_code_is_seen_in_the_body(paper: Any) -> None:
    body = "".join(page.extract_text() for page in paper.pages[: first_pages(paper)[1]])
    assert not re.search(r"BC-(?!STTTT)", body)


def test_annexes_name_their_report_and_repeat_the_heads_of_their_tables(paper: Any) -> None:
    starts = first_pages(paper)
    for annex, start in zip(("Phụ lục I", "Phụ lục II"), starts[1:], strict=True):
        shown = paper.pages[start].extract_text()
        assert shown.startswith(annex)
        assert "(Kèm theo Báo cáo số" in shown
    for index in sorted(set(range(starts[1], len(paper.pages))) - set(starts)):
        assert "Nhiệm vụ" in paper.pages[index].extract_text()[:60]


def test_an_agency_is_named_once_below_each_task_of_the_year(papers_of: dict[str, Any]) -> None:
    paper = papers_of["thua-thien-hue-2024"]
    body = "\n".join(page.extract_text() for page in paper.pages[: first_pages(paper)[1]])
    topics = re.split(r"\n(?=\d+\. )", body.split("II. KẾT QUẢ")[1].split("III. TỔNG HỢP")[0])[1:]
    assert len(topics) == 9
    for topic in topics:
        named = re.findall(r"^- ([^:]+):", topic, re.MULTILINE)
        assert named
        assert len(named) == len(set(named))
