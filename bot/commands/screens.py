"""What the commands show on a terminal."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal

import typer
from rich import box
from rich.console import Console
from rich.table import Table

WIDTH_OF_A_PIPE = 140


def console() -> Console:
    """Make a console for standard output; what goes into a pipe is not cut to a terminal's width."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE)


def write_json(document: dict[str, Any] | list[Any]) -> None:
    """Write one JSON document and nothing else."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def table(*columns: str | tuple[str, Literal["left", "right"]]) -> Table:
    """Make an empty table."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        name, justify = column if isinstance(column, tuple) else (column, "left")
        made.add_column(name, justify=justify, overflow="fold")
    return made


def ask(question: str) -> bool:
    """Ask for yes or no, no being the answer of whoever only presses Enter; raises `typer.Abort` at the end of input."""
    answer = str(typer.prompt(f"{question} [c/K]", default="k", show_default=False))
    return answer.strip().casefold() in ("c", "có", "co", "y", "yes")
