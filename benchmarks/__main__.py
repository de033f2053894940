"""Runs the benchmarks one after the other, each in a process of its own, and writes the table of docs/performance.md anew.

`python -m benchmarks` runs all, in less than ten minutes whatever befalls them; `python -m benchmarks startup updates` runs
some and prints the table. Exit status: 0 when all came to their end, 1 when not. Whether they met the marks is in the table.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _machine, _page, _results

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
ALL_WITHIN = 580.0
"""Seconds; what has no time left is not run, and the table says so."""
TIDYING = 10.0
LAST_WORDS = 12
"""Lines shown of what failed."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark, and the seconds after which it is cut off: twice what it takes on a machine left alone."""

    name: str
    within: float
    words: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        return " ".join(("python -m", f"benchmarks.{self.name}", *self.words))


# The most wanted first: should the time run out, it is the last that are missing.
BENCHMARKS = (
    Benchmark("startup", 90, ("3",)),
    Benchmark("latency", 90),
    Benchmark("updates", 150, ("60", "3")),
    Benchmark("broadcast", 200, ("3000",)),
    Benchmark("sweep", 120),
    Benchmark("figures", 150),
    Benchmark("workers", 90),
    Benchmark("summary", 120, ("300",)),
    Benchmark("reading", 30),
    Benchmark("storage", 30),
)


def run(benchmark: Benchmark, seconds: float) -> _page.Ran:
    """Run a benchmark, and cut it off after so many seconds, with all that it has started."""
    load, started = os.getloadavg()[0], time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        kept, said = Path(directory, "results.jsonl"), Path(directory, "said.txt")
        with said.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", f"benchmarks.{benchmark.name}", *benchmark.words],
                cwd=ROOT,
                env={**os.environ, _results.KEPT_IN: str(kept)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            failed = _ended(process, seconds)
        if failed:
            print("\n".join(said.read_text("utf-8", "replace").splitlines()[-LAST_WORDS:]), file=sys.stderr)
        took = time.monotonic() - started
        return _page.Ran(benchmark.name, benchmark.command, tuple(_results.kept_in(kept)), took, load, failed)


def _ended(process: subprocess.Popen[bytes], seconds: float) -> str:
    """Wait for the end; tells what went wrong, nothing when all went well."""
    try:
        status = process.wait(max(seconds, 0.0))
        return f"failed, exit status {status}" if status else ""
    except subprocess.TimeoutExpired:
        # It stops what it has started, and removes its files; what does not is ended with it.
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(TIDYING)
        return f"cut off after {seconds:.0f} s"
    finally:
        _end_all(process)


def _end_all(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def run_all(benchmarks: tuple[Benchmark, ...], within: float = ALL_WITHIN) -> list[_page.Ran]:
    """Run one after the other, telling how each went in a line."""
    ends, runs = time.monotonic() + within, []
    for benchmark in benchmarks:
        left = ends - time.monotonic() - TIDYING
        if left <= 0:
            one = _page.Ran(benchmark.name, benchmark.command, (), 0.0, os.getloadavg()[0], "not run, no time left")
        else:
            one = run(benchmark, min(benchmark.within, left))
        runs.append(one)
        print(_progress(one), flush=True)
    return runs


def _progress(one: _page.Ran) -> str:
    marks = [result.met for result in one.found if result.met is not None]
    said = f"{one.name:<10} {one.seconds:4.0f} s   {len(one.found):2} figures, {sum(marks)} of {len(marks)} marks met"
    return f"{said}   {one.failed}".rstrip()


def main(names: list[str]) -> int:
    known = {benchmark.name: benchmark for benchmark in BENCHMARKS}
    if unknown := [name for name in names if name not in known]:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    started, about = time.monotonic(), _machine.described()
    runs = run_all(tuple(known[name] for name in names) or BENCHMARKS)
    print(f"{'all':<10} {time.monotonic() - started:4.0f} s")
    if names:
        print("\n".join([*about, "", _page.table(runs)]))
    else:
        PAGE.write_text(_page.written_into(PAGE.read_text("utf-8"), about, runs), "utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}")
    return int(any(one.failed for one in runs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
