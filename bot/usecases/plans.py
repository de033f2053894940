"""Keeps plans: the first import, the difference a newer version makes, and applying it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.differences import Matching, Pair, RuleMatching, as_draft, match_rules, match_tasks
from bot.domain.people import PersonId
from bot.domain.plan_years import first_year
from bot.domain.plans import (
    Assignment,
    AssignmentRole,
    Plan,
    PlanDraft,
    PlanId,
    Question,
    Task,
    TaskDraft,
    TaskId,
)
from bot.errors import InvalidInput, NotFound
from bot.usecases.desk import Desk
from bot.usecases.naming import Names
from bot.usecases.obligations import Made, make_dues, years_to_make
from bot.vietnamese import one_line
from storage.obligations import Obligations


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import would do; `known` is `None` when the plan is new.

    `dropped` are tasks nothing was reported on; `dropped_with_reports` stay unless they are expressly dropped.
    """

    known: Plan | None
    added: tuple[TaskDraft, ...]
    changed: tuple[Pair, ...]
    dropped: tuple[Task, ...]
    dropped_with_reports: tuple[Task, ...]
    unchanged: int
    rules: RuleMatching = field(default=RuleMatching((), (), (), ()))

    @property
    def empty(self) -> bool:
        """Whether the import would change nothing in tasks and rules."""
        tasks = self.added or self.changed or self.dropped or self.dropped_with_reports
        return not (tasks or self.rules.added or self.rules.changed or self.rules.dropped)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `deadlines` and `dues` count what the plan has afterwards; `made` what came new."""

    plan_id: PlanId
    added: int
    changed: int
    dropped: int
    unchanged: int
    deadlines: int
    dues: int
    made: Made
    questions: tuple[Question, ...]
    new_agencies: tuple[str, ...]
    new_groups: tuple[str, ...]
    kept_with_reports: tuple[Task, ...]


def find_plan(desk: Desk, draft: PlanDraft) -> Plan | None:
    """Find the kept plan that a document is a version of: the same title and year, else the same number and year."""
    year = first_year(draft, desk.today)
    known = desk.plans.find(one_line(draft.head.title), year)
    if known is not None or draft.head.number is None:
        return known
    numbered = [plan for plan in desk.plans.all() if plan.year == year and plan.head.number == draft.head.number]
    return numbered[0] if len(numbered) == 1 else None


def choose_plan(desk: Desk, wanted: int | None = None) -> Plan:
    """Find the plan a person means: by id, or the only or newest one; raises `NotFound("plan.unknown")`."""
    if wanted is not None:
        return desk.plans.get(PlanId(wanted))
    plans = desk.plans.all()
    if not plans:
        raise NotFound("plan.none")
    return plans[0]


def kept_draft(desk: Desk, plan: PlanId) -> PlanDraft:
    """Write a kept plan as it would be read from its document."""
    kept = desk.plans.get(plan)
    tasks = tuple(draft for task, draft in _kept(desk, plan) if not task.dropped)
    return PlanDraft(kept.head, tasks, tuple(rule.reporting for rule in desk.plans.rules(plan)))


def difference(desk: Desk, draft: PlanDraft) -> Difference:
    """Tell what importing `draft` would do, and do nothing."""
    known = find_plan(desk, draft)
    if known is None:
        return Difference(None, draft.tasks, (), (), (), 0, match_rules((), draft.reporting))
    return _difference(desk, known, _match(desk, known, draft), draft)


def _difference(desk: Desk, known: Plan, matching: Matching, draft: PlanDraft) -> Difference:
    reported = Obligations(desk.connection).reported(known.id)
    changed = tuple(pair for pair in matching.pairs if pair.changed or pair.task.dropped)
    return Difference(
        known,
        tuple(task for _, task in matching.added),
        changed,
        tuple(task for task in matching.dropped if task.id not in reported),
        tuple(task for task in matching.dropped if task.id in reported),
        len(matching.pairs) - len(changed),
        match_rules(desk.plans.rules(known.id), draft.reporting),
    )


def _kept(desk: Desk, plan: PlanId) -> list[tuple[Task, TaskDraft]]:
    assignments = desk.plans.assignments(plan)
    return [(task, as_draft(task, assignments)) for task in desk.plans.tasks(plan, dropped=True)]


def _match(desk: Desk, known: Plan, draft: PlanDraft) -> Matching:
    return match_tasks(_kept(desk, known.id), draft.tasks)


def import_plan(
    desk: Desk, draft: PlanDraft, *, by: PersonId | None = None, drop_reported: bool = False
) -> ImportResult:
    """Keep a plan, or bring the kept one to what `draft` says; doing it twice changes nothing.

    1. Agencies that are new but look like a body enter the register; sets of agencies become groups.
    2. Tasks, assignments and rules follow the draft. Tasks it has no more are dropped, but those with reports only with
       `drop_reported`.
    3. Deadlines and dues are made for the plan's year, or for this year and the next of a longer plan.

    Raises `InvalidInput("plan.empty")` for a document without tasks and rules.
    """
    if not draft.tasks and not draft.reporting:
        raise InvalidInput("plan.empty")
    plan = find_plan(desk, draft)
    matching = _match(desk, plan, draft) if plan else Matching((), tuple(enumerate(draft.tasks)), ())
    changes = _difference(desk, plan, matching, draft) if plan else difference(desk, draft)
    kept = _keep_head(desk, plan, draft)
    names = Names(desk)
    names.take_in(name for task in draft.tasks for name in (*task.lead, *task.cooperating))
    _keep_tasks(desk, kept, matching, names)
    dropped = changes.dropped + (changes.dropped_with_reports if drop_reported else ())
    for task in dropped:
        desk.plans.drop_task(task.id, desk.now)
    _keep_rules(desk, kept, changes, names)
    made = Made()
    for year in years_to_make(desk, kept):
        made += make_dues(desk, kept.id, year)
    _log(desk, by, kept, changes, dropped)
    deadlines, dues = Obligations(desk.connection).count(kept.id)
    return ImportResult(
        plan_id=kept.id,
        added=len(changes.added),
        changed=len(changes.changed),
        dropped=len(dropped),
        unchanged=changes.unchanged,
        deadlines=deadlines,
        dues=dues,
        made=made,
        questions=(*draft.questions, *names.questions, *_without_body(desk, kept)),
        new_agencies=tuple(names.new_agencies),
        new_groups=tuple(names.new_groups),
        kept_with_reports=() if drop_reported else changes.dropped_with_reports,
    )


def _keep_head(desk: Desk, known: Plan | None, draft: PlanDraft) -> Plan:
    year = first_year(draft, desk.today)
    head = replace(draft.head, title=one_line(draft.head.title), year=year)
    if known is None:
        return desk.plans.get(desk.plans.add(head, year, desk.now))
    desk.plans.update(known.id, head, desk.now)
    return desk.plans.get(known.id)


def _keep_tasks(desk: Desk, plan: Plan, matching: Matching, names: Names) -> None:
    for pair in matching.pairs:
        desk.plans.update_task(pair.task.id, pair.position, pair.new)
        if (pair.old.lead, pair.old.cooperating) != (pair.new.lead, pair.new.cooperating):
            _assign(desk, pair.task.id, pair.new, names)
    for position, draft in matching.added:
        _assign(desk, desk.plans.add_task(plan.id, position, draft), draft, names)


def _assign(desk: Desk, task: TaskId, draft: TaskDraft, names: Names) -> None:
    printed = [(AssignmentRole.LEAD, name) for name in draft.lead]
    printed += [(AssignmentRole.COOPERATING, name) for name in draft.cooperating]
    meant = [(role, name, names.whom(name)) for role, name in printed]
    entries = [Assignment(task, role, name, whom.agency, whom.group) for role, name, whom in meant]
    desk.plans.set_assignments(task, entries)


def _keep_rules(desk: Desk, plan: Plan, changes: Difference, names: Names) -> None:
    """Keep the rules; reporters that are new enter the register, receivers do not."""
    rules = changes.rules
    for kept in rules.dropped:
        desk.plans.drop_rule(kept.id, desk.now)
    for kept, rule in rules.changed:
        desk.plans.update_rule(kept.id, rule)
    for rule in rules.added:
        desk.plans.add_rule(plan.id, rule)
    for rule in (*rules.added, *(rule for _, rule in rules.changed)):
        for reporter in rule.reporters if rule.rule.day is not None else ():
            names.whom(reporter)


def _without_body(desk: Desk, plan: Plan) -> list[Question]:
    """Ask about tasks whose printed lead agencies are nobody in the register, so that nobody owes a report."""
    lead = [entry for entry in desk.plans.assignments(plan.id) if entry.role is AssignmentRole.LEAD]
    led = {entry.task for entry in lead if entry.agency or entry.group}
    found = []
    for task in desk.plans.tasks(plan.id):
        printed = "; ".join(entry.printed for entry in lead if entry.task == task.id)
        if printed and task.id not in led:
            found.append(Question("task.nobody", task.place or task.no, printed))
    return found


def _log(desk: Desk, by: PersonId | None, plan: Plan, changes: Difference, dropped: Sequence[Task]) -> None:
    subject = f"plan:{plan.id}"
    counts = {"added": len(changes.added), "changed": len(changes.changed), "dropped": len(dropped)}
    desk.events.log(desk.now, by, "plan.imported", subject, after=counts)
    for pair in changes.changed:
        before, after = _told(pair.old), _told(pair.new)
        desk.events.log(desk.now, by, "task.changed", f"task:{pair.task.id}", before, after)
    for task in dropped:
        desk.events.log(desk.now, by, "task.dropped", f"task:{task.id}", before={"no": task.no, "title": task.title})


def _told(draft: TaskDraft) -> dict[str, str | list[str] | None]:
    return {
        "no": draft.no,
        "title": draft.title,
        "lead": list(draft.lead),
        "cooperating": list(draft.cooperating),
        "timeframe": draft.timeframe_text,
    }


def set_cooperating(desk: Desk, plan: PlanId, wanted: bool, *, by: PersonId | None = None) -> Made:
    """Choose whether cooperating agencies owe reports on a plan too; raises `NotFound("plan.unknown")`.

    What it was already changes nothing. Reports that were sent stay either way.
    """
    kept = desk.plans.get(plan)
    if bool(kept.settings.get("cooperating")) is wanted:
        return Made()
    desk.plans.set_settings(plan, {**kept.settings, "cooperating": wanted})
    desk.events.log(desk.now, by, "plan.settings", f"plan:{plan}", kept.settings, {"cooperating": wanted})
    made = Made()
    for year in years_to_make(desk, kept):
        made += make_dues(desk, plan, year)
    return made
