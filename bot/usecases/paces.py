"""Emptying the outbox at a pace that all workers keep together: what is claimed is booked, and told when it may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from bot.domain.messages import Channel, Priority
from bot.usecases.desk import Desk
from bot.usecases.outbox import Batch, Claim, Outcome, claim, note
from storage.outbox import Row
from storage.paces import Paces, Rate

HORIZON = 0.3
"""Seconds for which messages are booked ahead at most: answers that come meanwhile go beside them."""
URGENT = 0.5
"""Seconds by which answers may be ahead of the pace, after which they wait too."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast a channel may be written to: seconds between two messages over all, and to one person or group."""

    step: float
    person: Rate
    group: Rate


def exchange(desk: Desk, outcomes: Sequence[Outcome], wanted: Claim | None, rates: Mapping[Channel, Rates]) -> Batch:
    """Note outcomes and take the next rows, as `outbox.exchange` does, each with the seconds it has to wait.

    1. Answers are taken first; they wait only where the channel is booked far ahead.
    2. Where anything else is due, of each channel as much of it is taken as fits into the next moment: nobody waits for what a
       slow worker has booked. Most rounds end before this, with fewer questions and without keeping others from booking.
    """
    note(desk, outcomes)
    if wanted is None or not wanted.limit:
        return Batch()
    answers = claim(desk, replace(wanted, lowest=Priority.ANSWER))
    take = _take if _takes_others(desk, wanted) else _take_answers
    takings = [take(desk, channel, rates[channel], answers, wanted) for channel in wanted.channels]
    rows = tuple(row for taking in takings for row in taking.rows)
    waits = {row: wait for taking in takings for row, wait in taking.waits.items()}
    if len(rows) >= wanted.limit:
        return Batch(rows, more=True, waits=waits)
    times = [
        desk.outbox.next_wake(desk.now),
        *(desk.now + timedelta(seconds=one.pause) for one in takings if one.pause),
    ]
    return Batch(rows, wake_at=min((time for time in times if time is not None), default=None), waits=waits)


@dataclass(frozen=True, slots=True)
class _Taking:
    """`pause` is the seconds after which there is room again, where there was none; else 0."""

    rows: Sequence[Row]
    waits: Mapping[int, float]
    pause: float


def _takes_others(desk: Desk, wanted: Claim) -> bool:
    return wanted.lowest is not Priority.ANSWER and desk.outbox.has_due(desk.now)


def _take_answers(desk: Desk, channel: Channel, rates: Rates, answers: Sequence[Row], _wanted: Claim) -> _Taking:
    paces = Paces(desk.connection)
    rows = [row for row in answers if row.address.channel is channel]
    ahead = paces.advance(channel, len(rows) * rates.step) if rows else 0.0
    return _Taking(rows, _later(_urgent(rows, ahead, rates), rows, _booked(paces, channel, rates, rows)), 0.0)


def _urgent(rows: Sequence[Row], ahead: float, rates: Rates) -> dict[int, float]:
    return {row.id: max(0.0, ahead + place * rates.step - URGENT) for place, row in enumerate(rows)}


def _take(desk: Desk, channel: Channel, rates: Rates, answers: Sequence[Row], wanted: Claim) -> _Taking:
    paces = Paces(desk.connection)
    urgent = [row for row in answers if row.address.channel is channel]
    ahead = paces.ahead(channel)
    after = ahead + len(urgent) * rates.step
    room = max(0, ceil((HORIZON - after) / rates.step)) if rates.step else wanted.limit
    most = min(room, wanted.limit - len(answers))
    others = claim(desk, replace(wanted, limit=most, channels=(channel,))) if most else []
    rows = urgent + others
    if rows:
        paces.advance(channel, len(rows) * rates.step)
    waits = _urgent(urgent, ahead, rates)
    waits |= {row.id: after + place * rates.step for place, row in enumerate(others)}
    full = len(others) >= room
    pause = max(0.05, after + len(others) * rates.step - HORIZON / 2) if full else 0.0
    return _Taking(rows, _later(waits, rows, _booked(paces, channel, rates, rows)), pause)


def _booked(paces: Paces, channel: Channel, rates: Rates, rows: Sequence[Row]) -> Mapping[str, float]:
    chats = [row.address.chat for row in rows]
    persons = paces.book(channel, [chat for chat in chats if not is_group(chat)], rates.person)
    return {**persons, **paces.book(channel, [chat for chat in chats if is_group(chat)], rates.group)}


def _later(waits: Mapping[int, float], rows: Sequence[Row], chats: Mapping[str, float]) -> Mapping[int, float]:
    """Let each row wait for its chat as well; a person who is being answered does not wait for it."""
    return {row.id: max(waits[row.id], 0.0 if _goes_at_once(row) else chats.get(row.address.chat, 0.0)) for row in rows}


def _goes_at_once(row: Row) -> bool:
    return row.priority is Priority.ANSWER and not is_group(row.address.chat)


def is_group(chat: str) -> bool:
    """Tell a group's id from a person's."""
    return chat.startswith("-")
