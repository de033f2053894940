"""The sweep: looks at the dues whose stage has come and puts one reminder a person in the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due
from bot.domain.messages import Button, Outgoing, Priority
from bot.domain.people import Account, Person, PersonId
from bot.domain.reminders import may_send, next_opening, next_stage, stages
from bot.domain.reports import DueId
from bot.texts import dues as due_texts
from bot.texts import reminders as texts
from bot.usecases.desk import Desk

SNOOZED = 1000
"""Added to the days since a period opened, it makes the stage of a reminder that somebody put off to a day."""

REMINDER_BUTTONS = ((Button("Báo cáo", "do:report"), Button("Để sau", "do:later")),)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: messages put in the outbox, dues looked at, dues put off to the next opening."""

    messages: int = 0
    dues: int = 0
    put_off: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One due for one person in one message; `stage` is its offset in days from the last day."""

    due: Due
    stage: int


def sweep(desk: Desk) -> Swept:
    """Remind everybody of what has come due until now.

    1. Outside the sending hours nothing is done; what has come due waits for them.
    2. What missed its hour by more than `late_after` is put off to the next opening.
    3. Of the rest, each person gets one message; each (due, stage, person) is noted, so that a second sweep is silent.
    4. Each due is set to its next stage; after the last one the coordinators get the list of those to telephone.
    """
    office = desk.office
    instant = desk.dues.next_instant()
    if instant is None or instant > desk.now or not may_send(desk.now, office.reminders, office.calendar):
        return Swept()
    put_off = _put_off_what_missed_its_hour(desk)
    fired = desk.dues.fired(desk.now, limit=20_000)
    woken = desk.dues.woken(desk.now, limit=20_000)
    messages = sum(_remind(desk, person, account, found) for (person, account), found in _lines(desk, fired, woken))
    desk.dues.drop_snoozes(woken)
    ended = _advance(desk, fired)
    if ended:
        _escalate(desk, ended)
    return Swept(messages, len(fired), put_off)


def _put_off_what_missed_its_hour(desk: Desk) -> int:
    """Move what is late by more than the policy allows to the next opening; returns how many.

    What came due in the night, or while offices were closed, is counted from this morning's opening.
    """
    policy = desk.office.reminders
    opened = datetime.combine(desk.today, policy.send_from, policy.zone)
    if desk.now - opened <= policy.late_after:
        return 0
    midnight = datetime.combine(desk.today + timedelta(1), time(), policy.zone)
    opening = next_opening(midnight, policy, desk.office.calendar)
    return desk.dues.put_off(desk.now - policy.late_after, opening)


def stage_now(desk: Desk, due: Due) -> int | None:
    """Find the latest stage of a due that has come by now, as its offset in days; `None` before the first."""
    passed = [
        stage
        for stage in stages(due.last_day, due.opens_on, desk.office.reminders, desk.office.calendar)
        if stage.fire_at <= desk.now
    ]
    return passed[-1].offset if passed else None


Who = tuple[Person, Account]


def receivers(desk: Desk, agencies: Iterable[AgencyId]) -> dict[AgencyId, list[Who]]:
    """Find who is reminded for each agency: its reachable focal points, or the deputies of those who are away."""
    return receivers_on(desk, agencies, desk.today)


def receivers_on(desk: Desk, agencies: Iterable[AgencyId], day: date) -> dict[AgencyId, list[Who]]:
    """Find who is reminded for each agency on a day in the plan's zone."""
    found = desk.people.focal_points_of(agencies)
    return {agency: _with_deputies(desk, people, day) for agency, people in found.items()}


def _with_deputies(desk: Desk, people: Sequence[Who], day: date) -> list[Who]:
    present: dict[PersonId, Who] = {}
    for person, account in people:
        absence = desk.people.absence(person.id, day)
        if absence is None:
            present[person.id] = (person, account)
        elif absence.deputy is not None:
            for deputy in desk.people.reachable([desk.people.get(absence.deputy)]):
                present[deputy[0].id] = deputy
    return list(present.values())


def _lines(desk: Desk, fired: Sequence[Due], woken: Sequence[tuple[DueId, PersonId]]) -> list[tuple[Who, list[Line]]]:
    people = receivers(desk, [due.agency for due in fired])
    wanted: dict[PersonId, tuple[Who, list[Line]]] = {}
    pairs = {(due.id, who[0].id) for due in fired for who in people[due.agency]}
    asleep = desk.dues.snoozed(pairs, desk.now)
    for due in fired:
        stage = stage_now(desk, due)
        for who in people[due.agency]:
            if stage is not None and (due.id, who[0].id) not in asleep:
                wanted.setdefault(who[0].id, (who, []))[1].append(Line(due, stage))
    _add_woken(desk, woken, wanted)
    return [(who, found) for who, found in wanted.values()]


def _add_woken(
    desk: Desk, woken: Sequence[tuple[DueId, PersonId]], wanted: dict[PersonId, tuple[Who, list[Line]]]
) -> None:
    """Add what people asked to be reminded of again; the snooze counts as a stage of its own on that day."""
    by_id = {due.id: due for due in desk.dues.several([due for due, _ in woken])}
    people = {who[0].id: who for who in desk.people.reachable(desk.people.get_many(p for _, p in woken).values())}
    for due_id, person in woken:
        due = by_id[due_id]
        if person in people:
            _, lines = wanted.setdefault(person, (people[person], []))
            if all(line.due.id != due_id for line in lines):
                lines.append(Line(due, SNOOZED + (desk.today - due.opens_on).days))


def _remind(desk: Desk, person: Person, account: Account, lines: Sequence[Line]) -> int:
    """Put one message in the outbox; returns 0 when the person has had all of it before."""
    known = desk.dues.reminded([(line.due.id, person.id, line.stage) for line in lines])
    fresh = [line for line in lines if (line.due.id, person.id, line.stage) not in known]
    if not fresh:
        return 0
    ordered = sorted(fresh, key=lambda line: (line.due.last_day, line.due.id))
    row = desk.outbox.add(
        f"reminder:{person.id}:{ordered[0].due.id}:{ordered[0].stage}",
        account.home,
        Outgoing(texts.reminder(_by_agency(desk, ordered), desk.today, desk.office.calendar), REMINDER_BUTTONS),
        priority=Priority.REMINDER,
        now=desk.now,
        person=person.id,
        check={"dues": [line.due.id for line in ordered]},
    )
    if row is None:
        return 0
    numbered = [(line.due.id, person.id, line.stage, number) for number, line in enumerate(ordered, start=1)]
    desk.dues.note_reminders(numbered, row, desk.now)
    return 1


def _by_agency(desk: Desk, lines: Sequence[Line]) -> list[texts.AgencyDues]:
    groups: dict[AgencyId, list[Due]] = defaultdict(list)
    for line in lines:
        groups[line.due.agency].append(line.due)
    names = desk.agencies.get_many(groups)
    return [texts.AgencyDues(names[agency].name, tuple(found)) for agency, found in groups.items()]


def _advance(desk: Desk, fired: Sequence[Due]) -> list[Due]:
    """Set each due to its next stage; returns those whose ladder has ended."""
    office = desk.office
    changes: list[tuple[DueId, datetime | None]] = []
    ended: list[Due] = []
    for due in fired:
        stage = next_stage(due.last_day, due.opens_on, desk.now, office.reminders, office.calendar)
        changes.append((due.id, stage.fire_at if stage else None))
        if stage is None:
            ended.append(due)
    desk.dues.set_next_fire(changes)
    return ended


def _escalate(desk: Desk, ended: Sequence[Due]) -> None:
    by_agency: dict[AgencyId, list[Due]] = defaultdict(list)
    for due in ended:
        by_agency[due.agency].append(due)
    names = desk.agencies.get_many(by_agency)
    lines = [(names[agency].name, _what(found), _whom(desk, agency)) for agency, found in by_agency.items()]
    tell_coordinators(desk, f"escalation:{desk.now:%Y-%m-%dT%H:%M}", Outgoing(texts.escalation(sorted(lines))))


def _what(found: Sequence[Due]) -> str:
    first = due_texts.name(found[0], 70)
    return first if len(found) == 1 else f"{first} và {len(found) - 1} việc khác"


def _whom(desk: Desk, agency: AgencyId) -> str:
    people = [(person.name, person.phone) for person in desk.people.members_of(agency)]
    return texts.whom_to_call(people)


def tell_coordinators(desk: Desk, key: str, message: Outgoing) -> None:
    """Say something to every coordinator, once for each `key`."""
    for person, account in desk.people.coordinators():
        desk.outbox.add(
            f"{key}:{person.id}", account.home, message, priority=Priority.REMINDER, now=desk.now, person=person.id
        )


def snooze(desk: Desk, person: PersonId, ids: Sequence[DueId], until: datetime) -> datetime:
    """Remind a person of dues again at `until`, held to the sending hours; returns the instant."""
    instant = next_opening(until, desk.office.reminders, desk.office.calendar)
    desk.dues.snooze(person, ids, instant)
    return instant
