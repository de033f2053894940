"""Ask what the text leaves open, each question with the place it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.plans import PlanHead, Question, ReportingRule, TaskDraft
from bot.reading.name_lists import begins_with_body
from bot.reading.outline import Node
from bot.reading.tasks import is_unread

# From this share on, what is missing everywhere is asked once and not task by task.
_MOST = 0.5


def ask(head: PlanHead, tasks: list[TaskDraft], reporting: list[ReportingRule], root: Node) -> list[Question]:
    """List the questions that head, tasks, rules and numbering raise, in that order."""
    return [*_about_head(head), *_about_tasks(tasks), *_about_rules(reporting), *_about_numbers(root)]


def _about_head(head: PlanHead) -> Iterator[Question]:
    for field, value in (
        ("year", head.year),
        ("issuer", head.issuer),
        ("province", head.province),
        ("coordinator", head.coordinator),
    ):
        if value is None:
            yield Question(f"plan.no_{field}", head.title)
    if head.number is None or head.issued_on is None:
        yield Question("plan.no_number", head.title)


def _about_tasks(tasks: list[TaskDraft]) -> Iterator[Question]:
    if not tasks:
        yield Question("plan.no_tasks", "")
    yield from _each_or_once("task.no_lead", tasks, [task for task in tasks if not task.lead])
    yield from _each_or_once("task.no_timeframe", tasks, [task for task in tasks if task.timeframe_text is None])
    for task in tasks:
        if is_unread(task):
            yield Question("task.timeframe_unread", task.place, f"{task.no}: {task.timeframe_text}")
        for name in (*task.lead, *task.cooperating):
            if not begins_with_body(name):
                yield Question("agency.unknown", task.place, name)


def _each_or_once(code: str, tasks: list[TaskDraft], missing: list[TaskDraft]) -> Iterator[Question]:
    if len(missing) > max(3, _MOST * len(tasks)):
        yield Question(code, missing[0].place, ", ".join(task.no for task in missing))
        return
    for task in missing:
        yield Question(code, task.place, f"{task.no} {task.title}")


def _about_rules(reporting: list[ReportingRule]) -> Iterator[Question]:
    if not reporting:
        yield Question("reporting.none", "")
    for rule in reporting:
        if rule.rule.day is None and rule.rule.kind is not None and rule.rule.kind.value != "ad_hoc":
            yield Question("reporting.no_day", rule.place, rule.due_text)
        if not rule.receivers:
            yield Question("reporting.no_receiver", rule.place, rule.due_text)
        if not rule.reporters:
            yield Question("reporting.no_reporter", rule.place, rule.due_text)


def _about_numbers(root: Node) -> Iterator[Question]:
    """Notice a number that is left out: "3." and then "5."."""
    for node in root.walk():
        last: tuple[str, int] | None = None
        for item in node.numbered():
            number = _count(item)
            if number and last and last[0] == item.kind and number > last[1] + 1:
                yield Question("numbering.gap", item.place, f"{item.no}")
            last = (item.kind, number) if number else last


_ROMAN = {"I": 1, "V": 5, "X": 10}


def _count(item: Node) -> int:
    if item.kind == "number":
        return int(item.label)
    if item.kind == "decimal":
        return int(item.label.rsplit(".", 1)[1])
    if item.kind != "roman":
        return 0
    values = [_ROMAN[letter] for letter in item.label]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


def unique(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Ask each thing once."""
    return tuple(dict.fromkeys(questions))
