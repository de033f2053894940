"""Troubles of the line to Telegram, each with what it may cost, and a way to measure what it did cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.demo.faults import Fault, FaultKind
from tests.acceptance import stories
from tests.acceptance.towns import town

FIRST_USER = 1001
_TAKEN_WITHOUT_ANSWER: frozenset[FaultKind] = frozenset({"drop_after", "truncated"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault for every `every`-th call of a method, `times` times at most."""

    method: str
    kind: FaultKind
    every: int = 4
    times: int | None = None
    seconds: float = 0.3

    @property
    def name(self) -> str:
        return f"{self.method} {self.kind}"

    @property
    def may_repeat(self) -> bool:
        """Whether Telegram takes a message without our learning of it: then it is in flight, and is sent once more."""
        return self.method == "sendMessage" and self.kind in _TAKEN_WITHOUT_ANSWER

    def fault(self) -> Fault:
        return Fault(self.method, self.kind, times=self.times, seconds=self.seconds, every=self.every)


TROUBLES = (
    Trouble("sendMessage", "429"),
    Trouble("sendMessage", "500"),
    Trouble("sendMessage", "502"),
    Trouble("sendMessage", "timeout"),
    Trouble("sendMessage", "slow"),
    Trouble("sendMessage", "drop_before"),
    Trouble("sendMessage", "drop_after"),
    Trouble("sendMessage", "truncated"),
    Trouble("getUpdates", "429", every=5),
    Trouble("getUpdates", "502", every=3),
    Trouble("getUpdates", "timeout", every=3),
    Trouble("getUpdates", "drop_after", every=3),
    Trouble("getUpdates", "truncated", every=3),
    Trouble("getUpdates", "duplicate", every=2),
    Trouble("getUpdates", "reorder", every=1),
    Trouble("answerCallbackQuery", "500", every=1),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a trouble cost: `struck` calls were hit; `lost` counts unanswered turns, missing reports, unsent messages and
    wrong figures; `repeated` counts messages that a person got twice.
    """

    struck: int
    lost: int
    repeated: int


async def measure(trouble: Trouble, directory: Path, database_url: str, *, people: int, patience: float) -> Cost:
    """Let people report through the trouble, and count afterwards."""
    users = range(FIRST_USER, FIRST_USER + people)
    async with town(database_url, directory, "2024-10-14 08:00") as made:
        await made.house.doors.write(stories.prepare, users)
        stories.bring_phones(made.server, users)
        fault = made.server.faults.add(trouble.fault())
        unanswered = await stories.report_all(made.server, users, patience)
        made.server.faults.clear()
        await made.settle()
        found = await made.house.doors.read(stories.recount)
        shown = sum(len(stories.said_by_bot(made.server, user)) for user in users)
    missing = abs(people - found.reports) + abs(found.reports - found.received)
    too_few = max(0, found.sent - shown)
    return Cost(fault.hits, unanswered + missing + found.unsent + too_few, max(0, shown - found.sent))
