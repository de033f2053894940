"""What coordinators hear of a sweep: whom to telephone after the last stage, and whom no reminder reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import Due
from bot.domain.people import Absence, PersonId
from bot.domain.reminders import escalation_key, unheard_key
from bot.texts import escalation as texts
from bot.usecases.desk import Desk
from bot.usecases.reminding import Line, Mail
from bot.vietnamese import sort_key
from storage.absences import Absences
from storage.contacts import Contact, contacts_of

QUIET = timedelta(days=9, hours=12)
"""So long a coordinator hears nothing more of an agency that nobody speaks for: by the usual stages, 14 and 3 days before."""

UNHEARD = "agency.unheard"


def add_coordinators(desk: Desk, mails: dict[PersonId, Mail], ended: Sequence[Due], silent: Sequence[Due]) -> None:
    """Add to a sweep's mail what the coordinators have to know.

    `ended` are dues past their last stage; `silent` those that have come due and that nobody was there to be reminded of.
    """
    unheard = _not_told_lately(desk, silent)
    if not ended and not unheard:
        return
    coordinators = desk.people.coordinators()
    lines = [Line(due, escalation_key(due.last_day)) for due in ended]
    known = desk.dues.reminded((line.due.id, who.id, line.stage) for line in lines for who in coordinators)
    for who in coordinators:
        news = [line for line in lines if (line.due.id, who.id, line.stage) not in known]
        mail = mails.get(who.id) or Mail(who)
        if news:
            mail.told += news
            mail.beside.append(texts.to_telephone(_calls(desk, [line.due for line in news]), desk.today))
        if unheard:
            mail.told += [Line(due, unheard_key(desk.today)) for due in unheard]
            mail.beside.append(texts.nobody_reminded(_calls(desk, unheard), desk.office.calendar, desk.today))
        if mail.beside:
            mails[who.id] = mail
    for agency in sorted({due.agency for due in unheard}):
        desk.events.log(desk.now, None, UNHEARD, f"agency:{agency}")


def _not_told_lately(desk: Desk, silent: Sequence[Due]) -> list[Due]:
    since = desk.now - QUIET
    agencies = sorted({due.agency for due in silent})
    fresh = {agency for agency in agencies if not desk.events.count(UNHEARD, f"agency:{agency}", since)}
    return [due for due in silent if due.agency in fresh]


def _calls(desk: Desk, dues: Sequence[Due]) -> list[texts.AgencyCalls]:
    by_agency: dict[AgencyId, list[Due]] = defaultdict(list)
    for due in dues:
        by_agency[due.agency].append(due)
    names = desk.agencies.get_many(by_agency)
    contacts = contacts_of(desk.connection, by_agency)
    people = {contact.person for found in contacts.values() for contact in found}
    away = Absences(desk.connection).of(people, desk.today)
    lines = [
        texts.AgencyCalls(names[agency].name, tuple(found), tuple(_call(contact, away) for contact in contacts[agency]))
        for agency, found in by_agency.items()
    ]
    return sorted(lines, key=lambda line: sort_key(line.agency))


def _call(contact: Contact, away: Mapping[PersonId, Absence]) -> texts.Call:
    return texts.Call(contact.name, contact.phone, _why(contact, away.get(contact.person)))


def _why(contact: Contact, absence: Absence | None) -> str:
    if not contact.joined:
        return texts.NOT_JOINED
    if not contact.reachable:
        return texts.BLOCKED
    return "" if absence is None else texts.away(absence.last, covered=absence.deputy is not None)


def nobody_for(dues: Sequence[Due], heard: Collection[AgencyId]) -> list[Due]:
    """Keep the dues of agencies that nobody gets reminders for."""
    return [due for due in dues if due.agency not in heard]
