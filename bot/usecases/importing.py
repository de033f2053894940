"""A document that was sent to the bot becomes a plan: what it holds, what importing it would do, and doing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from bot.domain.people import PLANNERS, PersonId
from bot.domain.plan_years import last_year
from bot.domain.plans import PlanDraft, PlanHead, Question, ReportingRule, Task, TaskDraft
from bot.errors import Conflict, InvalidInput, NotAllowed
from bot.reading.plan_answers import PARTIES, Answered, names_in, rename, settle
from bot.texts.dues import shorten
from bot.texts.plans import LONGEST, NAMES, SHOWN, Line, Lines, Overview, Receipt, changed_fields
from bot.texts.questions import question_line
from bot.usecases.desk import Desk
from bot.usecases.naming import Names
from bot.usecases.obligations import STALE
from bot.usecases.plan_questions import open_questions, remembering
from bot.usecases.plans import Difference, ImportResult, difference, import_plan
from bot.usecases.teaching import teach
from bot.vietnamese import sort_key
from storage.errands import Errands
from storage.obligations import Obligations

MOST_QUESTIONS = 25
"""More are not asked one by one: they are quicker answered in the workbook."""

LONGEST_REMARK = 300
TYPED = ("agency.unknown", "agency.ambiguous", "agency.similar", "group.empty")
"""What a typed name can raise."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was read: what to ask (`left_out` questions more are not), what to look at in the text, what it would change."""

    questions: tuple[Question, ...]
    left_out: int
    remarks: tuple[str, ...]
    overview: Overview


def _draft(desk: Desk, errand: int) -> PlanDraft:
    return remembering(desk, Errands(desk.connection).draft(errand))


def _answered(desk: Desk, errand: int, answers: Sequence[Answered]) -> PlanDraft:
    """Put answers into what was read; typed names that the register knows are called as it calls them."""
    names = Names(desk)
    return settle(_draft(desk, errand), [_as_registered(names, answer) for answer in answers])


def _as_registered(names: Names, answer: Answered) -> Answered:
    if answer.question.code not in ("task.no_lead", *PARTIES):
        return answer
    return replace(answer, words=NAMES.join(_called(names, typed) for typed in names_in(answer.words)))


def _called(names: Names, typed: str) -> str:
    agency = names.look(typed).agency
    return names.desk.agencies.get(agency).name if agency is not None else typed


def workbook_draft(desk: Desk, errand: int, answers: Sequence[Answered]) -> PlanDraft:
    """Write what was read, with the answers in it, for correcting in Excel."""
    return rename(_answered(desk, errand, answers), answers)


@dataclass(frozen=True)
class Open:
    """Look at what an errand has read.

    Raises the error that reading ended in, and `InvalidInput("plan.empty")` for a document without tasks and rules. It
    counts as an effect: there is no way back before it, to a question that only the errand could answer.
    """

    errand: int

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Opened

    def perform(self, desk: Desk) -> Opened:
        draft = _draft(desk, self.errand)
        if not draft.tasks and not draft.reporting:
            raise InvalidInput("plan.empty")
        asked, remarks = open_questions(desk, draft)
        lines = tuple(shorten(question_line(remark), LONGEST_REMARK) for remark in remarks)
        shown, left = asked[:MOST_QUESTIONS], max(0, len(asked) - MOST_QUESTIONS)
        return Opened(shown, left, lines, overview(draft, difference(desk, draft), desk.today))


@dataclass(frozen=True)
class TypedNames:
    """List the questions that names in answers raise and that were not asked: an officer may type what fits two bodies."""

    errand: int
    answers: tuple[Answered, ...]
    asked: tuple[Question, ...]

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[Question, ...]

    def perform(self, desk: Desk) -> tuple[Question, ...]:
        before = _draft(desk, self.errand)
        known = {_subject(question) for question in (*open_questions(desk, before)[0], *self.asked)}
        found, _ = open_questions(desk, _answered(desk, self.errand, self.answers))
        return tuple(question for question in found if question.code in TYPED and _subject(question) not in known)


def _subject(question: Question) -> tuple[str, str]:
    return question.code, question.about


@dataclass(frozen=True)
class Compare:
    """Tell what importing what was read would do, with the answers in it."""

    errand: int
    answers: tuple[Answered, ...]

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Overview

    def perform(self, desk: Desk) -> Overview:
        draft = _answered(desk, self.errand, self.answers)
        return overview(draft, difference(desk, draft), desk.today)


@dataclass(frozen=True)
class ImportRead:
    """Import what was read, as it was shown: `seen` is the overview's.

    Raises `NotAllowed("plan.not_allowed")` for somebody who keeps no plans any more, `Conflict("plan.changed")` when the plan
    that is kept has changed since, and what `import_plan` raises.
    """

    person: PersonId
    errand: int
    answers: tuple[Answered, ...]
    seen: str
    drop_reported: bool

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Receipt

    def perform(self, desk: Desk) -> Receipt:
        if not desk.people.get(self.person).has(*PLANNERS):
            raise NotAllowed("plan.not_allowed")
        draft = _answered(desk, self.errand, self.answers)
        changes = difference(desk, draft)
        if fingerprint(changes) != self.seen:
            raise Conflict("plan.changed")
        asked, _ = open_questions(desk, draft)
        taught = teach(desk, self.answers)
        made = import_plan(desk, draft, by=self.person, drop_reported=self.drop_reported)
        made = replace(made, new_agencies=(*taught, *made.new_agencies))
        return _receipt(desk, draft, made, known=changes.known is not None, asked=asked)


def fingerprint(changes: Difference) -> str:
    """Tell one difference from another; the same facts give the same 16 signs."""
    return hashlib.sha256(repr(changes).encode()).hexdigest()[:16]


def overview(draft: PlanDraft, changes: Difference, today: date) -> Overview:
    """Count what a draft holds and show the first of what it changes."""
    head = draft.head
    return Overview(
        title=head.title,
        number=head.number,
        tasks=len(draft.tasks),
        agencies=len(draft.agencies_used),
        rules=len(draft.reporting),
        known=changes.known is not None,
        unchanged=changes.unchanged,
        added=_lines([*(_new_line(task) for task in changes.added), *map(_rule, changes.rules.added)]),
        changed=_lines(
            [
                *(Line(_name(pair.new), changed_fields(pair.old, pair.new)) for pair in changes.changed),
                *(_changed_rule(kept.reporting, rule) for kept, rule in changes.rules.changed),
            ]
        ),
        dropped=_lines(
            [*(_line(task) for task in changes.dropped), *(_rule(kept.reporting) for kept in changes.rules.dropped)]
        ),
        reported=_lines([_line(task) for task in changes.dropped_with_reports]),
        empty=changes.empty,
        same=changes.empty and changes.known is not None and _told(head) == _told(changes.known.head),
        seen=fingerprint(changes),
        over=_over(head, today),
    )


def _over(head: PlanHead, today: date) -> int | None:
    """Name the last year of a plan when all of it has passed."""
    last = None if head.year is None else last_year(head.title, head.year)
    return last if last is not None and date(last, 12, 31) + STALE < today else None


def _told(head: PlanHead) -> tuple[Any, ...]:
    return head.number, head.issued_on, head.issuer, head.province, head.coordinator


def _lines(found: Sequence[Line]) -> Lines:
    return Lines(len(found), tuple(found[:SHOWN]))


def _name(task: Task | TaskDraft) -> str:
    return shorten(f"{task.no} {task.title}".strip(), LONGEST)


def _line(task: Task | TaskDraft) -> Line:
    return Line(_name(task))


def _new_line(task: TaskDraft) -> Line:
    """Show a new task with who leads it and when, so that a misreading is seen at once."""
    read = " · ".join(part for part in (NAMES.join(task.lead), task.timeframe_text) if part)
    return Line(_name(task), (shorten(read, LONGEST),) if read else ())


def _rule(rule: ReportingRule) -> Line:
    return Line(shorten(f"Báo cáo {rule.due_text}: {rule.name}", LONGEST))


def _changed_rule(old: ReportingRule, new: ReportingRule) -> Line:
    fields = {
        "Thời hạn": (old.due_text, new.due_text),
        "Ai báo cáo": (NAMES.join(old.reporters), NAMES.join(new.reporters)),
        "Gửi": (NAMES.join(old.receivers), NAMES.join(new.receivers)),
    }
    details = tuple(f"{name}: {was} → {now}" for name, (was, now) in fields.items() if was != now)
    return Line(shorten(f"Báo cáo {new.name}", LONGEST), details)


def _receipt(desk: Desk, draft: PlanDraft, made: ImportResult, *, known: bool, asked: Iterable[Question]) -> Receipt:
    """Write the receipt; what was asked in the conversation is not raised again."""
    old = {_subject(question) for question in (*draft.questions, *asked)}
    new = [question for question in made.questions if _subject(question) not in old]
    return Receipt(
        title=draft.head.title,
        known=known,
        added=made.added,
        changed=made.changed,
        dropped=made.dropped,
        unchanged=made.unchanged,
        deadlines=made.deadlines,
        dues=made.dues,
        new_agencies=made.new_agencies,
        new_groups=made.new_groups,
        kept_with_reports=tuple(_name(task) for task in made.kept_with_reports),
        unmanned=_unmanned(desk, made),
        remarks=tuple(shorten(question_line(question), LONGEST_REMARK) for question in new),
    )


def _unmanned(desk: Desk, made: ImportResult) -> tuple[str, ...]:
    """Name the bodies that owe reports and have nobody who can be reminded."""
    focal = desk.people.focal_points_of(Obligations(desk.connection).owing(made.plan_id))
    missing = desk.agencies.get_many(agency for agency, people in focal.items() if not people)
    return tuple(sorted((agency.name for agency in missing.values()), key=sort_key))
