"""Emptying the outbox: what became of the messages under way is noted, and the next ones are taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.markup import Text
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.people import PersonId, Reach
from bot.texts import delivery as texts
from bot.texts import linking as linking_texts
from bot.usecases import linking, quotas
from bot.usecases.desk import Desk
from bot.usecases.reminding import check_again, hold_for_hours, is_broken
from bot.usecases.telling import tell_coordinators
from storage import moves
from storage.answers import Answers
from storage.outbox import Depth, Row

_REPORT = "delivery"

LEASE = timedelta(minutes=3)
"""How long a claim holds: longer than a row waits in hand and a delivery takes, so that nobody else sends it meanwhile."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took the message and calls it `message`."""

    row: Row
    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The attempt failed; another is worth while after `wait`."""

    row: Row
    error: str
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """The platform asks to leave the chat alone for `wait`."""

    row: Row
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Untried:
    """The row was claimed and not tried."""

    row: Row


@dataclass(frozen=True, slots=True)
class GivenUp:
    """This message will never be taken; others to the same chat may."""

    row: Row
    error: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The chat takes nothing any more: the person has blocked the bot, or the group has removed it."""

    row: Row
    error: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup with the id `to`."""

    row: Row
    to: str


Outcome = Sent | Failed | Held | Untried | GivenUp | Unreachable | Moved


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker can take on now: `limit` rows of some channels, none less urgent than `lowest`, for `lease`."""

    worker: str
    limit: int
    channels: tuple[Channel, ...]
    lowest: Priority = Priority.BROADCAST
    lease: timedelta = LEASE


@dataclass(frozen=True, slots=True)
class Batch:
    """What to send now. `more` says that there was more than was asked for; `wake_at` when the next row comes due.

    `waits` has the seconds that rows must wait for the pace that all workers keep together; those not named need not.
    """

    rows: tuple[Row, ...] = ()
    more: bool = False
    wake_at: datetime | None = None
    waits: Mapping[int, float] = field(default_factory=dict)


def exchange(desk: Desk, outcomes: Sequence[Outcome], wanted: Claim | None) -> Batch:
    """Note outcomes and take the next rows, in one transaction; `wanted` is `None` when nothing more is to be taken."""
    note(desk, outcomes)
    if wanted is None or not wanted.limit:
        return Batch()
    rows = claim(desk, wanted)
    more = len(rows) >= wanted.limit
    return Batch(tuple(rows), more, None if more else desk.outbox.next_wake(desk.now))


def claim(desk: Desk, wanted: Claim) -> list[Row]:
    """Take rows; reminders of what has been settled since they were written are cancelled, at night they wait.

    Where a channel's month runs out, what is not urgent waits for the next.
    """
    rows: list[Row] = []
    while len(rows) < wanted.limit:
        found = desk.outbox.claim(
            desk.now,
            desk.now + wanted.lease,
            wanted.worker,
            wanted.limit - len(rows),
            lowest=wanted.lowest,
            channels=wanted.channels,
        )
        kept = _sift(desk, found)
        rows += kept
        if len(kept) == len(found):
            break
    return rows


def take_on(desk: Desk, address: Address, wanted: Claim | None) -> None:
    """Let the answers that are written to a chat from now on be taken on by whoever writes them."""
    if wanted is not None:
        until = desk.now + wanted.lease
        desk.outbox.answers = Answers(desk.connection, address, desk.now, until, wanted.worker)


def taken_on(desk: Desk) -> Batch:
    """Give the answers that were taken on; `more` says that something else has been written too."""
    found = [] if desk.outbox.answers is None else desk.outbox.answers.taken()
    rows = _sift(desk, found)
    return Batch(tuple(rows), more=not {row.id for row in found}.issuperset(desk.outbox.added))


def _sift(desk: Desk, found: Sequence[Row]) -> list[Row]:
    """Tell which of the rows that were taken are to be sent now, and settle the others."""
    sound = _park_broken(desk, found)
    held = quotas.hold_back(desk, sound)
    checked = check_again(desk, [row for row in sound if row.id not in held])
    if checked.idle:
        desk.outbox.cancel(checked.idle)
    if checked.wait:
        hold_for_hours(desk, checked.wait)
    return list(checked.send)


def _park_broken(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """Set aside, each by itself, the rows that nobody can read; tell which are left."""
    broken = [row for row in rows if is_broken(row)]
    for row in broken:
        _give_up(desk, row, "unreadable")
    return [row for row in rows if row not in broken]


def set_down(desk: Desk, row: Row, error: str) -> None:
    """Set a row aside whose outcome cannot be kept: it is not known to have arrived, and must not be tried for ever."""
    desk.outbox.park(row.id, error)


def start(desk: Desk, worker: str) -> int:
    """Take back what a worker of this name had claimed when it ended; tell how much.

    On SQLite there is one worker, whatever its name was last time.
    """
    return desk.outbox.release_claims(None if desk.connection.dialect.name == "sqlite" else worker)


def depth(desk: Desk) -> Depth:
    """Tell how full the outbox is."""
    return desk.outbox.depth(desk.now)


def note(desk: Desk, outcomes: Sequence[Outcome]) -> None:
    """Note what became of rows."""
    desk.outbox.sent([(done.row.id, done.message) for done in outcomes if isinstance(done, Sent)], desk.now)
    if untried := [left.row for left in outcomes if isinstance(left, Untried)]:
        desk.outbox.release([row.id for row in untried], untried[0].worker)
    for outcome in outcomes:
        match outcome:
            case Failed(row, error, wait):
                desk.outbox.retry(row.id, desk.now + wait, error, row.worker)
            case Held(row, wait):
                desk.outbox.hold(row.address.channel, row.address.chat, desk.now + wait, row.worker)
            case GivenUp(row, error):
                _give_up(desk, row, error)
            case Unreachable(row, error):
                _switch_off(desk, row, error)
            case Moved(row, to):
                desk.outbox.release([row.id])
                move_chat(desk, row.address.channel, row.address.chat, to)
            case _:
                pass


def _give_up(desk: Desk, row: Row, error: str) -> None:
    desk.outbox.park(row.id, error)
    # A report that does not arrive is not reported: that could go on for ever.
    if not row.key.startswith(_REPORT):
        _report(desk, f"parked:{row.id}", texts.not_delivered(_whose(desk, row), error))


def _switch_off(desk: Desk, row: Row, error: str) -> None:
    owner, other = _lose(desk, row.address)
    # What answers something said in the lost chat is of no use elsewhere; all else has followed the person.
    if other is None or row.priority is Priority.ANSWER:
        desk.outbox.park(row.id, error)
    waiting = desk.outbox.cancel_chat(row.address.channel, row.address.chat)
    _tell_lost(desk, row.address, owner, other, waiting)


def lost(desk: Desk, address: Address) -> None:
    """Note that a person or a group can no longer be written to, and tell the coordinators, once.

    A person who has another account is written to there from now on.
    """
    owner, other = _lose(desk, address)
    _tell_lost(desk, address, owner, other, 0)


def _lose(desk: Desk, address: Address) -> tuple[PersonId | None, Address | None]:
    """Switch an account off; tell whose it was, if that is news, and where they are written to instead."""
    owner = desk.people.set_reach(address, Reach.BLOCKED)
    return owner, None if owner is None else linking.take_over(desk, owner, address)


def _tell_lost(desk: Desk, address: Address, owner: PersonId | None, other: Address | None, waiting: int) -> None:
    if owner is not None:
        about = _about_move(desk, owner, address, other) if other else _about_person(desk, owner, waiting)
        _report(desk, f"blocked:{owner}:{address.channel}:{desk.today}", about)
    group = desk.people.chat(address.channel, address.chat)
    if group is not None and group.person is None and group.active:
        desk.people.set_active(group.id, False)
        _report(desk, f"left:{group.id}:{desk.today}", texts.group_lost(group.title))


def move_chat(desk: Desk, channel: Channel, old: str, new: str) -> None:
    """Let all that is kept about the chat `old` be about `new`: a group has become a supergroup."""
    moves.move_chat(desk.connection, channel, old, new)


def _about_move(desk: Desk, owner: PersonId, lost: Address, other: Address) -> Text:
    name = next((person.name for person in desk.people.get_many([owner]).values()), "")
    return linking_texts.taken_over(name, lost.channel, other.channel)


def _about_person(desk: Desk, owner: PersonId, waiting: int) -> Text:
    person = desk.people.get_many([owner]).get(owner)
    if person is None:
        return texts.unreachable("", (), None, waiting)
    agencies = desk.agencies.get_many(person.agencies)
    return texts.unreachable(person.name, [agency.name for agency in agencies.values()], person.phone, waiting)


def _whose(desk: Desk, row: Row) -> str:
    people: Collection[PersonId] = [] if row.person is None else [row.person]
    return next((person.name for person in desk.people.get_many(people).values()), "")


def _report(desk: Desk, key: str, content: Text) -> None:
    tell_coordinators(desk, f"{_REPORT}:{key}", Outgoing(content))
