"""The table that is written into docs/performance.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks._page import BEGIN, END, Ran, Unmarked, table, written_into
from benchmarks._results import Result, Wanted

ROOT = Path(__file__).parents[2]
START = Result("start to first poll", "s", 0.84, "echo", 0.45, Wanted("≤", 1.7))
FIGURES = Result("/status", "ms", 48.3, "GROUP BY", 1015, Wanted("<", 50, "ours"))
FORM = Result("updates a second", "/s", None, "aiogram form", None, Wanted("≥", 1.2), "no | network")
WENT_WELL = Ran("startup", "python -m benchmarks.startup", (START, FIGURES), 24.9, 0.6)
CUT_OFF = Ran("sweep", "python -m benchmarks.sweep", (FORM,), 60.2, 1.0, "cut off after 60 s")


class TestTable:
    def test_a_row_for_each_result(self) -> None:
        rows = table([WENT_WELL]).splitlines()
        assert rows[2] == "| start to first poll | 0.84 s | echo | 0.45 s | 1.87 | ≤ 1.7 x | **no** |"
        assert rows[3] == "| /status | 48.3 ms | GROUP BY | 1,015 ms | 0.0476 | < 50 ms | yes |"

    def test_what_was_not_measured_says_why(self) -> None:
        row = "| updates a second | not measured: no / network | aiogram form |  |  | ≥ 1.2 x | **no** |"
        assert row in table([CUT_OFF]).splitlines()

    def test_what_was_cut_off_is_not_left_out(self) -> None:
        assert "| **sweep: cut off after 60 s** |  |  |  |  |  | **no** |" in table([WENT_WELL, CUT_OFF]).splitlines()

    def test_how_long_each_took(self) -> None:
        rows = table([WENT_WELL, CUT_OFF]).splitlines()
        assert rows[-2:] == [
            "| `python -m benchmarks.startup` | 25 s | 0.6 |",
            "| `python -m benchmarks.sweep` | 60 s | 1.0 |",
        ]


class TestPage:
    def test_only_what_is_between_the_marks_is_written(self) -> None:
        page = f"# Before\n\n{BEGIN}\nold\n{END}\n\n## After\n"
        once = written_into(page, ["today, 2 cores"], [WENT_WELL])
        assert once.startswith(f"# Before\n\n{BEGIN}\n\ntoday, 2 cores\n\n| what |")
        assert once.endswith(f"\n\n{END}\n\n## After\n")
        assert "old" not in once
        assert written_into(once, ["today, 2 cores"], [WENT_WELL]) == once

    @pytest.mark.parametrize("page", ["", BEGIN, END, f"{END} {BEGIN}"])
    def test_a_page_without_marks_is_refused(self, page: str) -> None:
        with pytest.raises(Unmarked):
            written_into(page, [], [WENT_WELL])

    def test_our_page_has_the_marks(self) -> None:
        page = (ROOT / "docs" / "performance.md").read_text("utf-8")
        assert (page.count(BEGIN), page.count(END)) == (1, 1)
        written_into(page, [], [WENT_WELL])
