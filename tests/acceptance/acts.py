"""A story as it is told: who does what and when, told once for every channel.

Acts are these lines; empty ones only please the eye::

    === 2024-11-08 08:00        the clock goes to this instant in Việt Nam, through all that happens before
    Lan> /baocao                Lan writes
    Lan> [Hoàn thành]           Lan chooses what was offered last under that name: a button, or its number
    Lan (sửa)> 3 tin bài        Lan edits her last message
    Lan (trả lời)> xong rồi     Lan replies to the last message that has [Báo cáo], else to the bot's last one
    Lan (ảnh)> a.jpg, b.jpg | chú thích     Lan sends pictures in one go
    Lan (tệp)> cv.pdf | chú thích           Lan sends a document
    Lan (nút cũ)> [Gửi]         Lan presses a button that is shown no more
    Lan (gõ dài)> 5000          Lan writes a text of so many signs
    Bình (máy chủ)> plan.txt    Bình has a plan imported on the server's command line
    Lan (đếm)> 4 lần chọn, 1 dòng           no more than this since the clock last moved
    Sơn @Nhóm> /status          Sơn writes in the group, with "@Nhóm/Báo cáo" in a topic of it

A line that begins with ``Zalo:`` or ``Telegram:`` is played on that channel only: what the other has not, or has in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.messages import Channel

_ACT = re.compile(r"(?P<who>\w+)(?: @(?P<where>[^>(]+?))?(?: \((?P<how>[^)]+)\))?> ?(?P<what>.*)")
_CLOCK = re.compile(r"=== (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d)")
_SETTING = re.compile(r"# (?P<name>Bắt đầu|Thêm|Nhóm|Không so): (?P<value>.+)")
_ONLY = re.compile(r"(?P<channel>Zalo|Telegram): ?(?P<rest>.*)")

CLOCK = "==="


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a story; `how` is empty for writing and choosing, `CLOCK` for a jump to the instant in `what`."""

    line: str
    who: str
    what: str
    how: str = ""
    where: str = ""
    only: Channel | None = None

    @property
    def label(self) -> str | None:
        """What is chosen, where something is."""
        return self.what[1:-1] if self.what.startswith("[") and self.what.endswith("]") else None


@dataclass(frozen=True)
class Story:
    """A story: its heading, where it begins, who has a part in it beside the usual ones, who is in the group.

    `apart` are tables in which the channels may differ at the end; the heading says why.
    """

    heading: tuple[str, ...]
    acts: tuple[Act, ...]
    begins: str = "2024-11-04 08:00"
    more: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


def read(told: str) -> Story:
    """Read a story; raises `ValueError` for a line that is no act."""
    lines = told.splitlines()
    heading = tuple(line for line in lines if line.startswith("#"))
    given = {found["name"]: found["value"] for line in heading if (found := _SETTING.fullmatch(line))}
    return Story(
        heading,
        tuple(_acts(line for line in lines if line and not line.startswith("#"))),
        given.get("Bắt đầu", Story.begins),
        _names(given.get("Thêm", "")),
        _names(given.get("Nhóm", "")),
        _names(given.get("Không so", "").partition(" – ")[0]),
    )


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _acts(lines: Iterator[str]) -> Iterator[Act]:
    for line in lines:
        only = _ONLY.fullmatch(line)
        said = only["rest"] if only else line
        channel = Channel(only["channel"].lower()) if only else None
        clock, act = _CLOCK.fullmatch(said), _ACT.fullmatch(said)
        if clock is not None:
            yield Act(said, "", clock["at"], CLOCK, only=channel)
        elif act is not None:
            yield Act(said, act["who"], act["what"], act["how"] or "", act["where"] or "", channel)
        else:
            raise ValueError(line)
