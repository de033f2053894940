"""What benchmarks find, as data and in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks._results import KEPT_IN, Result, Wanted, figure, in_words, kept_in, mark, tell

START = Result("start to first poll", "s", 0.84, "echo", 0.45, Wanted("≤", 1.7))


class TestMarks:
    @pytest.mark.parametrize(
        ("wanted", "figure", "met"),
        [
            (Wanted("≤", 1.5), 1.5, True),
            (Wanted("≤", 1.5), 1.51, False),
            (Wanted("<", 50), 50, False),
            (Wanted("<", 50), 49.9, True),
            (Wanted("≥", 2), 2, True),
            (Wanted("≥", 2), 1.99, False),
        ],
    )
    def test_sides(self, wanted: Wanted, figure: float, met: bool) -> None:
        assert wanted.met_by(figure) is met

    def test_the_ratio_is_looked_at_unless_ours_is_meant(self) -> None:
        assert START.ratio == pytest.approx(1.867, abs=0.001)
        assert START.met is False
        assert replace(START, wanted=Wanted("≤", 1.7, "ours")).met is True

    def test_without_a_mark_nothing_is_met_or_missed(self) -> None:
        assert replace(START, wanted=None).met is None

    def test_what_was_not_measured_has_not_met_its_mark(self) -> None:
        assert replace(START, ours=None, missing="no network").met is False
        assert replace(START, theirs=None).met is False


class TestWords:
    @pytest.mark.parametrize(
        ("value", "unit", "written"),
        [(1234.5, "/s", "1,234/s"), (84.04, "ms", "84.0 ms"), (0.845, "s", "0.84 s"), (0, "%", "0 %"), (None, "s", "")],
    )
    def test_figures(self, value: float | None, unit: str, written: str) -> None:
        assert figure(value, unit) == written

    def test_marks(self) -> None:
        assert mark(Wanted("≤", 1.7), "s") == "≤ 1.7 x"
        assert mark(Wanted("<", 50, "ours"), "ms") == "< 50 ms"

    def test_a_line(self) -> None:
        assert " ".join(in_words(START).split()) == "start to first poll 0.84 s echo 0.45 s, x 1.87 wanted ≤ 1.7 x: no"
        assert in_words(replace(START, missing="no network")).endswith("not measured: no network")


class TestKeeping:
    def test_results_come_back_as_they_were(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "results.jsonl"
        monkeypatch.setenv(KEPT_IN, str(file))
        others = (Result("memory", "MiB", 102.4), Result("đo được", missing="không có mạng"))
        tell(START)
        tell(*others)
        assert list(kept_in(file)) == [START, *others]

    def test_nothing_is_kept_unasked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(KEPT_IN, raising=False)
        tell(START)
        assert list(kept_in(tmp_path / "results.jsonl")) == []
