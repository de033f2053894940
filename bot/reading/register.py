"""Reads a register of agencies from a file: TOML, CSV or a workbook. The forms are described in `docs/register.md`."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from bot.domain.agencies import RegisterEntry
from bot.domain.register import agency_key, kind_of
from bot.errors import InvalidInput, UnreadableDocument
from bot.vietnamese import fold, one_line

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
MOST_TITLE_ROWS = 10
"""The row that names the columns is looked for among so many."""

# How a column may be headed, folded; the earlier wins.
_COLUMNS = {
    "name": ("ten co quan", "ten", "co quan", "don vi", "ten don vi", "co quan, don vi", "name"),
    "short": ("viet tat", "ten viet tat", "ten tat", "ten ngan", "short"),
    "kind": ("loai", "kind"),
    "aliases": ("ten goi khac", "ten khac", "aliases"),
    "groups": ("nhom", "cac nhom", "groups"),
}
_ALLOWED = {"name", "short", "kind", "aliases", "groups"}


def read_register(content: bytes, name: str) -> tuple[RegisterEntry, ...]:
    """Read a register file; the ending of `name` tells its form.

    Raises `UnreadableDocument` ("register.format" for another ending, "register.too_big", "register.toml", "register.csv",
    "register.xlsx") and `InvalidInput` ("register.no_names", "register.empty", "register.key", "register.value",
    "register.member").
    """
    if len(content) > MOST_BYTES:
        raise UnreadableDocument("register.too_big", megabytes=MOST_BYTES // 1_000_000)
    ending = name.lower().rpartition(".")[2]
    if ending == "toml":
        entries = _from_toml(content)
    elif ending in ("csv", "tsv", "txt"):
        entries = _from_rows(_csv_rows(content))
    elif ending == "xlsx":
        entries = _from_rows(_xlsx_rows(content))
    else:
        raise UnreadableDocument("register.format", name=name)
    if not entries:
        raise InvalidInput("register.empty")
    return tuple(entries)


# ---------------------------------------------------------------- TOML


def _from_toml(content: bytes) -> list[RegisterEntry]:
    try:
        parsed = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableDocument("register.toml", problem=str(error)) from error
    tables = _tables(parsed, "agencies")
    entries = [_toml_entry(table, place) for place, table in enumerate(tables, start=1)]
    return _with_groups(entries, _tables(parsed, "groups"))


def _tables(parsed: dict[str, Any], key: str) -> list[dict[str, Any]]:
    tables = parsed.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InvalidInput("register.value", key=key, place="")
    return tables


def _toml_entry(table: dict[str, Any], place: int) -> RegisterEntry:
    unknown = sorted(set(table) - _ALLOWED)
    if unknown:
        raise InvalidInput("register.key", key=unknown[0], place=f"[[agencies]] thứ {place}")
    name = _text(table, "name", place)
    if not name:
        raise InvalidInput("register.value", key="name", place=f"[[agencies]] thứ {place}")
    return RegisterEntry(
        name,
        _text(table, "short", place) or None,
        _text(table, "kind", place) or None,
        _texts(table, "aliases", place),
        _texts(table, "groups", place),
    )


def _text(table: dict[str, Any], key: str, place: int) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise InvalidInput("register.value", key=key, place=f"mục thứ {place}")
    return one_line(value)


def _texts(table: dict[str, Any], key: str, place: int) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidInput("register.value", key=key, place=f"mục thứ {place}")
    return tuple(one_line(item) for item in value if one_line(item))


def _with_groups(entries: Sequence[RegisterEntry], tables: Iterable[dict[str, Any]]) -> list[RegisterEntry]:
    """Put the bodies in the groups that list them as members or by their kinds."""
    joined: defaultdict[str, list[str]] = defaultdict(list)
    for place, table in enumerate(tables, start=1):
        name, kinds = _text(table, "name", place), set(_texts(table, "kinds", place))
        for key in _members(entries, _texts(table, "members", place), kinds):
            joined[key].append(name)
    return [
        RegisterEntry(
            entry.name,
            entry.short,
            entry.kind,
            entry.aliases,
            tuple(dict.fromkeys((*entry.groups, *joined[agency_key(entry.name)]))),
        )
        for entry in entries
    ]


def _members(entries: Sequence[RegisterEntry], members: Iterable[str], kinds: set[str]) -> list[str]:
    known = {agency_key(name): agency_key(entry.name) for entry in entries for name in (*entry.aliases, entry.name)}
    keys = [agency_key(entry.name) for entry in entries if (entry.kind or kind_of(entry.name)) in kinds]
    for member in members:
        if agency_key(member) not in known:
            raise InvalidInput("register.member", name=member)
        keys.append(known[agency_key(member)])
    return list(dict.fromkeys(keys))


# ---------------------------------------------------------------- rows


def _csv_rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument("register.csv") from error
    try:
        tables = [_split(text, delimiter) for delimiter in (";", "\t", ",")]
    except csv.Error as error:
        raise UnreadableDocument("register.csv") from error
    # The right delimiter is the one that takes the headings apart.
    return next((rows for rows in tables if _columns_of(rows[:MOST_TITLE_ROWS])), tables[0])


def _split(text: str, delimiter: str) -> list[list[str]]:
    return list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS))


def _xlsx_rows(content: bytes) -> list[list[str]]:
    """Read the first sheet, through the reader of plan documents, which bounds time and memory."""
    from bot.reading.blocks import Table
    from bot.reading.documents import open_document
    from bot.reading.limits import Limits

    if not content.startswith(b"PK"):
        raise UnreadableDocument("register.xlsx")
    blocks = open_document(content, "register.xlsx", Limits(bytes=MOST_BYTES, unpacked=50_000_000, rows=MOST_ROWS))
    tables = [block for block in blocks if isinstance(block, Table)]
    return [[cell.text for cell in row.cells] for table in tables[:1] for row in table.rows]


def _from_rows(rows: Sequence[Sequence[str]]) -> list[RegisterEntry]:
    found = _columns_of(rows[:MOST_TITLE_ROWS])
    if found is None:
        raise InvalidInput("register.no_names")
    place, columns = found
    return [entry for row in rows[place + 1 :] if (entry := _row_entry(row, columns)) is not None]


def _columns_of(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Find the first row that names the columns: its place, and where each column is."""
    for place, row in enumerate(rows):
        headings = [fold(one_line(cell)) for cell in row]
        columns = {field: at for field, names in _COLUMNS.items() if (at := _place(headings, names)) is not None}
        if "name" in columns:
            return place, columns
    return None


def _place(headings: Sequence[str], names: Sequence[str]) -> int | None:
    return next((headings.index(name) for name in names if name in headings), None)


def _row_entry(row: Sequence[str], columns: dict[str, int]) -> RegisterEntry | None:
    cells = {field: one_line(row[place]) if place < len(row) else "" for field, place in columns.items()}
    if not cells["name"]:
        return None
    return RegisterEntry(
        cells["name"],
        cells.get("short") or None,
        cells.get("kind") or None,
        _listed(cells.get("aliases", "")),
        _listed(cells.get("groups", "")),
    )


def _listed(cell: str) -> tuple[str, ...]:
    """Split a cell at semicolons: names hold commas."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
