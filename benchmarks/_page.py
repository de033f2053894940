"""The table of docs/performance.md, written between two marks; the words around it are written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks._results import Result, figure, mark

BEGIN = "<!-- Written by make bench: -->"
END = "<!-- To here. -->"


class Unmarked(Exception):
    """A page lacks the marks, or has them in another order."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a benchmark went: what is typed to run it, what it found, seconds it took, the machine's load before it.

    `failed` says why it did not come to its end; what it had found by then is kept.
    """

    name: str
    command: str
    found: tuple[Result, ...]
    seconds: float
    load: float
    failed: str = ""


def table(runs: Sequence[Ran]) -> str:
    """Write what all found, and how long each took. Whatever was cut off or failed has a row of its own."""
    lines = [
        "| what | ours | against | theirs | ratio | wanted | met |",
        "| --- | ---: | --- | ---: | ---: | ---: | --- |",
    ]
    lines += [row for run in runs for row in _rows(run)]
    lines += ["", "| command | took | load before |", "| --- | ---: | ---: |"]
    lines += [f"| `{run.command}` | {run.seconds:.0f} s | {run.load:.1f} |" for run in runs]
    return "\n".join(lines)


def _rows(run: Ran) -> Iterator[str]:
    yield from (_row(result) for result in run.found)
    if run.failed:
        yield _cells(f"**{run.name}: {run.failed}**", "", "", "", "", "", "**no**")


def _row(result: Result) -> str:
    if result.missing:
        wanted = mark(result.wanted, result.unit) if result.wanted else ""
        return _cells(result.name, f"not measured: {result.missing}", result.against, "", "", wanted, _met(result))
    return _cells(
        result.name,
        figure(result.ours, result.unit),
        result.against,
        figure(result.theirs, result.unit),
        "" if result.ratio is None else f"{result.ratio:.3g}",
        mark(result.wanted, result.unit) if result.wanted else "",
        _met(result),
    )


def _met(result: Result) -> str:
    return {None: "", True: "yes", False: "**no**"}[result.met]


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def written_into(page: str, about: Iterable[str], runs: Sequence[Ran]) -> str:
    """Give the page with what stood between its marks replaced: lines about the machine, then the tables; raises `Unmarked`."""
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise Unmarked
    said = "\n".join(about)
    return f"{before}{BEGIN}\n\n{said}\n\n{table(runs)}\n\n{END}{after}"
