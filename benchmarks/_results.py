"""What a benchmark found, as data: told to whoever runs it, and kept for `python -m benchmarks`, which runs them all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

KEPT_IN = "NHACVIEC_BENCHMARK_RESULTS"
"""Names the variable of the environment that names the file to which results are added, a line of JSON each."""

Side = Literal["≤", "<", "≥"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mark: on which side of a limit the ratio is to be, or our own figure, in its unit."""

    side: Side
    limit: float
    of: Literal["ratio", "ours"] = "ratio"

    def met_by(self, figure: float) -> bool:
        """Tell whether a figure lies on the wanted side."""
        if self.side == "≥":
            return figure >= self.limit
        return figure < self.limit or (self.side == "≤" and figure == self.limit)


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: ours, what it is compared with (a peer, or a floor under which nobody gets), both in `unit`.

    `{"name": "start to first poll", "unit": "s", "ours": 0.84, "against": "echo", "theirs": 0.45, "wanted":
    {"side": "≤", "limit": 1.7, "of": "ratio"}, "missing": ""}`; what could not be measured has no `ours`, and says in
    `missing` why.
    """

    name: str
    unit: str = ""
    ours: float | None = None
    against: str = ""
    theirs: float | None = None
    wanted: Wanted | None = None
    missing: str = ""

    @property
    def ratio(self) -> float | None:
        """Tell ours as a multiple of theirs; `None` where there is nothing to compare with."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def met(self) -> bool | None:
        """Tell whether the mark was met; `None` where there is none. What was not measured has not met it."""
        if self.wanted is None:
            return None
        figure = self.ratio if self.wanted.of == "ratio" else self.ours
        return figure is not None and self.wanted.met_by(figure)


def tell(*results: Result) -> None:
    """Print results, a line each, and keep them where whoever started this process wants them."""
    for result in results:
        print(in_words(result), flush=True)
    if kept := os.environ.get(KEPT_IN):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(result), ensure_ascii=False) + "\n" for result in results)


def kept_in(file: Path) -> Iterator[Result]:
    """Read what was kept in a file, which need not be there."""
    if file.exists():
        for line in file.read_text("utf-8").splitlines():
            read = json.loads(line)
            yield Result(**read | {"wanted": Wanted(**read["wanted"]) if read["wanted"] else None})


def in_words(result: Result) -> str:
    """Say a result in one line."""
    if result.missing:
        return f"{result.name:<58} not measured: {result.missing}"
    said = f"{result.name:<58} {figure(result.ours, result.unit):>12}"
    if result.theirs is not None:
        said += f"   {result.against} {figure(result.theirs, result.unit)}"
    if result.ratio is not None:
        said += f", x {result.ratio:.2f}"
    if result.wanted:
        said += f"   wanted {mark(result.wanted, result.unit)}: {'yes' if result.met else 'no'}"
    return said


def figure(value: float | None, unit: str) -> str:
    """Write a figure with three digits that say something, or none of them after the point, and its unit."""
    if value is None:
        return ""
    digits = next((digits for digits, least in enumerate((100, 10, 1)) if abs(value) >= least), 2)
    written = f"{value:,.{0 if value == 0 else digits}f}"
    return f"{written}{unit}" if unit.startswith("/") else f"{written} {unit}".rstrip()


def mark(wanted: Wanted, unit: str) -> str:
    """Write what was wanted: `≤ 1.7 x`, `< 50 ms`."""
    return f"{wanted.side} {wanted.limit:g} {'x' if wanted.of == 'ratio' else unit}".rstrip()
