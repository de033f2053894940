"""Writes a rehearsal down so that a person can read it: day by day who was told what, and what people did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.clock import VIETNAM
from tests.rehearsal.theatre import Theatre

_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LINE = re.compile(r"^\d+\. (\S+)")
_CODE = re.compile(r" \(mã BC-\w+\)")
_STAGE = re.compile(r"(còn \d+ ngày[^)]*|hôm nay là hạn cuối|hôm nay là ngày làm việc cuối|quá hạn \d+ ngày)")


@dataclass(frozen=True)
class Entry:
    """One line of the record."""

    at: datetime
    words: str


def entries(theatre: Theatre) -> list[Entry]:
    """List what happened, in order; a message that came twice counts once, an answer to what somebody said not at all."""
    told = {one.row: one for one in reversed(theatre.told) if not one.asked}
    found = [Entry(one.at, f"{one.who} ← {brief(one.words)}") for one in sorted(told.values(), key=lambda one: one.row)]
    found += [Entry(at, f"* {words}") for at, words in theatre.deeds]
    return sorted(found, key=lambda entry: entry.at)


def days(theatre: Theatre) -> list[tuple[str, str]]:
    """List what happened by day, the lines of a day in the order of their words: for comparing two runs."""
    return sorted((f"{entry.at.astimezone(VIETNAM):%Y-%m-%d}", entry.words) for entry in entries(theatre))


def written(theatre: Theatre, title: str) -> str:
    """Write the record: the course of the year, then the first message of each kind in full."""
    return (
        "\n".join([title, "", *_course(theatre), "", "NGUYÊN VĂN TIN ĐẦU TIÊN MỖI LOẠI", "", *_samples(theatre)]) + "\n"
    )


def _course(theatre: Theatre) -> Iterator[str]:
    last = ""
    for entry in entries(theatre):
        local = entry.at.astimezone(VIETNAM)
        day = f"{_WEEKDAYS[local.weekday()]} {local:%d/%m/%Y}"
        if day != last:
            yield f"== {day}"
            last = day
        yield f"{local:%H:%M}  {entry.words}"


def brief(words: str) -> str:
    """Shorten a message to its heading and, of a reminder, the tasks by the time that is left."""
    lines = _CODE.sub("", words).splitlines()
    if "đã báo cáo thay đơn vị" in lines[0]:
        return lines[0].split(". Anh/chị")[0][:90]
    by_stage: dict[str, list[str]] = {}
    name = ""
    for line in lines[1:]:
        if found := _LINE.match(line):
            name = found[1] if any(sign.isdigit() for sign in found[1]) or "." in found[1] else "báo cáo"
        elif name and (stage := _STAGE.search(line)):
            by_stage.setdefault(stage[1], []).append(name)
            name = ""
    if by_stage:
        return lines[0] + " | " + "; ".join(f"{stage}: {', '.join(names)}" for stage, names in by_stage.items())
    listed = [line[2:].split(":")[0] for line in lines[1:] if line.startswith("- ")]
    more = f" (+{len(listed) - 4})" if len(listed) > 4 else ""
    return lines[0] + (f" | {'; '.join(listed[:4])}{more}" if listed else "")


def _samples(theatre: Theatre) -> Iterator[str]:
    seen = set()
    for one in theatre.told:
        kind = re.split(r"[:(.]", one.words)[0]
        if "đã báo cáo thay đơn vị" in kind:
            kind = "colleague"
        if kind not in seen:
            seen.add(kind)
            yield f"-- {one.who}, {one.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
            yield from one.words.splitlines()
            yield ""
