"""Puts an officer's answers to a plan's open questions into what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.plans import PlanDraft, Question, ReportingRule, Rule, RuleKind, TaskDraft
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.errors import InvalidInput
from bot.reading.name_lists import split_agencies
from bot.vietnamese import one_line

LONGEST = 500
"""Longer answers are no answer to these questions."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a question: an option as it is written, or an officer's own words."""

    question: Question
    words: str


HEAD = {
    "plan.no_number": "number",
    "plan.no_issuer": "issuer",
    "plan.no_province": "province",
    "plan.no_coordinator": "coordinator",
}
FRAMES = ("task.no_timeframe", "task.timeframe_unread")
PARTIES = {"reporting.no_receiver": "receivers", "reporting.no_reporter": "reporters"}
NAMES = ("agency.ambiguous", "agency.similar", "agency.unknown")
GROUPS = ("group.empty",)
"""What a group's name means is for the register: the answer does not change the draft."""

ANSWERABLE = frozenset(("plan.no_year", *HEAD, "task.no_lead", *FRAMES, "reporting.no_day", *PARTIES, *NAMES, *GROUPS))


def names_in(words: str) -> tuple[str, ...]:
    """Split a typed list of bodies, by semicolons where there are some."""
    if ";" in words:
        return tuple(name for part in words.split(";") if (name := one_line(part)))
    return tuple(split_agencies(words))


def check(question: Question, words: str) -> str:
    """Bring typed words into the form that is kept; raises `InvalidInput` for what does not answer the question.

    >>> check(Question("plan.no_year", ""), "năm 2024")
    '2024'
    """
    given = one_line(words)
    if not given:
        raise InvalidInput("answer.empty")
    if len(given) > LONGEST:
        raise InvalidInput("answer.long", limit=LONGEST)
    if question.code == "plan.no_year":
        return str(_year(given))
    if question.code in FRAMES and _says_no_time(given):
        raise InvalidInput("plan.timeframe_unclear", given=given)
    if question.code == "reporting.no_day" and _rule(given, 2000) is None:
        raise InvalidInput("plan.day_unclear", given=given)
    if _wants_names(question) and not any(sign.isalpha() for sign in "".join(names_in(given))):
        raise InvalidInput("plan.names_unclear")
    return given


def _wants_names(question: Question) -> bool:
    return question.code in ("task.no_lead", *PARTIES, *NAMES, *GROUPS)


def _year(given: str) -> int:
    digits = "".join(sign if sign.isdigit() and sign.isascii() else " " for sign in given).split()
    years = [int(word) for word in digits if len(word) == 4 and 2000 <= int(word) <= 2100]
    if len(set(years)) != 1:
        raise InvalidInput("plan.year_unclear")
    return years[0]


def _says_no_time(given: str) -> bool:
    from bot.reading.dates import read_timeframe

    return read_timeframe(given, 2000).kind is FrameKind.UNSPECIFIED


def _rule(given: str, year: int | None) -> Rule | None:
    from bot.reading.rules import read_rules

    return next((printed.rule for printed in read_rules(given, year) if printed.rule.day is not None), None)


def settle(draft: PlanDraft, answers: Iterable[Answered]) -> PlanDraft:
    """Put answers into a draft; the questions they answer are asked no more. Names stay as they are printed."""
    given = sorted(answers, key=_turn)
    for answer in given:
        draft = _put(draft, answer)
    settled = {answer.question for answer in given}
    return replace(draft, questions=tuple(question for question in draft.questions if question not in settled))


def _turn(answer: Answered) -> int:
    """Put the year before what is read by it, and a rule's day last: it changes the words the rule is known by."""
    return {"plan.no_year": 0, "reporting.no_day": 2}.get(answer.question.code, 1)


def is_open(question: Question, draft: PlanDraft) -> bool:
    """Tell whether a draft still lacks what a question asks for; what cannot be told from the draft is open."""
    if question.code in HEAD:
        return getattr(draft.head, HEAD[question.code]) is None
    if question.code in ("task.no_lead", "task.no_timeframe"):
        return any(_is_about(question, task) for task in draft.tasks)
    return question.code != "plan.no_year" or draft.head.year is None


def rename(draft: PlanDraft, answers: Iterable[Answered]) -> PlanDraft:
    """Write the bodies that answers name in the place of the printed names."""
    names = {answer.question.about: answer.words for answer in answers if answer.question.code in NAMES}
    if not names:
        return draft
    tasks = tuple(
        replace(task, lead=_renamed(task.lead, names), cooperating=_renamed(task.cooperating, names))
        for task in draft.tasks
    )
    rules = tuple(replace(rule, reporters=_renamed(rule.reporters, names)) for rule in draft.reporting)
    return replace(draft, tasks=tasks, reporting=rules)


def _renamed(printed: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(name, name) for name in printed))


def _put(draft: PlanDraft, answer: Answered) -> PlanDraft:
    question, words = answer.question, answer.words
    if question.code == "plan.no_year":
        return _in_year(draft, int(words))
    if question.code in HEAD:
        changed: dict[str, Any] = {HEAD[question.code]: words}
        return replace(draft, head=replace(draft.head, **changed))
    if question.code == "task.no_lead":
        return _tasks(draft, question, lambda task: replace(task, lead=names_in(words)))
    if question.code in FRAMES:
        frame = _frame(draft, words)
        return _tasks(draft, question, lambda task: replace(task, timeframe_text=words, timeframe=frame))
    if question.code == "reporting.no_day":
        return _rules(draft, question, lambda rule: _on_day(rule, words, draft.head.year))
    if question.code in PARTIES:
        parties: dict[str, Any] = {PARTIES[question.code]: names_in(words)}
        return _rules(draft, question, lambda rule: replace(rule, **parties))
    return draft


def _frame(draft: PlanDraft, words: str) -> TimeFrame:
    from bot.reading.dates import read_timeframe
    from bot.reading.heads import is_for_one_year

    return read_timeframe(words, draft.head.year, one_year=is_for_one_year(draft.head.title))


def _in_year(draft: PlanDraft, year: int) -> PlanDraft:
    """Let the plan be one of `year`, and read again what printed no year of its own."""
    dated = replace(draft, head=replace(draft.head, year=year))
    tasks = tuple(
        replace(task, timeframe=_frame(dated, task.timeframe_text))
        if task.timeframe_text and task.timeframe.year is None
        else task
        for task in draft.tasks
    )
    rules = tuple(
        replace(rule, rule=replace(rule.rule, year=year))
        if rule.rule.kind is RuleKind.ONCE and rule.rule.year is None
        else rule
        for rule in draft.reporting
    )
    return replace(dated, tasks=tasks, reporting=rules)


def _tasks(draft: PlanDraft, question: Question, change: Callable[[TaskDraft], TaskDraft]) -> PlanDraft:
    return replace(draft, tasks=tuple(change(task) if _is_about(question, task) else task for task in draft.tasks))


def _is_about(question: Question, task: TaskDraft) -> bool:
    """Tell whether a question is about a task: by place and title, or by number where it is about many at once."""
    if question.code == "task.no_lead" and task.lead:
        return False
    if question.code == "task.no_timeframe" and task.timeframe_text is not None:
        return False
    whole = (f"{task.no} {task.title}", f"{task.no}: {task.timeframe_text}")
    return (task.place == question.place and question.about in whole) or task.no in question.about.split(", ")


def _rules(draft: PlanDraft, question: Question, change: Callable[[ReportingRule], ReportingRule]) -> PlanDraft:
    return replace(
        draft,
        reporting=tuple(
            change(rule) if (rule.place, rule.due_text) == (question.place, question.about) else rule
            for rule in draft.reporting
        ),
    )


def _on_day(rule: ReportingRule, words: str, year: int | None) -> ReportingRule:
    read = _rule(words, year)
    return replace(rule, due_text=words, rule=read) if read is not None else rule
