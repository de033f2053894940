"""What stands where on a printed page: lines, rules, sizes. Lengths are points from the page's top left."""

from __future__ import annotations

from typing import Any

MM = 72 / 25.4


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
