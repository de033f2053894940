"""Fetching what people sent with their reports from the channels, where it would not stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.messages import Outgoing
from bot.domain.people import PersonId
from bot.texts import care as texts
from bot.usecases.desk import Desk
from bot.usecases.telling import tell_person
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


@dataclass(frozen=True, slots=True)
class Refused:
    """The file bears a mark of secrecy: nothing of it has been kept."""

    wanted: Wanted


Outcome = Fetched | Later | Lost | Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """What to fetch now, and when to look again."""

    wanted: Sequence[Wanted]
    wake_at: datetime | None


def look(desk: Desk) -> tuple[bool, datetime | None]:
    """Tell whether there is something to fetch, and when to look again; it only reads: every message that comes in asks."""
    wake_at = EvidenceFiles(desk.connection).next_wake()
    return wake_at is not None and wake_at <= desk.now, wake_at


def exchange(desk: Desk, outcomes: Sequence[Outcome], limit: int) -> Taken:
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
            case Refused(wanted):
                kept.failed(wanted.id)
                _tell_of_refusal(desk, wanted, desk.reports.evidence_sender(wanted.id))
    claimed = kept.claim(desk.now, desk.now + LEASE, limit) if limit else []
    return Taken(claimed, kept.next_wake())


def _tell_of_refusal(desk: Desk, wanted: Wanted, sender: PersonId | None) -> None:
    """Set down that a file was refused, without its name, and show its sender the lawful way."""
    desk.events.log(desk.now, sender, "evidence.refused", f"evidence:{wanted.id}", after={"why": "secrecy"})
    if sender is not None:
        tell_person(desk, f"evidence:{wanted.id}:refused", sender, Outgoing(texts.evidence_refused(wanted.file.name)))
