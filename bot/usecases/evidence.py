"""Fetching what people sent with their reports from the channels, where it would not stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.usecases.desk import Desk
from storage.evidence import EvidenceFiles, Wanted

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file lies on the disk; `size` in bytes."""

    wanted: Wanted
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Later:
    """The file could not be fetched now."""

    wanted: Wanted
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Lost:
    """The file cannot be fetched: it is gone or too big."""

    wanted: Wanted


Outcome = Fetched | Later | Lost


@dataclass(frozen=True, slots=True)
class Errands:
    """What to fetch now, and when to look again."""

    wanted: Sequence[Wanted]
    wake_at: datetime | None


def exchange(desk: Desk, outcomes: Sequence[Outcome], limit: int) -> Errands:
    """Note how fetching ended, and take the next files."""
    kept = EvidenceFiles(desk.connection)
    for outcome in outcomes:
        match outcome:
            case Fetched(wanted, digest, size):
                kept.fetched(wanted.id, digest, size, desk.now)
            case Later(wanted, wait):
                kept.again(wanted.id, desk.now + wait)
            case Lost(wanted):
                kept.failed(wanted.id)
    claimed = kept.claim(desk.now, desk.now + LEASE, limit) if limit else []
    return Errands(claimed, kept.next_wake())
