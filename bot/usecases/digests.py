"""The weekly digest to groups and to people who want it: once a chat and week, whatever happens to the process."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from bot.domain.agencies import AgencyId
from bot.domain.chats import Chat, ChatId
from bot.domain.figures import Outcome, judge
from bot.domain.messages import Address, Button, Outgoing, Priority, Rendered
from bot.domain.people import READERS, Person, PersonId
from bot.domain.reminders import may_send
from bot.domain.standings import LateAgency
from bot.domain.tallies import AgencyCell, DeadlineCell, Late, Subject
from bot.domain.trends import Kept, change, dump_figures, load_figures
from bot.texts import digest as texts
from bot.usecases.desk import Desk
from bot.usecases.status import Picture, picture

T = TypeVar("T")

GRACE = timedelta(hours=1)
"""How long after its hour a digest still goes out when the hour lies outside the sending hours."""
AHEAD = timedelta(days=7)
WEEKLY_ON, WEEKLY_OFF = "do:weekly:on", "do:weekly:off"
_PENDING = (Outcome.PENDING, Outcome.RETURNED_PENDING)
A_ROW = 3
"""So many buttons of one word and a number stand in a row."""


def last_appointment(desk: Desk) -> datetime:
    """Find the latest instant, not after now, at which a digest was to go out."""
    policy, zone = desk.office.digest, desk.office.zone
    day = desk.today - timedelta((desk.today.weekday() - policy.weekday) % 7)
    instant = datetime.combine(day, policy.at, zone)
    return instant if instant <= desk.now else datetime.combine(day - timedelta(7), policy.at, zone)


def next_appointment(desk: Desk) -> datetime:
    """Find the next instant at which a digest goes out."""
    return last_appointment(desk) + timedelta(7)


def week_key(instant: datetime) -> str:
    """Name the week of an appointment, for instance "2024-W46"."""
    year, week, _ = instant.isocalendar()
    return f"{year}-W{week:02d}"


def post(desk: Desk) -> int:
    """Put this week's digest in the outbox for every chat that has not had it; returns how many.

    A digest that missed its hour goes out in the next sending hours.
    """
    appointment = last_appointment(desk)
    if desk.now - appointment > GRACE and not may_send(desk.now, desk.office.reminders, desk.office.calendar):
        return 0
    week = week_key(appointment)
    waiting = [chat for chat in desk.people.digest_chats() if not desk.digests.had(chat.id, week)]
    reached = [(chat, address) for chat in waiting if (address := _address(desk, chat)) is not None]
    if not reached:
        return 0
    shown = picture(desk)
    for chat, address in reached:
        _post(desk, chat, address, week, shown)
    return len(reached)


def _post(desk: Desk, chat: Chat, address: Address, week: str, shown: Picture) -> None:
    last = desk.digests.last(chat.id)
    message = digest_message(desk, shown, *last) if last else digest_message(desk, shown, desk.now - AHEAD)
    if chat.person is not None:
        message = replace(message, rows=(*message.rows, (Button(texts.WEEKLY_OFF, WEEKLY_OFF),)))
    desk.digests.add(chat.id, week, _kept(desk, shown), desk.now)
    key = f"digest:{chat.id}:{week}"
    desk.outbox.add(key, address, message, priority=Priority.BROADCAST, now=desk.now, person=chat.person)


def _address(desk: Desk, chat: Chat) -> Address | None:
    """Tell where a digest goes: for a person to where they are reached best, as long as they may have it."""
    if chat.person is None:
        return chat.address
    known = desk.people.get_many([chat.person]).values()
    reached = desk.people.reachable(person for person in known if person.has(*READERS))
    return reached[0].home if reached else None


def digest_message(desk: Desk, shown: Picture, since: datetime, kept: Mapping[str, Any] | None = None) -> Outgoing:
    """Write the digest of a picture, told against what stood at `since` (aware), of which `kept` has the figures.

    Each late agency it names has a button by which a leader urges it, where somebody can be written to.
    """
    week = _week(desk, shown, since, load_figures(kept) if kept else None)
    has_picture = shown.figures.totals.expected and texts.has_news(week)
    body, late = texts.digest(week)
    buttons = tuple(
        Button(f"{texts.URGE} {number}", f"do:urge:{one.agency}")
        for number, one in enumerate(late, start=1)
        if one.agency not in week.unmanned
    )
    rows = tuple(buttons[start : start + A_ROW] for start in range(0, len(buttons), A_ROW))
    return Outgoing(body, rows, photo=Rendered("status", {"period": shown.period}) if has_picture else None)


def _kept(desk: Desk, shown: Picture) -> dict[str, Any]:
    overdue = sum(late.missing for late in desk.tallies.late(desk.today))
    return dump_figures(shown.period, overdue, shown.figures)


def _week(desk: Desk, shown: Picture, since: datetime, kept: Kept | None) -> texts.Week:
    reports = desk.digests.new_reports(since)
    opinions, opinions_in_all = desk.reports.raised(shown.period, texts.LISTED)
    late = desk.tallies.late(desk.today)
    named = longest_late(desk, late, texts.LISTED)
    return texts.Week(
        period=shown.period,
        day=desk.today,
        figures=shown.figures,
        since=desk.office.today(since),
        new_reports=reports.pop(shown.period, 0),
        older_reports=sum(reports.values()),
        change=change(kept, shown.figures) if kept is not None and kept.period == shown.period else None,
        overdue_before=kept.overdue if kept is not None else None,
        late=named,
        late_in_all=len(late),
        overdue=sum(one.missing for one in late),
        ahead=_ahead(desk),
        opinions=[texts.Opinion(one.agency_name, one.no, " ".join(one.words.split())) for one in opinions],
        opinions_in_all=opinions_in_all,
        unmanned=_unmanned(desk, named),
    )


def _unmanned(desk: Desk, late: Sequence[LateAgency]) -> frozenset[AgencyId]:
    """Tell at which agencies nobody can be written to."""
    people = desk.people.focal_points_of(one.agency for one in late) if late else {}
    return frozenset(agency for agency, reached in people.items() if not reached)


def longest_late(desk: Desk, late: Iterable[Late], most: int) -> list[LateAgency]:
    """Name the first of those who are late with anything, in the order of `longest_waiting`.

    What an earlier period still owes does not vanish when the next one begins.
    """
    names = desk.tallies.agency_names()
    order = sorted((one.oldest, -one.missing, names[one.agency], one.agency) for one in late)
    return [LateAgency(agency, name, -owed, (desk.today - day).days) for day, owed, name, agency in order[:most]]


def _ahead(desk: Desk) -> list[texts.Ahead]:
    """List next week's deadlines with what is still owed, a line a day."""
    cells = desk.tallies.owed(desk.today, desk.today + AHEAD)
    agencies = _pending((cell.last_day, cell.agency, cell) for cell in cells.agencies)
    asked = _pending((cell.last_day, cell.deadline, cell) for cell in cells.deadlines)
    subjects = desk.tallies.subjects(deadline for own in asked.values() for deadline in own)
    return [
        texts.Ahead(day, _what(subjects[deadline] for deadline in asked[day]), len(own))
        for day, own in sorted(agencies.items())
    ]


def _pending(cells: Iterable[tuple[date, T, AgencyCell | DeadlineCell]]) -> dict[date, set[T]]:
    """Keep what is still owed of some cells, each with its last day, which has not passed, and whose it is."""
    left: Counter[tuple[date, T]] = Counter()
    for day, whose, cell in cells:
        if judge(cell.state, cell.in_time, returned=cell.returned, over=False) in _PENDING:
            left[day, whose] += cell.number
    found: dict[date, set[T]] = defaultdict(set)
    for (day, whose), number in left.items():
        if number:
            found[day].add(whose)
    return found


def _what(subjects: Iterable[Subject]) -> str:
    """Name what is owed on one day: the task when it is one, else how many."""
    names = {f"{subject.no} {subject.title}".strip() for subject in subjects}
    return names.pop() if len(names) == 1 else f"{len(names)} nhiệm vụ"


def on_demand(desk: Desk, person: Person) -> Outgoing:
    """Write the digest of the last days for one person, with a choice to have it every week, or no longer."""
    message = digest_message(desk, picture(desk), desk.now - AHEAD)
    wants = any(chat.person == person.id for chat in desk.people.digest_chats())
    label, data = (texts.WEEKLY_OFF, WEEKLY_OFF) if wants else (texts.WEEKLY_ON, WEEKLY_ON)
    return replace(message, rows=(*message.rows, (Button(label, data),)))


def switch(desk: Desk, address: Address, title: str) -> bool:
    """Turn a group's weekly digest on, or off when it is on; tells which.

    The present figures are kept as the week's, so that the first digest comes at the next appointment.
    """
    chat_id = desk.people.upsert_chat(address, title or "Nhóm")
    known = desk.people.chat(address.channel, address.chat)
    wanted = not (known is not None and known.digest)
    desk.people.set_digest(chat_id, wanted, address.thread)
    _begin(desk, chat_id, wanted)
    return wanted


def switch_own(desk: Desk, person: PersonId, address: Address, *, wanted: bool) -> None:
    """Turn somebody's own weekly digest on or off; doing it twice changes nothing."""
    chat = desk.people.private_chat(person, address)
    desk.people.set_digest(chat.id, wanted)
    _begin(desk, chat.id, wanted)


def _begin(desk: Desk, chat: ChatId, wanted: bool) -> None:
    week = week_key(last_appointment(desk))
    if wanted and not desk.digests.had(chat, week):
        desk.digests.add(chat, week, _kept(desk, picture(desk)), desk.now)
