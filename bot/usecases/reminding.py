"""Writes reminders: one message per person for all that has come due, and the same again if things change before it is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from bot.domain.agencies import Agency, AgencyId
from bot.domain.deadlines import Due, DueState
from bot.domain.markup import Text
from bot.domain.messages import Button, Outgoing, Priority, dump, load
from bot.domain.people import Receiver
from bot.domain.reminders import may_send, next_opening, urge_key
from bot.domain.reports import DueId
from bot.texts import reminders as texts
from bot.usecases.desk import Desk
from storage import letters
from storage.letters import Letter
from storage.outbox import Row
from storage.reminders import Noted
from storage.types import Written, written

REMINDER_BUTTONS = ((Button("Báo cáo", "do:report"), Button("Để sau", "do:later")),)
_BLANK = Agency(AgencyId(0), "\N{OBJECT REPLACEMENT CHARACTER}")
OWED = (DueState.OPEN, DueState.RETURNED)


class Line(NamedTuple):
    """One due for one person in one message; `stage` is what makes it unique, see `bot.domain.reminders.stage_key`."""

    due: Due
    stage: int


@dataclass
class Mail:
    """What one person gets in a sweep: lines about dues, and what a coordinator is told besides.

    `told` are dues that the words beside speak of, each with its stage.
    """

    to: Receiver
    lines: list[Line] = field(default_factory=list)
    beside: list[Text] = field(default_factory=list)
    told: list[Line] = field(default_factory=list)


def post(desk: Desk, mails: Iterable[Mail], paused: date | None = None) -> int:
    """Put one message a person in the outbox; returns how many messages. What they have had before is not in `mails`."""
    fresh = [mail for mail in mails if mail.lines or mail.beside]
    for mail in fresh:
        mail.lines.sort(key=lambda line: (line.due.last_day, line.due.id))
    forms = _Forms(desk, desk.agencies.get_many({line.due.agency for mail in fresh for line in mail.lines}), paused)
    by_key = {_key(mail): mail for mail in fresh}
    rows = letters.post(desk.connection, [_letter(key, mail, forms) for key, mail in by_key.items()], desk.now)
    noted = [note for key, mail in by_key.items() if key in rows for note in _notes(mail, rows[key])]
    desk.dues.note_reminders(noted, desk.now)
    return len(rows)


def tell_of_dues(desk: Desk, key: str, who: Receiver, body: Text, dues: Sequence[Due]) -> bool:
    """Tell one person of dues because somebody wishes it; tells whether anything was queued.

    It goes out in the sending hours, in these words, unless all the dues are settled by then. The dues are numbered from 1, so
    that a reply is known to be about them.
    """
    row = desk.outbox.add(
        key,
        who.home,
        Outgoing(body, REMINDER_BUTTONS),
        priority=Priority.REMINDER,
        now=desk.now,
        person=who.id,
        not_before=next_opening(desk.now, desk.office.reminders, desk.office.calendar),
        check={"dues": [due.id for due in dues], "fixed": True},
    )
    if row is None:
        return False
    stage = urge_key(desk.today)
    known = desk.dues.reminded((due.id, who.id, stage) for due in dues)
    noted = (Noted(due.id, who.id, stage, number, row) for number, due in enumerate(dues, start=1))
    desk.dues.note_reminders([note for note in noted if (note.due, who.id, stage) not in known], desk.now)
    return True


def _key(mail: Mail) -> str:
    """Name the message for ever, for instance "reminder:12:7:20241107"."""
    first = (mail.lines or mail.told)[0]
    return f"reminder:{mail.to.id}:{first.due.id}:{first.stage}"


def _letter(key: str, mail: Mail, forms: _Forms) -> Letter:
    told = [line.due for line in mail.lines + mail.told]
    check = {
        "dues": [due.id for due in told],
        "days": [due.last_day.isoformat() for due in told],
        "fixed": bool(mail.beside),
    }
    return Letter(key, mail.to.home, mail.to.id, forms.payload(mail), check)


class _Forms:
    """The payloads of a sweep. Reminders that differ only in the name of the agency are written once and filled in."""

    def __init__(self, desk: Desk, names: Mapping[AgencyId, Agency], paused: date | None) -> None:
        self._desk, self._names, self._paused = desk, names, paused
        self._known: dict[tuple[object, ...], tuple[str, str]] = {}

    def payload(self, mail: Mail) -> Any:
        """Write one person's message as the outbox keeps it."""
        dues = [line.due for line in mail.lines]
        agencies = {due.agency for due in dues}
        if mail.beside or len(agencies) > 1:
            return dump(self._message(dues, self._names, mail.beside))
        before, after = self._form(dues)
        return Written(before + written(self._names[agencies.pop()].name) + after)

    def _form(self, dues: Sequence[Due]) -> tuple[str, str]:
        """Write what one agency owes, up to its name and after it: the same for all that owe the same by the same days."""
        key = tuple((due.deadline, due.last_day, due.extended) for due in dues)
        if key not in self._known:
            whole = written(dump(self._message(dues, {dues[0].agency: _BLANK})))
            before, _, after = whole.partition(f'"{_BLANK.name}"')
            self._known[key] = before, after
        return self._known[key]

    def _message(self, dues: Sequence[Due], names: Mapping[AgencyId, Agency], beside: Iterable[Text] = ()) -> Outgoing:
        body = words(self._desk, dues, names, self._paused) if dues else ()
        return Outgoing(sum(beside, body), REMINDER_BUTTONS if dues else ())


def words(desk: Desk, dues: Iterable[Due], names: Mapping[AgencyId, Agency], paused: date | None = None) -> Text:
    """Write a reminder of dues, which are grouped by agency."""
    listed = [texts.AgencyDues(names[agency].name, tuple(found)) for agency, found in _by_agency(dues).items()]
    return texts.reminder(listed, desk.today, desk.office.calendar, paused)


def _notes(mail: Mail, row: int) -> list[Noted]:
    numbers = _numbers(line.due for line in mail.lines)
    shown = [Noted(line.due.id, mail.to.id, line.stage, numbers[line.due.id], row) for line in mail.lines]
    return shown + [Noted(line.due.id, mail.to.id, line.stage, 0, row) for line in mail.told]


def _numbers(dues: Iterable[Due]) -> dict[DueId, int]:
    """Number dues as `words` does."""
    listed = (due.id for group in _by_agency(dues).values() for due in group)
    return {due: number for number, due in enumerate(listed, start=1)}


def _by_agency(dues: Iterable[Due]) -> dict[AgencyId, list[Due]]:
    """Group dues, in the order in which the agencies first come up."""
    groups: dict[AgencyId, list[Due]] = {}
    for due in dues:
        groups.setdefault(due.agency, []).append(due)
    return groups


# ------------------------------------------------------------ at the moment of sending


@dataclass(frozen=True, slots=True)
class Checked:
    """Reminders looked at again: those to `send`, maybe in other words; those `idle`, to cancel; those to `wait` for hours."""

    send: tuple[Row, ...]
    idle: frozenset[int]
    wait: frozenset[int]


def check_again(desk: Desk, rows: Sequence[Row]) -> Checked:
    """Look at rows of the outbox again before they are sent.

    What has been settled or given another day meanwhile is left out; a message of which nothing is left is idle. Outside the
    sending hours reminders wait: a channel that was away until the evening wakes nobody at night.
    """
    asked = [row for row in rows if row.check and row.check.get("dues")]
    if not asked:
        return Checked(tuple(rows), frozenset(), frozenset())
    wanted = {DueId(due) for row in asked for due in _listed(row)}
    owed = {due.id: due for due in desk.dues.several(wanted) if due.state in OWED}
    kept = {row.id: _still_owed(row, owed) for row in asked}
    idle = frozenset(row for row, dues in kept.items() if not dues)
    open_now = may_send(desk.now, desk.office.reminders, desk.office.calendar)
    wait = frozenset() if open_now else frozenset(kept) - idle
    send = tuple(_up_to_date(desk, row, kept.get(row.id)) for row in rows if row.id not in idle | wait)
    return Checked(send, idle, wait)


def is_broken(row: Row) -> bool:
    """Tell whether a row that is to be looked at again cannot be read: looking at it would stop all others."""
    if not row.check:
        return False
    try:
        load(row.payload)
        return not all(isinstance(due, int) for due in row.check.get("dues", ()) and _listed(row))
    except (LookupError, TypeError, ValueError, AttributeError):
        return True


def hold_for_hours(desk: Desk, rows: Collection[int]) -> None:
    """Hold reminders back until the next opening of the sending hours."""
    if rows:
        until = next_opening(desk.now, desk.office.reminders, desk.office.calendar)
        desk.outbox.put_off(sorted(rows), until)


def _listed(row: Row) -> dict[DueId, str | None]:
    """Read whose last days a check names: ``{"dues": [3, 4], "days": ["2024-11-14", "2024-12-31"]}``; `None` for any day."""
    check: dict[str, Any] = row.check or {}
    return dict(zip(check["dues"], check.get("days") or [None] * len(check["dues"]), strict=True))


def _still_owed(row: Row, owed: Mapping[DueId, Due]) -> list[Due]:
    return [owed[due] for due, day in _listed(row).items() if due in owed and _is_day(owed[due], day)]


def _is_day(due: Due, day: str | None) -> bool:
    return day is None or due.last_day.isoformat() == day


def _up_to_date(desk: Desk, row: Row, dues: Sequence[Due] | None) -> Row:
    """Write a reminder anew when part of it is settled, or when it was written on another day."""
    if dues is None or row.check is None or row.check.get("fixed", True):
        return row
    if len(dues) == len(row.check["dues"]) and desk.office.today(row.created_at) == desk.today:
        return row
    names = desk.agencies.get_many({due.agency for due in dues})
    payload = dump(replace(row.message, body=words(desk, dues, names)))
    letters.reword(desk.connection, row.id, payload)
    desk.dues.renumber(row.id, _numbers(dues))
    return replace(row, payload=payload)
