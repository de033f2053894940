"""The weekly digest to leadership chats: once a chat and week, whatever happens to the process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.chats import Chat
from bot.domain.messages import Address, Outgoing, Priority, Rendered
from bot.domain.reminders import may_send
from bot.domain.reports import Status
from bot.domain.standings import Standing, late_agencies
from bot.texts import digest as texts
from bot.texts import dues as due_texts
from bot.usecases.desk import Desk
from bot.usecases.status import Picture, picture

GRACE = timedelta(hours=1)
"""How long after its hour a digest still goes out when the hour lies outside the sending hours."""
AHEAD = timedelta(days=7)


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
    for chat in waiting:
        _post(desk, chat, week)
    return len(waiting)


def _post(desk: Desk, chat: Chat, week: str) -> None:
    shown = picture(desk)
    last = desk.digests.last(chat.id)
    since = last[0] if last else desk.now - AHEAD
    desk.digests.add(chat.id, week, _kept_figures(shown), desk.now)
    desk.outbox.add(
        f"digest:{chat.id}:{week}",
        chat.address,
        digest_message(desk, shown, since),
        priority=Priority.BROADCAST,
        now=desk.now,
    )


def _kept_figures(shown: Picture) -> dict[str, object]:
    return {"period": shown.period, "received": shown.figures.totals.received}


def digest_message(desk: Desk, shown: Picture, since: datetime) -> Outgoing:
    """Write the digest of a picture, told against what stood at `since` (aware)."""
    totals, tasks = shown.figures.totals, shown.figures.tasks
    week = texts.Week(
        period=shown.period,
        day=desk.today,
        received=totals.received,
        expected=totals.expected,
        new_reports=sum(1 for standing in shown.standings if standing.said and standing.said.at > since),
        done=tasks.done,
        blocked=tasks.blocked,
        late=[(one.name, one.missing, one.days) for one in late_agencies(shown.standings, shown.today)],
        ahead=_ahead(desk),
        opinions=_opinions(shown.standings),
    )
    photo = Rendered("status", {"period": shown.period}) if totals.expected and texts.has_news(week) else None
    return Outgoing(texts.digest(week), photo=photo)


def _ahead(desk: Desk) -> list[tuple[date, str, int]]:
    """List next week's deadlines with what is still open, a line a day."""
    standings = desk.reports.standings(due_from=desk.today, due_to=desk.today + AHEAD)
    by_day: dict[date, list[Standing]] = defaultdict(list)
    for standing in standings:
        if standing.said is None:
            by_day[standing.last_day].append(standing)
    return [(day, _what(owed), len({standing.agency for standing in owed})) for day, owed in sorted(by_day.items())]


def _what(owed: Sequence[Standing]) -> str:
    """Name what is owed on one day: the task when it is one, else how many."""
    names = {f"{standing.no} {standing.title}".strip() for standing in owed}
    return due_texts.shorten(names.pop(), 60) if len(names) == 1 else f"{len(names)} nhiệm vụ"


def _opinions(standings: Sequence[Standing]) -> list[tuple[str, str, str]]:
    """List what leaders are asked to decide: difficulties and proposals, the blocked first."""
    blocked = [s for s in standings if s.said and s.said.status is Status.BLOCKED and s.said.difficulties]
    others = [s for s in standings if s.said and s.said.status is not Status.BLOCKED and s.said.difficulties]
    return [
        (s.agency_name, s.no, due_texts.shorten(s.said.difficulties, 120))
        for s in [*blocked, *others]
        if s.said is not None
    ]


def switch(desk: Desk, address: Address, title: str) -> bool:
    """Turn a chat's weekly digest on, or off when it is on; tells which.

    The present figures are kept as the week's, so that the first digest comes at the next appointment.
    """
    chat_id = desk.people.upsert_chat(address, title or "Nhóm")
    known = desk.people.chat(address.channel, address.chat)
    wanted = not (known is not None and known.digest)
    desk.people.set_digest(chat_id, wanted, address.thread)
    week = week_key(last_appointment(desk))
    if wanted and not desk.digests.had(chat_id, week):
        desk.digests.add(chat_id, week, _kept_figures(picture(desk)), desk.now)
    return wanted
