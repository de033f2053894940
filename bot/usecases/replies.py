"""Quick reports: what a short reply says about which dues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from bot.domain.agencies import Agency, AgencyId
from bot.domain.deadlines import DeadlineKind, Due
from bot.domain.people import PersonId
from bot.domain.reports import DueId, Report, ReportDraft, Status, says_nothing
from bot.reading.chat.parts import named_at_all
from bot.reading.chat.reply import Intent, Part, Reply
from bot.reading.chat.typed import read_typed
from bot.reading.chat.wording import official, plain_answer
from bot.reading.replies import read_reply
from bot.texts import days
from bot.usecases.desk import Desk
from bot.usecases.reports import REPORTABLE, WorkItem, work_item

# The number of the task at the beginning of a part: "2: 50%", "a) xong".
_NUMBER = re.compile(r"^\s*(?:mục\s+|việc\s+|số\s+)?(?:\d{1,2}|[a-h](?=[.):]))\s*[.):\-–,]?\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply says of one due: `status` is `None` where it does not say.

    `seen` is the newest revision there, and `earlier` names it: ``BC-7K2MX lúc 08:00 ngày 07/11/2024``; empty for none.
    `results` are the words that may stand in a report, `words` all that was typed about it.
    """

    item: WorkItem
    number: int
    status: Status | None
    percent: int | None
    results: str
    difficulties: str
    seen: int
    earlier: str = ""
    words: str = ""

    def draft(self, status: Status) -> ReportDraft:
        """Make a report of it; what is blocked without a reason takes the whole reply as the reason."""
        difficulties = "" if says_nothing(self.difficulties) else self.difficulties
        difficulties = difficulties or (self.words or self.results if status is Status.BLOCKED else "")
        results = "" if (status is Status.NOT_STARTED or difficulties == self.words) and difficulties else self.results
        return ReportDraft(status, self.percent if status is Status.IN_PROGRESS else None, results, difficulties)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A part of a reply that names its task in words: the person has to say which it is."""

    text: str
    status: Status | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Understood:
    """How a reply was understood.

    `lines` say of which dues it speaks; where it names none and there are several, `lines` has all of them and `which` is
    true: the person has to say. `unplaced` are parts that name their task in words; for them `candidates` has all dues.
    `unknown` are numbers in the reply that are on no list.
    """

    intent: Intent
    lines: tuple[Said, ...]
    which: bool
    unplaced: tuple[Unplaced, ...]
    candidates: tuple[Said, ...]
    unknown: tuple[int, ...]
    day: date | None

    @property
    def tells(self) -> bool:
        """Tell whether it is a report on something that can be reported on."""
        return self.intent in (Intent.REPORT, Intent.MULTI_REPORT) and bool(self.lines or self.unplaced)


ANSWERS = (Intent.REPORT, Intent.MULTI_REPORT, Intent.OTHER)
"""What a reply to a one-off request is taken for, whatever it says: the answer."""


@dataclass(frozen=True)
class Understand:
    """Read a reply against the dues it may be about, numbered from 1 in the order given.

    `as_report` says that the person wants it to be a report, whatever else it reads like: how far things are is then asked,
    and the words stand as the results.
    """

    person: PersonId
    dues: tuple[DueId, ...]
    text: str
    as_report: bool = False

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Understood

    def perform(self, desk: Desk) -> Understood:
        agencies = desk.people.get(self.person).agencies
        by_id = {due.id: due for due in desk.dues.several(self.dues)}
        numbered = {
            number: by_id[due]
            for number, due in enumerate(self.dues, start=1)
            if due in by_id and by_id[due].agency in agencies and by_id[due].state in REPORTABLE
        }
        reply = read_reply(self.text, desk.today)
        if self.as_report and reply.intent not in (Intent.REPORT, Intent.MULTI_REPORT):
            reply = Reply(Intent.REPORT)
        if reply.intent in ANSWERS and [due.kind for due in numbered.values()] == [DeadlineKind.REQUEST]:
            reply = Reply(Intent.REPORT, Status.DONE)
        return _understand(desk, reply, self.text, numbered, whole=self.as_report)


def _understand(desk: Desk, reply: Reply, text: str, numbered: dict[int, Due], *, whole: bool) -> Understood:
    names = desk.agencies.get_many({due.agency for due in numbered.values()})

    def said(number: int, status: Status | None, percent: int | None, words: str, difficulty: str | None) -> Said:
        due = numbered[number]
        current = desk.reports.current(due.id)
        item = _item(desk, due, names)
        seen, earlier = (current.revision, _named(desk, current)) if current else (0, "")
        results = plain_answer(words) if item.request else official(words, difficulty) or (words if whole else "")
        return Said(item, number, status, percent, results, difficulty or "", seen, earlier, words)

    everything = tuple(said(number, reply.status, reply.percent, text, reply.difficulty) for number in numbered)
    if reply.intent is Intent.NOT_MINE:
        named = named_at_all(read_typed(text), desk.today)
        if named and numbered.keys() >= set(named):
            meant = tuple(said for said in everything if said.number in named)
            return Understood(reply.intent, meant, False, (), (), (), reply.day)
    if not reply.parts:
        return Understood(reply.intent, everything, len(everything) > 1, (), (), (), reply.day)
    placed = list(_placed(reply.parts, sorted(numbered)))
    lines = tuple(
        said(number, part.status, part.percent, _NUMBER.sub("", part.text), _difficulty(part, desk.today))
        for number, part in placed
        if number in numbered
    )
    unplaced = tuple(Unplaced(part.text, part.status, part.percent) for part in reply.parts if part.targets == ())
    unknown = tuple(number for number, _ in placed if number not in numbered)
    return Understood(reply.intent, lines, False, unplaced, everything if unplaced else (), unknown, reply.day)


def _item(desk: Desk, due: Due, names: Mapping[AgencyId, Agency]) -> WorkItem:
    """Make what is shown of a due; whoever speaks for several agencies sees whose it is."""
    item = work_item(desk, due, names[due.agency].name)
    return replace(item, name=f"{item.agency}: {item.name}") if len(names) > 1 else item


def _named(desk: Desk, report: Report) -> str:
    return f"{report.code} lúc {days.moment(report.at, desk.office.zone)}"


def _difficulty(part: Part, today: date) -> str | None:
    return read_reply(_NUMBER.sub("", part.text), today).difficulty


def _placed(parts: Sequence[Part], numbers: Sequence[int]) -> Iterator[tuple[int, Part]]:
    """Yield (number, part); a part without targets is about all that no other part names."""
    named = {number for part in parts for number in part.targets or ()}
    for part in parts:
        for number in part.targets if part.targets is not None else [left for left in numbers if left not in named]:
            yield number, part
