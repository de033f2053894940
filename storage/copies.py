"""The directory in which nightly copies of the database stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from storage.backup import back_up, os_errors

Outdated = Callable[[Iterable[str]], Iterable[str]]


def keep_copy(url: str, name: str, *, directory: Path, data_dir: Path, outdated: Outdated) -> None:
    """Write a copy of the database, and only when it is good remove the outdated ones; raises what `back_up` raises.

    `outdated` is given the names of all files there and tells which may go.
    """
    with os_errors():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    back_up(url, directory / name, data_dir=data_dir)
    with os_errors():
        for old in outdated(file.name for file in directory.iterdir() if file.is_file()):
            (directory / old).unlink(missing_ok=True)
