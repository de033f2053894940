"""The month's messages on channels that count them: counted, told to the coordinators, held back near the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.messages import Address, Button, Channel
from bot.domain.quotas import levels_reached
from bot.texts import zalo as texts
from bot.usecases import menus
from bot.usecases.desk import Desk
from bot.usecases.telling import tell_elsewhere
from storage.outbox import Row
from storage.quotas import Quotas

_FULL = 95
"""From so many per cent on a platform that takes nothing more is taken to mean the month's quota."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How the month stands: messages out and in; `limit` is `None` where any number may go out."""

    month: str
    sent: int
    received: int
    limit: int | None


def usage(desk: Desk, channel: Channel) -> Usage:
    """Tell how this month stands."""
    month = _month(desk)
    sent, received = Quotas(desk.connection).of(channel, month)
    return Usage(month, sent, received, desk.office.quotas.limit(channel))


def note_received(desk: Desk, channel: Channel) -> None:
    """Count one message in."""
    Quotas(desk.connection).count(channel, _month(desk), received=1)


def note_sent(desk: Desk, address: Address, rows: Sequence[Sequence[Button]], message: str) -> None:
    """Count one message out, keep the choices it shows, and tell the coordinators when a level is reached."""
    menus.remember(desk, address, rows, message)
    month = _month(desk)
    sent, _ = Quotas(desk.connection).count(address.channel, month, sent=1)
    limit = desk.office.quotas.limit(address.channel)
    for level in levels_reached(sent - 1, sent, limit) if limit else ():
        tell_elsewhere(desk, address.channel, f"quota:{month}:{level}", texts.quota(month, level, sent, limit or 0))


def note_refusal(desk: Desk, channel: Channel) -> bool:
    """Decide whether a platform that takes nothing more means the month's quota, and tell the coordinators if so."""
    now = usage(desk, channel)
    if now.limit is None or now.sent * 100 < now.limit * _FULL:
        return False
    tell_elsewhere(desk, channel, f"quota:{now.month}:refused", texts.quota_refused(now.month, now.sent, now.limit))
    return True


def hold_back(desk: Desk, rows: Sequence[Row]) -> set[int]:
    """Put off to next month what is not urgent while the month's messages run out; tell which rows, and the coordinators."""
    counted = {row.address.channel for row in rows if desk.office.quotas.limit(row.address.channel) is not None}
    return {row for channel in counted for row in _hold_back(desk, channel, rows)}


def _hold_back(desk: Desk, channel: Channel, rows: Sequence[Row]) -> set[int]:
    month = usage(desk, channel)
    kinds = desk.office.quotas.held(channel, month.sent)
    held = {row.id: _kind(row) for row in rows if row.address.channel is channel and _kind(row) in kinds}
    if not held:
        return set()
    until = _next_month(desk)
    desk.outbox.put_off(held, until)
    for row, kind in held.items():
        desk.events.log(desk.now, None, "message.held", f"outbox:{row}", after={"until": until.isoformat()})
        tell_elsewhere(desk, channel, f"held:{month.month}:{kind}", texts.held_back(kind, desk.office.today(until)))
    return set(held)


def _kind(row: Row) -> str:
    """Tell the kind of a message by the first word of its key: "digest:3:2024-W46"."""
    return row.key.partition(":")[0]


def _month(desk: Desk) -> str:
    return f"{desk.today:%Y-%m}"


def _next_month(desk: Desk) -> datetime:
    first = (desk.today.replace(day=1) + timedelta(32)).replace(day=1)
    return datetime.combine(first, time(), desk.office.zone)
