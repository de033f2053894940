from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

from hypothesis import given, settings
from lxml import etree
from PIL import Image

from bot.domain.agencies import AgencyId
from bot.domain.figures import Figures, count
from bot.domain.plans import TaskId
from bot.domain.standings import Standing
from bot.rendering.charts import WIDTH, bars, status_picture, status_svg
from bot.rendering.fonts import font_files
from tests.rendering import samples, strategies

SVG = "{http://www.w3.org/2000/svg}"


def sample() -> Figures:
    return count(samples.standings(), samples.TODAY)


def test_the_picture_is_as_wide_as_a_phones_and_has_the_colours_of_its_bars() -> None:
    picture = Image.open(BytesIO(status_picture(sample(), "Quý III năm 2024", "Tính đến 03/10/2024")))
    assert picture.format == "PNG"
    assert picture.width == WIDTH == 1080
    assert picture.height < 20 * picture.width
    assert picture.width + picture.height < 10_000
    colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert {(0x1F, 0x9D, 0x6B), (0xF0, 0xA3, 0x2B), (0xD6, 0x45, 0x45)} <= colours


def test_text_is_large_enough_for_a_phone() -> None:
    sizes = re.findall(r'font-size="(\d+)"', status_svg(sample(), "Quý III", "hôm nay"))
    assert min(map(int, sizes)) >= 28


def test_vietnamese_letters_are_drawn_with_our_own_font() -> None:
    def drawn(text: str) -> bytes:
        return status_picture(count((), samples.TODAY), text)

    assert len(font_files()) == 2
    assert drawn("ẵ") != drawn("ằ") != drawn("ẳ")


def test_those_who_are_behind_come_first() -> None:
    labels = [bar.label for bar in bars(sample())]
    assert labels[0] == "Sở Kế hoạch và Đầu tư"
    assert labels.index("UBND huyện Lý Sơn") < labels.index("Báo Quảng Ngãi")


def test_more_than_twenty_agencies_are_drawn_by_task() -> None:
    row = samples.standings()[0]
    rows = [
        replace(row, agency=AgencyId(agency), task=TaskId(task), title=f"Việc {task}")
        for agency in range(21)
        for task in range(3)
    ]
    assert [bar.label for bar in bars(count(rows, samples.TODAY))] == [f"II.1. Việc {task}" for task in range(3)]


def test_drawn_by_task_what_belongs_to_none_has_its_own_bar() -> None:
    row = samples.standings()[0]
    rows = [replace(row, agency=AgencyId(agency), task=TaskId(agency % 3)) for agency in range(30)]
    asked = [replace(row, agency=AgencyId(agency), task=None, no="IV.2", title="Báo cáo năm") for agency in range(7)]
    figures = count(tuple(rows + asked), samples.TODAY)
    drawn = bars(figures)
    assert (drawn[-1].label, drawn[-1].counts.expected) == ("Báo cáo định kỳ, đột xuất", 7)
    assert sum(bar.counts.expected for bar in drawn) == figures.totals.expected == 37
    assert "Báo cáo định kỳ, đột xuất" not in {bar.label for bar in bars(count(tuple(rows), samples.TODAY))}


def test_three_hundred_agencies_and_tasks_still_make_a_picture() -> None:
    row = samples.standings()[0]
    rows = [replace(row, agency=AgencyId(n), task=TaskId(n), agency_name=f"UBND xã {n}") for n in range(300)]
    assert len(bars(count(rows, samples.TODAY))) == 20


@settings(max_examples=15, deadline=None)
@given(strategies.hostile(), strategies.standings(12), strategies.days())
def test_hostile_names_stay_text(text: str, rows: tuple[Standing, ...], today: date) -> None:
    named = [replace(row, agency_name=text, title=text) for row in rows]
    svg = status_svg(count(named, today), text, text)
    root = etree.fromstring(svg.encode())
    assert {node.tag for node in root.iter()} <= {f"{SVG}{name}" for name in ("svg", "rect", "text")}
    width = float(root.get("width") or 0)
    assert all(float(node.get("x") or 0) + float(node.get("width") or 0) <= width for node in root.iter(f"{SVG}rect"))
