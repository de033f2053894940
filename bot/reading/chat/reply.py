"""What a short reply turned out to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.reports import Status


class Intent(StrEnum):
    """What a person wants with a message. `OTHER` is also what cannot be told with certainty."""

    REPORT = "report"
    MULTI_REPORT = "multi_report"
    SNOOZE = "snooze"
    QUESTION = "question"
    NOT_MINE = "not_mine"
    ACK = "ack"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """What is said about some of several tasks.

    `targets` are numbers as typed, letters counted from a = 1; `None` means all that are not named elsewhere ("còn lại");
    empty means that the task is named in words or by a number like "II.2" in `text`, the part as it was typed. `status` is
    `None` where it has to be asked.
    """

    targets: tuple[int, ...] | None
    status: Status | None
    percent: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The reading of one message; what it does not say is `None` or empty.

    `percent` is 0 to 100. `day` is that of completion (done), the expected one (not done yet), or that on which to remind or
    up to which more time is asked for (snooze, question). `numbers` are quantities with their units and `difficulty` is what
    stands in the way, both as typed.
    `parts` splits a report on several tasks, and holds the one task of a report that names it by its number. `document` is
    the number of an official document with its date, as typed: "123/BC-SNgV ngày 10/11/2024".
    """

    intent: Intent
    status: Status | None = None
    percent: int | None = None
    day: date | None = None
    numbers: tuple[str, ...] = ()
    difficulty: str | None = None
    parts: tuple[Part, ...] = ()
    document: str | None = None
