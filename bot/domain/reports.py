"""What an agency said about a task in a period."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from bot.domain.agencies import AgencyId
from bot.domain.people import PersonId
from bot.domain.plans import TaskId
from bot.vietnamese import fold

DueId = NewType("DueId", int)
ReportId = NewType("ReportId", int)


class Status(StrEnum):
    """How far a task is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    BLOCKED = "blocked"


STATUS_LABELS: dict[Status, str] = {
    Status.NOT_STARTED: "Chưa triển khai",
    Status.IN_PROGRESS: "Đang thực hiện",
    Status.DONE: "Hoàn thành",
    Status.BLOCKED: "Vướng mắc",
}
"""The labels are relied upon from outside; see the contract."""


_NOTHING = re.compile(
    r"(?:da )?(?:khong|ko|k|kg|hok|chua)(?: co)?"
    r"(?:,? (?:va |hay |hoac )?(?:gi|kho khan|vuong mac|ton tai|han che|de xuat|kien nghi|them))*(?: ca| het)?(?: a| nhe)?"
)


def says_nothing(text: str) -> bool:
    """Tell whether an answer about difficulties only says that there are none: "không", "ko có", "không có khó khăn gì ạ"."""
    bare = fold(text).strip(" .,!-")
    return not bare or _NOTHING.fullmatch(bare) is not None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file or link given with a report. `ref` is the channel's handle; `sha256` is set once it has been fetched."""

    name: str
    mime: str
    ref: str | None = None
    url: str | None = None
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a person has said, before it is kept. `percent` is 0 to 100 or `None` when not said."""

    status: Status
    percent: int | None = None
    results: str = ""
    difficulties: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One revision of what an agency said. The highest `revision` of a due is what counts.

    `in_time` compares `at` with the due's last day; `on_behalf` marks what an officer entered for the agency; `numbers`
    are quantities found in the text.
    """

    id: ReportId
    code: str
    due: DueId
    agency: AgencyId
    task: TaskId | None
    period: str
    revision: int
    status: Status
    percent: int | None
    results: str
    difficulties: str
    person: PersonId | None
    at: datetime
    in_time: bool
    on_behalf: bool = False
    returned_at: datetime | None = None
    return_reason: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
