"""One-off questions of the office to chosen agencies, each with its own deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from bot.domain.people import PersonId
from bot.vietnamese import fold

RequestId = NewType("RequestId", int)

_CODE = re.compile(r"(?:yc|yeu cau)[ \-–]*(\d{1,9})")
_BEFORE = re.compile(r"(?<!tuan )(?<!thang )(?<!quy )(?<!nam )\btruoc\b")


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it was sent; `closed_at` is set once it was taken back."""

    id: RequestId
    text: str
    by: PersonId | None
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedDay:
    """By when answers are wanted: the last day in time, and the day that was named where it is another."""

    last_day: date
    named_day: date | None = None


def code(request: RequestId | int) -> str:
    """Name a request as people do: "YC-3"."""
    return f"YC-{request}"


def read_code(text: str) -> RequestId | None:
    """Read "YC-3", "yc3" or "yêu cầu 3"; `None` for anything else."""
    found = _CODE.fullmatch(fold(text).strip())
    return None if found is None else RequestId(int(found.group(1)))


def asked_day(words: str, day: date) -> AskedDay:
    """Take the day named in `words` strictly where they say "trước": "trước thứ Sáu" ends on Thursday."""
    if _BEFORE.search(fold(words)):
        return AskedDay(day - timedelta(1), day)
    return AskedDay(day)
