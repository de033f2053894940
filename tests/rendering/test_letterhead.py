"""The head of a document: no line of it is wider than its column."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.domain.office import Office
from bot.rendering.letterhead import Numbering, head
from bot.rendering.lettering import width

PROVINCES = ("Quảng Ngãi", "Thừa Thiên Huế", "Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh")
_RUN = re.compile(r'<w:r><w:rPr>((?:(?!</w:rPr>).)*)</w:rPr><w:t xml:space="preserve">([^<]*, ngày [^<]*)</w:t>')


@pytest.mark.parametrize("place", PROVINCES)
@pytest.mark.parametrize("day", [None, date(2024, 12, 31)])
def test_place_and_date_stand_on_one_line(place: str, day: date | None) -> None:
    """LibreOffice set "Thừa Thiên Huế, ngày …… tháng 01 năm 2025" on two lines."""
    office = Office(parent=f"ỦY BAN NHÂN DÂN TỈNH {place.upper()}", place=place)
    written = head(office, Numbering("BC", "STTTT", None, day, date(2024, 12, 31)))
    column = [int(found) / 20 for found in re.findall(r'<w:gridCol w:w="(\d+)"', written)][-1]
    found = _RUN.search(written)
    assert found is not None
    size = int(re.findall(r'<w:sz w:val="(\d+)"', found[1])[0]) / 2
    closer = re.findall(r'<w:spacing w:val="-(\d+)"', found[1])
    squeeze = int(closer[0]) / 20 if closer else 0.0
    assert size >= 13
    assert squeeze <= 0.6
    assert width(found[2], size) - squeeze * len(found[2]) <= column - 5
