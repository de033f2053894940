"""What the figures were measured on, in a few lines."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from bot.clock import SystemClock, local_day

WRITES = 200


def described() -> list[str]:
    """Tell the day, the machine as it is before the run, and what the benchmarks run on."""
    day, cores, load = local_day(SystemClock().now()), os.cpu_count() or 1, os.getloadavg()[0]
    return [
        f"{day}, {cores} cores, load before the run {load:.1f}, `fsync` of 4 KiB {1000 * fsync():.2f} ms (median).",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {postgresql() or 'no PostgreSQL'}.",
    ]


def fsync() -> float:
    """Tell the median of the seconds until 4 KiB are on the disk on which the benchmarks keep their databases."""
    times = []
    with tempfile.TemporaryDirectory() as directory, Path(directory, "page").open("wb") as file:
        for _ in range(WRITES):
            file.write(bytes(4096))
            file.flush()
            started = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - started)
    return median(times)


def postgresql() -> str:
    """Tell the name and version of the server's programs, nothing without them."""
    places = [shutil.which("postgres"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))]
    program = next((place for place in places if place), None)
    if program is None:
        return ""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\d+(\.\d+)*", said)
    return f"PostgreSQL {version[0]}" if version else ""
