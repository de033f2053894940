"""What a document leaves open once the register and the kept plan have been asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.agencies import AgencyId
from bot.domain.differences import match_tasks
from bot.domain.plans import Plan, PlanDraft, PlanHead, Question, TaskDraft
from bot.domain.register import group_keys, kind_of, kinds_of_group
from bot.reading.name_lists import is_catch_all
from bot.reading.plan_answers import ANSWERABLE, HEAD, is_open
from bot.reading.whom import Meaning, Meant
from bot.usecases.desk import Desk
from bot.usecases.naming import Names
from bot.usecases.plans import find_plan, kept_draft


def remembering(desk: Desk, draft: PlanDraft) -> PlanDraft:
    """Fill what a newer version of a kept plan leaves open with what is kept, so that nobody is asked twice.

    A workbook raises no questions, and what was emptied there stays empty.
    """
    known = find_plan(desk, draft) if draft.questions else None
    if known is None:
        return draft
    filled = replace(draft, head=_head(draft.head, known), tasks=_tasks(desk, draft, known))
    return replace(filled, questions=tuple(question for question in draft.questions if is_open(question, filled)))


def _head(head: PlanHead, known: Plan) -> PlanHead:
    missing = {name: getattr(known.head, name) for name in HEAD.values() if getattr(head, name) is None}
    return replace(head, year=head.year or known.year, **missing)


def _tasks(desk: Desk, draft: PlanDraft, known: Plan) -> tuple[TaskDraft, ...]:
    tasks = desk.plans.tasks(known.id)
    matching = match_tasks(list(zip(tasks, kept_draft(desk, known.id).tasks, strict=True)), draft.tasks)
    before = {pair.position: pair.old for pair in matching.pairs}
    return tuple(_filled(task, before.get(position)) for position, task in enumerate(draft.tasks))


def _filled(task: TaskDraft, before: TaskDraft | None) -> TaskDraft:
    if before is not None and not task.lead:
        task = replace(task, lead=before.lead)
    if before is not None and task.timeframe_text is None:
        task = replace(task, timeframe_text=before.timeframe_text, timeframe=before.timeframe)
    return task


def open_questions(desk: Desk, draft: PlanDraft) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """List what to ask one by one, with options where there are some, and what a person can only look at in the text.

    A name is asked about once, however often it is printed, and not when the register knows it.
    """
    names = Names(desk)
    raised = [*_raised(desk, draft, names), *_about_names(desk, draft, names)]
    # The year first: by it the times that are typed afterwards are understood.
    raised.sort(key=lambda question: question.code != "plan.no_year")
    asked: dict[tuple[str, str, str], Question] = {}
    for question in raised:
        asked.setdefault(_topic(question), question)
    return (
        tuple(question for question in asked.values() if question.code in ANSWERABLE),
        tuple(question for question in asked.values() if question.code not in ANSWERABLE),
    )


def _topic(question: Question) -> tuple[str, str, str]:
    """Tell which questions are one: about the same name, or about groups that are the same set."""
    if question.code == "group.empty":
        return question.code, "", group_keys(question.about)[-1]
    return question.code, "" if question.code.startswith("agency.") else question.place, question.about


def _raised(desk: Desk, draft: PlanDraft, names: Names) -> Iterator[Question]:
    for question in draft.questions:
        if question.code == "agency.unknown" and names.look(question.about).meaning is not Meaning.PHRASE:
            continue
        yield replace(question, options=question.options or _options(desk, draft, question))


def _options(desk: Desk, draft: PlanDraft, question: Question) -> tuple[str, ...]:
    if question.code == "plan.no_year":
        return (str(desk.today.year), str(desk.today.year + 1))
    if question.code in ("plan.no_coordinator", "task.no_lead"):
        likely = draft.head.coordinator or desk.office.coordinator
        return (likely,) if likely else ()
    return ()


def _about_names(desk: Desk, draft: PlanDraft, names: Names) -> Iterator[Question]:
    new_kinds = _kinds_of_new(draft, names)
    leads = {name for task in draft.tasks for name in task.lead}
    for printed, place in _printed(draft):
        meant = names.look(printed)
        if meant.meaning is Meaning.AMBIGUOUS:
            yield Question("agency.ambiguous", place, printed, _called(desk, meant.candidates))
        elif meant.meaning is Meaning.NEW_AGENCY and meant.candidates:
            yield Question("agency.similar", place, printed, _called(desk, meant.candidates))
        elif meant.meaning is Meaning.PHRASE and printed in leads and not is_catch_all(printed):
            yield Question("agency.unknown", place, printed)
        elif _is_empty_group(desk, meant, new_kinds):
            yield Question("group.empty", place, printed)


def _printed(draft: PlanDraft) -> Iterator[tuple[str, str]]:
    """List the names that will be looked up, each with its first place."""
    found: dict[str, str] = {}
    for task in draft.tasks:
        for name in (*task.lead, *task.cooperating):
            found.setdefault(name, task.place)
    for rule in draft.reporting:
        for name in rule.reporters if rule.rule.day is not None else ():
            found.setdefault(name, rule.place)
    yield from found.items()


def _kinds_of_new(draft: PlanDraft, names: Names) -> frozenset[str]:
    """List the kinds of bodies that the import will take into the register: they make up its groups."""
    meant = (names.look(printed) for printed, _ in _printed(draft))
    kinds = (kind_of(one.name) for one in meant if one.meaning is Meaning.NEW_AGENCY)
    return frozenset(kind for kind in kinds if kind)


def _is_empty_group(desk: Desk, meant: Meant, new_kinds: frozenset[str]) -> bool:
    """Tell whether a group has no member, or, when it is new, will get none by its name."""
    if meant.group is not None:
        return not desk.agencies.expand(meant.group)
    kinds = kinds_of_group(meant.name)
    known = new_kinds.intersection(kinds) or desk.agencies.of_kinds(kinds)
    return meant.meaning is Meaning.NEW_GROUP and not known


def _called(desk: Desk, agencies: Sequence[AgencyId]) -> tuple[str, ...]:
    return tuple(agency.name for agency in desk.agencies.get_many(agencies).values())
