"""The sweep: looks at the dues whose stage has come and puts one reminder a person in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.deadlines import Due
from bot.domain.people import PersonId, Receiver
from bot.domain.reminders import may_send, next_look, next_opening, snooze_key, stage_at, stage_key
from bot.usecases import clock_watch, reminding
from bot.usecases.desk import Desk
from bot.usecases.escalation import add_coordinators, nobody_for
from bot.usecases.receivers import Receivers, among, receivers
from bot.usecases.reminding import Line, Mail
from storage.reminders import Nap, Noted


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: messages put in the outbox, dues looked at, dues put off to the next opening."""

    messages: int = 0
    dues: int = 0
    put_off: int = 0


def sweep(desk: Desk) -> Swept:
    """Remind everybody of what has come due until now.

    1. Outside the sending hours nothing is done; what has come due waits for them.
    2. What missed its hour by more than `late_after` is put off to the next opening, unless its last day would pass.
    3. Of the rest, each person gets one message; each (due, stage, person) is noted, so that a second sweep is silent.
    4. Each due is set to its next stage; after the last one the coordinators get the list of those to telephone.
    """
    office = desk.office
    clock_watch.look(desk)
    instant = desk.dues.next_instant()
    if instant is None or instant > desk.now or not may_send(desk.now, office.reminders, office.calendar):
        return Swept()
    paused = clock_watch.paused_since(desk, instant)
    put_off = _put_off_what_missed_its_hour(desk)
    fired, woken = desk.dues.fired(desk.now), desk.dues.naps_until(desk.now)
    ended = _advance(desk, fired)
    mails = _mails(desk, fired, woken, ended)
    messages = reminding.post(desk, mails.values(), paused)
    desk.dues.drop_naps(woken)
    clock_watch.swept(desk, paused=paused if put_off else None)
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
    day = desk.office.today(opening)
    return desk.dues.put_off(desk.now - policy.late_after, opening, today=desk.today, day=day)


def _advance(desk: Desk, fired: Sequence[Due]) -> list[Due]:
    """Set each due to its next stage; returns those that are late and whose ladder has ended."""
    office = desk.office
    looks = {
        span: next_look(*span, desk.now, office.reminders, office.calendar) for span in {_span(due) for due in fired}
    }
    desk.dues.set_next_fire((due.id, looks[_span(due)]) for due in fired)
    return [due for due in fired if looks[_span(due)] is None and due.last_day < desk.today]


def _span(due: Due) -> tuple[date, date]:
    return due.last_day, due.opens_on


def _mails(desk: Desk, fired: Sequence[Due], woken: Sequence[Nap], ended: Sequence[Due]) -> dict[PersonId, Mail]:
    people = receivers(desk, {due.agency for due in fired})
    mails: dict[PersonId, Mail] = {}
    _add_stages(desk, fired, people, mails)
    _add_woken(desk, woken, mails)
    heard = {agency for agency, found in people.items() if found}
    over = {due.id for due in ended}
    add_coordinators(desk, mails, ended, nobody_for([due for due in fired if due.id not in over], heard))
    return mails


def _add_stages(desk: Desk, fired: Sequence[Due], people: Receivers, mails: dict[PersonId, Mail]) -> None:
    """Add what has come by the stages. Who has put a due off hears of it when they asked to, and from its last day on.

    What they sleep through is noted all the same: it does not come again when the clock steps back.
    """
    asleep = {(nap.due, nap.person) for nap in desk.dues.naps(due.id for due in fired) if nap.fire_at > desk.now}
    slept: list[Noted] = []
    for who, line, offset in _fresh(desk, _stage_lines(desk, fired), people):
        key = line.due.id, who.id
        if offset < 0 and key in asleep:
            slept.append(Noted(*key, line.stage, 0, None))
        else:
            _mail(mails, who).lines.append(line)
    desk.dues.note_reminders(slept, desk.now)


def _mail(mails: dict[PersonId, Mail], to: Receiver) -> Mail:
    mail = mails.get(to.id)
    if mail is None:
        mail = mails[to.id] = Mail(to)
    return mail


def _stage_lines(desk: Desk, fired: Sequence[Due]) -> list[tuple[Line, int]]:
    """Find the stage each due is at, with its offset in days from the last day."""
    office = desk.office
    stages = {
        span: stage_at(*span, desk.now, office.reminders, office.calendar) for span in {_span(due) for due in fired}
    }
    found = ((due, stages[_span(due)]) for due in fired)
    return [(Line(due, stage_key(office.today(stage.fire_at))), stage.offset) for due, stage in found if stage]


def _fresh(desk: Desk, lines: Sequence[tuple[Line, int]], people: Receivers) -> list[tuple[Receiver, Line, int]]:
    """Lay out who is to hear of each line, without those who have."""
    wanted = [(who, line, offset) for line, offset in lines for who in people[line.due.agency]]
    known = desk.dues.reminded((line.due.id, who.id, line.stage) for who, line, _ in wanted)
    return [one for one in wanted if (one[1].due.id, one[0].id, one[1].stage) not in known]


def _add_woken(desk: Desk, woken: Sequence[Nap], mails: dict[PersonId, Mail]) -> None:
    """Add what people asked to be reminded of again, once where a stage comes at the same time."""
    dues = {due.id: due for due in desk.dues.several({nap.due for nap in woken})}
    people = receivers(desk, {due.agency for due in dues.values()})
    had = desk.dues.reminded((nap.due, nap.person, snooze_key(nap.fire_at)) for nap in woken)
    for nap in woken:
        key = snooze_key(nap.fire_at)
        who = among(people, dues.get(nap.due), nap.person)
        if who is not None and (nap.due, nap.person, key) not in had:
            mail = _mail(mails, who)
            if all(line.due.id != nap.due for line in mail.lines):
                mail.lines.append(Line(dues[nap.due], key))
