from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.rendering.letters import MOST_ADDRESSEES, DunningFacts, dunning_docx
from tests.rendering import papers, samples
from tests.rendering.test_documents import text_of

FACTS = DunningFacts(samples.standings(), samples.AS_OF, samples.TODAY, date(2024, 10, 10))


def test_the_letter_names_who_is_late_and_by_how_much() -> None:
    text = text_of(dunning_docx(FACTS, samples.OFFICE))
    assert "Số: ……/STTTT" in text
    assert "V/v đôn đốc báo cáo" in text
    assert "còn 11 báo cáo của 09 cơ quan, đơn vị đã quá hạn" in text
    assert "chậm nhất ngày 10/10/2024" in text
    assert "Kính gửi: Các cơ quan, đơn vị có tên tại Danh sách kèm theo." in text
    assert "UBND huyện Lý Sơn" in text
    assert "UBND huyện Ba Tơ" not in text


def test_a_few_are_addressed_by_name() -> None:
    late = [row for row in samples.standings() if row.is_late(samples.TODAY)]
    one = text_of(dunning_docx(replace(FACTS, standings=(late[0],)), samples.OFFICE))
    assert "Kính gửi: Sở Kế hoạch và Đầu tư." in one
    few = text_of(dunning_docx(replace(FACTS, standings=tuple(late[:3])), samples.OFFICE))
    assert "Kính gửi:\n- Sở" in few
    assert len({row.agency_name for row in late}) > MOST_ADDRESSEES


def test_nobody_late_still_makes_a_letter() -> None:
    assert "còn 00 báo cáo" in text_of(dunning_docx(replace(FACTS, standings=()), samples.OFFICE))


@pytest.mark.office
def test_it_fits_one_page_and_a_list(tmp_path_factory: pytest.TempPathFactory) -> None:
    import pdfplumber

    (path,) = papers.to_pdf(tmp_path_factory.mktemp("letter"), ("letter.docx", dunning_docx(FACTS, samples.OFFICE)))
    with pdfplumber.open(path) as paper:
        assert len(paper.pages) == 2
        assert "Nơi nhận" in paper.pages[0].extract_text()
        assert "DANH SÁCH" in paper.pages[1].extract_text()[:20]
