"""Tell what the columns of a table of tasks hold, by its head, in any order and wording."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.blocks import Row, Table
from bot.reading.lexicon import role_of
from bot.reading.money import unit_of
from bot.vietnamese import fold

_NUMBER = re.compile(r"(?:so )?(?:stt|tt|so thu tu|so tt|thu tu|muc)")
_TITLE = re.compile(
    r"(?:ten |cac |danh muc |nhom |noi dung |chi tiet |cu the )*"
    r"(?:nhiem vu|noi dung|cong viec|hoat dong|giai phap|dau viec|cong tac|chuong trinh|de an|"
    r"du an|san pham truyen thong|mo ta|viec can lam)"
    r"(?:[\s,/-]*(?:va )?(?:trong tam|chu yeu|cu the|nhiem vu|noi dung|cong viec|hoat dong|"
    r"giai phap|thuc hien|trien khai|duoc giao|can thuc hien|"
    r"cong tac|chinh|chi tiet|de an|du an|nhom|ten))*"
)
_NOTE = re.compile(r"ghi chu.*|can cu.*|co so.*|van ban.*")
_COUNTING = re.compile(r"[\[(]?\s*(?:\d{1,2}|[a-zđ])\s*[\])]?")


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a table: its first row, the row after its last, and the role of each column ("" where it has none)."""

    first: int
    after: int
    roles: tuple[str, ...]
    money_unit: int = 1

    def column(self, role: str) -> int | None:
        return self.roles.index(role) if role in self.roles else None


def column_role(head: str) -> str:
    """Tell the role of a column: no, title, note, start (of the time), or one of `lexicon.ROLES`."""
    words = fold(re.sub(r"\([^()]*\)?", " ", head.replace("\n", " "))).strip(" .:*-")
    # A narrow column may cut even this: "ST" and "T".
    if _NUMBER.fullmatch(words) or words.replace(" ", "") in ("stt", "tt"):
        return "no"
    if _NOTE.fullmatch(words):
        return "note"
    if _TITLE.fullmatch(words):
        return "title"
    role = role_of(head.replace("\n", " "))
    return "start" if role == "time" and re.search(r"\bbat dau\b", words) else role


def find_header(table: Table) -> Header | None:
    """Find the head among the first rows; it names who leads, or what is to be done and by when."""
    for index, row in enumerate(table.rows[:15]):
        roles = _row_roles(row)
        if _is_header(roles):
            return _with_second_row(table, index, roles)
    return None


def _row_roles(row: Row) -> list[str]:
    return [column_role(cell.text) if len(cell.text) < 120 else "" for cell in row.cells]


def _is_header(roles: list[str]) -> bool:
    named = {role for role in roles if role}
    said = named & {"lead", "cooperating", "both", "time"}
    return len(named) >= 2 and bool(said) and bool(named & {"title", "content", "no", "output"})


def _with_second_row(table: Table, index: int, roles: list[str]) -> Header:
    """Take a second row of the head, which divides a column: "Cơ quan thực hiện" into "Chủ trì" and "Phối hợp"."""
    heads = [cell.text for cell in table.rows[index].cells]
    after = index + 1
    if after < len(table.rows):
        below = table.rows[after]
        lower = _row_roles(below)
        filled = [position for position, cell in enumerate(below.cells) if cell.text and not cell.merged]
        if filled and all(
            lower[position] in ("lead", "cooperating", "time", "budget", "output") for position in filled
        ):
            width = max(len(roles), len(lower))
            roles = [(lower[p] if p in filled else "") or (roles[p] if p < len(roles) else "") for p in range(width)]
            after += 1
    while after < len(table.rows) and is_counting(table.rows[after]):
        after += 1
    unit = next((unit_of(head) for head, role in zip(heads, roles, strict=False) if role == "budget"), 1)
    return Header(index, after, tuple(_one_title(roles)), unit)


def is_head(row: Row) -> bool:
    """Tell a row of heads of columns, as it is printed again on the next page; a page may cut its words differently."""
    filled = [index for index, cell in enumerate(row.cells) if cell.text]
    roles = _row_roles(row)
    return len(filled) >= 3 and _is_header(roles) and all(roles[index] for index in filled)


def is_counting(row: Row) -> bool:
    """Tell the row "(1) (2) (3)" under a head."""
    filled = [cell.text for cell in row.cells if cell.text and not cell.merged]
    return len(filled) >= 3 and all(_COUNTING.fullmatch(text) for text in filled)


def _one_title(roles: list[str]) -> list[str]:
    """Keep one column as the title: the first that names tasks, else one without a known head behind the numbers
    ("Chính sách"), else the first of contents.
    """
    title = next((index for index, role in enumerate(roles) if role == "title"), None)
    if title is None and roles[:2] == ["no", ""]:
        title = 1
    if title is None:
        title = next((index for index, role in enumerate(roles) if role == "content"), None)
    kept: list[str] = []
    for index, role in enumerate(roles):
        repeated = role in ("title", "content") or (role in kept and role not in ("output", "note", ""))
        kept.append("title" if index == title else "" if repeated else role)
    if title is None and "output" in kept:
        kept[kept.index("output")] = "title"
    return kept
