"""What every format is brought to: paragraphs and tables, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, on one line, with its printed number or bullet in front. `place` is for people: "dòng 12"."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; its paragraphs are lines. `merged` says that it only continues the cell above and repeats its text."""

    text: str
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its rows from top to bottom."""

    rows: tuple[Row, ...]
    place: str = ""


Block = Paragraph | Table
