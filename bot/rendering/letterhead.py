"""The head and the foot of an official document in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.

No block of the head ever wraps: its text is measured, set smaller within what the decree allows, shortened where offices
shorten it, and at the last broken into even lines of our own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.office import Office
from bot.rendering.harmless import harmless
from bot.rendering.lettering import balanced, fit, width
from bot.rendering.paper import BODY, TEXT_WIDTH
from bot.rendering.wordml import cell, paragraph, row, rule, run, table
from bot.texts import letterhead as words
from bot.vietnamese import first_upper

NUMBER_SIZE = 13.0
RECEIVERS_WORD, RECEIVERS = 12.0, 11.0
_NAMES = (13.0, 12.0)
_BETWEEN = 12.0
_EASE = 3.0
_SQUEEZES = (0.0, 0.1, 0.2)
_PAUSE = re.compile(r"(?<=,) | (?=VÀ )")
_RULE_SHARE = 0.4
_SPACE_TO_SIGN = 64.0


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number line: `kind` is "BC" for a report, "" for a letter. `number` and `day` are left open while `None`."""

    kind: str
    symbol: str
    number: str | None
    day: date | None
    month: date
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Names:
    """How the two blocks of the head are set: lines of the left one, the size of the letters, what is taken off each, and
    the width of the left column.
    """

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    size: float
    left: float
    squeeze: float = 0.0

    @property
    def right(self) -> float:
        return TEXT_WIDTH - _BETWEEN - self.left


def head(office: Office, numbering: Numbering) -> str:
    """Write the two blocks at the top with their drawn rules, the number and the place and date."""
    names = _arrange(harmless(office.parent).upper(), harmless(office.coordinator).upper())
    blocks = (
        (_issuer_block(names), _state_block(names)),
        (_number_block(numbering, names.left), _date_block(office, numbering, names)),
    )
    space = cell(paragraph(""), _BETWEEN)
    rows = [row([cell(left, names.left), space, cell(right, names.right)]) for left, right in blocks]
    return table((names.left, _BETWEEN, names.right), rows, ruled=False)


def _arrange(parent: str, issuer: str) -> _Names:
    """Find the largest size at which both blocks stand side by side without wrapping."""
    short = parent.replace("ỦY BAN NHÂN DÂN", "UBND").replace("UỶ BAN NHÂN DÂN", "UBND")
    for size, squeeze in ((_NAMES[0], 0.0), *((_NAMES[1], squeeze) for squeeze in _SQUEEZES)):
        for form in (parent, short):
            state = _tight(words.STATE, size, squeeze, bold=True)
            left = max(_tight(form, size, squeeze, bold=False), _tight(issuer, size, squeeze, bold=True))
            if left + state + _BETWEEN + 2 * _EASE <= TEXT_WIDTH:
                return _Names((form,) if form else (), (issuer,), size, _column(left, state), squeeze)
    return _broken(short, issuer)


def _tight(text: str, size: float, squeeze: float, *, bold: bool) -> float:
    return width(text, size, bold=bold) - squeeze * len(text)


def _column(left: float, right: float) -> float:
    """Share the free space of the head between the two columns."""
    return left + (TEXT_WIDTH - _BETWEEN - left - right) / 2


def _broken(parent: str, issuer: str) -> _Names:
    """Set names that are too long for one line in lines of our own, at the smallest size."""
    size = _NAMES[-1]
    state = width(words.STATE, size, bold=True)
    room = TEXT_WIDTH - state - _BETWEEN - 2 * _EASE
    above = _name_lines(parent, room, size, bold=False) if parent else ()
    own = _name_lines(issuer, room, size, bold=True)
    need = max(*(width(line, size) for line in above), *(width(line, size, bold=True) for line in own), 0.0)
    return _Names(above, own, size, _column(need, state))


def _name_lines(name: str, room: float, size: float, *, bold: bool) -> tuple[str, ...]:
    """Break a name in two after a comma or before "VÀ" where both lines fit, else as evenly as can be."""
    if width(name, size, bold=bold) <= room:
        return (name,)
    breaks = [(name[: found.start()].strip(), name[found.start() :].strip()) for found in _PAUSE.finditer(name)]
    fitting = [pair for pair in breaks if all(width(line, size, bold=bold) <= room for line in pair)]
    if fitting:
        return min(fitting, key=lambda pair: max(width(line, size, bold=bold) for line in pair))
    return balanced(name, room, size, bold=bold)


def _centred(
    text: str, size: float, *, bold: bool = False, italic: bool = False, before: float = 0, squeeze: float = 0
) -> str:
    return paragraph(run(text, size, bold=bold, italic=italic, squeeze=squeeze), align="center", before=before)


def _issuer_block(names: _Names) -> str:
    last = width(names.issuer[-1], names.size, bold=True)
    lines = [_centred(line, names.size, squeeze=names.squeeze) for line in names.parent]
    lines += [_centred(line, names.size, bold=True, squeeze=names.squeeze) for line in names.issuer]
    return "".join(lines) + rule(last * _RULE_SHARE, names.left)


def _state_block(names: _Names) -> str:
    size = names.size + 1
    state = _centred(words.STATE, names.size, bold=True, squeeze=names.squeeze)
    motto = _centred(words.MOTTO, size, bold=True)
    return state + motto + rule(width(words.MOTTO, size, bold=True), names.right)


def _number_block(numbering: Numbering, column: float) -> str:
    line = words.number_line(numbering.number or words.OPEN_NUMBER, numbering.kind, numbering.symbol)
    block = _centred(line, NUMBER_SIZE, before=6)
    for about in balanced(numbering.about, column - 8, 12) if numbering.about else ():
        block += _centred(about, 12)
    return block


def _date_block(office: Office, numbering: Numbering, names: _Names) -> str:
    line = words.place_and_date(place(office), numbering.day, numbering.month)
    room = names.right - 2 * _EASE
    size = fit(((line, False),), room, (14.0, 13.0)) or 13.0
    size = size if names.size == _NAMES[0] else min(size, 13.0)
    squeeze = max(width(line, size) - room, 0.0) / len(line)
    return _centred(line, size, italic=True, before=6, squeeze=math.ceil(squeeze * 20) / 20)


def place(office: Office) -> str:
    """Tell where documents are signed: as configured, else the province named by the superior body."""
    if office.place:
        return harmless(office.place)
    found = re.search(r"(?i)\b(?:tỉnh|thành phố)\s+(.+)$", harmless(office.parent))
    return proper(found.group(1)) if found else "…"


def proper(name: str) -> str:
    """Write a name that was given in capitals as in running text; the first letter of each syllable of a place stays large."""
    if name != name.upper():
        return name
    common = re.match(r"(?i)(ủy ban nhân dân|uỷ ban nhân dân|ubnd|sở|ban|văn phòng)\b", name)
    if common is None:
        return " ".join(first_upper(word) for word in name.lower().split())
    rest = re.sub(
        r"(?i)^(tỉnh|thành phố|huyện|xã|phường)\b", lambda found: found.group().lower(), name[common.end() :].strip()
    )
    kind, _, place_name = rest.partition(" ") if rest[:1].islower() else ("", "", rest)
    if rest.startswith("thành phố"):
        kind, place_name = "thành phố", rest.removeprefix("thành phố").strip()
    body = common.group()
    body = body.upper() if body.upper() == "UBND" else first_upper(body.lower())
    return " ".join(
        part for part in (body, kind, " ".join(first_upper(word) for word in place_name.lower().split())) if part
    )


def symbol(name: str) -> str:
    """Make an agency's letters for the number line: "Sở Thông tin và Truyền thông" gives "STTTT"."""
    letters = [word[0] for word in re.findall(r"[^\W\d_]+", harmless(name)) if word.lower() not in ("và", "của")]
    return "".join(letters).upper() or "CQ"


def title(kind: str, abstract: str) -> str:
    """Write the kind of document and what it is about, with the rule below."""
    lines = balanced(harmless(abstract), TEXT_WIDTH - 40, BODY, bold=True)
    block = _centred(kind, BODY, bold=True, before=14)
    block += "".join(_centred(line, BODY, bold=True) for line in lines)
    return block + rule(width(lines[-1], BODY, bold=True) * _RULE_SHARE, TEXT_WIDTH, below=10)


def addressee(names: Sequence[str]) -> str:
    """Write "Kính gửi", with one name on the same line or several in a list below."""
    if len(names) == 1:
        return paragraph(run(words.addressed(names[0]), BODY), align="center", after=8)
    items = "".join(paragraph(run(f"- {name};"), left=130, align="left") for name in names[:-1])
    last = paragraph(run(f"- {names[-1]}."), left=130, align="left", after=8)
    return paragraph(run(words.ADDRESSED + ":", BODY), left=90, align="left") + items + last


def foot(office: Office) -> str:
    """Write who receives the document on the left and who signs on the right; the block is never cut by a page's end."""
    left, right = TEXT_WIDTH * 0.48, TEXT_WIDTH * 0.52
    return paragraph(run("", 6), keep_next=True) + table(
        (left, right), [row([cell(_receivers(office), left), cell(_signer(office), right)])], ruled=False
    )


def _receivers(office: Office) -> str:
    items = [f"- {harmless(receiver).rstrip(' ;.')};" for receiver in office.receivers or words.DEFAULT_RECEIVERS]
    items.append(words.FILED)
    head_line = paragraph(run(words.RECEIVERS, RECEIVERS_WORD, bold=True, italic=True), align="left", keep_next=True)
    return head_line + "".join(paragraph(run(item, RECEIVERS), align="left", right=10) for item in items)


def _signer(office: Office) -> str:
    lines = words.authority(harmless(office.signer_title).upper())
    column = TEXT_WIDTH * 0.52
    set_lines = [part for line in lines for part in balanced(line, column - 8, BODY, bold=True)]
    block = "".join(paragraph(run(line, BODY, bold=True), align="center", keep_next=True) for line in set_lines)
    return block + _centred(harmless(office.signer_name), BODY, bold=True, before=_SPACE_TO_SIGN)
