"""Makes the deadlines and dues that follow from a plan's tasks and reporting rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DeadlineId, DeadlineKind, DueState, Slot, slots_of_frame, slots_of_rule
from bot.domain.messages import Outgoing
from bot.domain.plan_years import last_year
from bot.domain.plans import AssignmentRole, KeptRule, Plan, PlanId, RuleId, Task, TaskId
from bot.domain.reminders import next_opening, next_stage
from bot.texts import escalation as texts
from bot.usecases.desk import Desk
from bot.usecases.naming import Expander, Names
from bot.usecases.telling import tell_coordinators
from bot.vietnamese import fold
from storage.appointments import Appointments
from storage.obligations import Obligation, Obligations

STALE = timedelta(days=7)
"""What was past by more than this when the plan became known is nobody's debt here: it was reported by letter, or never."""

INCLUSIVE = "inclusive"
"""The setting `before` of a plan that takes "trước ngày 15/11" to include the 15th; strict without it."""

YEAR = "year"
"""The appointment that keeps for which year all plans have their dues."""

_TASKED = re.compile(r"duoc (?:giao|phan cong)(?: chu tri)?(?: thuc hien)?(?: cac)?(?: nhiem vu)?")

SETTLED = (DueState.FULFILLED, DueState.EXCUSED)
Parts = dict[AgencyId, AssignmentRole]


@dataclass(frozen=True, slots=True)
class Made:
    """What `make_dues` changed."""

    deadlines: int = 0
    dues: int = 0
    dropped: int = 0

    def __add__(self, other: Made) -> Made:
        return Made(self.deadlines + other.deadlines, self.dues + other.dues, self.dropped + other.dropped)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A deadline as it should be: its key and who owes what part.

    The key is "task:7:2024-Q3" for a quarter, "task:7:2024" for a task's own day, "rule:2:2024-1" for a rule's first day in
    the year: a day that is changed moves the deadline and does not make another.
    """

    key: str
    slot: Slot
    parts: Parts
    task: TaskId | None = None
    rule: RuleId | None = None


def first_fire(desk: Desk, slot: Slot) -> datetime | None:
    """Tell when a due of `slot` is first to be reminded of; `None` when never.

    Stages that have passed are not made up for.
    """
    if slot.last_day + STALE < desk.today:
        return None
    stage = next_stage(slot.last_day, slot.opens_on, desk.now, desk.office.reminders, desk.office.calendar)
    return stage.fire_at if stage else None


def years_to_make(desk: Desk, plan: Plan) -> tuple[int, ...]:
    """List the years a plan should have dues for by now: all of a one-year plan, this year and the next of a longer one."""
    last = last_year(plan.title, plan.year)
    if last == plan.year:
        return (plan.year,)
    return tuple(year for year in (desk.today.year, desk.today.year + 1) if plan.year <= year <= last)


def make_all_dues(desk: Desk) -> Made:
    """See to it that every plan has its dues for this year and the next; to be called each year, harmless when repeated."""
    made = Made()
    for plan in desk.plans.all():
        for year in years_to_make(desk, plan):
            made += make_dues(desk, plan.id, year)
    return made


def turn_of_year(desk: Desk) -> int:
    """Make the dues of the coming year once the year has turned; returns how many dues came new."""
    appointments = Appointments(desk.connection)
    noted = appointments.get(YEAR)
    if noted is not None and noted.done == str(desk.today.year):
        return 0
    made = make_all_dues(desk)
    appointments.note(YEAR, str(desk.today.year), desk.now)
    return made.dues


def make_dues(desk: Desk, plan: PlanId, year: int) -> Made:
    """Make a plan's deadlines and dues of one year as its tasks, rules and assignments now stand.

    1. Deadlines that are there keep their id and their dues; new days are taken over, save by extended dues.
    2. Agencies that came to a deadline get a due, unless it has passed or the body they took over from has reported; what
       was dropped and is owed again is opened.
    3. What is still owed by agencies or at deadlines that are no more is dropped. Reports and fulfilled dues always stay.

    Deadlines that were long past when the plan became known are left out (`STALE`); but a plan whose year was over by then
    gets all of them, without reminders: who keeps it wants to gather its reports after the fact.
    """
    obligations = Obligations(desk.connection)
    kept = obligations.keys(plan, year)
    before = frozenset(kept)
    wanted = tuple(_wanted(desk, desk.plans.get(plan), year))
    fresh = _not_stale(desk, wanted) if kept else _not_stale(desk, wanted) or wanted
    made = Made()
    for one in wanted:
        if one in fresh or one.key in kept:
            made += _make(desk, obligations, plan, one, kept.pop(one.key, None))
    gone = [due.due for deadline in kept.values() for due in obligations.of(deadline)]
    _point_out_days_off(desk, plan, [one for one in fresh if one.parts and one.key not in before])
    return made + Made(dropped=obligations.drop(gone, desk.now))


def _point_out_days_off(desk: Desk, plan: PlanId, fresh: Iterable[Wanted]) -> None:
    """Tell the coordinators of new deadlines that fall on days off; nothing is moved silently."""
    days = Counter(
        (one.slot.last_day, str(one.slot.period))
        for one in fresh
        if one.slot.last_day >= desk.today and not desk.office.calendar.is_working(one.slot.last_day)
    )
    if not days:
        return
    found = [(texts.count_of(count, period), day) for (day, period), count in sorted(days.items())]
    opening = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
    message = Outgoing(texts.days_off(desk.plans.get(plan).title, found))
    tell_coordinators(desk, f"days_off:{plan}:{found[0][1]}:{len(found)}", message, opening)


def _not_stale(desk: Desk, wanted: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    return tuple(one for one in wanted if one.slot.last_day + STALE >= desk.today)


def _wanted(desk: Desk, plan: Plan, year: int) -> Iterator[Wanted]:
    expander, strict = Expander(desk), plan.settings.get("before") != INCLUSIVE
    parts = _parts_by_task(desk, plan, expander)
    for task in desk.plans.tasks(plan.id):
        for slot in slots_of_frame(task.timeframe, year, desk.office.quarter, strict=strict):
            yield Wanted(_task_key(task, slot), slot, parts.get(task.id, {}), task=task.id)
    names = Names(desk)
    tasked = {agency for found in parts.values() for agency in found}
    for rule in desk.plans.rules(plan.id):
        reporters = _reporters(rule, names, expander, tasked)
        for number, slot in enumerate(slots_of_rule(rule.reporting.rule, year, strict=strict), start=1):
            yield Wanted(f"rule:{rule.id}:{year}-{number}", slot, reporters, rule=rule.id)


def _task_key(task: Task, slot: Slot) -> str:
    return f"task:{task.id}:{slot.period if slot.kind is DeadlineKind.QUARTER else slot.period.year}"


def _parts_by_task(desk: Desk, plan: Plan, expander: Expander) -> dict[TaskId, Parts]:
    """List who owes reports on each task: the lead agencies, and those cooperating if the plan's settings say so."""
    found: dict[TaskId, Parts] = {}
    for entry in desk.plans.assignments(plan.id):
        if entry.role is AssignmentRole.COOPERATING and not plan.settings.get("cooperating"):
            continue
        mine = found.setdefault(entry.task, {})
        for agency in expander.members(entry.agency, entry.group):
            if mine.get(agency) is not AssignmentRole.LEAD:
                mine[agency] = entry.role
    return found


def _reporters(rule: KeptRule, names: Names, expander: Expander, tasked: set[AgencyId]) -> Parts:
    """List who owes a report asked for by a rule; who receives it does not, though a group names it too.

    "Các đơn vị, địa phương được giao nhiệm vụ" are those that owe reports on the plan's tasks.
    """
    reporters = _bodies(rule.reporting.reporters, names, expander)
    if any(_TASKED.search(fold(name)) for name in rule.reporting.reporters):
        reporters |= tasked
    receivers = _bodies(rule.reporting.receivers, names, expander)
    return dict.fromkeys(sorted(reporters - receivers), AssignmentRole.LEAD)


def _bodies(printed: Iterable[str], names: Names, expander: Expander) -> set[AgencyId]:
    meant = [names.look(name) for name in printed]
    return {agency for one in meant for agency in expander.members(one.agency, one.group)}


def _make(desk: Desk, obligations: Obligations, plan: PlanId, wanted: Wanted, known: DeadlineId | None) -> Made:
    fire = first_fire(desk, wanted.slot)
    if known is not None and not obligations.slot_matches(known, wanted.slot):
        obligations.move(known, wanted.slot, fire)
    if known is None and not wanted.parts:
        return Made()
    deadline, fresh = desk.dues.deadline(plan, wanted.key, wanted.slot, task=wanted.task, rule=wanted.rule)
    have = {due.agency: due for due in obligations.of(deadline)}
    missing = [(agency, str(role)) for agency, role in wanted.parts.items() if agency not in have]
    if not fresh:
        missing = _still_missing(desk, wanted, have, missing)
    desk.dues.add(deadline, plan, wanted.task, wanted.slot, missing, fire)
    back = [due for agency, due in have.items() if agency in wanted.parts and due.state is DueState.DROPPED]
    restored = sum(obligations.restore(due.due, fire) for due in back)
    gone = [due.due for agency, due in have.items() if agency not in wanted.parts]
    return Made(int(fresh), len(missing) + restored, obligations.drop(gone, desk.now))


def _still_missing(
    desk: Desk, wanted: Wanted, have: dict[AgencyId, Obligation], missing: list[tuple[AgencyId, str]]
) -> list[tuple[AgencyId, str]]:
    if wanted.slot.last_day < desk.today:
        return []
    settled = [agency for agency, due in have.items() if agency not in wanted.parts and due.state in SETTLED]
    followers = {follower for agency in settled for follower in desk.agencies.successors(agency)}
    return [(agency, role) for agency, role in missing if agency not in followers]
